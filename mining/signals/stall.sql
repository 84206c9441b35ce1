/*
name = "stall"
role = "signal"
needs = ["kind", "official"]
source = "signals.md 6; measures.md A6, A9, A14, A15"
definition.en = """
An open case (A15), not suspended at the log's end, with more than 20 working days (wda, A14) between its last municipal event and the log's
end, whose owner is known (step `still_cases`). The owner is the official of the last municipal event; if that is a transfer: the official it was
passed to. Without a known owner (A6) the case is an `orphan`. Status `open`. The row is that last municipal event. Departments: the one of that
event; if it is a transfer: the one that passed it on and the one it was passed to.
"""
definition.nl = """
Een open zaak (A15), niet opgeschort aan het einde van het logboek, met meer dan 20 werkdagen (wda, A14) tussen haar laatste gebeurtenis
van de gemeente en het einde van het logboek, waarvan de behandelaar bekend is (stap `still_cases`). De behandelaar is de ambtenaar van
de laatste gebeurtenis van de gemeente. Is dat een overdracht, dan is het de ambtenaar aan wie is overgedragen. Zonder bekende
behandelaar (A6) is de zaak een weeszaak (`orphan`). Status `open`. De rij is die laatste gebeurtenis van de gemeente. De afdelingen:
die van deze gebeurtenis. Is het een overdracht, dan die overdroeg en die aan wie is overgedragen.
"""
[signal]
sort = "gap"
anchor = "case"
[title]
en = "Case that stands still with its owner"
nl = "De zaak ligt stil bij haar behandelaar"
*/
select
  'open' as status,
  journey_no,
  case_no,
  case_no as anchor_no,
  null::integer as other_anchor_no,
  [row_no] as row_nos,
  order_moment as started,
  (select log_end from log) as ended,
  working_days,
  from_department_no,
  to_department_no
from still_cases
where owner_known
