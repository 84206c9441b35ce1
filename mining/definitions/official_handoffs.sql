/*
name = "official_handoffs"
row.en = "one case with a known official in a municipal event"
row.nl = "één zaak met een bekende ambtenaar bij een gebeurtenis van de gemeente"
key = ["case_no"]
role = "step"
needs = ["official"]
source = "measures.md B; shared/logs/expected.json (handovers_skip_unknown, pingpong)"
definition.en = """
Handoffs between officials in a case: take the municipal events (A9) with a known official (A6), in order (A4), and count the neighbours
whose officials differ. Events with an unknown official are skipped and do not break the chain: Anna, unknown, Bob is one handoff.
Ping-pong: write a stretch of the same official as one run (Anna Anna Bob Anna is the runs Anna Bob Anna); every run that equals the run
before the last is one ring (Anna Bob Anna Bob is two). The time inside a ring goes from the last event of the first run of Anna to the
first event of her second run. Added up over rings that overlap, time may count twice.
"""
definition.nl = """
Overdrachten tussen ambtenaren in een zaak. Neem de gebeurtenissen van de gemeente (A9) met een bekende ambtenaar
(A6), op volgorde (A4). Tel de keren dat twee na elkaar een andere ambtenaar hebben. Een gebeurtenis met een onbekende
ambtenaar wordt overgeslagen en breekt de keten niet: Anna, onbekend, Bob is één overdracht.
Pingpong: schrijf een stuk van dezelfde ambtenaar als één reeks (Anna Anna Bob Anna wordt Anna Bob Anna). Elke reeks
die gelijk is aan de voorvorige reeks, is één rondje (Anna Bob Anna Bob zijn er twee). De tijd in een rondje loopt van
de laatste gebeurtenis van de eerste reeks van Anna tot de eerste gebeurtenis van haar tweede reeks. Overlappen
rondjes elkaar, dan kan tijd in de som dubbel tellen.
"""
[title]
en = "Handoffs between officials in a case"
nl = "Overdrachten tussen ambtenaren in een zaak"
[columns]
case_no = "integer; the case"
handoffs = "integer; neighbours whose known officials differ"
rings = "integer; runs that equal the run before the last (ping-pong)"
ring_calendar_days = "number; days inside the rings, added up; empty without rings"
ring_working_days = "integer; working days inside the rings, added up; empty without rings"
[columns_nl]
case_no = "de zaak"
handoffs = "gebeurtenissen na elkaar met een andere bekende ambtenaar"
rings = "reeksen die gelijk zijn aan de voorvorige reeks (pingpong)"
ring_calendar_days = "dagen binnen de rondjes, opgeteld; leeg zonder rondjes"
ring_working_days = "werkdagen binnen de rondjes, opgeteld; leeg zonder rondjes"
*/
with known as (
  select
    case_no,
    order_moment,
    row_no,
    work_day,
    official_no,
    lag(case_no) over as_stored as case_before,
    lag(official_no) over as_stored as official_before,
    lag(order_moment) over as_stored as moment_before,
    lag(work_day) over as_stored as work_day_before
  from events
  where municipal
    and official_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), runs as (
  select
    *,
    lag(case_before) over as_stored as case_two_before,
    lag(official_before) over as_stored as official_two_before,
    lag(moment_before) over as_stored as left_moment,
    lag(work_day_before) over as_stored as left_work_day
  from known
  where case_before is distinct from case_no
    or official_before <> official_no
  window as_stored as (order by case_no, order_moment, row_no)
), judged as (
  select
    *,
    coalesce(case_before = case_no and case_two_before = case_no and official_two_before = official_no, false) as closes_ring
  from runs
)
select
  case_no,
  (count(*) - 1)::integer as handoffs,
  (count(*) filter (where closes_ring))::integer as rings,
  sum(epoch_us(order_moment) - epoch_us(left_moment)) filter (where closes_ring) / 86400e6 as ring_calendar_days,
  (sum(work_day - left_work_day) filter (where closes_ring))::integer as ring_working_days
from judged
group by case_no
