/*
name = "care_callbacks"
row.en = "one callback request of a resident"
row.nl = "één terugbelverzoek van een inwoner"
key = ["row_no"]
role = "table"
needs = ["kind"]
source = "signals.md 5 (unanswered_callback); measures.md A12"
definition.en = """
Every callback request (step `callback_answers`) and whether it was kept. `in_time`: the first later outreach in the journey came within 2 working
days; `late`: it came later; `never`: none came, and at least 10 working days are over; `overdue`: none came, and more than 2 are over;
`not_yet`: there is still time. The share within the norm is of those judged: all but `not_yet`. A call that nobody wrote down counts as not made.
"""
definition.nl = """
Elk terugbelverzoek (stap `callback_answers`) en of het is nagekomen. `in_time`: het eerste latere contact door de gemeente in
de klantreis kwam binnen 2 werkdagen. `late`: het kwam later. `never`: het kwam niet, en er zijn minstens 10 werkdagen voorbij.
`overdue`: het kwam niet, en er zijn meer dan 2 werkdagen voorbij. `not_yet`: het kan nog op tijd. Het aandeel binnen de norm gaat
over wat te beoordelen is: alles behalve `not_yet`. Een gesprek dat niemand opschreef, telt als niet gevoerd.
"""
[title]
en = "Callback requests and whether they were kept"
nl = "Terugbelverzoeken en of ze zijn nagekomen"
[columns]
row_no = "integer; the row of the callback request"
case_no = "integer; the case"
journey_no = "integer; the journey"
asked = "timestamp UTC; when it was asked"
department_no = "integer; the department that took it; empty when unknown"
to_department_no = "integer; the department that was asked to call; empty when unknown"
answer_row_no = "integer; the row of the first later outreach; empty when there is none"
working_days = "integer; working days until then, or until the end of the log"
state = "text; in_time, late, never, overdue or not_yet"
judged = "boolean; its time is over or it was answered"
[columns_nl]
row_no = "de rij van het terugbelverzoek"
case_no = "de zaak"
journey_no = "de klantreis"
asked = "wanneer het gevraagd is"
department_no = "de afdeling die het aannam; leeg als die onbekend is"
to_department_no = "de afdeling die moest bellen; leeg als die onbekend is"
answer_row_no = "de rij van het eerste latere contact; leeg als het er niet is"
working_days = "werkdagen tot dan, of tot het einde van het logboek"
state = "in_time, late, never, overdue of not_yet"
judged = "de tijd is voorbij of het is beantwoord"
*/
with clocked as (
  select
    *,
    coalesce(answer_work_day, greatest((select log_end_work_day from log), work_day)) - work_day as working_days
  from callback_answers
)
select
  row_no,
  case_no,
  journey_no,
  order_moment as asked,
  department_no,
  to_department_no,
  answer_row_no,
  working_days,
  case
    when answer_row_no is not null and working_days <= :callback_working_days then 'in_time'
    when answer_row_no is not null then 'late'
    when never then 'never'
    when working_days > :callback_working_days then 'overdue'
    else 'not_yet'
  end as state,
  answer_row_no is not null or working_days > :callback_working_days as judged
from clocked
