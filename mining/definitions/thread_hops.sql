/*
name = "thread_hops"
row.en = "one journey with a thread of several cases"
row.nl = "één klantreis met een draad van meer zaken"
key = ["journey_no"]
role = "step"
needs = ["kind"]
source = "signals.md, Threads; measures.md A4, A9, B (hops)"
definition.en = """
Hops within threads (step `threads`): neighbouring municipal events (A9) of one thread, its cases interleaved in order (A4), whose known officials differ;
events with an unknown official are skipped and do not break the chain. Only threads of several cases stand here: in a case without a link the
hops are its handoffs. Reports about a question use threads, reports about a resident use journeys (hops).
"""
definition.nl = """
Wisselingen binnen draden (stap `threads`): gebeurtenissen van de gemeente (A9) na elkaar in één draad, de zaken door
elkaar op volgorde (A4), met een andere bekende ambtenaar. Een gebeurtenis met een onbekende ambtenaar wordt overgeslagen
en breekt de keten niet. Hier staan alleen draden van meer zaken: in een zaak zonder samenhang zijn de wisselingen gelijk
aan de overdrachten. Gaat het over een vraag, dan tellen draden; gaat het over een inwoner, dan tellen klantreizen.
"""
[title]
en = "Hops within threads"
nl = "Wisselingen binnen draden"
[columns]
journey_no = "integer; the journey"
threads = "integer; threads of several cases"
cases = "integer; the cases in them"
handoffs = "integer; handoffs between officials within those cases, added up"
hops = "integer; hops between officials within those threads, added up"
[column_needs]
handoffs = ["official"]
hops = ["official"]
*/
with acts as (
  select
    threads.thread_no,
    case_steps.official_no,
    lag(case_steps.official_no) over (
      partition by threads.thread_no
      order by case_steps.order_moment, case_steps.row_no
    ) as official_before
  from case_steps
  join threads on threads.case_no = case_steps.case_no
  where case_steps.municipal
    and case_steps.official_no is not null
),
hopped as (
  select thread_no, count(*) as hops
  from acts
  where official_no <> official_before
  group by thread_no
),
of_threads as (
  select
    threads.journey_no,
    threads.thread_no,
    count(*) as cases,
    coalesce(sum(official_handoffs.handoffs), 0) as handoffs
  from threads
  left join official_handoffs on official_handoffs.case_no = threads.case_no
  group by threads.journey_no, threads.thread_no
)
select
  of_threads.journey_no,
  count(*)::integer as threads,
  sum(of_threads.cases)::integer as cases,
  sum(of_threads.handoffs)::integer as handoffs,
  coalesce(sum(hopped.hops), 0)::integer as hops
from of_threads
left join hopped on hopped.thread_no = of_threads.thread_no
group by of_threads.journey_no
