/*
name = "tied_events"
row = "one municipal event that shares its moment with another, in a case or journey, for officials or departments"
key = ["block_no", "row_no"]
role = "step"
source = "measures.md, Interval of a count that depends on ties"
definition = """
The events whose order is not known: municipal events (A9) with a known official (department) that share case and moment, or journey and
moment for journeys of several cases, with another such event. The events of one moment are a block; blocks are numbered in order. Beside each
event stands its neighbour before and after it in the order of A4.
"""
[title]
en = "Events that share a moment"
nl = "Gebeurtenissen op hetzelfde moment"
[columns]
block_no = "integer; the block: the events of one moment; the next block of the same owner has the next number"
scope = "text; case or journey: within what the events are counted"
who = "text; official or department: what is counted"
owner_no = "integer; the case, or the journey"
order_moment = "timestamp UTC; the moment that is shared"
row_no = "integer; the row"
value_no = "integer; the official, or the department"
moment_before = "timestamp UTC; of the event before it; empty for the first of the owner and inside the block"
value_before = "integer; of the event before it; empty for the first of the owner"
moment_after = "timestamp UTC; of the event after it; empty for the last of the owner and inside the block"
value_after = "integer; of the event after it; empty for the last of the owner"
*/
with departments_of_cases as (
  select
    'case' as scope,
    'department' as who,
    case_no as owner_no,
    order_moment,
    row_no,
    department_no as value_no,
    lag(case_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(department_no) over as_stored as value_before,
    lead(case_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(department_no) over as_stored as value_after
  from events
  where municipal
    and department_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), officials_of_cases as (
  select
    'case' as scope,
    'official' as who,
    case_no as owner_no,
    order_moment,
    row_no,
    official_no as value_no,
    lag(case_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(official_no) over as_stored as value_before,
    lead(case_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(official_no) over as_stored as value_after
  from events
  where municipal
    and official_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), departments_of_journeys as (
  select
    'journey' as scope,
    'department' as who,
    journey_no as owner_no,
    order_moment,
    row_no,
    department_no as value_no,
    lag(journey_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(department_no) over as_stored as value_before,
    lead(journey_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(department_no) over as_stored as value_after
  from journey_steps
  where department_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), officials_of_journeys as (
  select
    'journey' as scope,
    'official' as who,
    journey_no as owner_no,
    order_moment,
    row_no,
    official_no as value_no,
    lag(journey_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(official_no) over as_stored as value_before,
    lead(journey_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(official_no) over as_stored as value_after
  from journey_steps
  where official_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), every as (
  select *
  from departments_of_cases
  union all
  select *
  from officials_of_cases
  union all
  select *
  from departments_of_journeys
  union all
  select *
  from officials_of_journeys
)
select
  (count(case when owner_before is distinct from owner_no or moment_before <> order_moment then 1 end) over (
    as_stored rows between unbounded preceding and current row
  ))::integer as block_no,
  scope,
  who,
  owner_no,
  order_moment,
  row_no,
  value_no,
  case when owner_before = owner_no and moment_before <> order_moment then moment_before end as moment_before,
  case when owner_before = owner_no then value_before end as value_before,
  case when owner_after = owner_no and moment_after <> order_moment then moment_after end as moment_after,
  case when owner_after = owner_no then value_after end as value_after
from every
where (owner_before = owner_no and moment_before = order_moment)
  or (owner_after = owner_no and moment_after = order_moment)
window as_stored as (order by scope, who, owner_no, order_moment, row_no)
