/*
name = "case_measures"
row.en = "one case"
row.nl = "één zaak"
key = ["case_no"]
role = "table"
export = "cases"
source = "measures.md A4, A9, A12, A15-A17, B"
definition.en = """
The measures of each case. Handoffs: neighbouring municipal events with known officials (departments) that differ, in order (A4); unknown ones
are skipped. Numbers count what is known: a case whose officials are all unknown has 0 officials and 0 handoffs, and events_unknown_official
stands beside it to say how much is not known. Where the log has no officials (departments) at all, the numbers are empty. `_min` and `_max`: the
lowest and highest value over all orders of municipal events that share a moment; without such ties both equal the count. In a single case
the hops are its handoffs. Started and ended are the moments of the first and the last event (a date without a time stands where the rows
around it put it, A4), whatever those events are: whether the case is over stands in `open`.
"""
definition.nl = """
De maten van elke zaak. Overdrachten: twee gebeurtenissen van de gemeente na elkaar, op volgorde (A4), met een andere
bekende ambtenaar (of afdeling). Onbekende ambtenaren en afdelingen worden overgeslagen.
De getallen tellen wat bekend is. Een zaak waarvan alle ambtenaren onbekend zijn, heeft 0 ambtenaren en 0
overdrachten. In events_unknown_official staat dan hoeveel er niet bekend is. Heeft het hele logboek geen ambtenaren
(afdelingen), dan zijn de getallen leeg.
`_min` en `_max`: de laagste en de hoogste telling over alle volgordes van gebeurtenissen van de gemeente met een
gelijk tijdstip. Zonder gelijke tijdstippen zijn beide gelijk aan de telling. Binnen één zaak zijn de wisselingen
gelijk aan de overdrachten.
`started` en `ended` zijn de tijdstippen van de eerste en de laatste gebeurtenis, wat voor gebeurtenis dat ook is. Een
datum zonder tijd staat waar de rijen eromheen hem zetten (A4). Of de zaak afgelopen is, staat in `open`.
"""
[title]
en = "Cases"
nl = "Zaken"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey of the resident"
events = "integer; all events, also notices and those of partners"
municipal_events = "integer; events by the municipality other than notices (A9)"
events_unknown_official = "integer; municipal events whose official is unknown (A6)"
events_unknown_department = "integer; municipal events whose department is unknown (A6)"
officials = "integer; different known officials with an appearance (A9), also those who took the resident's calls"
departments = "integer; different known departments of municipal events"
handoffs = "integer; handoffs between officials"
handoffs_min = "integer; lowest over all orders of ties"
handoffs_max = "integer; highest over all orders of ties"
department_handoffs = "integer; handoffs between departments"
department_handoffs_min = "integer; lowest over all orders of ties"
department_handoffs_max = "integer; highest over all orders of ties"
hops = "integer; within one case equal to handoffs"
hops_min = "integer; equal to handoffs_min"
hops_max = "integer; equal to handoffs_max"
tied_neighbours = "integer; events (all) that share their moment with the event before them in the case"
pingpong_officials = "integer; rings A-B-A on runs of officials"
pingpong_officials_calendar_days = "number; days inside those rings, added up; empty without rings"
pingpong_officials_working_days = "integer; working days inside those rings, added up; empty without rings"
pingpong_departments = "integer; rings A-B-A on runs of departments"
pingpong_departments_calendar_days = "number; days inside those rings, added up; empty without rings"
pingpong_departments_working_days = "integer; working days inside those rings, added up; empty without rings"
started = "timestamp UTC; the first event"
ended = "timestamp UTC; the last event"
open = "boolean; not ended by a decision or close at the end of the log (A15); empty where the log ends no case at all"
calendar_days = "number; time between first and last event in days of 24 hours"
working_days = "integer; working days between first and last event (A12)"
waiting_resident = "integer; working days waiting for the resident (suspended)"
waiting_callback = "integer; working days waiting while a callback request was unanswered"
waiting_handoff = "integer; working days waiting while the case passed to another official or department"
waiting_queue = "integer; all other working days between neighbouring events"
topic_no = "integer; the topic: the first known one in the case (A16)"
home_department_no = "integer; the department with the most municipal events (A17)"
faces = "integer; officials the resident dealt with directly: on asks that an official took, and on outreach"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis van de inwoner"
events = "alle gebeurtenissen, ook automatische berichten en die van partners"
municipal_events = "gebeurtenissen van de gemeente, zonder automatische berichten (A9)"
events_unknown_official = "gebeurtenissen van de gemeente waarvan de ambtenaar onbekend is (A6)"
events_unknown_department = "gebeurtenissen van de gemeente waarvan de afdeling onbekend is (A6)"
officials = "verschillende bekende ambtenaren met een optreden (A9), ook wie een contact van de inwoner aannam"
departments = "verschillende bekende afdelingen van gebeurtenissen van de gemeente"
handoffs = "overdrachten tussen ambtenaren"
handoffs_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
handoffs_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
department_handoffs = "overdrachten tussen afdelingen"
department_handoffs_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
department_handoffs_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
hops = "wisselingen van ambtenaar; binnen één zaak gelijk aan handoffs"
hops_min = "gelijk aan handoffs_min"
hops_max = "gelijk aan handoffs_max"
tied_neighbours = "gebeurtenissen (alle) met hetzelfde tijdstip als de gebeurtenis ervoor in de zaak"
pingpong_officials = "rondjes A-B-A in de reeksen van ambtenaren"
pingpong_officials_calendar_days = "dagen binnen die rondjes, opgeteld; leeg zonder rondjes"
pingpong_officials_working_days = "werkdagen binnen die rondjes, opgeteld; leeg zonder rondjes"
pingpong_departments = "rondjes A-B-A in de reeksen van afdelingen"
pingpong_departments_calendar_days = "dagen binnen die rondjes, opgeteld; leeg zonder rondjes"
pingpong_departments_working_days = "werkdagen binnen die rondjes, opgeteld; leeg zonder rondjes"
started = "de eerste gebeurtenis"
ended = "de laatste gebeurtenis"
open = "aan het einde van het logboek niet afgelopen door een besluit of afsluiting (A15); leeg als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
calendar_days = "tijd tussen de eerste en de laatste gebeurtenis, in dagen van 24 uur"
working_days = "werkdagen tussen de eerste en de laatste gebeurtenis (A12)"
waiting_resident = "werkdagen wachten op de inwoner (opgeschort)"
waiting_callback = "werkdagen wachten terwijl een terugbelverzoek nog geen antwoord had"
waiting_handoff = "werkdagen wachten terwijl de zaak naar een andere ambtenaar of afdeling ging"
waiting_queue = "alle andere werkdagen tussen gebeurtenissen na elkaar"
topic_no = "het onderwerp: het eerste bekende in de zaak (A16)"
home_department_no = "de afdeling met de meeste gebeurtenissen van de gemeente (A17)"
faces = "gezichten: ambtenaren met wie de inwoner direct te maken had, bij een vraag die de ambtenaar aannam of bij contact door de gemeente"
[column_needs]
events_unknown_official = ["official"]
events_unknown_department = ["department"]
officials = ["official"]
departments = ["department"]
handoffs = ["official"]
handoffs_min = ["official"]
handoffs_max = ["official"]
department_handoffs = ["department"]
department_handoffs_min = ["department"]
department_handoffs_max = ["department"]
hops = ["official"]
hops_min = ["official"]
hops_max = ["official"]
pingpong_officials = ["official"]
pingpong_officials_calendar_days = ["official"]
pingpong_officials_working_days = ["official"]
pingpong_departments = ["department"]
pingpong_departments_calendar_days = ["department"]
pingpong_departments_working_days = ["department"]
open = ["kind"]
waiting_resident = ["kind"]
waiting_callback = ["kind"]
waiting_handoff = ["official|department"]
topic_no = ["topic"]
home_department_no = ["department"]
faces = ["official", "kind"]
*/
with people as (
  select
    case_no,
    count(*) as officials,
    count(case when contacts > 0 then 1 end) as faces
  from hands
  group by case_no
), of_departments as materialized (
  select
    department_handoffs.*,
    coalesce(ties.fewer, 0) as fewer,
    coalesce(ties.more, 0) as more
  from department_handoffs
  left join ties on ties.owner_no = department_handoffs.case_no and ties.counting = 1
), of_officials as materialized (
  select
    official_handoffs.*,
    coalesce(ties.fewer, 0) as fewer,
    coalesce(ties.more, 0) as more
  from official_handoffs
  left join ties on ties.owner_no = official_handoffs.case_no and ties.counting = 2
), told as materialized (
  select
    spans.*,
    case_state.ended as is_ended,
    case_topics.topic_no,
    waits.waiting_resident,
    waits.waiting_callback,
    waits.waiting_handoff,
    waits.waiting_queue
  from case_spans as spans
  left join waits on waits.case_no = spans.case_no
  left join case_state on case_state.case_no = spans.case_no
  left join case_topics on case_topics.case_no = spans.case_no
)
select
  told.case_no,
  told.journey_no,
  told.events::integer as events,
  told.municipal_events::integer as municipal_events,
  told.events_unknown_official::integer as events_unknown_official,
  told.events_unknown_department::integer as events_unknown_department,
  coalesce(people.officials, 0)::integer as officials,
  coalesce(of_departments.departments, 0) as departments,
  coalesce(of_officials.handoffs, 0) as handoffs,
  coalesce(of_officials.handoffs, 0) - coalesce(of_officials.fewer, 0) as handoffs_min,
  coalesce(of_officials.handoffs, 0) + coalesce(of_officials.more, 0) as handoffs_max,
  coalesce(of_departments.handoffs, 0) as department_handoffs,
  coalesce(of_departments.handoffs, 0) - coalesce(of_departments.fewer, 0) as department_handoffs_min,
  coalesce(of_departments.handoffs, 0) + coalesce(of_departments.more, 0) as department_handoffs_max,
  coalesce(of_officials.handoffs, 0) as hops,
  coalesce(of_officials.handoffs, 0) - coalesce(of_officials.fewer, 0) as hops_min,
  coalesce(of_officials.handoffs, 0) + coalesce(of_officials.more, 0) as hops_max,
  activity_paths.tied_neighbours,
  coalesce(of_officials.rings, 0) as pingpong_officials,
  of_officials.ring_calendar_days as pingpong_officials_calendar_days,
  of_officials.ring_working_days as pingpong_officials_working_days,
  coalesce(of_departments.rings, 0) as pingpong_departments,
  of_departments.ring_calendar_days as pingpong_departments_calendar_days,
  of_departments.ring_working_days as pingpong_departments_working_days,
  told.started,
  told.ended,
  case when (select known from ends_known) then not coalesce(told.is_ended, false) end as open,
  (epoch_us(told.ended) - epoch_us(told.started)) / 86400e6 as calendar_days,
  told.last_work_day - told.first_work_day as working_days,
  told.waiting_resident,
  told.waiting_callback,
  told.waiting_handoff,
  told.waiting_queue,
  told.topic_no,
  of_departments.home_department_no,
  coalesce(people.faces, 0)::integer as faces
from told
left join people on people.case_no = told.case_no
left join of_officials on of_officials.case_no = told.case_no
left join of_departments on of_departments.case_no = told.case_no
left join activity_paths on activity_paths.case_no = told.case_no
