/*
name = "repeat"
role = "signal"
needs = ["kind", "topic"]
source = "signals.md 7; measures.md A12, A16"
definition.en = """
A `close` with a specific topic, and the first later ask (request, contact, callback request) of the same journey with the same topic, in the same
case or in a case whose first event is later than the close; at most 20 working days after it (wd, A12), with no `reopen` in the closed
case between the two, and no other close in the journey with that topic between the two. At most one per close. The topic of an event is its own, otherwise that of
its case (A16). Specific = known, and without one of the words that name no subject (`algemeen`, `overig`, `divers` and their forms; a
setting) as a whole word, a run of letters and digits: two "general questions" are not the same question. A contact in a case that was
already running beside the closed one is no repeat: it is not asked because of the close. A decision ends a case but is no close here (A15). The anchor is the
ask; the case is that of the ask. Departments: the one that closed, and the one that took the ask.
"""
definition.nl = """
Een afsluiting (`close`) met een specifiek onderwerp, en de eerste latere vraag (aanvraag, contact, terugbelverzoek) van dezelfde
klantreis met hetzelfde onderwerp, in dezelfde zaak of in een zaak waarvan de eerste gebeurtenis later is dan de afsluiting. Zij komt
hoogstens 20 werkdagen erna (wd, A12). Daartussen is er in de afgesloten zaak geen heropening, en in de klantreis geen andere
afsluiting met dat onderwerp. Hoogstens één per afsluiting. Het onderwerp van een gebeurtenis is dat van haarzelf, anders dat van haar zaak (A16).
Specifiek = bekend, en zonder een van de woorden die niets noemen (`algemeen`, `overig`, `divers` en hun vormen; een instelling) als
heel woord, een reeks letters en cijfers: twee "algemene vragen" zijn niet dezelfde vraag. Een contact in een zaak die al naast de
afgesloten zaak liep, is geen herhaling: het komt niet door de afsluiting. Een besluit beëindigt een zaak, maar is hier geen afsluiting
(A15). Het anker is de vraag, en de zaak is die van de vraag. De afdelingen: die afsloot, en die de vraag aannam.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Asked again after it was closed"
nl = "Opnieuw gevraagd na afsluiting"
*/
with closes as (
  select journey_no, case_no, row_no, order_moment, work_day, topic_no, department_no
  from events
  where kind = 'close'
    and acted_by = 'municipality'
),
first_closes as (
  select journey_no, min(order_moment) as order_moment
  from closes
  group by journey_no
),
asks as (
  select
    events.journey_no,
    events.case_no,
    events.row_no,
    events.order_moment,
    events.work_day,
    events.topic_no,
    events.department_no
  from events
  join first_closes on first_closes.journey_no = events.journey_no
  where events.acted_by = 'resident'
    and events.kind in ('request', 'contact', 'callback_request')
    and events.order_moment >= first_closes.order_moment
),
last_asks as (
  select journey_no, max(order_moment) as order_moment
  from asks
  group by journey_no
),
both_sorts as (
  select *, false as is_close
  from asks
  union all
  select closes.*, true
  from closes
  join last_asks on last_asks.journey_no = closes.journey_no
  where closes.order_moment <= last_asks.order_moment
),
general_topics as (
  select topic_no
  from (
    select topic_no, unnest(regexp_split_to_array(lower(topic), '[^\p{L}\p{N}]+')) as word
    from topics
  )
  where word in :repeat_general_topic_words
),
topical as (
  select
    both_sorts.journey_no,
    both_sorts.case_no,
    both_sorts.row_no,
    both_sorts.order_moment,
    both_sorts.work_day,
    both_sorts.department_no,
    both_sorts.is_close,
    coalesce(both_sorts.topic_no, case_topics.topic_no) as topic_no
  from both_sorts
  left join case_topics on case_topics.case_no = both_sorts.case_no
  where coalesce(both_sorts.topic_no, case_topics.topic_no) is not null
    and coalesce(both_sorts.topic_no, case_topics.topic_no) not in (select topic_no from general_topics)
),
-- the latest close before an ask: any earlier one has another close between
beside as (
  select
    *,
    last_value(
      case
        when is_close then {
          'row_no': row_no,
          'case_no': case_no,
          'order_moment': order_moment,
          'work_day': work_day,
          'department_no': department_no
        }
      end
      ignore nulls
    ) over (
      partition by journey_no, topic_no
      order by order_moment, row_no
      rows between unbounded preceding and 1 preceding
    ) as closed
  from topical
),
after_a_close as (
  select *
  from beside
  where not is_close
    and closed is not null
    and work_day - closed.work_day <= :repeat_working_days
),
began as (
  select case_no, min({'order_moment': order_moment, 'row_no': row_no}) as first_event
  from events
  where case_no in (select case_no from after_a_close where case_no <> closed.case_no)
  group by case_no
),
in_turn as (
  select
    after_a_close.*,
    row_number() over (
      partition by after_a_close.closed.row_no
      order by after_a_close.order_moment, after_a_close.row_no
    ) as turn
  from after_a_close
  left join began on began.case_no = after_a_close.case_no
  where after_a_close.case_no = after_a_close.closed.case_no
    or began.first_event.order_moment > after_a_close.closed.order_moment
    or (
      began.first_event.order_moment = after_a_close.closed.order_moment
      and began.first_event.row_no > after_a_close.closed.row_no
    )
),
first_asks as (
  select *
  from in_turn
  where turn = 1
),
reopened as (
  select distinct first_asks.row_no
  from first_asks
  join events on events.case_no = first_asks.closed.case_no
  where events.kind = 'reopen'
    and events.acted_by = 'municipality'
    and (
      events.order_moment > first_asks.closed.order_moment
      or (events.order_moment = first_asks.closed.order_moment and events.row_no > first_asks.closed.row_no)
    )
    and (
      events.order_moment < first_asks.order_moment
      or (events.order_moment = first_asks.order_moment and events.row_no < first_asks.row_no)
    )
)
select
  'found' as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([closed.row_no, row_no]) as row_nos,
  closed.order_moment as started,
  order_moment as ended,
  work_day - closed.work_day as working_days,
  closed.department_no as from_department_no,
  department_no as to_department_no
from first_asks
where row_no not in (select row_no from reopened)
