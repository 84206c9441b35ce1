/*
name = "hops"
row = "one journey of several cases in which the official or department changed at least once"
key = ["journey_no"]
role = "step"
source = "measures.md B (hops)"
definition = """
Hops: the resident meets another official. Neighbouring municipal events (A9) of the whole journey, its cases interleaved in order (A4),
whose known officials differ; events with an unknown official are skipped and do not break the chain. Department hops: the same with known
departments. Only journeys of several cases stand here: in a journey of one case the hops are the handoffs of that case.
"""
[title]
en = "Hops in a journey"
nl = "Wisselingen in een klantreis"
[columns]
journey_no = "integer; the journey"
hops = "integer; neighbours whose known officials differ"
department_hops = "integer; neighbours whose known departments differ"
[column_needs]
hops = ["official"]
department_hops = ["department"]
*/
with of_officials as (
  select
    journey_no,
    official_no,
    lag(journey_no) over as_stored as journey_before,
    lag(official_no) over as_stored as official_before
  from journey_steps
  where official_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), of_departments as (
  select
    journey_no,
    department_no,
    lag(journey_no) over as_stored as journey_before,
    lag(department_no) over as_stored as department_before
  from journey_steps
  where department_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), counted as (
  select
    journey_no,
    count(*) as hops,
    0 as department_hops
  from of_officials
  where journey_before = journey_no
    and official_before <> official_no
  group by journey_no
  union all
  select
    journey_no,
    0 as hops,
    count(*) as department_hops
  from of_departments
  where journey_before = journey_no
    and department_before <> department_no
  group by journey_no
)
select
  journey_no,
  sum(hops)::integer as hops,
  sum(department_hops)::integer as department_hops
from counted
group by journey_no
