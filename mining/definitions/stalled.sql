/*
name = "stalled"
row.en = "one open case in which nothing has been done for more than 20 working days"
row.nl = "één open zaak waarin meer dan 20 werkdagen niets is gedaan"
key = ["case_no"]
role = "table"
needs = ["kind", "official"]
source = "signals.md 6 (orphan, stall); measures.md A6, A9, A14, A15"
definition.en = """
Open cases (A15) that are not suspended at the log's end, with more than 20 working days (wd; a case that is not suspended has no suspended
days after its last act) between the last municipal event and the log's end. A case without any municipal event counts from its first event.
The owner is the official of that last municipal event; if it is a transfer: the official it was passed to. Without a known owner it is an
orphan. The department is that of the last municipal event; if it is a transfer to a known department: that one.
"""
definition.nl = """
Open zaken (A15) die aan het einde van het logboek niet zijn opgeschort, met meer dan 20 werkdagen tussen de laatste
gebeurtenis van de gemeente en het einde van het logboek. (Een zaak die niet is opgeschort, heeft na haar laatste
handeling geen opgeschorte dagen.) Een zaak zonder gebeurtenis van de gemeente telt vanaf haar eerste gebeurtenis.
De behandelaar is de ambtenaar van die laatste gebeurtenis van de gemeente. Is dat een overdracht, dan is het de
ambtenaar aan wie is overgedragen. Zonder bekende behandelaar is het een weeszaak. De afdeling is die van de laatste
gebeurtenis van de gemeente. Is dat een overdracht aan een bekende afdeling, dan is het die afdeling.
"""
[title]
en = "Open cases that stand still"
nl = "Open zaken die stilliggen"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
department = "text; the department where it lies; empty when unknown"
since = "date; the day of the last municipal event, or of the first event where there is none"
working_days = "integer; working days from that day to the log's end"
owner_known = "boolean; the official who should go on with it is known"
row_no = "integer; the row of that event"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
department = "de afdeling waar de zaak ligt; leeg als die onbekend is"
since = "de dag van de laatste gebeurtenis van de gemeente, of van de eerste gebeurtenis als die er niet is"
working_days = "werkdagen van die dag tot het einde van het logboek"
owner_known = "bekend is welke ambtenaar ermee verder moet"
row_no = "de rij van die gebeurtenis"
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
  departments.department,
  events.local_date as since,
  (select log_end_work_day from log) - events.work_day as working_days,
  case
    when not last_acts.acted then false
    when events.kind = 'transfer' and events.acted_by = 'municipality' then events.to_official_no is not null
    else events.official_no is not null
  end as owner_known,
  events.row_no
from last_acts
join events on events.row_no = last_acts.row_no
left join departments
  on last_acts.acted
  and departments.department_no = case
    when events.kind = 'transfer' and events.acted_by = 'municipality' then coalesce(events.to_department_no, events.department_no)
    else events.department_no
  end
where (select log_end_work_day from log) - last_acts.work_day > :stalled_working_days
