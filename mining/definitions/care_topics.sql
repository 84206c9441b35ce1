/*
name = "care_topics"
row.en = "one topic with a question; one more row, with an empty topic, for questions without a known one"
row.nl = "één onderwerp met een vraag; en één rij met een leeg onderwerp, voor vragen zonder bekend onderwerp"
key = ["topic_no"]
role = "table"
needs = ["kind", "topic"]
source = "measures.md A16, A19; signals.md 12 (over_term)"
definition.en = """
The questions of table care_questions per topic. Median and 90th percentile are of the answered questions; open ones stand beside them.
The median is the middle value, or the mean of the two middle ones; the 90th percentile lies in a straight
line between the two values nearest to it (Hyndman and Fan 1996, type 7: PERCENTILE.INC in Excel). Within
the norm, of the questions that can be held against a norm; in time, of the questions judged against the statutory term.
"""
definition.nl = """
De vragen van tabel care_questions per onderwerp. Mediaan en 90e percentiel gaan over de beantwoorde vragen; open
vragen staan ernaast. De mediaan is de middelste waarde, of het gemiddelde van de middelste twee. Het 90e percentiel ligt naar
verhouding tussen de twee waarden die er het dichtst bij liggen (Hyndman en Fan 1996, type 7: PERCENTIEL.INC in Excel).
Binnen de norm: van de vragen die naast een norm te leggen zijn. Op tijd: van de vragen die aan de wettelijke
termijn te toetsen zijn.
"""
[title]
en = "Lead times per topic, against norm and term"
nl = "Doorlooptijden per onderwerp, naast norm en termijn"
[columns]
topic_no = "integer; the topic; empty when unknown"
questions = "integer; questions"
open_questions = "integer; questions without an answer; empty where the log does not tell that cases end (step `ends_known`)"
median_working_days = "number; half of the answered questions took at most this many working days"
p90_working_days = "number; about nine in ten of the answered questions took at most this many working days"
median_calendar_days = "number; half of the answered questions took at most this many days of 24 hours"
norm_working_days = "integer; the norm; empty when the settings give none"
norm_judged = "integer; questions that can be held against the norm"
norm_kept = "integer; of these, within the norm"
term_judged = "integer; questions that are judged against the statutory term"
term_kept = "integer; of these, decided in time"
[columns_nl]
topic_no = "het onderwerp; leeg als het onbekend is"
questions = "vragen"
open_questions = "vragen zonder antwoord; leeg als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
median_working_days = "de helft van de beantwoorde vragen duurde hooguit zoveel werkdagen"
p90_working_days = "ongeveer negen van de tien beantwoorde vragen duurden hooguit zoveel werkdagen"
median_calendar_days = "de helft van de beantwoorde vragen duurde hooguit zoveel dagen van 24 uur"
norm_working_days = "de norm; leeg als de instellingen er geen geven"
norm_judged = "vragen die naast de norm te leggen zijn"
norm_kept = "daarvan binnen de norm"
term_judged = "vragen die aan de wettelijke termijn te toetsen zijn"
term_kept = "daarvan op tijd besloten"
*/
select
  topic_no,
  count(*)::integer as questions,
  case when (select known from ends_known) then count(case when answered is null then 1 end) end::integer as open_questions,
  -- of whole numbers a 90th percentile has one decimal at most: rounding takes away the noise of the computer alone
  quantile_cont(case when answered is not null then working_days end, 0.5) as median_working_days,
  round(quantile_cont(case when answered is not null then working_days end, 0.9), 1) as p90_working_days,
  quantile_cont(case when answered is not null then calendar_days end, 0.5) as median_calendar_days,
  min(norm_working_days) as norm_working_days,
  count(within_norm)::integer as norm_judged,
  count(case when within_norm then 1 end)::integer as norm_kept,
  count(term)::integer as term_judged,
  count(case when term = 'in_time' then 1 end)::integer as term_kept
from care_questions
group by topic_no
