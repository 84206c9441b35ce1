/*
name = "departed"
role = "signal"
needs = ["kind", "official", "to_official"]
source = "signals.md 13; measures.md A6, A9, A12"
definition.en = """
A `transfer`, or a `callback_request` of the resident, meant for a known official (A6) who seems to have left. The official has at least 5 appearances
(A9) before it in the order of the whole log and none later; the log's end is at least 40 working days (wd, A12) after it; and Q >= 2 x G.
Q is the number of working days from the last appearance to the log's end, G the largest number between two neighbouring appearances of
this official: silent at least twice as long as ever before. The row itself is neither before nor after itself; an official who passes something to
himself appears there for the last time. Working days run from the row to the log's end. Row: the transfer or callback request; the
last appearance may lie in the journey of somebody else and is not named.
"""
definition.nl = """
Een overdracht, of een terugbelverzoek van de inwoner, bedoeld voor een bekende ambtenaar (A6) die vertrokken lijkt. De
ambtenaar had minstens 5 keer een optreden (A9) ervoor, op volgorde van het hele logboek, en daarna geen enkele keer. Het
einde van het logboek ligt minstens 40 werkdagen (wd, A12) later. En Q >= 2 x G: Q is het aantal werkdagen van het laatste
optreden tot het einde van het logboek, G het grootste aantal tussen twee keer een optreden na elkaar van deze
ambtenaar. Het is dus minstens twee keer zo lang stil als ooit eerder.
De rij zelf komt niet voor of na zichzelf. Wie iets aan zichzelf overdraagt, treedt daar zelf voor het laatst op. De
werkdagen lopen van de rij tot het einde van het logboek. Rij: de overdracht of het terugbelverzoek. Het laatste
optreden kan in de klantreis van iemand anders liggen en wordt niet genoemd.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Passed to somebody who seems to have left"
nl = "Doorgegeven aan iemand die vertrokken lijkt"
*/
with passed as (
  select
    row_no,
    case_no,
    journey_no,
    order_moment,
    work_day,
    department_no,
    to_department_no,
    to_official_no,
    case when appears and official_no = to_official_no then 1 else 0 end as own_appearances
  from events
  where to_official_no is not null
    and (
      (kind = 'transfer' and acted_by = 'municipality')
      or (kind = 'callback_request' and acted_by = 'resident')
    )
    and (select log_end_work_day from log) - work_day >= :departed_working_days
),
people as (
  select
    official_no,
    count(*) as appearances,
    max(order_moment) as last_moment,
    (select log_end_work_day from log) - max(work_day) as silent_working_days
  from events
  where appears
  group by official_no
),
-- the largest gap, only of the few that have been silent for so long
quiet as (
  select official_no, appearances, last_moment, silent_working_days
  from people
  where appearances >= :departed_appearances
    and silent_working_days >= :departed_working_days
    and official_no in (select to_official_no from passed)
),
seen_days as (
  select distinct official_no, work_day
  from events
  where appears
    and official_no in (select official_no from quiet)
),
beside as (
  select
    official_no,
    work_day - lag(work_day) over (partition by official_no order by work_day) as gap_working_days
  from seen_days
),
gaps as (
  select official_no, coalesce(max(gap_working_days), 0) as gap_working_days
  from beside
  group by official_no
),
silent as (
  select quiet.official_no, quiet.appearances, quiet.last_moment
  from quiet
  join gaps on gaps.official_no = quiet.official_no
  where quiet.silent_working_days >= :departed_times_longest_gap * gaps.gap_working_days
),
last_seen as (
  select silent.official_no, silent.appearances, silent.last_moment, max(events.row_no) as last_row_no
  from silent
  join events
    on events.official_no = silent.official_no
    and events.order_moment = silent.last_moment
  where events.appears
  group by silent.official_no, silent.appearances, silent.last_moment
)
select
  'found' as status,
  passed.journey_no,
  passed.case_no,
  passed.row_no as anchor_no,
  null::integer as other_anchor_no,
  [passed.row_no] as row_nos,
  passed.order_moment as started,
  (select log_end from log) as ended,
  (select log_end_work_day from log) - passed.work_day as working_days,
  passed.department_no as from_department_no,
  passed.to_department_no as to_department_no
from passed
join last_seen on last_seen.official_no = passed.to_official_no
where last_seen.appearances - passed.own_appearances >= :departed_appearances
  and (
    last_seen.last_moment < passed.order_moment
    or (last_seen.last_moment = passed.order_moment and last_seen.last_row_no <= passed.row_no)
  )
