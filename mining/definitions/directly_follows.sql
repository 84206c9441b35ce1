/*
name = "directly_follows"
row = "two activities of which the second came directly after the first"
key = ["activity_no", "next_activity_no"]
role = "table"
source = "shared/logs/expected.json (directly follows)"
definition = """
How often one activity came directly after another in the same case: neighbouring events in order (A4), ties in row order, all events.
Added up it is the number of events less the number of cases. `tied` says how many of these could as well have stood the other way round.
"""
[title]
en = "What directly follows what"
nl = "Wat direct op wat volgt"
[columns]
activity_no = "integer; the first activity"
next_activity_no = "integer; the activity directly after it"
count = "integer; how often"
tied = "integer; how often of these both had the same moment"
*/
select
  activity_before_no as activity_no,
  activity_no as next_activity_no,
  count(*) as count,
  count(*) filter (where tied) as tied
from neighbours
where activity_before_no is not null
group by activity_before_no, activity_no
