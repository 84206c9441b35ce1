/*
name = "invisible_work"
role = "signal"
needs = ["resident", "kind"]
source = "signals.md 21; boundaries: docs/decisions/signals-of-our-own-boundaries.md"
definition.en = """
The municipality worked on a question, and the resident heard nothing. For a case with an ask (A9) of the resident: q = the last ask in the case, in
order (A4). The stretch runs from q up to and including the date of the first `close` in the case later than q, or the 20th working day
(A12) after q where that comes first; it is over when the log's end is on a later date than that close, or more than 20 working days after q.
Found if the stretch is over, and in it (later than q) there is a `work` or `decision` in the case, no `outreach` in the journey (any
case, any channel), and no `suspend` in the case (that asks the resident for information, so the resident hears from it).
The whole limit day counts: a call later on the day of the close is in time. An automatic message (`notice`) is no outreach.
Not found: an anonymous report (a case without a resident; where journeys are taken by case, each case has one); solved on
the spot: q is a `request` or `contact` by phone, desk, visit or chat, or by an unknown channel (A10), and the first close or decision
later than q is on the same date.
`decided`: the work in the stretch includes a decision (a letter may have told it; the log shows none); `worked`: it does not.
The rows are q, the first and the last work or decision of the stretch, and what ended it: it lasts until the first of a close, a suspend in the case or
an outreach in the journey, or until the log's end; working days (A12) are counted to there. From: the department of the last of that work.
"""
definition.nl = """
De gemeente werkte aan een vraag, en de inwoner hoorde niets. Voor een zaak met een vraag (A9) van de inwoner: q = de
laatste vraag in de zaak, op volgorde (A4). Het stuk loopt van q tot en met de datum van de eerste afsluiting in de zaak
later dan q, of tot en met de 20e werkdag (A12) na q als die eerder komt. Het is voorbij als het einde van het logboek op
een latere datum ligt dan die afsluiting, of meer dan 20 werkdagen na q.
Het is een signaal als het stuk voorbij is, en er in het stuk (later dan q) een behandeling of besluit in de zaak is,
geen contact door de gemeente in de klantreis (in welke zaak en via welk kanaal ook), en geen opschorting in de zaak
(dan vraagt de gemeente de inwoner om informatie, en hoort de inwoner dus iets).
De hele laatste dag telt: bellen op de dag van de afsluiting, maar later, is op tijd. Een automatisch bericht is geen
contact door de gemeente.
Geen signaal is een anonieme melding (een zaak zonder inwoner; worden klantreizen per zaak gemaakt, dan heeft elke zaak
er een). En ook niet wat meteen is opgelost: q is een aanvraag of contact via telefoon, balie, huisbezoek of chat, of
via een onbekend kanaal (A10), en de eerste afsluiting of het eerste besluit later dan q is op dezelfde datum.
`decided`: bij het werk in het stuk is een besluit (misschien stond het in een brief, maar die staat niet in het
logboek); `worked`: daar is geen besluit bij.
De rijen zijn q, de eerste en de laatste behandeling of het besluit in het stuk, en wat het beëindigde. Het duurt tot de
eerste afsluiting of opschorting in de zaak of het eerste contact door de gemeente in de klantreis, of tot het einde van
het logboek; tot daar lopen de werkdagen (A12). Van: de afdeling van het laatste van dat werk.
"""
[signal]
sort = "gap"
anchor = "case"
[title]
en = "Work that the resident did not see"
nl = "Werk dat de inwoner niet zag"
*/
with asks as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    local_date,
    work_day,
    kind in ('request', 'contact') and coalesce(channel in ('phone', 'desk', 'visit', 'chat'), true) as spoken,
    lead(case_no) over as_stored as next_case
  from events
  where acted_by = 'resident'
    and kind in ('request', 'contact', 'callback_request')
  window as_stored as (order by case_no, order_moment, row_no)
),
last_days as (
  select work_day, max(local_date) as local_date
  from days
  group by work_day
),
last_asks as (
  select
    asks.case_no,
    asks.journey_no,
    asks.row_no,
    asks.order_moment,
    asks.local_date,
    asks.work_day,
    asks.spoken,
    last_days.local_date as last_date
  from asks
  join journey_ids on journey_ids.journey_no = asks.journey_no
  join last_days on last_days.work_day = asks.work_day + :invisible_work_working_days
  where asks.next_case is distinct from asks.case_no
    and (not starts_with(journey_ids.journey, 'case:') or (select grouping from log) = 'case')
),
-- what came after the last ask in its own case
after_it as (
  select
    last_asks.case_no,
    min(case when events.kind = 'close' then events.local_date end) as close_date,
    min(case when events.kind = 'decision' then events.local_date end) as decision_date,
    min(case when events.kind = 'work' then events.local_date end) as work_date,
    min(case when events.kind in ('outreach', 'suspend') then events.local_date end) as heard_date
  from last_asks
  join events on events.case_no = last_asks.case_no
  where events.acted_by = 'municipality'
    and (events.kind in ('work', 'decision') or events.kind in ('close', 'outreach') or events.kind = 'suspend')
    and (
      events.order_moment > last_asks.order_moment
      or (events.order_moment = last_asks.order_moment and events.row_no > last_asks.row_no)
    )
  group by last_asks.case_no
),
stretches as (
  select
    last_asks.case_no,
    last_asks.journey_no,
    last_asks.row_no,
    last_asks.order_moment,
    last_asks.work_day,
    least(last_asks.last_date, coalesce(after_it.close_date, last_asks.last_date)) as last_date,
    after_it.decision_date,
    after_it.work_date,
    after_it.heard_date
  from last_asks
  join after_it on after_it.case_no = last_asks.case_no
  where not last_asks.spoken
    or (
      coalesce(after_it.close_date > last_asks.local_date, true)
      and coalesce(after_it.decision_date > last_asks.local_date, true)
    )
),
quiet as (
  select case_no, journey_no, row_no, order_moment, work_day, last_date, coalesce(decision_date <= last_date, false) as decided
  from stretches
  where (decision_date <= last_date or work_date <= last_date)
    and coalesce(heard_date > last_date, true)
    and (select log_end_date from log) > last_date
),
outreach as (
  select journey_no, row_no, order_moment, local_date, work_day
  from events
  where acted_by = 'municipality'
    and kind = 'outreach'
    and journey_no in (select journey_no from quiet)
),
unheard as (
  select quiet.*
  from quiet
  anti join outreach
    on outreach.journey_no = quiet.journey_no
    and outreach.local_date <= quiet.last_date
    and (
      outreach.order_moment > quiet.order_moment
      or (outreach.order_moment = quiet.order_moment and outreach.row_no > quiet.row_no)
    )
),
-- what ended it, wherever that came, and the work that nobody told of
later as (
  select
    unheard.case_no,
    events.kind in ('close', 'suspend') as ends,
    events.kind in ('work', 'decision') and events.local_date <= unheard.last_date as works,
    {
      'order_moment': events.order_moment,
      'row_no': events.row_no,
      'work_day': events.work_day,
      'department_no': events.department_no
    } as event
  from unheard
  join events on events.case_no = unheard.case_no
  where events.acted_by = 'municipality'
    and (events.kind in ('work', 'decision') or events.kind in ('close', 'suspend'))
    and (
      events.order_moment > unheard.order_moment
      or (events.order_moment = unheard.order_moment and events.row_no > unheard.row_no)
    )
  union all
  select
    unheard.case_no,
    true,
    false,
    {'order_moment': outreach.order_moment, 'row_no': outreach.row_no, 'work_day': outreach.work_day, 'department_no': null}
  from unheard
  join outreach on outreach.journey_no = unheard.journey_no
  where outreach.order_moment > unheard.order_moment
    or (outreach.order_moment = unheard.order_moment and outreach.row_no > unheard.row_no)
),
told as (
  select
    case_no,
    min(case when ends then event end) as ending,
    min(case when works then event end) as first_work,
    max(case when works then event end) as last_work
  from later
  group by case_no
)
select
  case when unheard.decided then 'decided' else 'worked' end as status,
  unheard.journey_no,
  unheard.case_no,
  unheard.case_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(list_distinct(
    case
      when told.ending is null then [unheard.row_no, told.first_work.row_no, told.last_work.row_no]
      else [unheard.row_no, told.first_work.row_no, told.last_work.row_no, told.ending.row_no]
    end
  )) as row_nos,
  unheard.order_moment as started,
  coalesce(told.ending.order_moment, (select log_end from log)) as ended,
  coalesce(told.ending.work_day, (select log_end_work_day from log)) - unheard.work_day as working_days,
  told.last_work.department_no as from_department_no,
  null::integer as to_department_no
from unheard
join told on told.case_no = unheard.case_no
