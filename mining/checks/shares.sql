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
    lag(order_moment) over (partition by case_no order by order_moment, row_no) as moment_before
  from events
)
select
  count(*) as events,
  (select count(distinct case_no) from events) as cases,
  (select count(distinct journey_no) from events) as journeys,
  count(moment_before) as neighbours,
  count(*) filter (where moment_before = order_moment) as tied,
  count(*) filter (where day_only) as day_only,
  count(*) filter (where municipal) as municipal,
  count(*) filter (where municipal and official_no is not null) as municipal_official_known,
  count(*) filter (where municipal and department_no is not null) as municipal_department_known
from walked
