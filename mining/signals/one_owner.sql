/*
name = "one_owner"
role = "signal"
needs = ["kind", "official"]
source = "signals.md 14; measures.md A6, A9, A15"
definition.en = """
A journey with at least 5 municipal events (A9), all cases of which are ended at the log's end (A15), and in which one known official (A6) did at least
80 % of those events (5 x count >= 4 x number). Events of unknown officials count in the number. The resident's calls that an official took are no
municipal events. From the first to the last event of the journey. Rows: the municipal events of that official.
"""
definition.nl = """
Een klantreis met minstens 5 gebeurtenissen van de gemeente (A9), waarvan alle zaken afgelopen zijn aan het einde van het
logboek (A15), en waarin één bekende ambtenaar (A6) minstens 80 % van die gebeurtenissen deed (5 x aantal >= 4 x totaal).
Gebeurtenissen met een onbekende ambtenaar tellen mee in het totaal. Een contact van de inwoner dat een ambtenaar
aannam, is geen gebeurtenis van de gemeente. Van de eerste tot de laatste gebeurtenis van de klantreis. Rijen: de
gebeurtenissen van de gemeente door die ambtenaar.
"""
[signal]
sort = "success"
anchor = "journey"
[title]
en = "One owner from beginning to end"
nl = "Eén eigenaar van begin tot eind"
*/
with ended_journeys as (
  select journey_no, municipal_events, started, ended, working_days
  from journey_measures
  where not open
    and municipal_events >= :one_owner_events
),
shares as (
  select journey_no, official_no, sum(municipal_events) as events
  from hands
  where municipal_events > 0
    and journey_no in (select journey_no from ended_journeys)
  group by journey_no, official_no
),
owned as (
  -- two can only reach the share together where the setting says half or less
  select shares.journey_no, min(shares.official_no) as official_no
  from shares
  join ended_journeys on ended_journeys.journey_no = shares.journey_no
  where 100 * shares.events >= :one_owner_percent * ended_journeys.municipal_events
  group by shares.journey_no
),
proof as (
  select events.journey_no, list(events.row_no) as row_nos
  from owned
  join events
    on events.journey_no = owned.journey_no
    and events.official_no = owned.official_no
  where events.municipal
  group by events.journey_no
)
select
  'found' as status,
  ended_journeys.journey_no,
  null::integer as case_no,
  ended_journeys.journey_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(proof.row_nos) as row_nos,
  ended_journeys.started,
  ended_journeys.ended,
  ended_journeys.working_days,
  null::integer as from_department_no,
  null::integer as to_department_no
from ended_journeys
join proof on proof.journey_no = ended_journeys.journey_no
