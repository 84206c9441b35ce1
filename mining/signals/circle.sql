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
with recursive passed as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    from_department_no,
    to_department_no,
    row_number() over of_case as place,
    count(*) over (partition by case_no) as places
  from transfers
  where from_department_no is not null
  window of_case as (partition by case_no order by order_moment, row_no)
),
-- each transfer at the department that made it and at the one that it comes to
ends as (
  select case_no, from_department_no as department_no, place, place as sent_place
  from passed
  where places > 1
  union all
  select case_no, to_department_no, place, null
  from passed
  where places > 1
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
  select distinct rounds.case_no, rounds.last_place, ends.department_no
  from rounds
  join ends
    on ends.case_no = rounds.case_no
    and ends.place between rounds.first_place and rounds.last_place
  where ends.department_no <> rounds.department_no
),
wide as (
  select
    rounds.case_no,
    rounds.first_place,
    rounds.last_place,
    began.row_no as first_row_no,
    began.order_moment as first_moment,
    back.row_no as last_row_no,
    back.order_moment as last_moment,
    counted.departments
  from rounds
  join (
    select case_no, last_place, count(*) as departments
    from named
    group by case_no, last_place
    having count(*) >= :circle_departments
  ) as counted
    on counted.case_no = rounds.case_no
    and counted.last_place = rounds.last_place
  join passed as began on began.case_no = rounds.case_no and began.place = rounds.first_place
  join passed as back on back.case_no = rounds.case_no and back.place = rounds.last_place
),
steps as (
  select wide.case_no, wide.last_place, events.department_no, events.kind = 'decision' as decided
  from wide
  join events on events.case_no = wide.case_no
  where events.acted_by = 'municipality'
    and events.kind in ('work', 'outreach', 'decision', 'suspend')
    and (events.order_moment > wide.first_moment or (events.order_moment = wide.first_moment and events.row_no > wide.first_row_no))
    and (events.order_moment < wide.last_moment or (events.order_moment = wide.last_moment and events.row_no < wide.last_row_no))
),
excused as (
  select distinct case_no, last_place
  from steps
  where decided
    or department_no is null
),
did_their_part as (
  select named.case_no, named.last_place, count(distinct named.department_no) as departments
  from named
  join steps
    on steps.case_no = named.case_no
    and steps.last_place = named.last_place
    and steps.department_no = named.department_no
  group by named.case_no, named.last_place
),
whole as (
  select wide.case_no, wide.first_place, wide.last_place
  from wide
  left join excused
    on excused.case_no = wide.case_no
    and excused.last_place = wide.last_place
  left join did_their_part
    on did_their_part.case_no = wide.case_no
    and did_their_part.last_place = wide.last_place
  where excused.case_no is null
    and coalesce(did_their_part.departments, 0) < wide.departments
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
