/*
name = "bounce"
role = "signal"
needs = ["kind", "department", "to_department"]
source = "signals.md 2; measures.md A9, A10, A18"
definition.en = """
Of the transfers between departments (A18: both known and different) of one case, in order (A4), two neighbours A->B and B->A, with no real
step (A9) of department B in the case between the two. A real step of an unknown department counts as one of B (A10). Steps of other
departments, and transfers inside a department or to nobody known, stand between them without making a difference. The anchor is the second
transfer. Departments are those of the first transfer: A had the question, B should have taken it. Working days run from the one to the
other (wd, A12).
"""
definition.nl = """
Neem de overdrachten tussen afdelingen (A18: beide bekend en verschillend) van één zaak, op volgorde (A4). Het signaal is twee
buren A->B en B->A, zonder inhoudelijke stap (A9) van afdeling B in de zaak daartussen. Een inhoudelijke stap van een onbekende
afdeling telt als een stap van B (A10). Stappen van andere afdelingen, en overdrachten binnen een afdeling of aan een onbekende
afdeling, maken geen verschil. Het anker is de tweede overdracht. De afdelingen zijn die van de eerste: A had de vraag, B had haar
moeten oppakken. Werkdagen lopen van de ene tot de andere (wd, A12).
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Sent back untouched"
nl = "Onaangeroerd teruggestuurd"
*/
with several as (
  select case_no
  from transfers
  where from_department_no is not null
  group by case_no
  having count(*) > 1
),
beside as (
  select
    *,
    lag(row_no) over of_case as sent_row_no,
    lag(order_moment) over of_case as sent_moment,
    lag(work_day) over of_case as sent_work_day,
    lag(from_department_no) over of_case as sent_by_department_no,
    lag(to_department_no) over of_case as sent_to_department_no
  from transfers
  where from_department_no is not null
    and case_no in (select case_no from several)
  window of_case as (partition by case_no order by order_moment, row_no)
),
returned as (
  select *
  from beside
  where sent_by_department_no = to_department_no
    and sent_to_department_no = from_department_no
),
places as (
  select distinct case_no, from_department_no as department_no
  from returned
),
-- the returns and the real steps of the receiver, in order
acts as (
  select case_no, from_department_no as department_no, order_moment, row_no, sent_moment, sent_row_no, true as is_return
  from returned
  union all
  select
    places.case_no,
    places.department_no,
    events.order_moment,
    events.row_no,
    null,
    null,
    false
  from places
  join events
    on events.case_no = places.case_no
    and coalesce(events.department_no, places.department_no) = places.department_no
  where events.acted_by = 'municipality'
    and events.kind in ('work', 'outreach', 'decision', 'suspend')
),
looked_back as (
  select
    row_no,
    sent_moment,
    sent_row_no,
    last_value(case when not is_return then {'order_moment': order_moment, 'row_no': row_no} end ignore nulls) over (
      partition by case_no, department_no
      order by order_moment, row_no
      rows between unbounded preceding and current row
    ) as step
  from acts
),
touched as (
  select row_no
  from looked_back
  where step.order_moment > sent_moment
    or (step.order_moment = sent_moment and step.row_no > sent_row_no)
)
select
  'found' as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([sent_row_no, row_no]) as row_nos,
  sent_moment as started,
  order_moment as ended,
  work_day - sent_work_day as working_days,
  sent_by_department_no as from_department_no,
  sent_to_department_no as to_department_no
from returned
where row_no not in (select row_no from touched)
