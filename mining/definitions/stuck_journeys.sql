/*
name = "stuck_journeys"
row.en = "one journey that was stuck when one official first acted in it"
row.nl = "één klantreis die vastzat toen één ambtenaar er voor het eerst iets deed"
key = ["official_no", "journey_no"]
role = "step"
needs = ["kind", "official"]
source = "signals.md 20 (connector); measures.md A9, A12, A14-A16"
definition.en = """
For a known official and a journey: a = the official's first municipal event (A9) in the journey, in order (A4). The journey is stuck at a if all of
this holds: a is no decision and no close; the case of a began before a, is open (A15) and is not suspended (A14) just before a; more than 10
working days passed from the last real step (A9) of the journey before a, or, where there is none yet, from the first event of the journey, to a;
and the log's end is more than 5 working days after a.
It moves on if the journey has a decision or close (of the municipality, in any of its cases) later than a, at most 5 working days (A12) after it.
Topic: the first known topic of the case of a (A16).
"""
definition.nl = """
Voor een bekende ambtenaar en een klantreis: a = de eerste gebeurtenis van de gemeente (A9) van die ambtenaar in de
klantreis, op volgorde (A4). De klantreis zit vast bij a als dit allemaal geldt:
- a is geen besluit en geen afsluiting;
- de zaak van a begon vóór a, is vlak vóór a open (A15) en dan niet opgeschort (A14);
- van de laatste echte stap (A9) van de klantreis vóór a tot a zijn meer dan 10 werkdagen voorbij; is er nog geen echte
  stap, dan vanaf de eerste gebeurtenis van de klantreis;
- het einde van het logboek ligt meer dan 5 werkdagen na a.
De klantreis komt verder als er later dan a een besluit of afsluiting is (van de gemeente, in welke zaak van de
klantreis ook), hooguit 5 werkdagen (A12) na a.
Onderwerp: het eerste bekende onderwerp van de zaak van a (A16).
"""
[title]
en = "Stuck journeys, at the first act of an official"
nl = "Klantreizen die vastzaten, bij de eerste handeling van een ambtenaar"
[columns]
official_no = "integer; the official"
journey_no = "integer; the journey"
case_no = "integer; the case of the official's first act in the journey"
row_no = "integer; the row of that act"
order_moment = "timestamp UTC; the moment that orders it"
topic_no = "integer; the first known topic of that case; empty when there is none"
moved_row_no = "integer; the row of the decision or close with which it moved on; empty when it did not"
moved_moment = "timestamp UTC; the moment of that decision or close"
*/
with beside as (
  select
    journey_no,
    case_no,
    row_no,
    order_moment,
    work_day,
    municipal,
    official_no,
    state,
    lag(case_no) over as_stored as case_before,
    lag(state) over as_stored as state_before,
    -- the latest real step before it, with its case in front
    max(case when real_step then case_no::bigint * 1048576 + work_day end)
      over (as_stored rows between unbounded preceding and 1 preceding) as case_and_work_day
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
),
-- what its own case says of it; the rest of the journey is looked at for these alone
waiting as (
  select journey_no, case_no, row_no, order_moment, work_day, official_no
  from beside
  where municipal
    and official_no is not null
    and state <> 'over'
    and case_before = case_no
    and state_before not in ('over', 'resident')
    and (case_and_work_day is null or case_and_work_day < case_no::bigint * 1048576 + work_day - :connector_waiting_working_days)
    and (select log_end_work_day from log) - work_day > :connector_moved_working_days
),
began as (
  select journey_no, min(first_work_day) as work_day
  from case_spans
  group by journey_no
),
real_steps as (
  select journey_no, row_no, order_moment, work_day
  from case_steps
  where real_step
),
still as (
  select waiting.*
  from waiting
  join began
    on began.journey_no = waiting.journey_no
    and waiting.work_day - began.work_day > :connector_waiting_working_days
  anti join real_steps
    on real_steps.journey_no = waiting.journey_no
    and real_steps.work_day >= waiting.work_day - :connector_waiting_working_days
    and (
      real_steps.order_moment < waiting.order_moment
      or (real_steps.order_moment = waiting.order_moment and real_steps.row_no < waiting.row_no)
    )
),
acting as (
  select distinct journey_no, official_no
  from still
),
first_acts as (
  select
    case_steps.journey_no,
    case_steps.official_no,
    min({'order_moment': case_steps.order_moment, 'row_no': case_steps.row_no}) as act
  from case_steps
  join acting
    on acting.journey_no = case_steps.journey_no
    and acting.official_no = case_steps.official_no
  where case_steps.municipal
  group by case_steps.journey_no, case_steps.official_no
),
stuck as (
  select still.*
  from still
  join first_acts
    on first_acts.journey_no = still.journey_no
    and first_acts.official_no = still.official_no
    and first_acts.act.row_no = still.row_no
),
moves as (
  select
    stuck.row_no,
    min({'order_moment': events.order_moment, 'row_no': events.row_no}) as move
  from stuck
  join events on events.journey_no = stuck.journey_no
  where events.kind in ('decision', 'close')
    and events.acted_by = 'municipality'
    and events.work_day - stuck.work_day <= :connector_moved_working_days
    and (
      events.order_moment > stuck.order_moment
      or (events.order_moment = stuck.order_moment and events.row_no > stuck.row_no)
    )
  group by stuck.row_no
)
select
  stuck.official_no,
  stuck.journey_no,
  stuck.case_no,
  stuck.row_no,
  stuck.order_moment,
  case_topics.topic_no,
  moves.move.row_no as moved_row_no,
  moves.move.order_moment as moved_moment
from stuck
left join moves on moves.row_no = stuck.row_no
left join case_topics on case_topics.case_no = stuck.case_no
