/*
name = "comparison_cases"
row = "one case"
key = ["case_no"]
role = "step"
source = "comparison.md, the procedure, steps 1 and 3; measures.md A12, A15-A17"
definition = """
What a comparison follows of a case: when it began, when it was over for the first time (its first decision or close of the municipality,
A15), its topic (A16) and its home department (A17). A case that was opened again later was over all the same: otherwise a case that could be
followed longer would seem to last longer. Later means later in order (A4), so also of two events at one moment. Without kinds no case is over.
"""
[title]
en = "Cases as a comparison follows them"
nl = "Zaken zoals een vergelijking ze volgt"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey of the resident"
start_date = "date; the date of the first event"
start_work_day = "integer; working days passed up to that date"
end_work_day = "integer; working days passed up to its first decision or close; empty while there is none"
opened_work_day = "integer; working days passed up to the first event that opened it again; empty when there is none"
topic_no = "integer; the topic; empty when unknown"
home_department_no = "integer; the home department; empty when unknown"
*/
with ends as (
  select
    case_no,
    work_day as end_work_day,
    order_moment as end_moment,
    row_no as end_row_no
  from (
    select
      case_no,
      work_day,
      order_moment,
      row_no,
      row_number() over (partition by case_no order by order_moment, row_no) as place
    from events
    where kind in ('decision', 'close')
      and acted_by = 'municipality'
  )
  where place = 1
), opened as (
  select
    events.case_no,
    min(events.work_day) as opened_work_day
  from events
  join ends on ends.case_no = events.case_no
  where (
      events.order_moment > ends.end_moment
      or (events.order_moment = ends.end_moment and events.row_no > ends.end_row_no)
    )
    and (
      (events.kind = 'reopen' and events.acted_by = 'municipality')
      or (events.kind in ('request', 'objection') and events.acted_by = 'resident')
    )
  group by events.case_no
), spans as (
  select
    case_no,
    min(journey_no) as journey_no,
    min(local_date) as start_date,
    min(work_day) as start_work_day
  from events
  group by case_no
)
select
  spans.case_no,
  spans.journey_no,
  spans.start_date,
  spans.start_work_day,
  ends.end_work_day,
  opened.opened_work_day,
  case_measures.topic_no,
  case_measures.home_department_no
from spans
left join ends on ends.case_no = spans.case_no
left join opened on opened.case_no = spans.case_no
left join case_measures on case_measures.case_no = spans.case_no
order by spans.case_no
