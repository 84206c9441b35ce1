/*
name = "open_stretches"
row.en = "one stretch in which a case was open"
row.nl = "één stuk waarin een zaak open was"
key = ["case_no", "reopened_row_no"]
role = "step"
needs = ["kind"]
source = "measures.md A8, A15"
definition.en = """
A case is open from its first event until the first decision or close of the municipality, and again from a later reopen of the municipality, or
request or objection of the resident, in the same case, until the next decision or close; otherwise until the log's end. A decision or close of
a case that is ended already changes nothing. Stretches of a case do not overlap; they may share a date.
"""
definition.nl = """
Een zaak is open van de eerste gebeurtenis tot het eerste besluit of de eerste afsluiting van de gemeente. Een latere
heropening door de gemeente, of een aanvraag of bezwaar van de inwoner in dezelfde zaak, opent de zaak weer, tot het
volgende besluit of de volgende afsluiting. Komt die niet, dan is de zaak open tot het einde van het logboek. Een besluit
of afsluiting van een zaak die al afgelopen is, verandert niets. Stukken van een zaak overlappen elkaar niet; ze kunnen
wel een datum delen.
"""
[title]
en = "When a case was open"
nl = "Wanneer een zaak open was"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
reopened_row_no = "integer; the row that opened it again; 0 for the stretch from the first event of the case"
started = "timestamp UTC; the event that opened it"
started_date = "date; its date"
started_work_day = "integer; working days passed up to that date"
ended_row_no = "integer; the row that ended it; empty while it is open"
ended = "timestamp UTC; the event that ended it; the log's end while it is open"
ended_date = "date; its date"
ended_work_day = "integer; working days passed up to that date"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
reopened_row_no = "de rij waarmee de zaak weer openging; 0 voor het stuk vanaf de eerste gebeurtenis van de zaak"
started = "de gebeurtenis waarmee het begon"
started_date = "de datum daarvan"
started_work_day = "werkdagen tot en met die datum, sinds een vaste dag"
ended_row_no = "de rij waarmee het ophield; leeg zolang de zaak open is"
ended = "de gebeurtenis waarmee het ophield; het einde van het logboek zolang de zaak open is"
ended_date = "de datum daarvan"
ended_work_day = "werkdagen tot en met die datum, sinds een vaste dag"
*/
with turning as (
  select
    case_no,
    row_no,
    order_moment,
    local_date,
    work_day,
    kind in ('decision', 'close') as ends,
    coalesce(lag(case_no) over as_stored = case_no and lag(kind) over as_stored in ('decision', 'close'), false) as ended_before
  from events
  where (kind in ('decision', 'close', 'reopen') and acted_by = 'municipality')
    or (kind in ('request', 'objection') and acted_by = 'resident')
  window as_stored as (order by case_no, order_moment, row_no)
),
-- what changes it, by turns: an end, an opening, an end ...
changes as (
  select
    *,
    coalesce(lead(case_no) over as_stored = case_no, false) as goes_on,
    lead(row_no) over as_stored as next_row_no,
    lead(order_moment) over as_stored as next_moment,
    lead(local_date) over as_stored as next_date,
    lead(work_day) over as_stored as next_work_day,
    coalesce(lag(case_no) over as_stored = case_no, false) as is_later
  from turning
  where ends <> ended_before
  window as_stored as (order by case_no, order_moment, row_no)
),
first_ends as (
  select *
  from changes
  where not is_later
),
stretches as (
  select
    spans.case_no,
    spans.journey_no,
    0 as reopened_row_no,
    spans.started,
    spans.first_date as started_date,
    spans.first_work_day as started_work_day,
    first_ends.row_no as ended_row_no,
    first_ends.order_moment as ended,
    first_ends.local_date as ended_date,
    first_ends.work_day as ended_work_day
  from case_spans as spans
  left join first_ends on first_ends.case_no = spans.case_no
  union all
  select
    changes.case_no,
    spans.journey_no,
    changes.row_no,
    changes.order_moment,
    changes.local_date,
    changes.work_day,
    case when changes.goes_on then changes.next_row_no end,
    case when changes.goes_on then changes.next_moment end,
    case when changes.goes_on then changes.next_date end,
    case when changes.goes_on then changes.next_work_day end
  from changes
  join case_spans as spans on spans.case_no = changes.case_no
  where not changes.ends
)
select
  case_no,
  journey_no,
  reopened_row_no,
  started,
  started_date,
  started_work_day,
  ended_row_no,
  coalesce(ended, (select log_end from log)) as ended,
  coalesce(ended_date, (select log_end_date from log)) as ended_date,
  coalesce(ended_work_day, (select log_end_work_day from log)) as ended_work_day
from stretches
