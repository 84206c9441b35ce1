/*
name = "turn_summary_departments"
row.en = "one department that had a question or to or from which one was passed"
row.nl = "één afdeling die aan zet was, of waarheen of waarvandaan een vraag werd doorgegeven"
key = ["department_no"]
role = "table"
needs = ["department"]
source = "measures.md B turns; views.md 6.0"
definition.en = """
How long each department had questions, and how long questions lay with nobody on their way to it (underway or lost, after a transfer to it)
and after it let go of them (after a transfer by it). `incoming_nobody_share` = nobody's time on the way to it / that time and its own
together. Changes without a transfer (unrecorded) are left out of the share and stand beside it. Calendar days are of 24 hours; days of several
questions at once count as often.
Where the log does not tell that cases end, the last turn of a case counts up to its last event (unknown_ends).
"""
definition.nl = """
Hoe lang elke afdeling aan zet was. En hoe lang vragen bij niemand lagen: op weg naar de afdeling (onderweg of kwijt,
na een vastgelegde overdracht aan haar), en nadat zij de vraag losliet (na een vastgelegde overdracht door haar).
`incoming_nobody_share` = tijd bij niemand op weg naar de afdeling / die tijd en haar eigen tijd samen. Wisselingen
zonder vastgelegde overdracht (niet vastgelegd) tellen niet mee in het aandeel en staan ernaast. Kalenderdagen zijn
van 24 uur. Dagen van meer vragen tegelijk tellen zo vaak mee.
Zegt het logboek niet dat zaken eindigen, dan telt de laatste beurt van een zaak tot haar laatste gebeurtenis
(unknown_ends).
"""
[title]
en = "Who had the question, per department"
nl = "Wie aan zet was, per afdeling"
[columns]
department_no = "integer; the department"
turns = "integer; turns in which it had the question"
cases = "integer; cases in which it had the question"
calendar_days = "number; question-days in which it had the question"
working_days = "integer; working days in which it had the question"
incoming_underway_calendar_days = "number; question-days underway to it"
incoming_underway_working_days = "integer; working days underway to it"
incoming_lost_calendar_days = "number; question-days lost on the way to it"
incoming_lost_working_days = "integer; working days lost on the way to it"
outgoing_nobody_calendar_days = "number; question-days underway or lost after it passed them on"
outgoing_nobody_working_days = "integer; working days underway or lost after it passed them on"
incoming_unrecorded_calendar_days = "number; question-days between the last act of another department and its first, without a transfer"
incoming_unrecorded_working_days = "integer; working days between the last act of another department and its first, without a transfer"
incoming_nobody_share = "share; time underway or lost on the way to it as part of that time and its own; empty when there is no such time"
[columns_nl]
department_no = "de afdeling"
turns = "beurten waarin zij aan zet was"
cases = "zaken waarin zij aan zet was"
calendar_days = "vraagdagen waarin zij aan zet was"
working_days = "werkdagen waarin zij aan zet was"
incoming_underway_calendar_days = "vraagdagen onderweg naar haar"
incoming_underway_working_days = "werkdagen onderweg naar haar"
incoming_lost_calendar_days = "vraagdagen kwijt op weg naar haar"
incoming_lost_working_days = "werkdagen kwijt op weg naar haar"
outgoing_nobody_calendar_days = "vraagdagen onderweg of kwijt nadat zij de vraag doorgaf"
outgoing_nobody_working_days = "werkdagen onderweg of kwijt nadat zij de vraag doorgaf"
incoming_unrecorded_calendar_days = "vraagdagen tussen de laatste handeling van een andere afdeling en haar eerste, zonder vastgelegde overdracht"
incoming_unrecorded_working_days = "werkdagen tussen de laatste handeling van een andere afdeling en haar eerste, zonder vastgelegde overdracht"
incoming_nobody_share = "tijd onderweg of kwijt op weg naar haar, als deel van die tijd en haar eigen tijd samen; leeg als die tijd er niet is"
*/
with parts as (
  select
    turns.department_no,
    turns.case_no,
    coalesce(unknown_ends.seconds, turns.seconds) as seconds,
    coalesce(unknown_ends.working_days, turns.working_days) as working_days,
    'own' as part
  from turns
  left join unknown_ends on unknown_ends.case_no = turns.case_no and unknown_ends.turn = turns.turn
  where turns.state = 'department'
  union all
  select to_department_no, case_no, seconds, working_days, state::varchar
  from turns
  where state in ('underway', 'lost', 'unrecorded')
  union all
  select from_department_no, case_no, seconds, working_days, 'outgoing'
  from turns
  where state in ('underway', 'lost')
    and from_department_no is not null
)
select
  department_no,
  count(case when part = 'own' then 1 end)::integer as turns,
  count(distinct case when part = 'own' then case_no end)::integer as cases,
  sum(case when part = 'own' then seconds else 0 end) / 86400.0 as calendar_days,
  sum(case when part = 'own' then working_days else 0 end)::bigint as working_days,
  sum(case when part = 'underway' then seconds else 0 end) / 86400.0 as incoming_underway_calendar_days,
  sum(case when part = 'underway' then working_days else 0 end)::bigint as incoming_underway_working_days,
  sum(case when part = 'lost' then seconds else 0 end) / 86400.0 as incoming_lost_calendar_days,
  sum(case when part = 'lost' then working_days else 0 end)::bigint as incoming_lost_working_days,
  sum(case when part = 'outgoing' then seconds else 0 end) / 86400.0 as outgoing_nobody_calendar_days,
  sum(case when part = 'outgoing' then working_days else 0 end)::bigint as outgoing_nobody_working_days,
  sum(case when part = 'unrecorded' then seconds else 0 end) / 86400.0 as incoming_unrecorded_calendar_days,
  sum(case when part = 'unrecorded' then working_days else 0 end)::bigint as incoming_unrecorded_working_days,
  sum(case when part in ('underway', 'lost') then seconds else 0 end)
    / nullif(sum(case when part in ('own', 'underway', 'lost') then seconds else 0 end), 0) as incoming_nobody_share
from parts
group by department_no
