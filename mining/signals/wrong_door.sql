/*
name = "wrong_door"
role = "signal"
needs = ["kind", "department", "to_department"]
source = "signals.md 22; boundaries: docs/decisions/signals-of-our-own-boundaries.md"
definition.en = """
A question that came in at the wrong door: the first departments only pass it on. Of a case, take the transfers between departments (A18) before
its first real step (A9, of any department, also an unknown one) or its first close, whichever comes first in order (A4); where there is neither, up to
the log's end. The departments that passed it on are counted once each.
Found if at least 2 different departments passed it on; at least 3 when the first of them is the contact centre, whose work it is
to pass on: a department whose name has a word, or words, that begin with `kcc`, `klantcontact`, `klant contact`, `contactcentrum`,
`contact centrum`, `contactcenter`, `contact center`, `contact centre` or `callcenter` (setting).
`taken`: a real step came; `closed`: a close came first; `open`: neither (and the first transfer is not after a log's end that
the settings name). The rows are these transfers and the real step or close; from the first of the transfers to that step or close, or to the log's end, in working days (A12). From: the first department that passed it on; to: the
department of the real step or close.
"""
definition.nl = """
Een vraag die bij de verkeerde deur binnenkwam: de eerste afdelingen geven haar alleen door. Neem van een zaak de
overdrachten tussen afdelingen (A18) vóór haar eerste echte stap (A9, van welke afdeling ook, ook een onbekende) of haar
eerste afsluiting, wat op volgorde (A4) eerder komt; zijn die er niet, dan tot het einde van het logboek. De afdelingen
die doorgaven, tellen elk één keer.
Het is een signaal als minstens 2 verschillende afdelingen doorgaven. Het zijn er minstens 3 als de eerste het
klantcontactcentrum is, dat doorgeven als werk heeft: een afdeling met in de naam een woord, of woorden, met het begin
`kcc`, `klantcontact`, `klant contact`, `contactcentrum`, `contact centrum`, `contactcenter`, `contact center`,
`contact centre` of `callcenter` (instelling).
`taken`: er kwam een echte stap; `closed`: er kwam eerst een afsluiting; `open`: geen van beide (en de eerste overdracht
ligt niet na een einde van het logboek dat de instellingen noemen). De rijen zijn deze
overdrachten en de echte stap of de afsluiting. Het loopt van de eerste overdracht tot die stap of afsluiting, of tot
het einde van het logboek, in werkdagen (A12). Van: de eerste afdeling die doorgaf; naar: de afdeling van de echte stap
of de afsluiting.
"""
[signal]
sort = "gap"
anchor = "case"
[title]
en = "Came in at the wrong door"
nl = "Bij de verkeerde deur binnengekomen"
*/
with between_departments as (
  select case_no, journey_no, row_no, order_moment, work_day, department_no
  from events
  where kind = 'transfer'
    and acted_by = 'municipality'
    and department_no <> to_department_no
),
-- the least that it takes, before anything is put in order
passing as (
  select case_no
  from between_departments
  group by case_no
  having count(distinct department_no) >= least(:wrong_door_departments, :wrong_door_contact_centre_departments)
),
settled as (
  select
    case_no,
    min({
      'order_moment': order_moment,
      'row_no': row_no,
      'work_day': work_day,
      'department_no': department_no,
      'is_close': kind = 'close'
    }) as event
  from events
  where acted_by = 'municipality'
    and (kind in ('work', 'outreach') or kind in ('decision', 'suspend') or kind = 'close')
    and case_no in (select case_no from passing)
  group by case_no
),
several as (
  select
    between_departments.case_no,
    min({
      'order_moment': between_departments.order_moment,
      'row_no': between_departments.row_no,
      'work_day': between_departments.work_day,
      'department_no': between_departments.department_no,
      'journey_no': between_departments.journey_no
    }) as first_transfer,
    list_sort(array_agg(between_departments.row_no)) as row_nos,
    count(distinct between_departments.department_no) as doors
  from between_departments
  join passing on passing.case_no = between_departments.case_no
  left join settled on settled.case_no = between_departments.case_no
  where settled.event is null
    or between_departments.order_moment < settled.event.order_moment
    or (between_departments.order_moment = settled.event.order_moment and between_departments.row_no < settled.event.row_no)
  group by between_departments.case_no
),
contact_centres as (
  select department_no
  from departments
  where regexp_matches(lower(department), '(^|[^a-z0-9])(' || :contact_centre_words || ')')
),
wrong as (
  select *
  from several
  where doors >= case
    when first_transfer.department_no in (select department_no from contact_centres) then :wrong_door_contact_centre_departments
    else :wrong_door_departments
  end
)
select
  case when settled.event is null then 'open' when settled.event.is_close then 'closed' else 'taken' end as status,
  wrong.first_transfer.journey_no as journey_no,
  wrong.case_no,
  wrong.case_no as anchor_no,
  null::integer as other_anchor_no,
  case when settled.event is null then wrong.row_nos else list_sort(list_append(wrong.row_nos, settled.event.row_no)) end as row_nos,
  wrong.first_transfer.order_moment as started,
  coalesce(settled.event.order_moment, (select log_end from log)) as ended,
  coalesce(settled.event.work_day, (select log_end_work_day from log)) - wrong.first_transfer.work_day as working_days,
  wrong.first_transfer.department_no as from_department_no,
  settled.event.department_no as to_department_no
from wrong
left join settled on settled.case_no = wrong.case_no
where settled.event is not null
  or wrong.first_transfer.order_moment <= (select log_end from log)
