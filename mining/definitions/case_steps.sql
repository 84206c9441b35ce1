/*
name = "case_steps"
row.en = "one step of a case: its first event, a municipal event, or an ask with which the resident reopens it"
row.nl = "één stap van een zaak: haar eerste gebeurtenis, een gebeurtenis van de gemeente, of een vraag waarmee de inwoner de zaak weer opent"
key = ["row_no"]
role = "step"
source = "measures.md A4, A9, A14, A15, A18; B turns"
definition.en = """
One walk through each case, in order (A4: time, then row number), with the state that turns, transfers, flows and standstill need.
Steps are the municipal events of a case (A9), its first event whatever it is, and a `request` or `objection` of the resident that comes
while the case is ended (A15). Other events of residents, partners and notices are no steps: they change nobody's turn.
*Ended* after a step: the latest of decision, close (by the municipality), reopen (by the municipality), request and objection (by the
resident) up to and including it is a decision or a close. *Suspended* (A14): the latest of suspend, resume, decision, close and reopen is
a suspend. The next step of a case that is not ended is always a municipal event.
The state after a step is the first that applies: `over` (ended), `resident` (suspended), `not_picked_up` (no municipal event yet, or since the
case was opened again), `underway` (a transfer to a known other department), `unknown` (a municipal event of an unknown department),
`unrecorded` (the next municipal event is of another known department), `department`.
In the plain reading every event is municipal, so every event is a step; the kinds still hold.
The rows of `events` are stored in the order of the walk; an engine that keeps the order of rows need not sort them (window as_stored).
Engines: enum is DuckDB's; elsewhere text.
"""
definition.nl = """
Eén gang door elke zaak, op volgorde (A4: tijd, dan rijnummer), met de stand die nodig is voor beurten, overdrachten,
stromen en stilstand.
Stappen zijn de gebeurtenissen van de gemeente in een zaak (A9), haar eerste gebeurtenis, welke dat ook is, en een
aanvraag of bezwaar van de inwoner terwijl de zaak afgelopen is (A15). Andere gebeurtenissen van inwoners, partners en
automatische berichten zijn geen stappen: zij veranderen niet wie aan zet is.
*Afgelopen* na een stap: de laatste van besluit, afsluiting en heropening (door de gemeente), aanvraag en bezwaar
(door de inwoner), tot en met die stap, is een besluit of een afsluiting. *Opgeschort* (A14): de laatste van
opschorting, hervatting, besluit, afsluiting en heropening is een opschorting. De volgende stap van een zaak die niet
afgelopen is, is altijd een gebeurtenis van de gemeente.
De stand na een stap is de eerste die geldt: `over` (afgelopen), `resident` (opgeschort), `not_picked_up` (nog geen
gebeurtenis van de gemeente, of geen sinds de zaak weer openging), `underway` (een vastgelegde overdracht aan een
andere bekende afdeling), `unknown` (een gebeurtenis van de gemeente door een onbekende afdeling), `unrecorded` (de
volgende gebeurtenis van de gemeente is van een andere bekende afdeling), `department`.
In de lezing plain is elke gebeurtenis er een van de gemeente, en dus een stap. De soorten gelden wel.
De rijen van `events` zijn in de volgorde van deze gang opgeslagen. Een database die de volgorde van rijen bewaart,
hoeft dus niet te sorteren (window as_stored).
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
municipal = "boolean; it is a municipal event (A9)"
real_step = "boolean; it is a real step (A9): work, outreach, decision or suspend by the municipality"
official_no = "integer; the official of a municipal event; empty when unknown"
department_no = "integer; the department of a municipal event; empty when unknown"
passed_to_department_no = "integer; the department it was passed to, for a transfer to a known department other than its own (own may be unknown); otherwise empty"
next_department_no = "integer; the department of the next step of the case; empty when unknown or when there is none"
state = "text; over, resident, not_picked_up, underway, unknown, unrecorded or department: how the question lies after this step"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
row_no = "de rij van de stap"
order_moment = "het tijdstip dat de volgorde bepaalt (A4)"
work_day = "werkdagen tot en met de datum van de stap, sinds een vaste dag"
municipal = "het is een gebeurtenis van de gemeente (A9)"
real_step = "het is een echte stap (A9): behandeling, contact door de gemeente, besluit of opschorting"
official_no = "de ambtenaar van een gebeurtenis van de gemeente; leeg als die onbekend is"
department_no = "de afdeling van een gebeurtenis van de gemeente; leeg als die onbekend is"
passed_to_department_no = "de afdeling waaraan is overgedragen, bij een overdracht aan een andere bekende afdeling (de eigen mag onbekend zijn); anders leeg"
next_department_no = "de afdeling van de volgende stap van de zaak; leeg als die onbekend is of als er geen volgende is"
state = "over, resident, not_picked_up, underway, unknown, unrecorded of department: hoe de vraag ligt na deze stap"
*/
with walked as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    municipal,
    acted_by = 'municipality' and kind in ('work', 'outreach', 'decision', 'suspend') as real_step,
    case when municipal then official_no end as official_no,
    case when municipal then department_no end as department_no,
    case
      when municipal and acted_by = 'municipality' and kind = 'transfer' and to_department_no is distinct from department_no
      then to_department_no
    end as passed_to_department_no,
    acted_by = 'resident' and kind in ('request', 'objection') as asks,
    lag(case_no) over as_stored is distinct from case_no as first,
    -- the case that was settled last, as true (its number) or as false (0): so the walk need not start anew with each case
    last_value(
      case
        when acted_by = 'municipality' and kind in ('decision', 'close') then case_no
        when acted_by = 'municipality' and kind = 'reopen' then 0
        when acted_by = 'resident' and kind in ('request', 'objection') then 0
      end ignore nulls
    ) over (as_stored rows between unbounded preceding and current row) as ended_case_no,
    last_value(
      case
        when acted_by = 'municipality' and kind = 'suspend' then case_no
        when acted_by = 'municipality' and kind in ('resume', 'decision', 'close', 'reopen') then 0
      end ignore nulls
    ) over (as_stored rows between unbounded preceding and current row) as suspended_case_no
  from events
  window as_stored as (partition by case_no order by order_moment, row_no)
),
-- what is no step neither settles a case nor opens it again: ended before an event is ended before a step
before as (
  select
    *,
    lag(ended_case_no) over as_stored as ended_case_before
  from walked
  window as_stored as (order by case_no, order_moment, row_no)
),
beside as (
  select
    *,
    lead(case_no) over as_stored as next_case,
    lead(department_no) over as_stored as next_department
  from before
  where municipal
    or first
    or (asks and ended_case_before = case_no)
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  case_no,
  journey_no,
  row_no,
  order_moment,
  work_day,
  municipal,
  real_step,
  official_no,
  department_no,
  passed_to_department_no,
  case when next_case = case_no then next_department end as next_department_no,
  case
    when ended_case_no = case_no then 'over'
    when suspended_case_no = case_no then 'resident'
    when not municipal then 'not_picked_up'
    when passed_to_department_no is not null then 'underway'
    when department_no is null then 'unknown'
    when next_case = case_no and next_department <> department_no then 'unrecorded'
    else 'department'
  end::enum('department', 'resident', 'not_picked_up', 'underway', 'lost', 'unrecorded', 'unknown', 'over') as state
from beside
