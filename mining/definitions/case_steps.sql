/*
name = "case_steps"
row = "one step of a case: its first event, a municipal event, or an ask with which the resident reopens it"
key = ["row_no"]
role = "step"
source = "measures.md A4, A9, A14, A15, A18; B waiting, turns"
definition = """
One walk through each case, in order (A4: time, then row number), with every state that turns, waits, transfers and standstill need.
Steps are the municipal events of a case (A9), its first event whatever it is, and a `request` or `objection` of the resident that comes
while the case is ended (A15). Other events of residents, partners and notices are no steps: they change nobody's turn.
*Ended* after a step: the latest of decision, close (by the municipality), reopen (by the municipality), request and objection (by the
resident) up to and including it is a decision or a close. *Suspended* (A14): the latest of suspend, resume, decision, close and reopen is
a suspend. *Next* is the next step of the case. *Changes hands*: the latest municipal event up to this step and the first one after it
have known departments that differ or known officials that differ.
In the plain reading every event is municipal, so every event is a step; the kinds still hold.
The rows of `events` are stored in the order of the walk; an engine that keeps the order of rows need not sort them (window as_stored).
"""
[title]
en = "Steps of a case, with its state after each"
nl = "Stappen van een zaak, met de stand na elke stap"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
row_no = "integer; the row of the step"
order_moment = "timestamp UTC; the moment that orders the step (A4)"
work_day = "integer; working days passed up to the date of the step"
first = "boolean; it is the first event of the case"
municipal = "boolean; it is a municipal event (A9)"
kind = "text; the kind, of events by the municipality only; otherwise empty"
department_no = "integer; the department of a municipal event; empty when unknown"
passed_to_department_no = "integer; the department it was passed to, for a transfer to a known department other than its own (own may be unknown); otherwise empty"
next_department_no = "integer; the department of the next step; empty when unknown or when there is none"
changes_hands = "boolean; the latest municipal event and the next one differ in known department or known official"
act_follows = "boolean; a municipal event follows in the case"
next_row_no = "integer; the row of the next step; empty when there is none"
next_moment = "timestamp UTC; the moment of the next step; empty when there is none"
next_work_day = "integer; working days passed up to the date of the next step; empty when there is none"
ended = "boolean; the case is ended after this step (A15)"
suspended = "boolean; the case is suspended after this step (A14)"
*/
with marked as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    kind,
    acted_by,
    municipal,
    official_no,
    department_no,
    to_department_no,
    row_number() over as_stored as place,
    lag(case_no) over as_stored is distinct from case_no as first
  from events
  window as_stored as (order by case_no, order_moment, row_no)
),
-- twice the place of the latest event that settles it, plus one where it settles it as true
settled as (
  select
    *,
    max(
      case
        when acted_by = 'municipality' and kind in ('decision', 'close') then 2 * place + 1
        when acted_by = 'municipality' and kind = 'reopen' then 2 * place
        when acted_by = 'resident' and kind in ('request', 'objection') then 2 * place
        when first then 2 * place
      end
    ) over (as_stored rows between unbounded preceding and current row) % 2 = 1 as ended,
    max(
      case
        when acted_by = 'municipality' and kind = 'suspend' then 2 * place + 1
        when acted_by = 'municipality' and kind in ('resume', 'decision', 'close', 'reopen') then 2 * place
        when first then 2 * place
      end
    ) over (as_stored rows between unbounded preceding and current row) % 2 = 1 as suspended
  from marked
  where municipal
    or first
    or (acted_by = 'resident' and kind in ('request', 'objection'))
  window as_stored as (order by case_no, order_moment, row_no)
),
before as (
  select
    *,
    lag(ended) over as_stored as ended_before
  from settled
  window as_stored as (order by case_no, order_moment, row_no)
),
steps as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    first,
    municipal,
    case when acted_by = 'municipality' then kind end as kind,
    case when municipal then official_no end as official_no,
    case when municipal then department_no end as department_no,
    case
      when municipal and acted_by = 'municipality' and kind = 'transfer' and to_department_no is distinct from department_no
      then to_department_no
    end as passed_to_department_no,
    ended,
    suspended
  from before
  where municipal
    or first
    or ended_before
),
beside as (
  select
    *,
    lag(official_no) over as_stored as official_before,
    lag(department_no) over as_stored as department_before,
    lead(case_no) over as_stored = case_no as followed,
    lead(row_no) over as_stored as next_row,
    lead(order_moment) over as_stored as next_moment,
    lead(work_day) over as_stored as next_work_day,
    lead(municipal) over as_stored as next_municipal,
    lead(official_no) over as_stored as next_official,
    lead(department_no) over as_stored as next_department,
    lead(case_no, 2) over as_stored = case_no as twice_followed,
    lead(official_no, 2) over as_stored as second_official,
    lead(department_no, 2) over as_stored as second_department
  from steps
  window as_stored as (order by case_no, order_moment, row_no)
),
handed as (
  select
    *,
    case when municipal then official_no when not first then official_before end as giver,
    case when municipal then department_no when not first then department_before end as giving_department,
    case when followed and next_municipal then next_official when twice_followed and not next_municipal then second_official end
      as taker,
    case when followed and next_municipal then next_department when twice_followed and not next_municipal then second_department end
      as taking_department
  from beside
)
select
  case_no,
  journey_no,
  row_no,
  order_moment,
  work_day,
  first,
  municipal,
  kind,
  department_no,
  passed_to_department_no,
  coalesce(followed and next_municipal, false) or coalesce(twice_followed, false) as act_follows,
  case when followed and next_municipal then next_department end as next_department_no,
  coalesce(giver <> taker, false) or coalesce(giving_department <> taking_department, false) as changes_hands,
  case when followed then next_row end as next_row_no,
  case when followed then next_moment end as next_moment,
  case when followed then next_work_day end as next_work_day,
  ended,
  suspended
from handed
