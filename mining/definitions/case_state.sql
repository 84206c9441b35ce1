/*
name = "case_state"
row.en = "one case with an event that opens or ends it"
row.nl = "één zaak met een gebeurtenis die de zaak opent of beëindigt"
key = ["case_no"]
role = "step"
needs = ["kind"]
source = "measures.md A8, A15"
definition.en = """
Whether a case is ended: it is ended by a decision or a close of the municipality, and open again by a later reopen of the municipality, or a
request or objection of the resident, in the same case. Only the last of these events counts. A case without any of them is open.
"""
definition.nl = """
Of een zaak afgelopen is. Een besluit of afsluiting van de gemeente beëindigt de zaak. Een latere heropening door de
gemeente, of een aanvraag of bezwaar van de inwoner in dezelfde zaak, opent de zaak weer. Alleen de laatste van deze
gebeurtenissen telt. Een zaak zonder zo'n gebeurtenis is open.
"""
[title]
en = "Open or ended"
nl = "Open of afgelopen"
[columns]
case_no = "integer; the case"
ended = "boolean; its last opening or ending event is a decision or a close"
[columns_nl]
case_no = "de zaak"
ended = "de laatste gebeurtenis die opent of beëindigt, is een besluit of een afsluiting"
*/
with turning as (
  select
    case_no,
    kind,
    lead(case_no) over as_stored as case_after
  from events
  where acted_by = case
      when kind in ('decision', 'close', 'reopen') then 'municipality'
      when kind in ('request', 'objection') then 'resident'
    end
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  case_no,
  kind in ('decision', 'close') as ended
from turning
where case_after is distinct from case_no
