/*
name = "department_handoff_pairs"
row.en = "two departments, from and to"
row.nl = "twee afdelingen: van en naar"
key = ["department_no", "to_department_no"]
role = "table"
needs = ["department"]
source = "measures.md B (department_handoffs)"
definition.en = """
How often work went from one department to another: neighbouring municipal events (A9) of a case with known departments that differ, events
with an unknown department skipped. Added up it is the number of department handoffs. It says that the other department acted next, not
that something was sent: a log without transfers cannot tell. Only departments: handoffs between officials are never listed by name.
"""
definition.nl = """
Hoe vaak werk van de ene afdeling naar de andere ging: twee gebeurtenissen van de gemeente (A9) na elkaar in een zaak,
met een andere bekende afdeling. Gebeurtenissen met een onbekende afdeling worden overgeslagen. Samen is dit het
aantal overdrachten tussen afdelingen.
Het zegt dat de andere afdeling daarna iets deed, niet dat er iets is verstuurd: dat is niet te zien in een logboek
zonder vastgelegde overdrachten. Alleen afdelingen: overdrachten tussen ambtenaren staan nergens op naam.
"""
[title]
en = "Handoffs between departments"
nl = "Overdrachten tussen afdelingen"
[columns]
department_no = "integer; from this department"
to_department_no = "integer; to this department"
handoffs = "integer; how often"
cases = "integer; in how many cases"
[columns_nl]
department_no = "van deze afdeling"
to_department_no = "naar deze afdeling"
handoffs = "hoe vaak"
cases = "in hoeveel zaken"
*/
with in_case as (
  select
    case_no,
    department_before_no,
    department_no,
    count(*) as handoffs
  from department_runs
  where department_before_no is not null
  group by case_no, department_before_no, department_no
)
select
  department_before_no as department_no,
  department_no as to_department_no,
  sum(handoffs)::bigint as handoffs,
  count(*) as cases
from in_case
group by department_before_no, department_no
