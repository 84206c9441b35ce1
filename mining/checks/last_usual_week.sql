/*
name = "last_usual_week"
row = "the whole log"
key = []
role = "step"
source = "comparison.md, the procedure, step 2; measures.md, a stray last event"
definition = """
The last day (Sunday) of the last week that holds at least `usual_share` of the events of the median week. Weeks begin on
Monday; only weeks with events count for the median, so that one date far away does not pull it to nothing. Events after
that day may be stray: a mistyped date moves the log's end (A5), and with it every clock of silence and loss.
"""
[title]
en = "The last usual week"
nl = "De laatste gewone week"
[parameters]
usual_share = 0.1
[columns]
last_usual_day = "date; the last day of that week"
later_events = "integer; events after that day"
latest_day = "date; the date of the latest event"
*/
with weeks as (
  select
    cast(date_trunc('week', local_date) as date) as monday,
    count(*) as events
  from events
  group by cast(date_trunc('week', local_date) as date)
), usual as (
  select max(monday) as monday
  from weeks
  where events >= :usual_share * (select median(events) from weeks)
), ends as (
  select
    cast(monday + interval 6 day as date) as last_usual_day,
    (select max(local_date) from events) as latest_day
  from usual
)
select
  any_value(ends.last_usual_day) as last_usual_day,
  count(events.row_no) as later_events,
  any_value(ends.latest_day) as latest_day
from ends
left join events
  on events.local_date > ends.last_usual_day
