/*
name = "hops"
row.en = "one journey of several cases in which the official or department changed at least once"
row.nl = "één klantreis van meer zaken, waarin de ambtenaar of afdeling minstens één keer wisselde"
key = ["journey_no"]
role = "step"
source = "measures.md B (hops)"
definition.en = """
Hops: the resident meets another official. Neighbouring municipal events (A9) of the whole journey, its cases interleaved in order (A4),
whose known officials differ; events with an unknown official are skipped and do not break the chain. Department hops: the same with known
departments. Only journeys of several cases stand here: in a journey of one case the hops are the handoffs of that case.
"""
definition.nl = """
Wisselingen: de inwoner treft een andere ambtenaar. Het zijn de keren dat twee gebeurtenissen van de gemeente (A9) na
elkaar een andere bekende ambtenaar hebben. De hele klantreis telt, met de zaken door elkaar op volgorde (A4). Een
gebeurtenis met een onbekende ambtenaar wordt overgeslagen en breekt de keten niet. Wisselingen van afdeling: hetzelfde,
met bekende afdelingen.
Hier staan alleen klantreizen van meer zaken. In een klantreis van één zaak zijn de wisselingen gelijk aan de
overdrachten van die zaak.
"""
[title]
en = "Hops in a journey"
nl = "Wisselingen in een klantreis"
[columns]
journey_no = "integer; the journey"
hops = "integer; neighbours whose known officials differ"
department_hops = "integer; neighbours whose known departments differ"
[columns_nl]
journey_no = "de klantreis"
hops = "gebeurtenissen na elkaar met een andere bekende ambtenaar"
department_hops = "gebeurtenissen na elkaar met een andere bekende afdeling"
[column_needs]
hops = ["official"]
department_hops = ["department"]
*/
with of_officials as (
  select
    journey_no,
    official_no,
    lag(journey_no) over as_stored as journey_before,
    lag(official_no) over as_stored as official_before
  from journey_steps
  where official_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), of_departments as (
  select
    journey_no,
    department_no,
    lag(journey_no) over as_stored as journey_before,
    lag(department_no) over as_stored as department_before
  from journey_steps
  where department_no is not null
  window as_stored as (order by journey_no, order_moment, row_no)
), counted as (
  select
    journey_no,
    count(*) as hops,
    0 as department_hops
  from of_officials
  where journey_before = journey_no
    and official_before <> official_no
  group by journey_no
  union all
  select
    journey_no,
    0 as hops,
    count(*) as department_hops
  from of_departments
  where journey_before = journey_no
    and department_before <> department_no
  group by journey_no
)
select
  journey_no,
  sum(hops)::integer as hops,
  sum(department_hops)::integer as department_hops
from counted
group by journey_no
