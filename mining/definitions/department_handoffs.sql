/*
name = "department_handoffs"
row.en = "one case with a known department in a municipal event"
row.nl = "één zaak met een bekende afdeling bij een gebeurtenis van de gemeente"
key = ["case_no"]
role = "step"
needs = ["department"]
source = "measures.md A17, B"
definition.en = """
Handoffs between departments in a case: neighbouring municipal events with known departments that differ (runs less one); ping-pong on
runs; and the home department (A17): the known department with the most municipal events, on a tie the one whose first municipal event is
earliest.
"""
definition.nl = """
Overdrachten tussen afdelingen in een zaak: de keren dat twee gebeurtenissen van de gemeente met een bekende afdeling
na elkaar een andere afdeling hebben (het aantal reeksen min één). Verder de pingpong in die reeksen.
En de thuisafdeling (A17): de bekende afdeling met de meeste gebeurtenissen van de gemeente. Bij een gelijk aantal is
het de afdeling waarvan de eerste gebeurtenis van de gemeente het vroegst was.
"""
[title]
en = "Handoffs between departments in a case"
nl = "Overdrachten tussen afdelingen in een zaak"
[columns]
case_no = "integer; the case"
handoffs = "integer; neighbours whose known departments differ"
departments = "integer; different known departments"
home_department_no = "integer; the home department (A17)"
rings = "integer; runs that equal the run before the last (ping-pong)"
ring_calendar_days = "number; days inside the rings, added up; empty without rings"
ring_working_days = "integer; working days inside the rings, added up; empty without rings"
[columns_nl]
case_no = "de zaak"
handoffs = "gebeurtenissen na elkaar met een andere bekende afdeling"
departments = "verschillende bekende afdelingen"
home_department_no = "de thuisafdeling (A17)"
rings = "reeksen die gelijk zijn aan de voorvorige reeks (pingpong)"
ring_calendar_days = "dagen binnen de rondjes, opgeteld; leeg zonder rondjes"
ring_working_days = "werkdagen binnen de rondjes, opgeteld; leeg zonder rondjes"
*/
with of_department as (
  select
    case_no,
    department_no,
    count(*) as runs,
    sum(events)::bigint as events,
    min(place) as first_place,
    count(ring_working_days) as rings,
    sum(round(ring_calendar_days * 86400e6)::bigint) / 86400e6 as ring_calendar_days,
    sum(ring_working_days) as ring_working_days
  from department_runs
  group by case_no, department_no
)
select
  case_no,
  (sum(runs) - 1)::integer as handoffs,
  count(*)::integer as departments,
  arg_max(department_no, events * 1000000000 - first_place) as home_department_no,
  sum(rings)::integer as rings,
  sum(round(ring_calendar_days * 86400e6)::bigint) / 86400e6 as ring_calendar_days,
  sum(ring_working_days)::integer as ring_working_days
from of_department
group by case_no
