/*
name = "silence"
role = "signal"
needs = ["kind"]
source = "signals.md 4; measures.md A9, A12, A14"
definition.en = """
A stretch = the contacts (contact, callback request) of a resident between two neighbouring real steps (A9) of the journey, or since its start, or
until the log's end. It is a silence if the contacts fall on at least 2 different dates, and at least 10 working days d have date(first
contact) < d <= date(next real step, or the log's end), the days left out on which a case with a contact of this stretch is suspended
(A14; a day on which two of these cases are suspended is left out once). A real step in any case of the resident ends it, of any department and any
official; an automatic message, a transfer or a close does not. Status `ended`: a real step came. `open`: none came yet. The anchor is the
first contact. The rows are the contacts and the real step that ended it. No department is named: nobody's silence it is.
"""
definition.nl = """
Een stuk = de contacten (contact, terugbelverzoek) van een inwoner tussen twee inhoudelijke stappen (A9) na elkaar in de klantreis,
of sinds haar begin, of tot het einde van het logboek. Het is een stilte als de contacten op minstens 2 verschillende datums vallen, en
er minstens 10 werkdagen d zijn met datum(eerste contact) < d <= datum(volgende inhoudelijke stap, of einde van het logboek). Dagen
waarop een zaak met een contact van dit stuk is opgeschort (A14), tellen niet mee. (Zijn twee van die zaken op één dag opgeschort, dan
vervalt die dag één keer.) Een inhoudelijke stap in elke zaak van de inwoner maakt er een einde aan, van welke afdeling of medewerker ook.
Een automatisch bericht, een overdracht of een afsluiting doet dat niet. Status `ended`: er kwam een stap. `open`: nog niet. Het anker
is het eerste contact. De rijen zijn de contacten en de stap die er een einde aan maakte. Er staat geen afdeling bij: het is niemands stilte.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Silence after several contacts"
nl = "Stilte na meer contacten"
*/
with contacts as (
  select journey_no, local_date
  from events
  where acted_by = 'resident'
    and kind in ('contact', 'callback_request')
),
-- the least that a silence needs, before anything is put in order
asked_often as (
  select journey_no
  from contacts
  group by journey_no
  having date_diff('day', min(local_date), max(local_date)) + 1 >= :silence_contact_dates
),
signs as (
  select
    journey_no,
    case_no,
    row_no,
    order_moment,
    local_date,
    work_day,
    acted_by = 'resident' as is_contact
  from events
  where (
      (acted_by = 'resident' and kind in ('contact', 'callback_request'))
      or (acted_by = 'municipality' and kind in ('work', 'outreach', 'decision', 'suspend'))
    )
    and journey_no in (select journey_no from asked_often)
),
-- counted from the end, contacts have the number of the real step that they wait for
numbered as (
  select
    *,
    sum(case when is_contact then 0 else 1 end) over (
      partition by journey_no
      order by order_moment desc, row_no desc
      rows between unbounded preceding and current row
    ) as steps_to_come
  from signs
),
stretches as (
  select
    journey_no,
    steps_to_come,
    min(case when is_contact then work_day end) as first_work_day,
    coalesce(max(case when not is_contact then work_day end), (select log_end_work_day from log)) as last_work_day
  from numbered
  group by journey_no, steps_to_come
  having date_diff('day', min(case when is_contact then local_date end), max(case when is_contact then local_date end)) + 1
      >= :silence_contact_dates
    and coalesce(max(case when not is_contact then work_day end), (select log_end_work_day from log))
      - min(case when is_contact then work_day end) >= :silence_working_days
),
long as (
  select
    stretches.journey_no,
    stretches.steps_to_come,
    stretches.first_work_day,
    stretches.last_work_day,
    numbered.case_no,
    numbered.row_no,
    numbered.order_moment,
    numbered.local_date,
    numbered.is_contact
  from stretches
  join numbered
    on numbered.journey_no = stretches.journey_no
    and numbered.steps_to_come = stretches.steps_to_come
),
pauses as (
  select
    own.journey_no,
    own.steps_to_come,
    greatest(suspensions.from_work_day, own.first_work_day) as from_work_day,
    least(coalesce(suspensions.to_work_day, log.log_end_work_day), log.log_end_work_day, own.last_work_day) as to_work_day
  from (
    select distinct journey_no, steps_to_come, case_no, first_work_day, last_work_day
    from long
    where is_contact
  ) as own
  join suspensions on suspensions.case_no = own.case_no
  cross join log
  where suspensions.from_work_day < least(own.last_work_day, log.log_end_work_day)
    and least(coalesce(suspensions.to_work_day, log.log_end_work_day), log.log_end_work_day) > own.first_work_day
),
-- days that are suspended in two cases are left out once
reached as (
  select
    *,
    max(to_work_day) over (
      partition by journey_no, steps_to_come
      order by from_work_day, to_work_day
      rows between unbounded preceding and 1 preceding
    ) as reached_work_day
  from pauses
),
paused as (
  select
    journey_no,
    steps_to_come,
    sum(greatest(0, to_work_day - greatest(from_work_day, coalesce(reached_work_day, from_work_day)))) as working_days
  from reached
  group by journey_no, steps_to_come
),
told as (
  select
    journey_no,
    steps_to_come,
    min(case when is_contact then {'order_moment': order_moment, 'row_no': row_no, 'case_no': case_no} end) as first_contact,
    max(case when not is_contact then order_moment end) as ended,
    list_sort(array_agg(row_no)) as row_nos,
    max(last_work_day) - min(first_work_day) as working_days,
    count(distinct case when is_contact then local_date end) as dates
  from long
  group by journey_no, steps_to_come
)
select
  case when told.ended is null then 'open' else 'ended' end as status,
  told.journey_no,
  told.first_contact.case_no as case_no,
  told.first_contact.row_no as anchor_no,
  null::integer as other_anchor_no,
  told.row_nos,
  told.first_contact.order_moment as started,
  coalesce(told.ended, (select log_end from log)) as ended,
  (told.working_days - coalesce(paused.working_days, 0))::integer as working_days,
  null::integer as from_department_no,
  null::integer as to_department_no
from told
left join paused
  on paused.journey_no = told.journey_no
  and paused.steps_to_come = told.steps_to_come
where told.dates >= :silence_contact_dates
  and told.working_days - coalesce(paused.working_days, 0) >= :silence_working_days
