/*
name = "threads"
row.en = "one case that forms a thread with another case of the same resident"
row.nl = "één zaak die met een andere zaak van dezelfde inwoner een draad vormt"
key = ["case_no"]
role = "step"
needs = ["kind"]
source = "signals.md, Threads; measures.md A4, A12, A15, A16, A18"
definition.en = """
A thread is a set of cases of one journey that are linked, directly or through others. A case without a link is a thread of its own and does not stand
here. Two cases of one journey are linked by each of:
a reference: an event of the one names the other as related case;
a transfer: a transfer in the one to a known department other than its own (own may be unknown), and the other case begins (first event) later
than it, in order (A4), at most 5 working days (A12) after it, and its first municipal event is of that department;
a topic: both have the same known topic (A16: the first known one of the case), and the later (by first event) begins while the earlier is open or at
most 20 working days after its end. Open and ended by A15, each time that it was: from its first event, and from a reopen, request or
objection while it was ended, to the first decision or close after that.
Engines: the links are followed with a recursive query, which an engine must know (Spark from 4.1 on).
"""
definition.nl = """
Een draad is een verzameling zaken van één klantreis die samenhangen, direct of via andere zaken. Een zaak zonder
samenhang is een eigen draad en staat hier niet. Twee zaken van één klantreis hangen samen door elk van deze:
- een verwijzing: een gebeurtenis van de ene noemt de andere als verwante zaak;
- een overdracht: een overdracht in de ene aan een bekende andere afdeling (de eigen mag onbekend zijn), terwijl de
  andere zaak later begint (eerste gebeurtenis, op volgorde, A4), hooguit 5 werkdagen (A12) na de overdracht, en haar
  eerste gebeurtenis van de gemeente van die afdeling is;
- een onderwerp: beide hebben hetzelfde bekende onderwerp (A16: het eerste bekende van de zaak), en de latere (naar
  eerste gebeurtenis) begint terwijl de eerdere open is of hooguit 20 werkdagen na haar einde. Open en afgelopen volgens
  A15, elke keer: vanaf de eerste gebeurtenis, en vanaf een heropening, aanvraag of bezwaar terwijl de zaak afgelopen
  was, tot het eerste besluit of de eerste afsluiting daarna.
De samenhang is gevolgd met een recursieve zoekvraag. Een database moet die kennen (Spark vanaf 4.1).
"""
[title]
en = "Threads: cases of one resident that belong together"
nl = "Draden: zaken van één inwoner die bij elkaar horen"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
thread_no = "integer; the thread: the lowest number of its cases"
*/
with recursive several as (
  select journey_no
  from cases
  group by journey_no
  having count(*) > 1
),
steps as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    municipal,
    department_no,
    passed_to_department_no,
    lag(case_no) over as_stored is distinct from case_no as first,
    last_value(case when municipal then case_no end ignore nulls) over (as_stored rows between unbounded preceding and current row)
      as acted_case_no
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
),
walked as (
  select
    *,
    lag(acted_case_no) over as_stored is distinct from case_no as no_act_before
  from steps
  window as_stored as (order by case_no, order_moment, row_no)
),
marked as (
  select *
  from walked
  where (first or passed_to_department_no is not null or (municipal and no_act_before))
    and journey_no in (select journey_no from several)
),
firsts as (
  select marked.case_no, marked.journey_no, marked.row_no, marked.order_moment, marked.work_day, case_topics.topic_no
  from marked
  left join case_topics on case_topics.case_no = marked.case_no
  where marked.first
),
-- each time that a case opens, or begins with its end; and the working day of the next end
beside as (
  select
    case_no,
    row_no,
    order_moment,
    work_day,
    state <> 'over' as opens,
    lag(case_no) over as_stored is distinct from case_no as first,
    lag(state) over as_stored = 'over' as over_before
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
),
turning as (
  select
    *,
    lead(case_no) over as_stored as next_case,
    lead(work_day) over as_stored as next_work_day
  from beside
  where first
    or opens = over_before
  window as_stored as (order by case_no, order_moment, row_no)
),
open_times as (
  select
    turning.case_no,
    firsts.journey_no,
    firsts.topic_no,
    turning.first,
    turning.order_moment,
    turning.row_no,
    turning.work_day,
    case
      when not turning.opens then turning.work_day
      when turning.next_case = turning.case_no then turning.next_work_day
      else 1000000000  -- still open
    end as end_work_day
  from turning
  join firsts on firsts.case_no = turning.case_no
  where (turning.opens or turning.first)
    and firsts.topic_no is not null
),
-- a case that is the only one of its journey on its topic has nothing to be held against
on_one_topic as (
  select journey_no, topic_no
  from firsts
  where topic_no is not null
  group by journey_no, topic_no
  having count(*) > 1
),
-- cases on one topic, by first event: one that begins when all earlier ones are over, and the days after it too, begins a new island
reached as (
  select
    case_no,
    journey_no,
    topic_no,
    order_moment,
    row_no,
    work_day,
    max(end_work_day) over (
      partition by journey_no, topic_no
      order by order_moment, row_no
      rows between unbounded preceding and 1 preceding
    ) as reached_work_day
  from open_times
  where first
    and (journey_no, topic_no) in (select journey_no, topic_no from on_one_topic)
),
islands as (
  select
    case_no,
    journey_no,
    topic_no,
    count(case when reached_work_day is null or work_day - reached_work_day > :thread_topic_working_days then 1 end) over (
      partition by journey_no, topic_no
      order by order_moment, row_no
      rows between unbounded preceding and current row
    ) as island
  from reached
),
pairs as (
  select
    case_no,
    min(case_no) over (partition by journey_no, topic_no, island) as other_case_no
  from islands
  union all
  -- open a second time
  select open_times.case_no, firsts.case_no
  from open_times
  join firsts
    on firsts.journey_no = open_times.journey_no
    and firsts.topic_no = open_times.topic_no
  where not open_times.first
    and firsts.work_day - open_times.end_work_day <= :thread_topic_working_days
    and (
      firsts.order_moment > open_times.order_moment
      or (firsts.order_moment = open_times.order_moment and firsts.row_no > open_times.row_no)
    )
  union all
  select sent.case_no, firsts.case_no
  from marked as sent
  join marked as acts
    on acts.journey_no = sent.journey_no
    and acts.department_no = sent.passed_to_department_no
  join firsts on firsts.case_no = acts.case_no
  where acts.municipal
    and acts.no_act_before
    and firsts.work_day - sent.work_day <= :thread_transfer_working_days
    and (
      firsts.order_moment > sent.order_moment
      or (firsts.order_moment = sent.order_moment and firsts.row_no > sent.row_no)
    )
  union all
  select events.case_no, events.related_case_no
  from events
  join cases on cases.case_no = events.related_case_no
  where events.related_case_no is not null
    and cases.journey_no = events.journey_no
),
links as (
  select case_no, other_case_no
  from pairs
  where case_no <> other_case_no
  union
  select other_case_no, case_no
  from pairs
  where case_no <> other_case_no
),
-- each number goes along the links to all higher numbers: the lowest that arrives names the thread
spread as (
  select case_no, case_no as thread_no
  from links
  union
  select links.other_case_no, spread.thread_no
  from spread
  join links on links.case_no = spread.case_no
  where spread.thread_no < links.other_case_no
)
select
  spread.case_no,
  cases.journey_no,
  min(spread.thread_no) as thread_no
from spread
join cases on cases.case_no = spread.case_no
group by spread.case_no, cases.journey_no
