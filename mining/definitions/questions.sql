/*
name = "questions"
row.en = "one question of a case: from a request until its answer"
row.nl = "één vraag in een zaak: van een aanvraag tot het antwoord"
key = ["request_row_no"]
role = "step"
needs = ["kind"]
source = "measures.md A19"
definition.en = """
Walk through a case in order (A4). A `request` of the resident starts an open question if none is open; later requests while one is open join
it. The first `decision` or `close` of the municipality after it answers it, and the next request starts a new one. The answer is empty while
the question is open.
"""
definition.nl = """
Een gang door de zaak, op volgorde (A4). Een aanvraag van de inwoner begint een open vraag als er nog geen open is.
Volgende aanvragen horen bij die vraag zolang zij open is. Het eerste besluit of de eerste afsluiting van de gemeente
daarna is het antwoord. De volgende aanvraag begint weer een nieuwe vraag. Het antwoord is leeg zolang de vraag open is.
"""
[title]
en = "Questions and their answers"
nl = "Vragen en hun antwoorden"
[columns]
request_row_no = "integer; the row of the request that started the question"
case_no = "integer; the case"
journey_no = "integer; the journey"
request_moment = "timestamp UTC; the moment that orders the request (A4)"
request_date = "date; the date of the request"
request_work_day = "integer; working days passed up to that date"
topic_no = "integer; the request's own topic; empty when unknown"
answer_row_no = "integer; the row of the answer; empty while the question is open"
answer_kind = "text; decision or close"
answer_outcome = "text; the outcome of the answer; empty when unknown"
answer_department_no = "integer; the department of the answer; empty when unknown"
answer_moment = "timestamp UTC; the moment that orders the answer"
answer_date = "date; the date of the answer"
answer_work_day = "integer; working days passed up to that date"
[columns_nl]
request_row_no = "de rij van de aanvraag waarmee de vraag begon"
case_no = "de zaak"
journey_no = "de klantreis"
request_moment = "het tijdstip dat de volgorde van de aanvraag bepaalt (A4)"
request_date = "de datum van de aanvraag"
request_work_day = "werkdagen tot en met die datum, sinds een vaste dag"
topic_no = "het eigen onderwerp van de aanvraag; leeg als het onbekend is"
answer_row_no = "de rij van het antwoord; leeg zolang de vraag open is"
answer_kind = "decision of close"
answer_outcome = "de uitkomst van het antwoord; leeg als die onbekend is"
answer_department_no = "de afdeling van het antwoord; leeg als die onbekend is"
answer_moment = "het tijdstip dat de volgorde van het antwoord bepaalt"
answer_date = "de datum van het antwoord"
answer_work_day = "werkdagen tot en met die datum, sinds een vaste dag"
*/
with turning as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    local_date,
    work_day,
    kind,
    topic_no,
    outcome,
    department_no,
    coalesce(lag(case_no) over as_stored = case_no and lag(kind) over as_stored = 'request', false) as after_a_request
  from events
  where (kind = 'request' and acted_by = 'resident')
    or (kind in ('decision', 'close') and acted_by = 'municipality')
  window as_stored as (order by case_no, order_moment, row_no)
),
-- a request that starts a question, or the answer that comes right after one
ends as (
  select
    *,
    lead(case_no) over as_stored as next_case,
    lead(row_no) over as_stored as next_row_no,
    lead(kind) over as_stored as next_kind,
    lead(outcome) over as_stored as next_outcome,
    lead(department_no) over as_stored as next_department_no,
    lead(order_moment) over as_stored as next_moment,
    lead(local_date) over as_stored as next_date,
    lead(work_day) over as_stored as next_work_day
  from turning
  where (kind = 'request') <> after_a_request
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  row_no as request_row_no,
  case_no,
  journey_no,
  order_moment as request_moment,
  local_date as request_date,
  work_day as request_work_day,
  topic_no,
  case when next_case = case_no then next_row_no end as answer_row_no,
  case when next_case = case_no then next_kind end as answer_kind,
  case when next_case = case_no then next_outcome end as answer_outcome,
  case when next_case = case_no then next_department_no end as answer_department_no,
  case when next_case = case_no then next_moment end as answer_moment,
  case when next_case = case_no then next_date end as answer_date,
  case when next_case = case_no then next_work_day end as answer_work_day
from ends
where kind = 'request'
