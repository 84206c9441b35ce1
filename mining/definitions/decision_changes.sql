/*
name = "decision_changes"
row.en = "one decision with another outcome than the decision before it on the same matter"
row.nl = "één besluit met een andere uitkomst dan het besluit ervoor over hetzelfde"
key = ["row_no"]
role = "step"
needs = ["kind", "outcome"]
source = "signals.md 24 (the twin), 25; boundaries: docs/decisions/signals-of-our-own-boundaries.md"
definition.en = """
Decisions of the municipality with one of the outcomes granted, rejected, withdrawn and referred; others say nothing of a change. Of several in one
case on one date the last in order (A4) counts: the others were put right that day.
The decision before it: the latest earlier one in the same case; for the first one of a case the latest decision on the same known topic (A16) in
the same journey before the first event of that case, if there is one. (Two questions that ran side by side are two questions: what was
decided in the other case after this one had begun says nothing of it.) Only the decisions whose outcome differs stand here.
"""
definition.nl = """
Besluiten van de gemeente met een van de uitkomsten toegekend, afgewezen, ingetrokken en doorverwezen; andere zeggen niets
over een verandering. Van meer besluiten in één zaak op één datum telt het laatste op volgorde (A4): de andere zijn die
dag verbeterd.
Het besluit ervoor is het laatste eerdere in dezelfde zaak. Bij het eerste besluit van een zaak is het, als dat er is,
het laatste besluit met hetzelfde bekende onderwerp (A16) in dezelfde klantreis, vóór de eerste gebeurtenis van die zaak.
(Twee vragen die naast elkaar liepen, zijn twee vragen: wat in de andere zaak is besloten nadat deze begon, zegt niets
over deze.) Alleen de besluiten met een andere uitkomst staan hier.
"""
[title]
en = "Decisions that changed"
nl = "Besluiten die veranderden"
[columns]
row_no = "integer; the row of the later decision"
case_no = "integer; its case"
journey_no = "integer; the journey"
topic_no = "integer; its topic (A16); empty when unknown"
order_moment = "timestamp UTC; the moment that orders it"
local_date = "date; its date"
work_day = "integer; working days passed up to its date"
outcome = "text; its outcome"
department_no = "integer; its department; empty when unknown"
before_row_no = "integer; the row of the decision before it"
before_case_no = "integer; the case of that decision"
before_moment = "timestamp UTC; the moment that orders that decision"
before_date = "date; its date"
before_work_day = "integer; working days passed up to its date"
before_outcome = "text; its outcome"
before_department_no = "integer; its department; empty when unknown"
*/
with decided as (
  select
    events.row_no,
    events.case_no,
    events.journey_no,
    coalesce(events.topic_no, case_topics.topic_no) as topic_no,
    events.order_moment,
    events.local_date,
    events.work_day,
    events.outcome,
    events.department_no
  from events
  left join case_topics on case_topics.case_no = events.case_no
  where events.kind = 'decision'
    and events.acted_by = 'municipality'
    and events.outcome in ('granted', 'rejected', 'withdrawn', 'referred')
),
-- journeys in which no outcome ever differs are left out before anything is put in order
differing as (
  select journey_no
  from decided
  group by journey_no
  having min(outcome) <> max(outcome)
),
decisions as (
  select
    decided.*,
    row_number() over (partition by case_no, local_date order by order_moment desc, row_no desc) as backwards
  from decided
  where journey_no in (select journey_no from differing)
),
counted as (
  select
    row_no,
    case_no,
    journey_no,
    topic_no,
    order_moment,
    local_date,
    work_day,
    outcome,
    department_no,
    {
      'row_no': row_no,
      'case_no': case_no,
      'order_moment': order_moment,
      'local_date': local_date,
      'work_day': work_day,
      'outcome': outcome,
      'department_no': department_no
    } as decision
  from decisions
  where backwards = 1
),
in_case as (
  select
    *,
    lag(decision) over (partition by case_no order by order_moment, row_no) as decision_before
  from counted
),
began as (
  select
    events.case_no,
    min({'order_moment': events.order_moment, 'row_no': events.row_no}) as first_event
  from events
  where events.case_no in (select case_no from in_case where decision_before is null and topic_no is not null)
  group by events.case_no
),
on_topic as (
  select journey_no, topic_no, order_moment, row_no, decision, null as first_of_case
  from counted
  where topic_no is not null
  union all
  select
    in_case.journey_no,
    in_case.topic_no,
    began.first_event.order_moment,
    began.first_event.row_no,
    null,
    in_case.row_no
  from in_case
  join began on began.case_no = in_case.case_no
  where in_case.decision_before is null
    and in_case.topic_no is not null
),
-- where a case begins with its decision, that row comes first as the beginning, then as the decision
before_case as (
  select
    first_of_case as row_no,
    last_value(decision ignore nulls) over (
      partition by journey_no, topic_no
      order by order_moment, row_no, first_of_case nulls last
      rows between unbounded preceding and 1 preceding
    ) as decision_before
  from on_topic
),
paired as (
  select
    in_case.*,
    coalesce(in_case.decision_before, before_case.decision_before) as before_it
  from in_case
  left join before_case on before_case.row_no = in_case.row_no
)
select
  row_no,
  case_no,
  journey_no,
  topic_no,
  order_moment,
  local_date,
  work_day,
  outcome,
  department_no,
  before_it.row_no as before_row_no,
  before_it.case_no as before_case_no,
  before_it.order_moment as before_moment,
  before_it.local_date as before_date,
  before_it.work_day as before_work_day,
  before_it.outcome as before_outcome,
  before_it.department_no as before_department_no
from paired
where before_it.outcome <> outcome
