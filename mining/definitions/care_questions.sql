/*
name = "care_questions"
row.en = "one question: from a request until its answer"
row.nl = "één vraag: van een aanvraag tot het antwoord"
key = ["request_row_no"]
role = "table"
needs = ["kind"]
source = "measures.md A19; signals.md 12 (over_term)"
definition.en = """
Every question (step `questions`, A19) with its lead time, held against the municipality's own norm and against the statutory term. Working days run from the
request to the answer, or to the log's end while it is open; a suspension is part of it, for the resident waits on. Norm: the working days that
[norms] in journeys.toml gives for the topic; without one there is nothing to hold it against. An open question is outside the norm once the norm is over.
Term, only for what is judged there: `late` and `undecided` are those of signal over_term (with suspension and the Algemene termijnenwet), `in_time`
is a decision, other than withdrawn, that is not late. Answered by a close or withdrawn: not judged.
"""
definition.nl = """
Elke vraag (stap `questions`, A19) met haar doorlooptijd, gelegd naast de eigen norm van de gemeente en naast de wettelijke termijn.
Werkdagen lopen van de aanvraag tot het antwoord, of tot het einde van het logboek zolang de vraag open is. Een opschorting hoort
erbij: de inwoner wacht door. Norm: de werkdagen die [norms] in journeys.toml voor het onderwerp geeft. Zonder norm is er niets om
naast te leggen. Een open vraag valt buiten de norm zodra de norm voorbij is. Termijn, alleen waar die te beoordelen is: `late` en
`undecided` zijn die van signaal over_term (met opschorting en de Algemene termijnenwet), `in_time` is een besluit, anders dan
ingetrokken, dat niet te laat is. Beantwoord met een afsluiting of ingetrokken: niet beoordeeld.
"""
[title]
en = "Questions and their lead times"
nl = "Vragen en hun doorlooptijd"
[columns]
request_row_no = "integer; the row of the request"
case_no = "integer; the case"
journey_no = "integer; the journey"
topic_no = "integer; the topic (A16); empty when unknown"
requested = "timestamp UTC; when it was asked"
answered = "timestamp UTC; when it was answered; empty while it is open"
calendar_days = "number; days of 24 hours until the answer, or until the log's end"
working_days = "integer; working days until the answer, or until the log's end"
norm_working_days = "integer; the norm; empty when the settings give none"
within_norm = "boolean; within the norm; empty when there is none, or while an open question is still within it"
term = "text; in_time, late or undecided; empty when it is not judged"
[columns_nl]
request_row_no = "de rij van de aanvraag"
case_no = "de zaak"
journey_no = "de klantreis"
topic_no = "het onderwerp (A16); leeg als het onbekend is"
requested = "wanneer het gevraagd is"
answered = "wanneer het beantwoord is; leeg zolang de vraag open is"
calendar_days = "dagen van 24 uur tot het antwoord, of tot het einde van het logboek"
working_days = "werkdagen tot het antwoord, of tot het einde van het logboek"
norm_working_days = "de norm; leeg als de instellingen er geen geven"
within_norm = "binnen de norm; leeg als er geen norm is, of zolang een open vraag er nog binnen is"
term = "in_time, late of undecided; leeg als het niet te beoordelen is"
[column_needs]
topic_no = ["topic"]
*/
with asked as (
  select
    questions.*,
    coalesce(questions.topic_no, case_topics.topic_no) as of_topic_no,
    coalesce(answer_work_day, greatest((select log_end_work_day from log), request_work_day)) - request_work_day as working_days
  from questions
  left join case_topics on case_topics.case_no = questions.case_no
)
select
  asked.request_row_no,
  asked.case_no,
  asked.journey_no,
  asked.of_topic_no as topic_no,
  asked.request_moment as requested,
  asked.answer_moment as answered,
  (epoch_us(coalesce(asked.answer_moment, greatest((select log_end from log), asked.request_moment))) - epoch_us(asked.request_moment)) / 86400e6 as calendar_days,
  asked.working_days,
  topic_norms.working_days as norm_working_days,
  case
    when asked.working_days > topic_norms.working_days then false
    when asked.answer_row_no is not null and topic_norms.working_days is not null then true
  end as within_norm,
  case
    when over_term.anchor_no is not null then over_term.status
    when asked.answer_kind = 'decision' and asked.answer_outcome is distinct from 'withdrawn' then 'in_time'
  end as term
from asked
left join topic_norms on topic_norms.topic_no = asked.of_topic_no
left join over_term on over_term.anchor_no = asked.request_row_no
