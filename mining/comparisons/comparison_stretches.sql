/*
name = "comparison_stretches"
row = "one stretch of a case in which it waited for a known cause, or in which somebody had the question"
key = []
role = "step"
needs = ["kind"]
source = "comparison.md, the procedure, step 6; measures.md A14, B (waiting), Turns"
definition = """
Stretches of working days of a case. Waiting, as in table waits: `resident` (suspended), `callback` (a callback request without outreach yet) and
`handoff` (from a municipal event to the next one, when official or department differ). Where they lie over each other the first counts; what lies
under none of them is `queue`. Whose turn: `turn:department`, `turn:resident`, `turn:nobody`, `turn:unknown`, as in table turns. A stretch that goes
on has no end.
"""
[title]
en = "Stretches of waiting, and whose turn it was"
nl = "Stukken wachttijd, en wie aan zet was"
[columns]
cause = "text; resident, callback, handoff, or turn: and whose turn it was"
case_no = "integer; the case"
from_work_day = "integer; working days passed up to the day on which it began"
to_work_day = "integer; working days passed up to the day on which it ended; empty while it lasts"
*/
with calls as (
  select
    case_no,
    kind,
    work_day,
    lead(case_no) over as_stored as next_case,
    lead(work_day) over as_stored as next_work_day
  from events
  where (acted_by = 'resident' and kind = 'callback_request')
    or (acted_by = 'municipality' and kind = 'outreach')
  window as_stored as (order by case_no, order_moment, row_no)
), steps as (
  select
    case_no,
    work_day,
    official_no,
    department_no,
    lead(case_no) over as_stored as next_case,
    lead(work_day) over as_stored as next_work_day,
    lead(official_no) over as_stored as next_official_no,
    lead(department_no) over as_stored as next_department_no
  from events
  where municipal
  window as_stored as (order by case_no, order_moment, row_no)
)
select 'resident' as cause, case_no, from_work_day, to_work_day
from suspensions
union all
select 'callback', case_no, work_day, case when next_case = case_no then next_work_day end
from calls
where kind = 'callback_request'
union all
select 'handoff', case_no, work_day, next_work_day
from steps
where next_case = case_no
  and next_work_day > work_day
  and (next_official_no <> official_no or next_department_no <> department_no)
union all
select
  'turn:' || turns.party,
  turns.case_no,
  spans.start_work_day + coalesce(sum(turns.working_days) over earlier, 0),
  case when not turns.open then spans.start_work_day + coalesce(sum(turns.working_days) over earlier, 0) + turns.working_days end
from turns
join (select case_no, min(work_day) as start_work_day from events group by case_no) as spans
  on spans.case_no = turns.case_no
where turns.working_days > 0
window earlier as (partition by turns.case_no order by turns.turn rows between unbounded preceding and 1 preceding)
