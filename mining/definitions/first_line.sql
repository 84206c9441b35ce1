/*
name = "first_line"
row.en = "one department of the first line"
row.nl = "één afdeling van de eerste lijn"
key = ["department_no"]
role = "table"
needs = ["kind", "department"]
source = "glossary (department)"
definition.en = """
The first line: the departments named in the setting `first_line_departments`; when it names none of this log, the department that took most of the
residents' asks (request, contact, callback request). On a tie the one that was asked first.
"""
definition.nl = """
De eerste lijn: de afdelingen die de instelling `first_line_departments` noemt. Noemt die er geen van dit logboek, dan is het de
afdeling die de meeste vragen van inwoners aannam (aanvraag, contact, terugbelverzoek). Bij gelijke aantallen de afdeling die
het eerst een vraag aannam.
"""
[title]
en = "First line"
nl = "Eerste lijn"
[columns]
department_no = "integer; the department"
asks = "integer; asks of residents that it took"
[columns_nl]
department_no = "de afdeling"
asks = "vragen van inwoners die zij aannam"
*/
with asked as (
  select department_no, count(*)::integer as asks, min(order_moment) as first_asked, min(row_no) as first_row_no
  from events
  where acted_by = 'resident'
    and kind in ('request', 'contact', 'callback_request')
    and department_no is not null
  group by department_no
),
named as (
  select department_no
  from departments
  where department in :first_line_departments
    or lower(department) in :first_line_departments
),
busiest as (
  select department_no
  from asked
  order by asks desc, first_asked, first_row_no
  limit 1
)
select departments.department_no, coalesce(asked.asks, 0) as asks
from departments
left join asked on asked.department_no = departments.department_no
where departments.department_no in (select department_no from named)
  or (not exists (select 1 from named) and departments.department_no in (select department_no from busiest))
