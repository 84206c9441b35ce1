/*
name = "care_pickups"
row.en = "one transfer by the first line to another department"
row.nl = "één overdracht door de eerste lijn aan een andere afdeling"
key = ["row_no"]
role = "table"
needs = ["kind", "department", "to_department"]
source = "signals.md 1 (transfers); measures.md A12, A14"
definition.en = """
Every transfer by the first line (table first_line) to a known other department, and how many working days it took until that department acted,
without the suspended days of the case (step `transfers`). `picked_up`: it acted. `elsewhere`: before it acted the question was passed to another
department or decided; it is followed until then. `waiting`: it has not acted; it is followed until the log's end. The curve of the time until pick up is
Kaplan-Meier: `elsewhere` and `waiting` are followed as long as they could be, and never counted as picked up.
"""
definition.nl = """
Elke overdracht door de eerste lijn (tabel first_line) aan een bekende andere afdeling, en na hoeveel werkdagen die afdeling iets
deed, zonder de opgeschorte dagen van de zaak (stap `transfers`). `picked_up`: zij deed iets. `elsewhere`: voordat zij iets deed ging
de vraag naar weer een andere afdeling of kwam er een besluit; de vraag is gevolgd tot dat moment. `waiting`: zij deed nog niets; de
vraag is gevolgd tot het einde van het logboek. De kromme van de tijd tot oppakken is die van Kaplan en Meier: `elsewhere` en
`waiting` tellen mee zolang ze te volgen waren, en nooit als opgepakt.
"""
[title]
en = "Pick up by the second line"
nl = "Oppakken door de tweede lijn"
[columns]
row_no = "integer; the row of the transfer"
case_no = "integer; the case"
journey_no = "integer; the journey"
passed = "timestamp UTC; when it was passed on"
from_department_no = "integer; the department of the first line"
to_department_no = "integer; the department it was passed to"
answer_row_no = "integer; the row with which that department acted; empty when it did not"
working_days = "integer; working days until it acted, or for as long as it could be followed"
state = "text; picked_up, elsewhere or waiting"
[columns_nl]
row_no = "de rij van de overdracht"
case_no = "de zaak"
journey_no = "de klantreis"
passed = "wanneer de vraag is doorgegeven"
from_department_no = "de afdeling van de eerste lijn"
to_department_no = "de afdeling die de vraag kreeg"
answer_row_no = "de rij waarmee die afdeling iets deed; leeg als dat niet gebeurde"
working_days = "werkdagen tot zij iets deed, of zolang de vraag te volgen was"
state = "picked_up, elsewhere of waiting"
*/
select
  row_no,
  case_no,
  journey_no,
  order_moment as passed,
  from_department_no,
  to_department_no,
  case when other_row_no is null then answer_row_no end as answer_row_no,
  case
    when other_row_no is not null then other_working_days
    when answer_row_no is not null then response_working_days
    else age_working_days
  end as working_days,
  case
    when other_row_no is not null then 'elsewhere'
    when answer_row_no is not null then 'picked_up'
    else 'waiting'
  end as state
from transfers
where from_department_no in (select department_no from first_line)
