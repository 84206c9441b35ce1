/*
name = "journey_steps"
row.en = "one municipal event of a journey of several cases"
row.nl = "één gebeurtenis van de gemeente in een klantreis van meer zaken"
key = ["journey_no", "order_moment", "row_no"]
role = "step"
source = "measures.md B (hops)"
definition.en = """
The municipal events (A9) of journeys of more than one case, with the cases interleaved, in order (A4): time, then row number. In a journey
of one case the hops are the handoffs of that case. The rows are stored in this order (window as_stored of the tables that read this).
"""
definition.nl = """
De gebeurtenissen van de gemeente (A9) in klantreizen van meer dan één zaak, met de zaken door elkaar op volgorde
(A4): tijd, dan rijnummer. In een klantreis van één zaak zijn de wisselingen gelijk aan de overdrachten van die zaak.
De rijen zijn in deze volgorde opgeslagen (window as_stored van de tabellen die dit lezen).
"""
[title]
en = "Municipal events of a journey in order"
nl = "Gebeurtenissen van de gemeente in een klantreis, op volgorde"
[columns]
journey_no = "integer; the journey"
order_moment = "timestamp UTC; the moment that orders the event"
row_no = "integer; the row"
official_no = "integer; the official; empty when unknown"
department_no = "integer; the department; empty when unknown"
[columns_nl]
journey_no = "de klantreis"
order_moment = "het tijdstip dat de volgorde bepaalt"
row_no = "de rij"
official_no = "de ambtenaar; leeg als die onbekend is"
department_no = "de afdeling; leeg als die onbekend is"
*/
with several as (
  select journey_no
  from cases
  group by journey_no
  having count(*) > 1
)
select
  journey_no,
  order_moment,
  row_no,
  official_no,
  department_no
from events
where municipal
  and (official_no is not null or department_no is not null)
  and journey_no in (select journey_no from several)
order by journey_no, order_moment, row_no
