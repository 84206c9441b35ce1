/*
name = "case_turns"
row = "one case that has a turn"
key = ["case_no"]
role = "step"
source = "measures.md A15, B turns"
definition = """
The turns of each case added up by state. The states add up to the time from the first event to the end of the case (A15), or to the log's
end while it is open. A case without any time before its end (only a decision, say) has no turn and does not stand here.
"""
[title]
en = "Turns of a case, added up"
nl = "Beurten van een zaak, opgeteld"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
turns = "integer; number of turns"
started = "timestamp UTC; the first event"
ended = "timestamp UTC; the end of the case, or the log's end while open"
open = "boolean; the case is open at the log's end (A15)"
seconds = "integer; from started to ended"
working_days = "integer; working days from started to ended"
department_seconds = "integer; seconds in which departments had the question"
department_working_days = "integer; working days in which departments had the question"
resident_seconds = "integer; seconds in which the resident had the question (suspended)"
resident_working_days = "integer; working days in which the resident had the question (suspended)"
not_picked_up_seconds = "integer; seconds in which nobody had taken it up yet"
not_picked_up_working_days = "integer; working days in which nobody had taken it up yet"
underway_seconds = "integer; seconds in which it was between two departments and was taken up later or still may be"
underway_working_days = "integer; working days in which it was between two departments and was taken up later or still may be"
lost_seconds = "integer; seconds in which it was lost between two departments"
lost_working_days = "integer; working days in which it was lost between two departments"
unrecorded_seconds = "integer; seconds in which the department changed without a transfer"
unrecorded_working_days = "integer; working days in which the department changed without a transfer"
unknown_seconds = "integer; seconds in which it was with an unknown department"
unknown_working_days = "integer; working days in which it was with an unknown department"
over_seconds = "integer; seconds in which the case was over, before it was opened again"
over_working_days = "integer; working days in which the case was over, before it was opened again"
*/
select
  turns.case_no,
  any_value(journey_no) as journey_no,
  count(*)::integer as turns,
  min(started) as started,
  max(turns.ended) as ended,
  not coalesce(any_value(case_state.ended), false) as open,
  sum(seconds)::bigint as seconds,
  sum(working_days)::integer as working_days,
  coalesce(sum(seconds) filter (where state = 'department'), 0)::bigint as department_seconds,
  coalesce(sum(working_days) filter (where state = 'department'), 0)::integer as department_working_days,
  coalesce(sum(seconds) filter (where state = 'resident'), 0)::bigint as resident_seconds,
  coalesce(sum(working_days) filter (where state = 'resident'), 0)::integer as resident_working_days,
  coalesce(sum(seconds) filter (where state = 'not_picked_up'), 0)::bigint as not_picked_up_seconds,
  coalesce(sum(working_days) filter (where state = 'not_picked_up'), 0)::integer as not_picked_up_working_days,
  coalesce(sum(seconds) filter (where state = 'underway'), 0)::bigint as underway_seconds,
  coalesce(sum(working_days) filter (where state = 'underway'), 0)::integer as underway_working_days,
  coalesce(sum(seconds) filter (where state = 'lost'), 0)::bigint as lost_seconds,
  coalesce(sum(working_days) filter (where state = 'lost'), 0)::integer as lost_working_days,
  coalesce(sum(seconds) filter (where state = 'unrecorded'), 0)::bigint as unrecorded_seconds,
  coalesce(sum(working_days) filter (where state = 'unrecorded'), 0)::integer as unrecorded_working_days,
  coalesce(sum(seconds) filter (where state = 'unknown'), 0)::bigint as unknown_seconds,
  coalesce(sum(working_days) filter (where state = 'unknown'), 0)::integer as unknown_working_days,
  coalesce(sum(seconds) filter (where state = 'over'), 0)::bigint as over_seconds,
  coalesce(sum(working_days) filter (where state = 'over'), 0)::integer as over_working_days
from turns
left join case_state on case_state.case_no = turns.case_no
group by turns.case_no
