/*
name = "case_turns"
row = "one case that has a turn"
key = ["case_no"]
role = "step"
source = "measures.md A15, B turns"
definition = """
The turns of each case together: the time from the first event to the end of the case (A15), or to the log's end while it is open.
A case without any time before its end (only a decision, say) has no turn and does not stand here.
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
*/
select
  turns.case_no,
  any_value(turns.journey_no) as journey_no,
  count(*)::integer as turns,
  min(turns.started) as started,
  max(turns.ended) as ended,
  not coalesce(any_value(case_state.ended), false) as open,
  sum(turns.seconds)::bigint as seconds,
  sum(turns.working_days)::integer as working_days
from turns
left join case_state on case_state.case_no = turns.case_no
group by turns.case_no
