/*
name = "topic_measures"
row.en = "one topic; one more row, with an empty topic, for the cases without a known one"
row.nl = "één onderwerp; en één rij met een leeg onderwerp, voor de zaken zonder bekend onderwerp"
key = ["topic"]
role = "table"
export = "topics"
needs = ["topic"]
source = "measures.md A15, A16, B"
definition.en = """
The cases of each topic: the first known topic of the case (A16). How long a case took runs from its first event to its end (A15), also when
something was written down after the end; open cases stand beside it, never in it.
The median is the middle value, or the mean of the two middle ones; the 90th percentile lies in a straight
line between the two values nearest to it (Hyndman and Fan 1996, type 7: PERCENTILE.INC in Excel).
Handoffs, lost transfers and nobody's share are those of its cases (tables cases, transfers,
turn_summary_topics).
"""
definition.nl = """
De zaken van elk onderwerp: het eerste bekende onderwerp van de zaak (A16). Hoe lang een zaak duurde, loopt van haar
eerste gebeurtenis tot haar einde (A15), ook als er na het einde nog iets is opgeschreven. Open zaken staan ernaast en
tellen nooit mee in de duur.
De mediaan is de middelste waarde, of het gemiddelde van de middelste twee. Het 90e percentiel ligt naar
verhouding tussen de twee waarden die er het dichtst bij liggen (Hyndman en Fan 1996, type 7: PERCENTIEL.INC in Excel).
Overdrachten, kwijtgeraakte overdrachten en het aandeel van niemand zijn die van haar zaken (tabellen cases,
transfers, turn_summary_topics).
"""
[title]
en = "Topics"
nl = "Onderwerpen"
[columns]
topic = "text; the topic; empty for cases without a known one"
cases = "integer; cases"
journeys = "integer; journeys with such a case"
events = "integer; all events of those cases"
ended_cases = "integer; cases that are ended at the log's end (A15)"
open_cases = "integer; cases that are open at the log's end; empty, as ended_cases, where the log ends no case at all"
median_calendar_days = "number; half of the ended cases took at most this many days of 24 hours, from first event to end; empty when none ended"
p90_calendar_days = "number; about nine in ten of the ended cases took at most this many days of 24 hours"
median_working_days = "number; half of the ended cases took at most this many working days"
p90_working_days = "number; about nine in ten of the ended cases took at most this many working days"
handoffs = "integer; handoffs between officials in those cases"
department_handoffs = "integer; handoffs between departments in those cases"
transfers = "integer; transfers to a known other department in those cases"
lost = "integer; those that were lost"
nobody_share = "share; nobody's time as part of the time with departments, resident and nobody; empty when there is no such time"
[columns_nl]
topic = "het onderwerp; leeg voor zaken zonder bekend onderwerp"
cases = "zaken"
journeys = "klantreizen met zo'n zaak"
events = "alle gebeurtenissen van die zaken"
ended_cases = "zaken die zijn afgelopen aan het einde van het logboek (A15)"
open_cases = "zaken die open zijn aan het einde van het logboek; leeg, net als ended_cases, als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
median_calendar_days = "de helft van de afgelopen zaken duurde hooguit zoveel dagen van 24 uur, van de eerste gebeurtenis tot het einde; leeg als er geen is afgelopen"
p90_calendar_days = "ongeveer negen van de tien afgelopen zaken duurden hooguit zoveel dagen van 24 uur"
median_working_days = "de helft van de afgelopen zaken duurde hooguit zoveel werkdagen"
p90_working_days = "ongeveer negen van de tien afgelopen zaken duurden hooguit zoveel werkdagen"
handoffs = "overdrachten tussen ambtenaren in die zaken"
department_handoffs = "overdrachten tussen afdelingen in die zaken"
transfers = "vastgelegde overdrachten aan een bekende andere afdeling in die zaken"
lost = "die kwijtraakten"
nobody_share = "tijd bij niemand als deel van de tijd bij afdelingen, inwoner en niemand samen; leeg als die tijd er niet is"
[column_needs]
nobody_share = ["department"]
ended_cases = ["kind"]
open_cases = ["kind"]
median_calendar_days = ["kind"]
p90_calendar_days = ["kind"]
median_working_days = ["kind"]
p90_working_days = ["kind"]
handoffs = ["official"]
department_handoffs = ["department"]
transfers = ["kind", "to_department"]
lost = ["kind", "to_department"]
*/
with told as (
  select
    case_measures.topic_no,
    case_measures.journey_no,
    case_measures.events,
    case_measures.handoffs,
    case_measures.department_handoffs,
    case_measures.open,
    coalesce(case_turns.seconds, 0) as seconds,
    coalesce(case_turns.working_days, 0) as working_days
  from case_measures
  left join case_turns on case_turns.case_no = case_measures.case_no
),
grouped as (
  select
    topic_no,
    count(*)::integer as cases,
    count(distinct journey_no)::integer as journeys,
    sum(events)::bigint as events,
    sum(handoffs)::bigint as handoffs,
    sum(department_handoffs)::bigint as department_handoffs,
    case when (select known from ends_known) then count(case when not open then 1 end) end::integer as ended_cases,
    case when (select known from ends_known) then count(case when open then 1 end) end::integer as open_cases,
    -- of whole numbers a 90th percentile has one decimal at most: rounding takes away the noise of the computer alone
    quantile_cont(case when not open then seconds end, 0.5) / 86400.0 as median_calendar_days,
    round(quantile_cont(case when not open then seconds end, 0.9), 1) / 86400.0 as p90_calendar_days,
    quantile_cont(case when not open then working_days end, 0.5) as median_working_days,
    round(quantile_cont(case when not open then working_days end, 0.9), 1) as p90_working_days
  from told
  group by topic_no
),
sent as (
  select
    case_topics.topic_no,
    count(*)::integer as transfers,
    count(case when transfers.status = 'lost' then 1 end)::integer as lost
  from transfers
  left join case_topics on case_topics.case_no = transfers.case_no
  group by case_topics.topic_no
)
select
  topics.topic,
  grouped.cases,
  grouped.journeys,
  grouped.events,
  grouped.ended_cases,
  grouped.open_cases,
  grouped.median_calendar_days,
  grouped.p90_calendar_days,
  grouped.median_working_days,
  grouped.p90_working_days,
  grouped.handoffs,
  grouped.department_handoffs,
  coalesce(sent.transfers, 0) as transfers,
  coalesce(sent.lost, 0) as lost,
  turn_summary_topics.nobody_share
from grouped
left join topics on topics.topic_no = grouped.topic_no
left join sent on sent.topic_no is not distinct from grouped.topic_no
left join turn_summary_topics on turn_summary_topics.topic_no is not distinct from grouped.topic_no
