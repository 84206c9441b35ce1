/*
name = "case_spans"
row = "one case"
key = ["case_no"]
role = "step"
source = "measures.md A4, A9, A12"
definition = """
What can be counted of a case without putting its events in order: how many there are, and when the first and the last took place. The first
event in order (A4) never comes later in moment than any other; of the last the moment is where the order puts it (a date without a time).
"""
[title]
en = "First and last event of a case"
nl = "Eerste en laatste gebeurtenis van een zaak"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
events = "integer; all events"
municipal_events = "integer; municipal events (A9)"
events_unknown_official = "integer; municipal events whose official is unknown"
events_unknown_department = "integer; municipal events whose department is unknown"
started = "timestamp UTC; the first event"
ended = "timestamp UTC; the last event"
first_work_day = "integer; working days passed since a fixed day at the first event"
last_work_day = "integer; working days passed since a fixed day at the last event"
*/
select
  case_no,
  min(journey_no) as journey_no,
  count(*) as events,
  count(case when municipal then 1 end) as municipal_events,
  count(case when municipal and official_no is null then 1 end) as events_unknown_official,
  count(case when municipal and department_no is null then 1 end) as events_unknown_department,
  min(order_moment) as started,
  max(order_moment) as ended,
  min(work_day) as first_work_day,
  max(work_day) as last_work_day
from events
group by case_no
