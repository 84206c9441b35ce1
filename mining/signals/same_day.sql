/*
name = "same_day"
role = "signal"
needs = ["kind", "channel"]
source = "signals.md 19; measures.md A10, A11, A19"
definition.en = """
A question (A19, step `questions`) that was answered on the date of its request, and that date is a working day (A11). The answer is a
decision with any outcome, or a close that is not `closed_unanswered`: between the resident's last ask before it (request, contact or
callback request) and the close there is outreach in the case, or that ask is a request or contact by phone, desk, visit or chat, or of an
unknown channel (A10: signal 8 lets it count as spoken). A close after a callback request or a written ask that nobody reacted to is no answer.
The condition of signal 8 is written out here for a close on the date of the ask; no decision can lie between the two.
Rows: the request and the answer.
"""
definition.nl = """
Een vraag (A19, stap `questions`) met een antwoord op de datum van de aanvraag, op een werkdag (A11). Het antwoord is
een besluit met welke uitkomst ook, of een afsluiting die geen `closed_unanswered` is: tussen de laatste vraag van de
inwoner daarvoor (aanvraag, contact of terugbelverzoek) en de afsluiting is er contact door de gemeente in de zaak, of
die vraag is een aanvraag of contact via telefoon, balie, huisbezoek of chat, of via een onbekend kanaal (A10: bij
signaal 8 telt dat als gesproken). Een afsluiting na een terugbelverzoek of een geschreven vraag waarop niemand
reageerde, is geen antwoord. De voorwaarde van signaal 8 staat hier uitgeschreven voor een afsluiting op de datum van de
vraag. Een besluit kan daar niet tussen liggen.
Rijen: de aanvraag en het antwoord.
"""
[signal]
sort = "success"
anchor = "row"
[title]
en = "Answered on the same day"
nl = "Dezelfde dag antwoord"
*/
with answered as (
  select questions.*
  from questions
  join days
    on days.local_date = questions.request_date
    and days.is_working_day
  where questions.answer_date = questions.request_date
),
-- what stands right before a close, of the resident's asks and the outreach in the case
beside as (
  select
    row_no,
    kind,
    coalesce(lag(case_no) over as_stored = case_no, false) as in_case,
    lag(kind) over as_stored as kind_before,
    lag(channel) over as_stored as channel_before
  from events
  where (kind in ('request', 'contact', 'callback_request') and acted_by = 'resident')
    or (kind in ('outreach', 'close') and acted_by = 'municipality')
  window as_stored as (order by case_no, order_moment, row_no)
),
unheard as (
  select row_no
  from beside
  where kind = 'close'
    and in_case
    and (
      kind_before = 'callback_request'
      or (kind_before in ('request', 'contact') and channel_before not in ('phone', 'desk', 'visit', 'chat'))
    )
)
select
  'found' as status,
  journey_no,
  case_no,
  request_row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([request_row_no, answer_row_no]) as row_nos,
  request_moment as started,
  answer_moment as ended,
  0 as working_days,
  answer_department_no as from_department_no,
  null::integer as to_department_no
from answered
where answer_row_no not in (select row_no from unheard)
