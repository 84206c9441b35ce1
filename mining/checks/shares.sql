/*
name = "shares"
row = "the whole log"
key = []
role = "step"
source = "measures.md A4, A6, A9; the interval of a count that depends on ties"
definition = """
How much of the log is known. Tied neighbours are neighbouring events of a case, in order (A4), that share the moment
which orders them: only their row number says which came first.
"""
[title]
en = "What is known of the events"
nl = "Wat van de gebeurtenissen bekend is"
[columns]
events = "integer; events"
cases = "integer; cases"
journeys = "integer; journeys"
neighbours = "integer; pairs of neighbouring events of a case"
tied = "integer; of those, pairs that share their moment"
day_only = "integer; events of which only the date is known"
municipal = "integer; municipal events (A9)"
municipal_official_known = "integer; of those, with a known official"
municipal_department_known = "integer; of those, with a known department"
*/
with walked as (
  select
    order_moment,
    day_only,
    municipal,
    official_no,
    department_no,
    case when lag(case_no) over as_stored = case_no then lag(order_moment) over as_stored end as moment_before
  from events
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  count(*) as events,
  (select count(*) from cases) as cases,
  (select count(*) from journey_ids) as journeys,
  count(moment_before) as neighbours,
  count(*) filter (where moment_before = order_moment) as tied,
  count(*) filter (where day_only) as day_only,
  count(*) filter (where municipal) as municipal,
  count(*) filter (where municipal and official_no is not null) as municipal_official_known,
  count(*) filter (where municipal and department_no is not null) as municipal_department_known
from walked
