/*
name = "neighbours"
row = "one event"
key = ["case_no", "place"]
role = "step"
source = "measures.md A4; shared/logs/expected.json (directly follows, tied consecutive pairs)"
definition = """
Each event with the event before it in its case, in order (A4): time, then row number. All events count, also notices and those of
partners. Two neighbours are tied when they share the moment that orders them: then only the row number says which came first.
The rows of `events` are stored in this very order, so an engine that keeps the order of rows need not sort them again (window as_stored).
"""
[title]
en = "Events and the event before"
nl = "Gebeurtenissen en de gebeurtenis ervoor"
[columns]
case_no = "integer; the case"
place = "integer; 1 for the first event of the case, 2 for the second, ..."
activity_no = "integer; what happened"
activity_before_no = "integer; what happened just before it in the case; empty for the first event"
tied = "boolean; it shares its moment with the event before it"
*/
with walked as (
  select
    case_no,
    order_moment,
    row_no,
    activity_no,
    row_number() over as_stored as place_in_log,
    lag(case_no) over as_stored as case_before,
    lag(order_moment) over as_stored as moment_before,
    lag(activity_no) over as_stored as activity_before_no
  from events
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  case_no,
  (1 + place_in_log - max(case when case_before is distinct from case_no then place_in_log end) over (
    as_stored rows between unbounded preceding and current row
  ))::integer as place,
  activity_no,
  case when case_before = case_no then activity_before_no end as activity_before_no,
  coalesce(case_before = case_no and moment_before = order_moment, false) as tied
from walked
window as_stored as (order by case_no, order_moment, row_no)
