/*
name = "journey_measures"
row.en = "one journey: all events of one resident over all cases; a case without a resident is a journey of its own (A13)"
row.nl = "één klantreis: alle gebeurtenissen van één inwoner over alle zaken; een zaak zonder inwoner is een eigen klantreis (A13)"
key = ["journey_no"]
role = "table"
export = "journeys"
source = "measures.md A9, A12, A13, A15, B; signals.md, Faces and hands"
definition.en = """
The measures of each journey. Handoffs, waiting and ping-pong are added up over the cases of the journey (a ring between unrelated cases is
not a ring). Hops are counted over the municipal events of the whole journey, cases interleaved in order (A4): how often the resident met
another official. Officials, faces and departments are the different ones over the whole journey. `_min` and `_max`: the lowest and highest value over all
orders of municipal events that share case (for hops: journey) and moment; without such ties both equal the count. Numbers count what is
known: events_unknown_official and events_unknown_department say how much is not. `open`: any of its cases is open (A15).
Thread hops: the same within the threads of the journey (cases that belong together), added up: reports about a question use these, reports
about a resident use hops.
Continuity (Bice-Boxerman): (sum of n(i) squared, less N) / (N (N - 1)) over the N contacts of the resident, n(i) of them with official i:
1 when always the same, 0 when each time another; empty below 4 contacts.
"""
definition.nl = """
De maten van elke klantreis. Overdrachten, wachten en pingpong zijn opgeteld over de zaken van de klantreis. Een
rondje over zaken die niets met elkaar te maken hebben, is geen rondje.
Wisselingen tellen over de gebeurtenissen van de gemeente in de hele klantreis, de zaken door elkaar op volgorde (A4):
hoe vaak de inwoner een andere ambtenaar trof. Ambtenaren, gezichten en afdelingen zijn de verschillende over de hele
klantreis.
`_min` en `_max`: de laagste en de hoogste telling over alle volgordes van gebeurtenissen van de gemeente met een
gelijk tijdstip in dezelfde zaak (bij wisselingen: in dezelfde klantreis). Zonder gelijke tijdstippen zijn beide
gelijk aan de telling.
De getallen tellen wat bekend is. In events_unknown_official en events_unknown_department staat hoeveel er niet bekend
is. `open`: minstens één van de zaken is open (A15).
`thread_hops` telt de wisselingen binnen de draden van de klantreis (zaken die bij elkaar horen), opgeteld. Gaat het
over een vraag, dan gelden deze; gaat het over een inwoner, dan gelden de wisselingen (`hops`).
`continuity` is de maat van Bice en Boxerman: (som van n(i) in het kwadraat, min N) / (N (N - 1)), over de N contacten
van de inwoner, waarvan n(i) met ambtenaar i. Het is 1 als het steeds dezelfde ambtenaar is en 0 als het elke keer een
ander is. Het is leeg bij minder dan 4 contacten.
"""
[title]
en = "Journeys"
nl = "Klantreizen"
[columns]
journey_no = "integer; the journey"
cases = "integer; cases of the journey"
events = "integer; all events, also notices and those of partners"
municipal_events = "integer; events by the municipality other than notices (A9)"
events_unknown_official = "integer; municipal events whose official is unknown (A6)"
events_unknown_department = "integer; municipal events whose department is unknown (A6)"
officials = "integer; different known officials with an appearance (A9): all hands"
departments = "integer; different known departments of municipal events"
handoffs = "integer; handoffs between officials within the cases, added up"
handoffs_min = "integer; lowest over all orders of ties"
handoffs_max = "integer; highest over all orders of ties"
department_handoffs = "integer; handoffs between departments within the cases, added up"
department_handoffs_min = "integer; lowest over all orders of ties"
department_handoffs_max = "integer; highest over all orders of ties"
hops = "integer; neighbouring municipal events of the whole journey whose known officials differ"
hops_min = "integer; lowest over all orders of ties"
hops_max = "integer; highest over all orders of ties"
department_hops = "integer; neighbouring municipal events of the whole journey whose known departments differ"
department_hops_min = "integer; lowest over all orders of ties"
department_hops_max = "integer; highest over all orders of ties"
tied_neighbours = "integer; events (all) that share their moment with the event before them in their case"
pingpong_officials = "integer; rings A-B-A on runs of officials within the cases, added up"
pingpong_officials_calendar_days = "number; days inside those rings, added up; empty without rings"
pingpong_officials_working_days = "integer; working days inside those rings, added up; empty without rings"
pingpong_departments = "integer; rings A-B-A on runs of departments within the cases, added up"
pingpong_departments_calendar_days = "number; days inside those rings, added up; empty without rings"
pingpong_departments_working_days = "integer; working days inside those rings, added up; empty without rings"
started = "timestamp UTC; the first event"
ended = "timestamp UTC; the last event"
open = "boolean; any of its cases is open at the end of the log (A15); empty where the log ends no case at all"
calendar_days = "number; time between first and last event in days of 24 hours"
working_days = "integer; working days between first and last event (A12)"
waiting_resident = "integer; working days of its cases waiting for the resident, added up"
waiting_callback = "integer; working days of its cases waiting for a callback, added up"
waiting_handoff = "integer; working days of its cases waiting in a handoff, added up"
waiting_queue = "integer; all other working days of its cases, added up"
threads = "integer; threads of cases that belong together (step threads); a case without a link is a thread of its own"
thread_hops = "integer; hops between officials within threads, added up: of one question, where hops are of the resident"
faces = "integer; officials the resident dealt with directly: on asks that an official took, and on outreach"
contacts = "integer; contacts of the resident with a known official"
continuity = "number from 0 to 1; Bice-Boxerman over those contacts; empty below 4"
[columns_nl]
journey_no = "de klantreis"
cases = "zaken van de klantreis"
events = "alle gebeurtenissen, ook automatische berichten en die van partners"
municipal_events = "gebeurtenissen van de gemeente, zonder automatische berichten (A9)"
events_unknown_official = "gebeurtenissen van de gemeente waarvan de ambtenaar onbekend is (A6)"
events_unknown_department = "gebeurtenissen van de gemeente waarvan de afdeling onbekend is (A6)"
officials = "verschillende bekende ambtenaren met een optreden (A9): alle handen"
departments = "verschillende bekende afdelingen van gebeurtenissen van de gemeente"
handoffs = "overdrachten tussen ambtenaren binnen de zaken, opgeteld"
handoffs_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
handoffs_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
department_handoffs = "overdrachten tussen afdelingen binnen de zaken, opgeteld"
department_handoffs_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
department_handoffs_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
hops = "keren dat twee gebeurtenissen van de gemeente na elkaar in de hele klantreis een andere bekende ambtenaar hebben"
hops_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
hops_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
department_hops = "keren dat twee gebeurtenissen van de gemeente na elkaar in de hele klantreis een andere bekende afdeling hebben"
department_hops_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
department_hops_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
tied_neighbours = "gebeurtenissen (alle) met hetzelfde tijdstip als de gebeurtenis ervoor in hun zaak"
pingpong_officials = "rondjes A-B-A in de reeksen van ambtenaren binnen de zaken, opgeteld"
pingpong_officials_calendar_days = "dagen binnen die rondjes, opgeteld; leeg zonder rondjes"
pingpong_officials_working_days = "werkdagen binnen die rondjes, opgeteld; leeg zonder rondjes"
pingpong_departments = "rondjes A-B-A in de reeksen van afdelingen binnen de zaken, opgeteld"
pingpong_departments_calendar_days = "dagen binnen die rondjes, opgeteld; leeg zonder rondjes"
pingpong_departments_working_days = "werkdagen binnen die rondjes, opgeteld; leeg zonder rondjes"
started = "de eerste gebeurtenis"
ended = "de laatste gebeurtenis"
open = "minstens één van de zaken is open aan het einde van het logboek (A15); leeg als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
calendar_days = "tijd tussen de eerste en de laatste gebeurtenis, in dagen van 24 uur"
working_days = "werkdagen tussen de eerste en de laatste gebeurtenis (A12)"
waiting_resident = "werkdagen waarin de zaken op de inwoner wachtten, opgeteld"
waiting_callback = "werkdagen waarin de zaken op terugbellen wachtten, opgeteld"
waiting_handoff = "werkdagen waarin de zaken bij een overdracht wachtten, opgeteld"
waiting_queue = "alle andere werkdagen van de zaken, opgeteld"
threads = "draden van zaken die bij elkaar horen (stap threads); een zaak zonder samenhang is een eigen draad"
thread_hops = "wisselingen van ambtenaar binnen draden, opgeteld: van één vraag, waar hops van de inwoner zijn"
faces = "gezichten: ambtenaren met wie de inwoner direct te maken had, bij een vraag die de ambtenaar aannam of bij contact door de gemeente"
contacts = "contacten van de inwoner met een bekende ambtenaar"
continuity = "maat van Bice en Boxerman over die contacten; leeg bij minder dan 4"
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
department_hops = ["department"]
department_hops_min = ["department"]
department_hops_max = ["department"]
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
threads = ["kind"]
thread_hops = ["official", "kind"]
faces = ["official", "kind"]
contacts = ["official", "kind"]
continuity = ["official", "kind"]
*/
with of_cases as (
  select
    journey_no,
    count(*) as cases,
    sum(events) as events,
    sum(municipal_events) as municipal_events,
    sum(events_unknown_official) as events_unknown_official,
    sum(events_unknown_department) as events_unknown_department,
    sum(handoffs) as handoffs,
    sum(handoffs_min) as handoffs_min,
    sum(handoffs_max) as handoffs_max,
    sum(department_handoffs) as department_handoffs,
    sum(department_handoffs_min) as department_handoffs_min,
    sum(department_handoffs_max) as department_handoffs_max,
    sum(tied_neighbours) as tied_neighbours,
    sum(pingpong_officials) as pingpong_officials,
    sum(round(pingpong_officials_calendar_days * 86400e6)::bigint) / 86400e6 as pingpong_officials_calendar_days,
    sum(pingpong_officials_working_days) as pingpong_officials_working_days,
    sum(pingpong_departments) as pingpong_departments,
    sum(round(pingpong_departments_calendar_days * 86400e6)::bigint) / 86400e6 as pingpong_departments_calendar_days,
    sum(pingpong_departments_working_days) as pingpong_departments_working_days,
    min(started) as started,
    max(ended) as ended,
    bool_or(open) as open,
    sum(waiting_resident) as waiting_resident,
    sum(waiting_callback) as waiting_callback,
    sum(waiting_handoff) as waiting_handoff,
    sum(waiting_queue) as waiting_queue
  from case_measures
  group by journey_no
), spans as (
  select
    journey_no,
    max(last_work_day) - min(first_work_day) as working_days
  from case_spans
  group by journey_no
), official_contacts as (
  select
    journey_no,
    official_no,
    sum(contacts)::bigint as contacts
  from hands
  group by journey_no, official_no
), people as (
  select
    journey_no,
    count(*) as officials,
    count(case when contacts > 0 then 1 end) as faces,
    sum(contacts) as contacts,
    sum(contacts * contacts) as contacts_squared
  from official_contacts
  group by journey_no
), journey_departments as (
  select
    journey_no,
    department_no
  from department_runs
  group by journey_no, department_no
), units as (
  select
    journey_no,
    count(*) as departments
  from journey_departments
  group by journey_no
)
select
  of_cases.journey_no,
  of_cases.cases::integer as cases,
  of_cases.events::integer as events,
  of_cases.municipal_events::integer as municipal_events,
  of_cases.events_unknown_official::integer as events_unknown_official,
  of_cases.events_unknown_department::integer as events_unknown_department,
  coalesce(people.officials, 0)::integer as officials,
  coalesce(units.departments, 0)::integer as departments,
  of_cases.handoffs::integer as handoffs,
  of_cases.handoffs_min::integer as handoffs_min,
  of_cases.handoffs_max::integer as handoffs_max,
  of_cases.department_handoffs::integer as department_handoffs,
  of_cases.department_handoffs_min::integer as department_handoffs_min,
  of_cases.department_handoffs_max::integer as department_handoffs_max,
  (case when of_cases.cases = 1 then of_cases.handoffs else coalesce(hops.hops, 0) end)::integer as hops,
  (case when of_cases.cases = 1 then of_cases.handoffs_min else coalesce(hops.hops, 0) - coalesce(official_ties.fewer, 0) end)::integer as hops_min,
  (case when of_cases.cases = 1 then of_cases.handoffs_max else coalesce(hops.hops, 0) + coalesce(official_ties.more, 0) end)::integer as hops_max,
  (case when of_cases.cases = 1 then of_cases.department_handoffs else coalesce(hops.department_hops, 0) end)::integer as department_hops,
  (case
    when of_cases.cases = 1 then of_cases.department_handoffs_min
    else coalesce(hops.department_hops, 0) - coalesce(department_ties.fewer, 0)
  end)::integer as department_hops_min,
  (case
    when of_cases.cases = 1 then of_cases.department_handoffs_max
    else coalesce(hops.department_hops, 0) + coalesce(department_ties.more, 0)
  end)::integer as department_hops_max,
  of_cases.tied_neighbours::integer as tied_neighbours,
  of_cases.pingpong_officials::integer as pingpong_officials,
  of_cases.pingpong_officials_calendar_days,
  of_cases.pingpong_officials_working_days::integer as pingpong_officials_working_days,
  of_cases.pingpong_departments::integer as pingpong_departments,
  of_cases.pingpong_departments_calendar_days,
  of_cases.pingpong_departments_working_days::integer as pingpong_departments_working_days,
  of_cases.started,
  of_cases.ended,
  of_cases.open,
  (epoch_us(of_cases.ended) - epoch_us(of_cases.started)) / 86400e6 as calendar_days,
  spans.working_days,
  of_cases.waiting_resident::integer as waiting_resident,
  of_cases.waiting_callback::integer as waiting_callback,
  of_cases.waiting_handoff::integer as waiting_handoff,
  of_cases.waiting_queue::integer as waiting_queue,
  (of_cases.cases - coalesce(thread_hops.cases, 0) + coalesce(thread_hops.threads, 0))::integer as threads,
  (of_cases.handoffs - coalesce(thread_hops.handoffs, 0) + coalesce(thread_hops.hops, 0))::integer as thread_hops,
  coalesce(people.faces, 0)::integer as faces,
  coalesce(people.contacts, 0)::integer as contacts,
  case
    when people.contacts >= 4 then (people.contacts_squared - people.contacts) / (people.contacts * (people.contacts - 1))::double
  end as continuity
from of_cases
join spans on spans.journey_no = of_cases.journey_no
left join people on people.journey_no = of_cases.journey_no
left join units on units.journey_no = of_cases.journey_no
left join hops on hops.journey_no = of_cases.journey_no
left join thread_hops on thread_hops.journey_no = of_cases.journey_no
left join ties as official_ties on official_ties.owner_no = of_cases.journey_no and official_ties.counting = 4
left join ties as department_ties on department_ties.owner_no = of_cases.journey_no and department_ties.counting = 3
