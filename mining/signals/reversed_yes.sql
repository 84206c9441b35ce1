/*
name = "reversed_yes"
role = "signal"
needs = ["kind", "outcome"]
source = "signals.md 25; boundaries: docs/decisions/signals-of-our-own-boundaries.md"
definition.en = """
A yes that the municipality took back. A decision with outcome rejected or withdrawn, where the decision before it on the same matter (step
`decision_changes`: in the same case, or on the same known topic of the same resident before this case began) was granted, at most 12 months earlier
by the calendar: the same day of the month a year later is the last (29 February: 28 February), and no `request` of the resident came between the
two, in order (A4), in either case, or in the journey on the same topic or an unknown one (A10, A16): who asks anew gets a new answer. A request on
another topic explains nothing and does not count; a contact, an objection or a complaint is no request.
A decision is the municipality's (A8): one that the resident withdrew is not written down as a decision by the municipality, or follows a request.
A change on one date is a correction, not a reversal, in another case too.
`rejected` or `withdrawn`: the later outcome. The rows are both decisions; working days (A12) are those between them. From: the department that
granted; to: the department that took it back.
"""
definition.nl = """
Een ja dat de gemeente terugnam. Een besluit met de uitkomst afgewezen of ingetrokken, terwijl het besluit ervoor over
hetzelfde (stap `decision_changes`: in dezelfde zaak, of met hetzelfde bekende onderwerp van dezelfde inwoner voordat
deze zaak begon) toegekend was, hooguit 12 maanden eerder op de kalender. Dezelfde dag van de maand een jaar later is de
laatste (29 februari: 28 februari). En tussen de twee kwam, op volgorde (A4), geen aanvraag van de inwoner: niet in een
van beide zaken, en niet in de klantreis over hetzelfde of een onbekend onderwerp (A10, A16). Wie opnieuw vraagt, krijgt
een nieuw antwoord. Een aanvraag over een ander onderwerp verklaart niets en telt niet; een contact, bezwaar of klacht
is geen aanvraag.
Een besluit is van de gemeente (A8). Trekt de inwoner zelf iets in, dan staat dat niet als besluit van de gemeente in
het logboek, of het volgt op een aanvraag. Een verandering op één datum is een verbetering, ook in een andere zaak.
`rejected` of `withdrawn`: de latere uitkomst. De rijen zijn de twee besluiten; de werkdagen (A12) liggen ertussen. Van:
de afdeling die toekende; naar: de afdeling die het terugnam.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "A yes that was taken back"
nl = "Een ja dat is teruggenomen"
*/
with reversed as (
  select *
  from decision_changes
  where before_outcome = 'granted'
    and outcome in ('rejected', 'withdrawn')
    and local_date > before_date
    and local_date <= before_date + interval :reversed_yes_months month
),
requests as (
  select
    events.journey_no,
    events.case_no,
    events.row_no,
    events.order_moment,
    coalesce(events.topic_no, case_topics.topic_no) as topic_no
  from events
  left join case_topics on case_topics.case_no = events.case_no
  where events.kind = 'request'
    and events.acted_by = 'resident'
    and events.journey_no in (select journey_no from reversed)
),
asked_anew as (
  select distinct reversed.row_no
  from reversed
  join requests on requests.journey_no = reversed.journey_no
  where (
      requests.case_no = reversed.case_no
      or requests.case_no = reversed.before_case_no
      or requests.topic_no is null
      or reversed.topic_no is null
      or requests.topic_no = reversed.topic_no
    )
    and (
      requests.order_moment > reversed.before_moment
      or (requests.order_moment = reversed.before_moment and requests.row_no > reversed.before_row_no)
    )
    and (
      requests.order_moment < reversed.order_moment
      or (requests.order_moment = reversed.order_moment and requests.row_no < reversed.row_no)
    )
)
select
  outcome::varchar as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([before_row_no, row_no]) as row_nos,
  before_moment as started,
  order_moment as ended,
  work_day - before_work_day as working_days,
  before_department_no as from_department_no,
  department_no as to_department_no
from reversed
where row_no not in (select row_no from asked_anew)
