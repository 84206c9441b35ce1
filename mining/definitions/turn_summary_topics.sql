/*
name = "turn_summary_topics"
row = "one topic; one more row, with an empty topic, for the cases without a known one"
key = ["topic_no"]
role = "table"
needs = ["topic"]
source = "measures.md A16, B turns; views.md 6.0"
definition = """
The turns of the cases of a topic (the first known one of the case) added up by state, in calendar days (of 24 hours) and working days.
Nobody's share = time with nobody (not picked up, underway, lost) / time with departments, resident and nobody, in question-days: days of
several cases at once count as often. Time that the log does not tell (unrecorded, unknown) and time in which a case was over are left out of
the share and stand beside it.
"""
[title]
en = "Who had the question, per topic"
nl = "Wie aan zet was, per onderwerp"
[columns]
topic_no = "integer; the topic; empty for cases without a known topic"
cases = "integer; cases with a turn"
turns = "integer; number of turns"
department_calendar_days = "number; question-days in which departments had the question"
department_working_days = "integer; working days in which departments had the question"
resident_calendar_days = "number; question-days in which the resident had the question (suspended)"
resident_working_days = "integer; working days in which the resident had the question (suspended)"
not_picked_up_calendar_days = "number; question-days in which nobody had taken it up yet"
not_picked_up_working_days = "integer; working days in which nobody had taken it up yet"
underway_calendar_days = "number; question-days in which it was between two departments and was taken up later or still may be"
underway_working_days = "integer; working days in which it was between two departments and was taken up later or still may be"
lost_calendar_days = "number; question-days in which it was lost between two departments"
lost_working_days = "integer; working days in which it was lost between two departments"
unrecorded_calendar_days = "number; question-days in which the department changed without a transfer"
unrecorded_working_days = "integer; working days in which the department changed without a transfer"
unknown_calendar_days = "number; question-days in which it was with an unknown department"
unknown_working_days = "integer; working days in which it was with an unknown department"
over_calendar_days = "number; question-days in which the case was over, before it was opened again"
over_working_days = "integer; working days in which the case was over, before it was opened again"
nobody_calendar_days = "number; question-days with nobody: not picked up, underway and lost together"
nobody_working_days = "integer; working days with nobody"
nobody_share = "share; nobody's time as part of the time with departments, resident and nobody, in seconds; empty when there is no such time"
nobody_working_days_share = "share; the same in working days"
*/
select
  case_topics.topic_no,
  count(*)::integer as cases,
  sum(turns)::integer as turns,
  sum(department_seconds) / 86400.0 as department_calendar_days,
  sum(department_working_days)::bigint as department_working_days,
  sum(resident_seconds) / 86400.0 as resident_calendar_days,
  sum(resident_working_days)::bigint as resident_working_days,
  sum(not_picked_up_seconds) / 86400.0 as not_picked_up_calendar_days,
  sum(not_picked_up_working_days)::bigint as not_picked_up_working_days,
  sum(underway_seconds) / 86400.0 as underway_calendar_days,
  sum(underway_working_days)::bigint as underway_working_days,
  sum(lost_seconds) / 86400.0 as lost_calendar_days,
  sum(lost_working_days)::bigint as lost_working_days,
  sum(unrecorded_seconds) / 86400.0 as unrecorded_calendar_days,
  sum(unrecorded_working_days)::bigint as unrecorded_working_days,
  sum(unknown_seconds) / 86400.0 as unknown_calendar_days,
  sum(unknown_working_days)::bigint as unknown_working_days,
  sum(over_seconds) / 86400.0 as over_calendar_days,
  sum(over_working_days)::bigint as over_working_days,
  (sum(not_picked_up_seconds) + sum(underway_seconds) + sum(lost_seconds)) / 86400.0 as nobody_calendar_days,
  (sum(not_picked_up_working_days) + sum(underway_working_days) + sum(lost_working_days))::bigint as nobody_working_days,
  (sum(not_picked_up_seconds) + sum(underway_seconds) + sum(lost_seconds)) / nullif(sum(department_seconds) + sum(resident_seconds) + sum(not_picked_up_seconds) + sum(underway_seconds) + sum(lost_seconds), 0) as nobody_share,
  (sum(not_picked_up_working_days) + sum(underway_working_days) + sum(lost_working_days)) / nullif(sum(department_working_days) + sum(resident_working_days) + sum(not_picked_up_working_days) + sum(underway_working_days) + sum(lost_working_days), 0) as nobody_working_days_share
from case_turns
left join case_topics on case_topics.case_no = case_turns.case_no
group by case_topics.topic_no
