/*
name = "landmark_comparisons"
row.en = "one circumstance (early conversation, visit) for one topic"
row.nl = "één omstandigheid (gesprek in het begin, huisbezoek) bij één onderwerp"
key = ["circumstance", "topic_no"]
role = "table"
needs = ["kind", "channel"]
source = "signals.md, successes are stories and comparisons, never norms; landmark: Anderson, Cain and Gelber (1983)"
definition.en = """
A success beside what is fair to hold it against. Of the first question (A19) of each case only those are compared that were still without an answer
when the time for the circumstance was over (the landmark), on the same topic (A16): what ended sooner had no chance to get a conversation, and would make
it look slow. `early_conversation`: a personal outreach in the case later than the request, with wd <= 5; landmark 5 working days after the
request. `visit`: an outreach by visit in the case later than the request, with wd <= 20; landmark 20 working days. Answered: by a decision or
close within 20 working days after the landmark. Only questions that could be followed that long (wd from the request to the log's end) take part.
An unknown channel is no conversation. This shows what went together, never what came of what.
"""
definition.nl = """
Een succes naast wat er eerlijk mee te vergelijken is. Van de eerste vraag (A19) van elke zaak doen alleen die mee waarop nog
geen antwoord was toen de tijd voor de omstandigheid om was (het meetpunt), bij hetzelfde onderwerp (A16). Wat eerder klaar
was, had geen kans op een gesprek, en zou het gesprek traag doen lijken. `early_conversation`: persoonlijk contact door de
gemeente in de zaak na de aanvraag, met wd <= 5; meetpunt 5 werkdagen na de aanvraag. `visit`: een huisbezoek in de zaak na
de aanvraag, met wd <= 20; meetpunt 20 werkdagen. Beantwoord: met een besluit of afsluiting binnen 20 werkdagen na het
meetpunt. Alleen vragen die zo lang gevolgd konden worden (wd van de aanvraag tot het einde van het logboek) doen mee. Een
onbekend kanaal is geen gesprek. Dit laat zien wat samenging, nooit wat waaruit volgde.
"""
[title]
en = "Conversations and visits, held against the same topic"
nl = "Gesprekken en huisbezoeken, vergeleken bij hetzelfde onderwerp"
[columns]
circumstance = "text; early_conversation or visit"
topic_no = "integer; the topic; empty when unknown"
questions = "integer; questions that were still open at the landmark and could be followed"
with_it = "integer; of these, the ones with the circumstance by then"
with_it_answered = "integer; of those, the ones answered within the next 20 working days"
without_it = "integer; the ones without it"
without_it_answered = "integer; of those, the ones answered within the next 20 working days"
share = "share; part of the questions with the circumstance"
share_answered_with_it = "share; empty when there is none"
share_answered_without_it = "share; empty when there is none"
[columns_nl]
circumstance = "early_conversation (gesprek in het begin) of visit (huisbezoek)"
topic_no = "het onderwerp; leeg als het onbekend is"
questions = "vragen die op het meetpunt nog openstonden en gevolgd konden worden"
with_it = "vragen daarvan waarbij de omstandigheid er toen was"
with_it_answered = "vragen daarvan met een antwoord binnen de 20 werkdagen daarna"
without_it = "vragen zonder de omstandigheid"
without_it_answered = "vragen daarvan met een antwoord binnen de 20 werkdagen daarna"
share = "deel van de vragen met de omstandigheid"
share_answered_with_it = "leeg als er geen is"
share_answered_without_it = "leeg als er geen is"
*/
with counted as (
  select
    circumstance,
    topic_no,
    count(*) as questions,
    count(case when has_it then 1 end) as with_it,
    count(case when has_it and answered_in_time then 1 end) as with_it_answered,
    count(case when not has_it then 1 end) as without_it,
    count(case when not has_it and answered_in_time then 1 end) as without_it_answered
  from landmark_questions
  group by circumstance, topic_no
)
select
  circumstance,
  topic_no,
  questions::integer as questions,
  with_it::integer as with_it,
  with_it_answered::integer as with_it_answered,
  without_it::integer as without_it,
  without_it_answered::integer as without_it_answered,
  with_it / questions::double as share,
  with_it_answered / nullif(with_it, 0)::double as share_answered_with_it,
  without_it_answered / nullif(without_it, 0)::double as share_answered_without_it
from counted
