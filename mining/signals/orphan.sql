/*
name = "orphan"
role = "signal"
needs = ["kind", "official"]
source = "signals.md 6; measures.md A6, A9, A14, A15"
definition.en = """
An open case (A15), not suspended at the log's end, with more than 20 working days (wda, A14) between its last municipal event and the log's
end, whose owner is not known (step `still_cases`). The owner is the official of the last municipal event; if that is a transfer: the official it was
passed to. A general mailbox, a team or a system is nobody (A6). A case without any municipal event counts from its first event and is an
orphan: a request that nobody ever touched is the clearest one. With a known owner the case is a `stall`. Status `open`. The row is that last
municipal event, or the first event. Departments: the one of that last municipal event; if it is a transfer: the one that passed it on and the one
it was passed to. A case without any municipal event lies at no department.
"""
definition.nl = """
Een open zaak (A15), niet opgeschort aan het einde van het logboek, met meer dan 20 werkdagen (wda, A14) tussen haar laatste gebeurtenis
van de gemeente en het einde van het logboek, waarvan de behandelaar niet bekend is (stap `still_cases`). De behandelaar is de ambtenaar
van de laatste gebeurtenis van de gemeente. Is dat een overdracht, dan is het de ambtenaar aan wie is overgedragen. Een algemene mailbox,
een team of een systeem is niemand (A6). Een zaak zonder gebeurtenis van de gemeente telt vanaf haar eerste gebeurtenis en is een
weeszaak: een aanvraag die niemand ooit aanraakte, is de duidelijkste. Met een bekende behandelaar is de zaak een `stall`. Status
`open`. De rij is die laatste gebeurtenis van de gemeente, of de eerste gebeurtenis. De afdelingen: die van die laatste gebeurtenis van
de gemeente. Is het een overdracht, dan die overdroeg en die aan wie is overgedragen. Een zaak zonder gebeurtenis van de gemeente ligt
bij geen afdeling.
"""
[signal]
sort = "gap"
anchor = "case"
[title]
en = "Case that stands still without an owner"
nl = "Weeszaak: de zaak ligt stil zonder behandelaar"
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
where not owner_known
