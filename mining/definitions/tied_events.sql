/*
name = "tied_events"
row = "one municipal event that shares its moment with another, in a case or journey, for officials or departments"
key = ["block_no", "row_no"]
role = "step"
source = "measures.md, Interval of a count that depends on ties"
definition = """
The events whose order is not known: municipal events (A9) with a known official (department) that share case and moment, or journey and
moment for journeys of several cases, with another such event. The events of one moment are a block; blocks are numbered in order. The
values before and after a block are those of its neighbours in the order of A4.
"""
[title]
en = "Events that share a moment"
nl = "Gebeurtenissen op hetzelfde moment"
[columns]
block_no = "integer; the block: the events of one moment"
row_no = "integer; the row"
counting = "integer; 1 departments of a case, 2 officials of a case, 3 departments of a journey, 4 officials of a journey"
owner_no = "integer; the case, or the journey"
value_no = "integer; the official, or the department"
value_before = "integer; at the first event of a block: the value before the block; otherwise empty, as when there is none"
value_after = "integer; at the last event of a block: the value after the block; otherwise empty, as when there is none"
follows = "boolean; at the first event of a block: the event before it is the last of the block before"
changed = "boolean; the event before it has another value; false when there is none"
*/
with departments_of_cases as (
  select
    1 as counting,
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
    2 as counting,
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
    3 as counting,
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
    4 as counting,
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
), tied as (
  select
    counting,
    owner_no,
    order_moment,
    row_no,
    value_no,
    owner_before is distinct from owner_no or moment_before <> order_moment as opens_block,
    case when owner_before = owner_no then moment_before end as moment_before,
    case when owner_before = owner_no then value_before end as value_before,
    case when owner_after = owner_no and moment_after <> order_moment then value_after end as value_after,
    lag(counting) over as_stored as counting_of_row_before,
    lag(owner_no) over as_stored as owner_of_row_before,
    lag(order_moment) over as_stored as moment_of_row_before
  from every
  where (owner_before = owner_no and moment_before = order_moment)
    or (owner_after = owner_no and moment_after = order_moment)
  window as_stored as (order by counting, owner_no, order_moment, row_no)
)
select
  (count(case when opens_block then 1 end) over (
    as_stored rows between unbounded preceding and current row
  ))::integer as block_no,
  row_no,
  counting,
  owner_no,
  value_no,
  case when opens_block then value_before end as value_before,
  value_after,
  opens_block
    and coalesce(
      counting_of_row_before = counting and owner_of_row_before = owner_no and moment_of_row_before = moment_before, false
    ) as follows,
  coalesce(value_before <> value_no, false) as changed
from tied
window as_stored as (order by counting, owner_no, order_moment, row_no)
