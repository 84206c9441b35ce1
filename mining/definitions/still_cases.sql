/*
name = "still_cases"
row.en = "one open case in which nothing has been done for more than 20 working days"
row.nl = "één open zaak waarin meer dan 20 werkdagen niets is gedaan"
key = ["case_no"]
role = "step"
needs = ["kind", "official"]
source = "signals.md 6 (orphan, stall); measures.md A6, A9, A14, A15"
definition.en = """
Open cases (A15) that are not suspended at the log's end, with more than 20 working days (wd; a case that is not suspended has no suspended
days after its last act, A14) between the last municipal event (A9) and the log's end. A case without any municipal event counts from its
first event. The owner is the official of that last municipal event; if it is a transfer: the official it was passed to (A6).
"""
definition.nl = """
Open zaken (A15) die aan het einde van het logboek niet zijn opgeschort, met meer dan 20 werkdagen tussen de laatste
gebeurtenis van de gemeente (A9) en het einde van het logboek. (Een zaak die niet is opgeschort, heeft na haar laatste
handeling geen opgeschorte dagen, A14.) Een zaak zonder gebeurtenis van de gemeente telt vanaf haar eerste gebeurtenis. De
behandelaar is de ambtenaar van die laatste gebeurtenis van de gemeente. Is dat een overdracht, dan is het de ambtenaar
aan wie is overgedragen (A6).
"""
[title]
en = "Open cases in which nothing happens"
nl = "Open zaken waarin niets gebeurt"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
row_no = "integer; the row of the last municipal event, or of the first event where there is none"
order_moment = "timestamp UTC; the moment that orders that event"
local_date = "date; its day"
working_days = "integer; working days from that day to the log's end"
owner_known = "boolean; the official who should go on with it is known"
from_department_no = "integer; the department of that municipal event; empty when unknown"
to_department_no = "integer; if it is a transfer: the other department it was passed to; empty when unknown"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
row_no = "de rij van de laatste gebeurtenis van de gemeente, of van de eerste gebeurtenis als die er niet is"
order_moment = "het tijdstip dat de volgorde van die gebeurtenis bepaalt"
local_date = "de dag ervan"
working_days = "werkdagen van die dag tot het einde van het logboek"
owner_known = "bekend is welke ambtenaar ermee verder moet"
from_department_no = "de afdeling van die gebeurtenis van de gemeente; leeg als die onbekend is"
to_department_no = "bij een overdracht: de andere afdeling waaraan is overgedragen; leeg als die onbekend is"
*/
with around as (
  select
    *,
    lag(case_no) over as_stored as case_before,
    lag(row_no) over as_stored as row_before,
    lag(work_day) over as_stored as work_day_before,
    lead(case_no) over as_stored as next_case
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
),
last_acts as (
  -- the last municipal event; after an ask that opened the case again: the one before it; of a case without any: the first event
  select
    municipal or coalesce(case_before = case_no, false) as acted,
    case when not municipal and case_before = case_no then row_before else row_no end as row_no,
    case when not municipal and case_before = case_no then work_day_before else work_day end as work_day
  from around
  where next_case is distinct from case_no
    and state not in ('over', 'resident')
)
select
  events.case_no,
  events.journey_no,
  events.row_no,
  events.order_moment,
  events.local_date,
  (select log_end_work_day from log) - events.work_day as working_days,
  case
    when not last_acts.acted then false
    when events.kind = 'transfer' and events.acted_by = 'municipality' then events.to_official_no is not null
    else events.official_no is not null
  end as owner_known,
  case when last_acts.acted then events.department_no end as from_department_no,
  case
    when last_acts.acted
      and events.kind = 'transfer'
      and events.acted_by = 'municipality'
      and events.to_department_no is distinct from events.department_no
    then events.to_department_no
  end as to_department_no
from last_acts
join events on events.row_no = last_acts.row_no
where (select log_end_work_day from log) - last_acts.work_day > :stalled_working_days
