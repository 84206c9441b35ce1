/*
name = "comparison_counts"
row = "one time that something which a comparison counts happened in a case"
key = []
role = "step"
source = "comparison.md, the procedure, step 6; measures.md B; signals.md, Faces and hands"
definition = """
The same handoffs, department handoffs, hops, faces, contacts and rings (ping-pong) as the measures of cases and journeys hold, each with the day on
which it happened, so that both sides can be followed equally long. A handoff happens when the next official (department) acts; a hop belongs
to the case in which the resident meets the next official; a face counts in a case on the first day that the resident dealt with that official
there; contacts are contacts and callback requests of the resident; a ring is closed by the run that comes back.
The first department of a case stands here too, where its path begins.
"""
[title]
en = "What a comparison counts, with its day"
nl = "Wat een vergelijking telt, met de dag"
[columns]
measure = "text; handoffs, department_handoffs, first_department, hops, faces, contacts, pingpong or pingpong_officials"
case_no = "integer; the case"
work_day = "integer; working days passed up to the day on which it happened"
from_department_no = "integer; of a department handoff: the department that had it"
to_department_no = "integer; of a department handoff: the department that acted next; of first_department: the department that acted first"
step = "integer; rises along the departments of a case"
*/
with of_officials as (
  select
    case_no,
    order_moment,
    row_no,
    work_day,
    official_no,
    lag(case_no) over as_stored as case_before,
    lag(official_no) over as_stored as official_before
  from events
  where municipal
    and official_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), official_runs as (
  select
    *,
    lag(case_before) over as_stored as case_two_before,
    lag(official_before) over as_stored as official_two_before
  from of_officials
  where case_before is distinct from case_no
    or official_before <> official_no
  window as_stored as (order by case_no, order_moment, row_no)
), several as (
  select journey_no
  from cases
  group by journey_no
  having count(*) > 1
), in_order as (
  -- sorted once, so that the window below only reads along
  select
    events.journey_no,
    events.order_moment,
    events.row_no,
    events.case_no,
    events.work_day,
    events.official_no
  from events
  join several on several.journey_no = events.journey_no
  where events.municipal
    and events.official_no is not null
  order by events.journey_no, events.order_moment, events.row_no
), of_journeys as (
  select
    case_no,
    work_day,
    journey_no,
    official_no,
    lag(journey_no) over as_stored as journey_before,
    lag(official_no) over as_stored as official_before
  from in_order
  window as_stored as (order by journey_no, order_moment, row_no)
), met as (
  select
    case_no,
    official_no,
    min(work_day) as work_day
  from events
  where appears
    and (
      (kind in ('request', 'contact', 'callback_request') and acted_by = 'resident')
      or (kind = 'outreach' and acted_by = 'municipality')
    )
  group by case_no, official_no
)
select 'handoffs' as measure, case_no, work_day, null::integer as from_department_no, null::integer as to_department_no, null::bigint as step
from official_runs
where case_before = case_no
union all
select 'department_handoffs', case_no, work_day, department_before_no, department_no, place
from department_runs
where department_before_no is not null
union all
select 'first_department', case_no, work_day, null, department_no, place
from department_runs
where department_before_no is null
union all
select 'hops', official_runs.case_no, official_runs.work_day, null, null, null
from official_runs
join cases on cases.case_no = official_runs.case_no
where official_runs.case_before = official_runs.case_no
  and cases.journey_no not in (select journey_no from several)
union all
select 'hops', case_no, work_day, null, null, null
from of_journeys
where journey_before = journey_no
  and official_before <> official_no
union all
select 'faces', case_no, work_day, null, null, null
from met
union all
select 'contacts', case_no, work_day, null, null, null
from events
where kind in ('contact', 'callback_request')
  and acted_by = 'resident'
union all
select 'pingpong', case_no, work_day, null, null, null
from department_runs
where ring_working_days is not null
union all
select 'pingpong_officials', case_no, work_day, null, null, null
from official_runs
where case_before = case_no
  and case_two_before = case_no
  and official_two_before = official_no
