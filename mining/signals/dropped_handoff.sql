/*
name = "dropped_handoff"
role = "signal"
needs = ["kind", "department", "to_department"]
source = "signals.md 1"
definition.en = """
A transfer to another known department that nobody picked up in time (step `transfers` says what became of each transfer).
`late`: the department acted, but after the allowed working days. `lost`: it has not acted, and they are over.
Working days are those of the response (`late`) or until the log's end (`lost`), without the suspended days of the case.
"""
definition.nl = """
Een overdracht aan een andere bekende afdeling die niemand op tijd oppakte (stap `transfers` zegt van elke overdracht hoe
het verder ging). `late`: de afdeling deed iets, maar na de toegestane werkdagen. `lost`: zij deed nog niets, en die
dagen zijn voorbij. Werkdagen lopen tot het antwoord (`late`) of tot het einde van het logboek (`lost`), zonder de
opgeschorte dagen van de zaak.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Transfer that nobody picked up in time"
nl = "Overdracht die niemand op tijd oppakte"
*/
select
  status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  case when status = 'late' then list_sort([row_no, answer_row_no]) else [row_no] end as row_nos,
  order_moment as started,
  case when status = 'late' then answer_moment else (select log_end from log) end as ended,
  case when status = 'late' then response_working_days else age_working_days end as working_days,
  from_department_no,
  to_department_no
from transfers
where status in ('late', 'lost')
