/*
name = "connector"
role = "signal"
needs = ["kind", "official", "department"]
source = "signals.md 20"
definition.en = """
An official under whose hands stuck journeys come loose, more often than under the hands of others. Step `stuck_journeys` says for an
official and a journey whether the journey was stuck at the official's first municipal event in it, and whether it moved on within 5 working days.
O = the number of the official's stuck journeys that moved on.
E = the number to be expected: for each of the official's stuck journeys the share that moved on among the stuck journeys of the other
officials on the same topic (first known topic of the case); with fewer than 10 of those, or an unknown topic, among all stuck journeys of the other
officials. A journey that is stuck at several officials counts for each.
Connector: at least 5 stuck journeys; municipal events in cases of at least 3 different home departments (A17); O at least 5, at least
2 times E, and at least E + 2.5 times the square root of E (E rounded to nine decimals).
With fewer than 20 officials with at least 5 stuck journeys it cannot be determined (table `connector_grounds`).
The rows are the official's first acts in the journeys that moved on, and the decisions and closes with which they did; from the first act
to the last such decision or close. Success only; who is no connector is not judged, and nobody is ranked or named by default.
"""
definition.nl = """
Een ambtenaar bij wie klantreizen die vastzaten vaker verder komen dan bij anderen. De stap `stuck_journeys` zegt van
een ambtenaar en een klantreis of die vastzat bij de eerste gebeurtenis van de gemeente van die ambtenaar in de
klantreis, en of de klantreis binnen 5 werkdagen verder kwam.
O = het aantal klantreizen van de ambtenaar die vastzaten en verder kwamen.
E = het aantal dat te verwachten is: voor elke klantreis van de ambtenaar die vastzat, het aandeel dat verder kwam van
de klantreizen die vastzaten bij de andere ambtenaren met hetzelfde onderwerp (het eerste bekende van de zaak). Zijn
dat er minder dan 10, of is het onderwerp onbekend, dan van alle klantreizen die vastzaten bij de andere ambtenaren.
Een klantreis die bij meer ambtenaren vastzat, telt voor elk van hen.
Verbinder: minstens 5 klantreizen die vastzaten; gebeurtenissen van de gemeente in zaken van minstens 3 verschillende
thuisafdelingen (A17); O minstens 5, minstens 2 keer E, en minstens E + 2,5 keer de wortel van E (E afgerond op negen
decimalen).
Zijn er minder dan 20 ambtenaren met minstens 5 klantreizen die vastzaten, dan is het niet vast te stellen (tabel
`connector_grounds`).
De rijen zijn de eerste handelingen van de ambtenaar in de klantreizen die verder kwamen, en de besluiten en
afsluitingen waarmee dat gebeurde; van de eerste handeling tot het laatste besluit of de laatste afsluiting daarvan.
Alleen een succes: over wie geen verbinder is, zegt het niets. Niemand krijgt een plaats op een ranglijst, en namen
staan er alleen als de instellingen dat zeggen.
"""
[signal]
sort = "success"
anchor = "official"
grounds = "connector_grounds"
[title]
en = "Connector: gets stuck journeys moving across departments"
nl = "Verbinder: krijgt vastgelopen klantreizen over afdelingen heen weer op gang"
*/
with of_topics as (
  select
    official_no,
    topic_no,
    count(*) as journeys,
    count(moved_row_no) as moved_on
  from stuck_journeys
  group by official_no, topic_no
),
beside as (
  select
    *,
    sum(journeys) over (partition by topic_no) - journeys as topic_journeys,
    sum(moved_on) over (partition by topic_no) - moved_on as topic_moved_on,
    sum(journeys) over () - sum(journeys) over (partition by official_no) as other_journeys,
    sum(moved_on) over () - sum(moved_on) over (partition by official_no) as other_moved_on
  from of_topics
),
-- in billionths, so that a sum of shares does not depend on its order
expecting as (
  select
    official_no,
    sum(journeys) as journeys,
    sum(moved_on) as moved_on,
    sum(round(
      1e9 * journeys * case
        when topic_no is not null and topic_journeys >= :connector_topic_journeys then topic_moved_on / topic_journeys
        else other_moved_on / nullif(other_journeys, 0)
      end
    )::bigint) / 1e9 as expected
  from beside
  group by official_no
),
above as (
  select official_no
  from expecting
  where (select enough from connector_grounds)
    and journeys >= :connector_journeys
    and moved_on >= :connector_moved_journeys
    and moved_on >= :connector_times_expected * expected
    and moved_on >= expected + :connector_margin * sqrt(expected)
),
worked_in as (
  select distinct official_no, case_no
  from case_steps
  where municipal
    and official_no in (select official_no from above)
),
across as (
  select worked_in.official_no
  from worked_in
  join department_handoffs on department_handoffs.case_no = worked_in.case_no
  group by worked_in.official_no
  having count(distinct department_handoffs.home_department_no) >= :connector_departments
),
shown as (
  select official_no, row_no, order_moment as started, moved_moment as ended
  from stuck_journeys
  where moved_row_no is not null
    and official_no in (select official_no from across)
  union
  select official_no, moved_row_no, order_moment, moved_moment
  from stuck_journeys
  where moved_row_no is not null
    and official_no in (select official_no from across)
)
select
  'found' as status,
  null::integer as journey_no,
  null::integer as case_no,
  official_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(list_distinct(array_agg(row_no))) as row_nos,
  min(started) as started,
  max(ended) as ended,
  null::integer as working_days,
  null::integer as from_department_no,
  null::integer as to_department_no
from shown
group by official_no
