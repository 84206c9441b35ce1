/*
name = "department_measures"
row.en = "one department with a municipal event"
row.nl = "één afdeling met een gebeurtenis van de gemeente"
key = ["department"]
role = "table"
export = "departments"
needs = ["department"]
source = "measures.md A9, A15, B; signals.md 1"
definition.en = """
What each department took part in: the cases in which it has a municipal event. A case of three departments counts with each of them, so
the rows do not add up to the log. How long those cases took runs from the first event of the case to its end (A15), whoever
had it meanwhile; it says nothing of how fast the department is.
The median is the middle value, or the mean of the two middle ones; the 90th percentile lies in a straight
line between the two values nearest to it (Hyndman and Fan 1996, type 7: PERCENTILE.INC in Excel).
Never per official.
"""
definition.nl = """
Waaraan elke afdeling meedeed: de zaken waarin zij een gebeurtenis van de gemeente heeft. Een zaak van drie afdelingen
telt bij elk van de drie. De rijen zijn samen dus niet het hele logboek.
Hoe lang die zaken duurden, loopt van de eerste gebeurtenis van de zaak tot haar einde (A15), wie de zaak intussen ook
had. Het zegt niets over hoe snel de afdeling is.
De mediaan is de middelste waarde, of het gemiddelde van de middelste twee. Het 90e percentiel ligt naar
verhouding tussen de twee waarden die er het dichtst bij liggen (Hyndman en Fan 1996, type 7: PERCENTIEL.INC in Excel).
Nooit per ambtenaar.
"""
[title]
en = "Departments"
nl = "Afdelingen"
[columns]
department = "text; the department"
cases = "integer; cases in which it has a municipal event"
journeys = "integer; journeys with such a case"
events = "integer; its municipal events"
ended_cases = "integer; cases that are ended at the log's end (A15)"
open_cases = "integer; cases that are open at the log's end; empty, as ended_cases, where the log ends no case at all"
median_calendar_days = "number; half of the ended cases took at most this many days of 24 hours, from first event to end; empty when none ended"
p90_calendar_days = "number; about nine in ten of the ended cases took at most this many days of 24 hours"
median_working_days = "number; half of the ended cases took at most this many working days"
p90_working_days = "number; about nine in ten of the ended cases took at most this many working days"
received = "integer; transfers to it by another (or an unknown) department"
received_late = "integer; those it answered after the allowed working days"
received_lost = "integer; those that were lost"
sent = "integer; transfers by it to a known other department"
sent_lost = "integer; those that were lost"
incoming_nobody_share = "share; time underway or lost on the way to it as part of that time and the time it had questions; empty when there is no such time"
[columns_nl]
department = "de afdeling"
cases = "zaken waarin zij een gebeurtenis van de gemeente heeft"
journeys = "klantreizen met zo'n zaak"
events = "haar gebeurtenissen van de gemeente"
ended_cases = "zaken die zijn afgelopen aan het einde van het logboek (A15)"
open_cases = "zaken die open zijn aan het einde van het logboek; leeg, net als ended_cases, als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
median_calendar_days = "de helft van de afgelopen zaken duurde hooguit zoveel dagen van 24 uur, van de eerste gebeurtenis tot het einde; leeg als er geen is afgelopen"
p90_calendar_days = "ongeveer negen van de tien afgelopen zaken duurden hooguit zoveel dagen van 24 uur"
median_working_days = "de helft van de afgelopen zaken duurde hooguit zoveel werkdagen"
p90_working_days = "ongeveer negen van de tien afgelopen zaken duurden hooguit zoveel werkdagen"
received = "vastgelegde overdrachten aan haar door een andere (of een onbekende) afdeling"
received_late = "die zij pas beantwoordde na de toegestane werkdagen"
received_lost = "die kwijtraakten"
sent = "vastgelegde overdrachten door haar aan een bekende andere afdeling"
sent_lost = "die kwijtraakten"
incoming_nobody_share = "tijd onderweg of kwijt op weg naar haar, als deel van die tijd en de tijd waarin zij aan zet was samen; leeg als die tijd er niet is"
[column_needs]
ended_cases = ["kind"]
open_cases = ["kind"]
median_calendar_days = ["kind"]
p90_calendar_days = ["kind"]
median_working_days = ["kind"]
p90_working_days = ["kind"]
received = ["kind", "to_department"]
received_late = ["kind", "to_department"]
received_lost = ["kind", "to_department"]
sent = ["kind", "to_department"]
sent_lost = ["kind", "to_department"]
*/
with parts as (
  select
    case_no,
    department_no,
    any_value(journey_no) as journey_no,
    sum(events) as events
  from department_runs
  group by case_no, department_no
),
told as (
  select
    parts.department_no,
    parts.journey_no,
    parts.events,
    not coalesce(case_state.ended, false) as open,
    coalesce(case_turns.seconds, 0) as seconds,
    coalesce(case_turns.working_days, 0) as working_days
  from parts
  left join case_turns on case_turns.case_no = parts.case_no
  left join case_state on case_state.case_no = parts.case_no
),
grouped as (
  select
    department_no,
    count(*)::integer as cases,
    count(distinct journey_no)::integer as journeys,
    sum(events)::bigint as events,
    case when (select known from ends_known) then count(case when not open then 1 end) end::integer as ended_cases,
    case when (select known from ends_known) then count(case when open then 1 end) end::integer as open_cases,
    -- of whole numbers a 90th percentile has one decimal at most: rounding takes away the noise of the computer alone
    quantile_cont(case when not open then seconds end, 0.5) / 86400.0 as median_calendar_days,
    round(quantile_cont(case when not open then seconds end, 0.9), 1) / 86400.0 as p90_calendar_days,
    quantile_cont(case when not open then working_days end, 0.5) as median_working_days,
    round(quantile_cont(case when not open then working_days end, 0.9), 1) as p90_working_days
  from told
  group by department_no
),
received as (
  select
    to_department_no as department_no,
    count(*)::integer as transfers,
    count(case when status = 'late' then 1 end)::integer as late,
    count(case when status = 'lost' then 1 end)::integer as lost
  from transfers
  group by to_department_no
),
sent as (
  select
    from_department_no as department_no,
    count(*)::integer as transfers,
    count(case when status = 'lost' then 1 end)::integer as lost
  from transfers
  where from_department_no is not null
  group by from_department_no
)
select
  departments.department,
  grouped.cases,
  grouped.journeys,
  grouped.events,
  grouped.ended_cases,
  grouped.open_cases,
  grouped.median_calendar_days,
  grouped.p90_calendar_days,
  grouped.median_working_days,
  grouped.p90_working_days,
  coalesce(received.transfers, 0) as received,
  coalesce(received.late, 0) as received_late,
  coalesce(received.lost, 0) as received_lost,
  coalesce(sent.transfers, 0) as sent,
  coalesce(sent.lost, 0) as sent_lost,
  turn_summary_departments.incoming_nobody_share
from grouped
join departments on departments.department_no = grouped.department_no
left join received on received.department_no = grouped.department_no
left join sent on sent.department_no = grouped.department_no
left join turn_summary_departments on turn_summary_departments.department_no = grouped.department_no
