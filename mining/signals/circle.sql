/*
name = "circle"
role = "signal"
needs = ["kind", "department", "to_department"]
source = "signals.md 3; measures.md A9, A10, A18"
definition.en = """
A walk through the transfers between departments (A18) of one case, in order (A4). At a transfer to department X, take the latest earlier transfer
that X made itself. P = the departments other than X that the transfers from the one up to and including the other name, as sender or
receiver. It is a circle if P holds at least 2 departments, there is no decision in the case between the two transfers, and at least one
department of P has no real step (A9) in the case between them. (A round of advice in which everyone did their part is not a circle.) One
real step of an unknown department counts for all of P (A10).
A circle that was found uses up its transfers: the walk goes on after it, and looks back no further than its last transfer. Found circles do
not overlap. The anchor is the transfer that comes back to X; the rows are the transfers from the one to the other. Departments are those of
the first: X had the question, and the first it was passed to. Working days run from the first to the last (wd, A12).
Engines: `with recursive` takes the circles of a case one after the other.
"""
definition.nl = """
Een gang langs de overdrachten tussen afdelingen (A18) van één zaak, op volgorde (A4). Neem bij een overdracht aan afdeling X de
laatste eerdere overdracht die X zelf deed. P = de andere afdelingen dan X die de overdrachten van de ene tot en met de andere noemen,
als afzender of als ontvanger. Het is een cirkel als P minstens 2 afdelingen telt, er tussen die twee overdrachten geen besluit in de
zaak is, en minstens één afdeling van P daartussen geen inhoudelijke stap (A9) in de zaak heeft. (Een adviesronde waarin iedereen zijn
deel deed, is geen cirkel.) Eén inhoudelijke stap van een onbekende afdeling telt voor heel P (A10).
Een gevonden cirkel verbruikt haar overdrachten: de gang gaat erna verder en kijkt niet verder terug dan haar laatste overdracht.
Gevonden cirkels overlappen elkaar niet. Het anker is de overdracht die bij X terugkomt. De rijen zijn de overdrachten van de eerste tot
en met de laatste. De afdelingen zijn die van de eerste: X had de vraag, en daarna de eerste aan wie is overgedragen. Werkdagen
lopen van de eerste tot de laatste (wd, A12).
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Round in a circle"
nl = "In een cirkel rond"
*/
with recursive several as (
  select case_no
  from transfers
  where from_department_no is not null
  group by case_no
  having count(*) > 1
),
passed as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    from_department_no,
    to_department_no,
    row_number() over of_case as place
  from transfers
  where from_department_no is not null
    and case_no in (select case_no from several)
  window of_case as (partition by case_no order by order_moment, row_no)
),
-- each transfer at the department that made it and at the one that it comes to
ends as (
  select case_no, from_department_no as department_no, place, place as sent_place
  from passed
  union all
  select case_no, to_department_no, place, null
  from passed
),
looked_back as (
  select
    case_no,
    department_no,
    place as last_place,
    sent_place,
    max(sent_place) over (
      partition by case_no, department_no
      order by place
      rows between unbounded preceding and 1 preceding
    ) as first_place
  from ends
),
rounds as (
  select case_no, department_no, first_place, last_place
  from looked_back
  where sent_place is null
    and first_place is not null
),
named as (
  select distinct rounds.case_no, rounds.first_place, rounds.last_place, ends.department_no
  from rounds
  join ends
    on ends.case_no = rounds.case_no
    and ends.place between rounds.first_place and rounds.last_place
  where ends.department_no <> rounds.department_no
),
wide as (
  select case_no, last_place
  from named
  group by case_no, last_place
  having count(*) >= :circle_departments
),
asked as (
  select
    named.case_no,
    named.department_no,
    named.first_place,
    named.last_place,
    began.order_moment as first_moment,
    began.row_no as first_row_no,
    back.order_moment,
    back.row_no
  from named
  join wide
    on wide.case_no = named.case_no
    and wide.last_place = named.last_place
  join passed as began
    on began.case_no = named.case_no
    and began.place = named.first_place
  join passed as back
    on back.case_no = named.case_no
    and back.place = named.last_place
),
places as (
  select distinct case_no, department_no
  from asked
),
-- the returns and the real steps of each department that was named; a decision, or a step of an unknown department, is one of all of them
acts as (
  select case_no, department_no, order_moment, row_no, first_place, last_place, first_moment, first_row_no, true as is_return
  from asked
  union all
  select
    places.case_no,
    places.department_no,
    events.order_moment,
    events.row_no,
    null,
    null,
    null,
    null,
    false
  from places
  join events
    on events.case_no = places.case_no
    and (events.kind = 'decision' or coalesce(events.department_no, places.department_no) = places.department_no)
  where events.acted_by = 'municipality'
    and events.kind in ('work', 'outreach', 'decision', 'suspend')
),
looked_at as (
  select
    *,
    last_value(case when not is_return then {'order_moment': order_moment, 'row_no': row_no} end ignore nulls) over (
      partition by case_no, department_no
      order by order_moment, row_no
      rows between unbounded preceding and current row
    ) as last_step
  from acts
),
-- at least one department that was named did nothing since
whole as (
  select distinct case_no, first_place, last_place
  from looked_at
  where is_return
    and (
      last_step is null
      or last_step.order_moment < first_moment
      or (last_step.order_moment = first_moment and last_step.row_no < first_row_no)
    )
),
-- the walk: after each circle the one that is complete first among those that begin later
edges as (
  select case_no, last_place as place, null::bigint as ends_at
  from whole
  union all
  select case_no, first_place, last_place
  from whole
),
following as (
  select
    case_no,
    place,
    ends_at,
    min(ends_at) over (
      partition by case_no
      order by place
      range between 1 following and unbounded following
    ) as next_place
  from edges
),
taken as (
  select case_no, min(last_place) as last_place
  from whole
  group by case_no
  union all
  select following.case_no, following.next_place
  from taken
  join following
    on following.case_no = taken.case_no
    and following.place = taken.last_place
  where following.ends_at is null
    and following.next_place is not null
),
circles as (
  select whole.case_no, whole.first_place, whole.last_place
  from taken
  join whole
    on whole.case_no = taken.case_no
    and whole.last_place = taken.last_place
)
select
  'found' as status,
  min(passed.journey_no) as journey_no,
  circles.case_no,
  max(case when passed.place = circles.last_place then passed.row_no end) as anchor_no,
  null::integer as other_anchor_no,
  list_sort(array_agg(passed.row_no)) as row_nos,
  min(passed.order_moment) as started,
  max(passed.order_moment) as ended,
  max(passed.work_day) - min(passed.work_day) as working_days,
  max(case when passed.place = circles.first_place then passed.from_department_no end) as from_department_no,
  max(case when passed.place = circles.first_place then passed.to_department_no end) as to_department_no
from circles
join passed
  on passed.case_no = circles.case_no
  and passed.place between circles.first_place and circles.last_place
group by circles.case_no, circles.first_place, circles.last_place
