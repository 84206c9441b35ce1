/*
name = "tied_events"
row.en = "one municipal event that shares its moment with another, in a case or journey, for officials or departments"
row.nl = "één gebeurtenis van de gemeente met hetzelfde tijdstip als een andere, in een zaak of klantreis, voor ambtenaren of afdelingen"
key = ["block_no", "row_no"]
role = "step"
source = "measures.md, Interval of a count that depends on ties"
definition.en = """
The events whose order is not known: municipal events (A9) with a known official (department) that share case and moment, or journey and
moment for journeys of several cases, with another such event. The events of one moment are a block; blocks are numbered in order. The
values before and after a block are those of its neighbours in the order of A4.
"""
definition.nl = """
De gebeurtenissen waarvan de volgorde niet bekend is: gebeurtenissen van de gemeente (A9) met een bekende ambtenaar
(afdeling) die dezelfde zaak en een gelijk tijdstip hebben als een andere. Bij klantreizen van meer zaken: dezelfde
klantreis en een gelijk tijdstip. De gebeurtenissen van één tijdstip zijn een groep. De groepen zijn op volgorde
genummerd. De waarden voor en na een groep zijn die van haar buren op volgorde van A4.
"""
[title]
en = "Events that share a moment"
nl = "Gebeurtenissen op hetzelfde moment"
[columns]
block_no = "integer; the block: the events of one moment"
row_no = "integer; the row"
counting = "integer; 1 departments of a case, 2 officials of a case, 3 departments of a journey, 4 officials of a journey"
owner_no = "integer; the case, or the journey"
value_no = "integer; the official, or the department"
value_before = "integer; at the first event of a block: the value before the block; otherwise empty, as when there is none"
value_after = "integer; at the last event of a block: the value after the block; otherwise empty, as when there is none"
follows = "boolean; at the first event of a block: the event before it is the last of the block before"
changed = "boolean; the event before it has another value; false when there is none"
[columns_nl]
block_no = "de groep: de gebeurtenissen van één tijdstip"
row_no = "de rij"
counting = "1 afdelingen van een zaak, 2 ambtenaren van een zaak, 3 afdelingen van een klantreis, 4 ambtenaren van een klantreis"
owner_no = "de zaak of de klantreis"
value_no = "de ambtenaar of de afdeling"
value_before = "bij de eerste gebeurtenis van een groep: de waarde voor de groep; anders leeg, net als wanneer er geen is"
value_after = "bij de laatste gebeurtenis van een groep: de waarde na de groep; anders leeg, net als wanneer er geen is"
follows = "bij de eerste gebeurtenis van een groep: de gebeurtenis ervoor is de laatste van de vorige groep"
changed = "de gebeurtenis ervoor heeft een andere waarde; nee als er geen is"
*/
with departments_of_cases as (
  select
    1 as counting,
    case_no as owner_no,
    order_moment,
    row_no,
    department_no as value_no,
    lag(case_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(department_no) over as_stored as value_before,
    lead(case_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(department_no) over as_stored as value_after
  from events
  where municipal
    and department_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), officials_of_cases as (
  select
    2 as counting,
    case_no as owner_no,
    order_moment,
    row_no,
    official_no as value_no,
    lag(case_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(official_no) over as_stored as value_before,
    lead(case_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(official_no) over as_stored as value_after
  from events
  where municipal
    and official_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), departments_of_journeys as (
  select
    3 as counting,
    journey_no as owner_no,
    order_moment,
    row_no,
    department_no as value_no,
    lag(journey_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(department_no) over as_stored as value_before,
    lead(journey_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(department_no) over as_stored as value_after
  from journey_steps
  where department_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), officials_of_journeys as (
  select
    4 as counting,
    journey_no as owner_no,
    order_moment,
    row_no,
    official_no as value_no,
    lag(journey_no) over as_stored as owner_before,
    lag(order_moment) over as_stored as moment_before,
    lag(official_no) over as_stored as value_before,
    lead(journey_no) over as_stored as owner_after,
    lead(order_moment) over as_stored as moment_after,
    lead(official_no) over as_stored as value_after
  from journey_steps
  where official_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), every as (
  select *
  from departments_of_cases
  union all
  select *
  from officials_of_cases
  union all
  select *
  from departments_of_journeys
  union all
  select *
  from officials_of_journeys
), tied as (
  select
    counting,
    owner_no,
    order_moment,
    row_no,
    value_no,
    owner_before is distinct from owner_no or moment_before <> order_moment as opens_block,
    case when owner_before = owner_no then moment_before end as moment_before,
    case when owner_before = owner_no then value_before end as value_before,
    case when owner_after = owner_no and moment_after <> order_moment then value_after end as value_after,
    lag(counting) over as_stored as counting_of_row_before,
    lag(owner_no) over as_stored as owner_of_row_before,
    lag(order_moment) over as_stored as moment_of_row_before
  from every
  where (owner_before = owner_no and moment_before = order_moment)
    or (owner_after = owner_no and moment_after = order_moment)
  window as_stored as (order by counting, owner_no, order_moment, row_no)
)
select
  (count(case when opens_block then 1 end) over (
    as_stored rows between unbounded preceding and current row
  ))::integer as block_no,
  row_no,
  counting,
  owner_no,
  value_no,
  case when opens_block then value_before end as value_before,
  value_after,
  opens_block
    and coalesce(
      counting_of_row_before = counting and owner_of_row_before = owner_no and moment_of_row_before = moment_before, false
    ) as follows,
  coalesce(value_before <> value_no, false) as changed
from tied
window as_stored as (order by counting, owner_no, order_moment, row_no)
