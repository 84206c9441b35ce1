/*
name = "department_runs"
row.en = "one run: neighbouring municipal events of one case by the same known department"
row.nl = "één reeks: gebeurtenissen van de gemeente na elkaar in één zaak, door dezelfde bekende afdeling"
key = ["case_no", "place"]
role = "step"
needs = ["department"]
source = "measures.md B; shared/logs/expected.json (runs, pingpong)"
definition.en = """
Take the municipal events (A9) of a case with a known department (A6), in order (A4), and write a stretch of the same department as one
run. Events with an unknown department are skipped and do not break a run. A run that equals the run before the last closes a ring
(ping-pong); the time inside the ring goes from the last event of the first run to the first event of this one.
"""
definition.nl = """
Neem de gebeurtenissen van de gemeente (A9) van een zaak met een bekende afdeling (A6), op volgorde (A4). Schrijf een
stuk van dezelfde afdeling als één reeks. Gebeurtenissen met een onbekende afdeling worden overgeslagen en breken een
reeks niet.
Een reeks die gelijk is aan de voorvorige reeks, sluit een rondje (pingpong). De tijd in het rondje loopt van de
laatste gebeurtenis van de eerste reeks tot de eerste gebeurtenis van deze reeks.
"""
[title]
en = "Runs of one department"
nl = "Reeksen van een afdeling"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
place = "integer; rises along the runs of a case"
work_day = "integer; working days passed up to the date on which the run begins"
department_no = "integer; the department of the run"
department_before_no = "integer; the department of the run before it in the case; empty for the first"
events = "integer; municipal events of the department in the run"
ring_calendar_days = "number; days inside the ring that this run closes; empty where it closes none"
ring_working_days = "integer; working days inside the ring that this run closes; empty where it closes none"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
place = "loopt op langs de reeksen van een zaak"
work_day = "werkdagen tot en met de datum waarop de reeks begint, sinds een vaste dag"
department_no = "de afdeling van de reeks"
department_before_no = "de afdeling van de reeks ervoor in de zaak; leeg bij de eerste"
events = "gebeurtenissen van de gemeente door de afdeling in de reeks"
ring_calendar_days = "dagen in het rondje dat deze reeks sluit; leeg als de reeks er geen sluit"
ring_working_days = "werkdagen in het rondje dat deze reeks sluit; leeg als de reeks er geen sluit"
*/
with known as (
  select
    case_no,
    journey_no,
    order_moment,
    row_no,
    work_day,
    department_no,
    row_number() over as_stored as place,
    lag(case_no) over as_stored as case_before,
    lag(department_no) over as_stored as department_before,
    lag(order_moment) over as_stored as moment_before,
    lag(work_day) over as_stored as work_day_before
  from events
  where municipal
    and department_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), runs as (
  select
    *,
    lead(place) over as_stored as next_place,
    lag(case_before) over as_stored as case_two_before,
    lag(department_before) over as_stored as department_two_before,
    lag(moment_before) over as_stored as left_moment,
    lag(work_day_before) over as_stored as left_work_day
  from known
  where case_before is distinct from case_no
    or department_before <> department_no
  window as_stored as (order by case_no, order_moment, row_no)
), judged as (
  select
    *,
    coalesce(case_before = case_no and case_two_before = case_no and department_two_before = department_no, false) as closes_ring
  from runs
)
select
  case_no,
  journey_no,
  place::integer as place,
  work_day,
  department_no,
  case when case_before = case_no then department_before end as department_before_no,
  (coalesce(next_place, 1 + (select count(*) from events where municipal and department_no is not null)) - place)::integer as events,
  case when closes_ring then (epoch_us(order_moment) - epoch_us(left_moment)) / 86400e6 end as ring_calendar_days,
  case when closes_ring then work_day - left_work_day end as ring_working_days
from judged
