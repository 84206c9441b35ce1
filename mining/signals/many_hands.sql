/*
name = "many_hands"
role = "signal"
needs = ["official"]
source = "signals.md 10; measures.md A9, B (officials, hops)"
definition.en = """
A journey of n cases with at least 8 + 3 (n - 1) officials (different known officials with an appearance, A9), or with at least 10 + 5 (n - 1) hops
and at least 5 officials. Hops are counted in the order of the log, as `journeys` counts them. From the first to the last event of the journey.
Rows: each official's first appearance in the journey; where only the hops tell, also each row with which the official changes.
"""
definition.nl = """
Een klantreis van n zaken met minstens 8 + 3 (n - 1) ambtenaren (verschillende bekende ambtenaren met een optreden, A9),
of met minstens 10 + 5 (n - 1) wisselingen en minstens 5 ambtenaren. De wisselingen zijn geteld op volgorde van het
logboek, zoals in `journeys`. Van de eerste tot de laatste gebeurtenis van de klantreis. Rijen: van elke ambtenaar het
eerste optreden in de klantreis. Waar alleen de wisselingen het zeggen, ook elke rij waarmee de ambtenaar wisselt.
"""
[signal]
sort = "gap"
anchor = "journey"
[title]
en = "Many hands"
nl = "Vele handen"
*/
with crowded as (
  select
    journey_no,
    started,
    ended,
    working_days,
    officials < :many_hands_officials + :many_hands_officials_per_case * (cases - 1) as by_hops
  from journey_measures
  where officials >= :many_hands_officials + :many_hands_officials_per_case * (cases - 1)
    or (
      hops >= :many_hands_hops + :many_hands_hops_per_case * (cases - 1)
      and officials >= :many_hands_hops_officials
    )
),
seen as (
  select events.journey_no, events.order_moment, events.row_no, events.official_no, events.municipal, crowded.by_hops
  from crowded
  join events on events.journey_no = crowded.journey_no
  where events.appears
),
firsts as (
  select journey_no, min({'order_moment': order_moment, 'row_no': row_no}).row_no as row_no
  from seen
  group by journey_no, official_no
),
beside as (
  select
    journey_no,
    row_no,
    official_no,
    lag(official_no) over (partition by journey_no order by order_moment, row_no) as official_before
  from seen
  where by_hops
    and municipal
),
proof as (
  select journey_no, row_no
  from firsts
  union
  select journey_no, row_no
  from beside
  where official_before <> official_no
),
listed as (
  select journey_no, list(row_no) as row_nos
  from proof
  group by journey_no
)
select
  'found' as status,
  crowded.journey_no,
  null::integer as case_no,
  crowded.journey_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(listed.row_nos) as row_nos,
  crowded.started,
  crowded.ended,
  crowded.working_days,
  null::integer as from_department_no,
  null::integer as to_department_no
from crowded
join listed on listed.journey_no = crowded.journey_no
