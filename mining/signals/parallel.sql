/*
name = "parallel"
role = "signal"
needs = ["resident", "kind", "official", "department", "to_department"]
source = "signals.md 9; measures.md A9, A11, A12, A15, A17, A18"
definition.en = """
Two cases of one known resident with different home departments (A17) that ran side by side without knowing of each other, while the resident had to
ask. All of this holds. The number of working days (A11) on which both are open is at least 20: a day d counts in a case where date(opened) < d
<= date(ended) for a stretch in which it is open (A15, step `open_stretches`; a case that is opened again has several). Neither case has a transfer
between these two departments (A18), in either direction. No known official has a municipal event (A9) in both. The resident has at least one
contact (A9: contact or callback request), complaint or objection in one of the two, on a date on which both are open (opened <= date <= ended).
Began: when the second of the two cases opened; ended: when one of the two ended for the last time, or the log's end. Working days: those on which
both are open. The first case is the one whose first event is earlier, in order (A4). From and to: the home departments of the first and the second
case. Rows: those contacts, complaints and objections.
"""
definition.nl = """
Twee zaken van één bekende inwoner met een andere thuisafdeling (A17), die naast elkaar liepen zonder van elkaar te weten,
terwijl de inwoner zelf contact moest zoeken. Dit alles geldt. Het aantal werkdagen (A11) waarop beide open zijn, is
minstens 20. Een dag d telt in een zaak als datum(open) < d <= datum(einde) voor een stuk waarin zij open is (A15, stap
`open_stretches`; een zaak die weer openging, heeft er meer). Geen van beide zaken heeft een overdracht tussen deze twee
afdelingen (A18), in welke richting ook. Geen bekende ambtenaar heeft een gebeurtenis van de gemeente (A9) in beide. De
inwoner heeft minstens één contact (A9: contact of terugbelverzoek), klacht of bezwaar in een van beide, op een datum
waarop beide open zijn (open <= datum <= einde).
Begin: toen de tweede van de twee openging. Einde: toen een van de twee voor het laatst afliep, of het einde van het
logboek. Werkdagen: die waarop beide open zijn. De eerste zaak is die met de vroegste eerste gebeurtenis, op volgorde (A4).
Van en naar: de thuisafdelingen van de eerste en de tweede zaak. Rijen: die contacten, klachten en bezwaren.
"""
[signal]
sort = "gap"
anchor = "cases"
[title]
en = "Two cases side by side"
nl = "Twee zaken naast elkaar"
*/
with homes as (
  select spans.journey_no, spans.case_no, department_handoffs.home_department_no
  from department_handoffs
  join case_spans as spans on spans.case_no = department_handoffs.case_no
),
-- two cases in one journey are of one known resident: a case without a resident is a journey of its own (A13)
journeys_of_several as (
  select journey_no
  from homes
  group by journey_no
  having min(home_department_no) <> max(home_department_no)
),
stretches as (
  select
    homes.journey_no,
    homes.case_no,
    homes.home_department_no,
    open_stretches.started,
    open_stretches.started_date,
    open_stretches.started_work_day,
    open_stretches.ended,
    open_stretches.ended_date,
    open_stretches.ended_work_day
  from homes
  join open_stretches on open_stretches.case_no = homes.case_no
  where homes.journey_no in (select journey_no from journeys_of_several)
),
contacts as (
  select case_no, row_no, local_date
  from events
  where kind in ('contact', 'callback_request', 'complaint', 'objection')
    and acted_by = 'resident'
),
troubled as (
  select
    stretches.journey_no,
    stretches.case_no,
    stretches.home_department_no,
    contacts.row_no,
    contacts.local_date
  from contacts
  join stretches on stretches.case_no = contacts.case_no
  where contacts.local_date between stretches.started_date and stretches.ended_date
),
-- once for each of its rows, though two stretches may share that date
signs as (
  select distinct
    least(troubled.case_no, other.case_no) as one_case_no,
    greatest(troubled.case_no, other.case_no) as other_case_no,
    troubled.row_no
  from troubled
  join stretches as other on other.journey_no = troubled.journey_no
  where other.case_no <> troubled.case_no
    and other.home_department_no <> troubled.home_department_no
    and troubled.local_date between other.started_date and other.ended_date
),
pairs as (
  select one_case_no, other_case_no, list(row_no) as row_nos
  from signs
  group by one_case_no, other_case_no
),
side_by_side as (
  select
    pairs.one_case_no,
    pairs.other_case_no,
    one.journey_no,
    one.home_department_no as one_department_no,
    other.home_department_no as other_department_no,
    greatest(min(one.started), min(other.started)) as started,
    least(max(one.ended), max(other.ended)) as ended,
    sum(greatest(
      0,
      least(one.ended_work_day, other.ended_work_day) - greatest(one.started_work_day, other.started_work_day)
    ))::integer as working_days
  from pairs
  join stretches as one on one.case_no = pairs.one_case_no
  join stretches as other on other.case_no = pairs.other_case_no
  group by pairs.one_case_no, pairs.other_case_no, one.journey_no, one.home_department_no, other.home_department_no
  having sum(greatest(
    0,
    least(one.ended_work_day, other.ended_work_day) - greatest(one.started_work_day, other.started_work_day)
  )) >= :parallel_working_days
),
-- the departments passed something to each other in one of the two cases
passed as (
  select distinct case_no, department_no, to_department_no
  from events
  where kind = 'transfer'
    and acted_by = 'municipality'
    and department_no <> to_department_no
),
both_ways as (
  select case_no, department_no, to_department_no
  from passed
  union
  select case_no, to_department_no, department_no
  from passed
),
known as (
  select side_by_side.one_case_no, side_by_side.other_case_no
  from side_by_side
  join both_ways
    on both_ways.case_no = side_by_side.one_case_no
    and both_ways.department_no = side_by_side.one_department_no
    and both_ways.to_department_no = side_by_side.other_department_no
  union
  select side_by_side.one_case_no, side_by_side.other_case_no
  from side_by_side
  join both_ways
    on both_ways.case_no = side_by_side.other_case_no
    and both_ways.department_no = side_by_side.one_department_no
    and both_ways.to_department_no = side_by_side.other_department_no
  union
  select side_by_side.one_case_no, side_by_side.other_case_no
  from side_by_side
  join hands as one on one.case_no = side_by_side.one_case_no
  join hands as other
    on other.case_no = side_by_side.other_case_no
    and other.official_no = one.official_no
  where one.municipal_events > 0
    and other.municipal_events > 0
),
found as (
  select side_by_side.*, list_sort(pairs.row_nos) as row_nos
  from side_by_side
  join pairs
    on pairs.one_case_no = side_by_side.one_case_no
    and pairs.other_case_no = side_by_side.other_case_no
  left join known
    on known.one_case_no = side_by_side.one_case_no
    and known.other_case_no = side_by_side.other_case_no
  where known.one_case_no is null
),
first_rows as (
  select spans.case_no, spans.started, min(events.row_no) as row_no
  from case_spans as spans
  join events
    on events.case_no = spans.case_no
    and events.order_moment = spans.started
  where spans.case_no in (select one_case_no from found union select other_case_no from found)
  group by spans.case_no, spans.started
),
-- the numbers of cases follow the file: which of the two came first is told by their first events
in_order as (
  select
    found.*,
    one.started < other.started or (one.started = other.started and one.row_no < other.row_no) as one_is_first
  from found
  join first_rows as one on one.case_no = found.one_case_no
  join first_rows as other on other.case_no = found.other_case_no
)
select
  'found' as status,
  journey_no,
  null::integer as case_no,
  case when one_is_first then one_case_no else other_case_no end as anchor_no,
  case when one_is_first then other_case_no else one_case_no end as other_anchor_no,
  row_nos,
  started,
  ended,
  working_days,
  case when one_is_first then one_department_no else other_department_no end as from_department_no,
  case when one_is_first then other_department_no else one_department_no end as to_department_no
from in_order
