/*
name = "department_handoff_pairs"
row = "two departments, from and to"
key = ["department_no", "to_department_no"]
role = "table"
needs = ["department"]
source = "measures.md B (department_handoffs)"
definition = """
How often work went from one department to another: neighbouring municipal events (A9) of a case with known departments that differ, events
with an unknown department skipped. Added up it is the number of department handoffs. It says that the other department acted next, not
that something was sent: a log without transfers cannot tell. Only departments: handoffs between officials are never listed by name.
"""
[title]
en = "Handoffs between departments"
nl = "Overdrachten tussen afdelingen"
[columns]
department_no = "integer; from this department"
to_department_no = "integer; to this department"
handoffs = "integer; how often"
cases = "integer; in how many cases"
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
