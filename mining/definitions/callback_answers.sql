/*
name = "callback_answers"
row.en = "one callback request of a resident"
row.nl = "één terugbelverzoek van een inwoner"
key = ["row_no"]
role = "step"
needs = ["kind"]
source = "signals.md 5 (unanswered_callback), 23; measures.md A4, A8, A12"
definition.en = """
Every callback request of a resident with the first later outreach in the journey (any case, any channel, before or after a close), in order (A4),
and the number of the chain that it belongs to: callback requests of a journey that wait for the same outreach, or for one that never came.
Never made: no later outreach, and at least 10 working days (A12) from the callback request to the log's end.
"""
definition.nl = """
Elk terugbelverzoek van een inwoner met het eerste latere contact door de gemeente in de klantreis (in welke zaak en via
welk kanaal ook, voor of na een afsluiting), op volgorde (A4). Terugbelverzoeken van een klantreis die op hetzelfde
contact wachten, of op een contact dat nooit kwam, hebben hetzelfde nummer van de reeks.
Nooit teruggebeld: geen later contact door de gemeente, en minstens 10 werkdagen (A12) van het terugbelverzoek tot het
einde van het logboek.
"""
[title]
en = "Callback requests and their answers"
nl = "Terugbelverzoeken en hun antwoord"
[columns]
row_no = "integer; the row of the callback request"
case_no = "integer; the case"
journey_no = "integer; the journey"
order_moment = "timestamp UTC; the moment that orders the callback request"
local_date = "date; its date"
work_day = "integer; working days passed up to its date"
department_no = "integer; the department that took it; empty when unknown"
to_department_no = "integer; the department that was asked to call; empty when unknown"
answers_before = "integer; outreach in the journey before it: callback requests with the same number are one chain"
answer_row_no = "integer; the row of the first later outreach in the journey; empty when there is none"
answer_moment = "timestamp UTC; the moment that orders that outreach"
answer_date = "date; its date"
answer_work_day = "integer; working days passed up to its date"
never = "boolean; it was never made"
*/
with callbacks as (
  select row_no, case_no, journey_no, order_moment, local_date, work_day, department_no, to_department_no
  from events
  where kind = 'callback_request'
    and acted_by = 'resident'
),
calls as (
  select *, null as outreach
  from callbacks
  union all
  select
    row_no,
    case_no,
    journey_no,
    order_moment,
    local_date,
    work_day,
    null,
    null,
    {'row_no': row_no, 'order_moment': order_moment, 'local_date': local_date, 'work_day': work_day}
  from events
  where kind = 'outreach'
    and acted_by = 'municipality'
    and journey_no in (select journey_no from callbacks)
),
beside as (
  select
    *,
    first_value(outreach ignore nulls) over (
      partition by journey_no
      order by order_moment, row_no
      rows between 1 following and unbounded following
    ) as answer,
    count(outreach) over (
      partition by journey_no
      order by order_moment, row_no
      rows between unbounded preceding and current row
    ) as answers_before
  from calls
)
select
  row_no,
  case_no,
  journey_no,
  order_moment,
  local_date,
  work_day,
  department_no,
  to_department_no,
  answers_before::integer as answers_before,
  answer.row_no as answer_row_no,
  answer.order_moment as answer_moment,
  answer.local_date as answer_date,
  answer.work_day as answer_work_day,
  answer is null and (select log_end_work_day from log) - work_day >= :callback_never_working_days as never
from beside
where outreach is null
