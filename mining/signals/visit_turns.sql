/*
name = "visit_turns"
role = "signal"
needs = ["kind", "official", "channel"]
source = "signals.md 16; measures.md A4, A6, A9, A12"
definition.en = """
The first visit of a case (A9: outreach by channel visit), after at least 5 different known officials (A6) with an appearance (A9) in that case
before it (A4), and followed by a `decision` or `close` of the municipality in that case later than it within 20 working days (wd, A12). The
visitor counts only when seen in the case before the visit. Working days run from the visit to the first such decision or close.
Rows: each official's first appearance in the case before the visit, the visit, and that decision or close.
"""
definition.nl = """
Het eerste huisbezoek van een zaak (A9: contact door de gemeente via huisbezoek), nadat in die zaak minstens 5
verschillende bekende ambtenaren (A6) een optreden (A9) hadden vóór het bezoek (A4), en met daarna in die zaak een
besluit of afsluiting van de gemeente binnen 20 werkdagen (wd, A12). Wie op bezoek gaat, telt alleen mee na een eerder
optreden in de zaak. De werkdagen lopen van het bezoek tot het eerste van die besluiten en afsluitingen.
Rijen: van elke ambtenaar het eerste optreden in de zaak vóór het bezoek, het bezoek, en dat besluit of die afsluiting.
"""
[signal]
sort = "success"
anchor = "row"
[title]
en = "Settled soon after a visit"
nl = "Kort na een huisbezoek afgerond"
*/
with visits as (
  select
    row_no,
    case_no,
    journey_no,
    order_moment,
    work_day,
    department_no,
    lag(case_no) over as_stored as case_before
  from events
  where kind = 'outreach'
    and acted_by = 'municipality'
    and channel = 'visit'
  window as_stored as (order by case_no, order_moment, row_no)
),
first_visits as (
  select *
  from visits
  where case_before is distinct from case_no
),
finished as (
  select
    first_visits.row_no,
    min({'order_moment': events.order_moment, 'row_no': events.row_no, 'work_day': events.work_day}) as finish
  from first_visits
  join events on events.case_no = first_visits.case_no
  where events.kind in ('decision', 'close')
    and events.acted_by = 'municipality'
    and events.work_day - first_visits.work_day <= :visit_turns_working_days
    and (
      events.order_moment > first_visits.order_moment
      or (events.order_moment = first_visits.order_moment and events.row_no > first_visits.row_no)
    )
  group by first_visits.row_no
),
turned as (
  select first_visits.*, finished.finish
  from first_visits
  join finished on finished.row_no = first_visits.row_no
),
hands_before as (
  select
    turned.row_no,
    events.official_no,
    min({'order_moment': events.order_moment, 'row_no': events.row_no}) as seen
  from turned
  join events on events.case_no = turned.case_no
  where events.appears
    and (
      events.order_moment < turned.order_moment
      or (events.order_moment = turned.order_moment and events.row_no < turned.row_no)
    )
  group by turned.row_no, events.official_no
),
counted as (
  select
    row_no,
    count(*) as officials,
    list(seen.row_no) as row_nos
  from hands_before
  group by row_no
)
select
  'found' as status,
  turned.journey_no,
  turned.case_no,
  turned.row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(list_concat(counted.row_nos, [turned.row_no, turned.finish.row_no])) as row_nos,
  turned.order_moment as started,
  turned.finish.order_moment as ended,
  turned.finish.work_day - turned.work_day as working_days,
  turned.department_no as from_department_no,
  null::integer as to_department_no
from turned
join counted on counted.row_no = turned.row_no
where counted.officials >= :visit_turns_officials
