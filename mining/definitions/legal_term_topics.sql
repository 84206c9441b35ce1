/*
name = "legal_term_topics"
row.en = "one topic with one sort of term of a law"
row.nl = "één onderwerp met één soort wettelijke termijn"
key = ["sort", "term", "topic_no"]
role = "table"
needs = ["kind"]
source = "table legal_terms"
definition.en = """
The rows of table legal_terms per topic and term. What is judged is in time, in time only if it was put off, or late; what still runs, what is over its term and what is not
judged stand beside it. Penalty: over the terms that a decision ended and to which the Awb penalty applies; what it could run up to, no debt. Empty where there is no such term.
"""
definition.nl = """
De rijen van tabel legal_terms per onderwerp en termijn. Wat beoordeeld is, is op tijd, alleen op tijd als er verdaagd is, of te laat. Wat nog loopt, wat over de termijn is en wat niet
beoordeeld is, staat ernaast. Dwangsom: over de termijnen die met een besluit eindigden en waarvoor de dwangsom van de Awb geldt. Zo ver kan het oplopen; het is geen schuld. Leeg als er geen zo'n termijn is.
"""
[title]
en = "Terms of a law per topic"
nl = "Wettelijke termijnen per onderwerp"
[columns]
sort = "text; decision, contact, objection or complaint"
term = "text; the key of the term"
topic_no = "integer; the topic; empty when unknown"
terms = "integer; terms that ran"
residents = "integer; journeys in which one ran"
in_time = "integer; ended in time"
if_extended = "integer; ended in time only if it was put off as long as may be"
late = "integer; ended too late"
running = "integer; not ended, not over its term or not if it was put off"
overdue = "integer; not ended and over its term"
not_judged = "integer; not judged"
penalty_terms = "integer; ended by a decision, where the penalty applies"
penalty_cases = "integer; of these, with at least one day for which a penalty can be due"
penalty_days = "integer; days for which it can be due at most; empty without such terms"
penalty_euros = "integer; euros it can run up to; empty without such terms"
penalty_euros_longest = "integer; the same if every term was put off as long as may be"
notices = "integer; notices of default in the log, after the last day"
[columns_nl]
sort = "decision, contact, objection of complaint"
term = "de sleutel van de termijn"
topic_no = "het onderwerp; leeg als het onbekend is"
terms = "termijnen die liepen"
residents = "klantreizen waarin er een liep"
in_time = "op tijd klaar"
if_extended = "alleen op tijd klaar als zij zo lang mogelijk is verdaagd"
late = "te laat klaar"
running = "niet klaar en niet over de termijn, of niet als zij verdaagd is"
overdue = "niet klaar en over de termijn"
not_judged = "niet beoordeeld"
penalty_terms = "met een besluit geëindigd, waar de dwangsom voor geldt"
penalty_cases = "daarvan met minstens één dag waarover een dwangsom verschuldigd kan zijn"
penalty_days = "dagen waarover die hoogstens verschuldigd kan zijn; leeg zonder zulke termijnen"
penalty_euros = "euro's waartoe die kan oplopen; leeg zonder zulke termijnen"
penalty_euros_longest = "hetzelfde als elke termijn zo lang mogelijk is verdaagd"
notices = "ingebrekestellingen in het logboek, na de laatste dag"
*/
select
  sort,
  term,
  topic_no,
  count(*)::integer as terms,
  count(distinct journey_no)::integer as residents,
  count(case when status = 'in_time' then 1 end)::integer as in_time,
  count(case when status = 'if_extended' then 1 end)::integer as if_extended,
  count(case when status = 'late' then 1 end)::integer as late,
  count(case when status in ('running', 'running_if_extended') then 1 end)::integer as running,
  count(case when status = 'overdue' then 1 end)::integer as overdue,
  count(not_judged)::integer as not_judged,
  count(penalty_days)::integer as penalty_terms,
  count(case when penalty_days > 0 then 1 end)::integer as penalty_cases,
  sum(penalty_days)::integer as penalty_days,
  sum(penalty_euros)::integer as penalty_euros,
  sum(penalty_euros_longest)::integer as penalty_euros_longest,
  count(notice)::integer as notices
from legal_terms
group by sort, term, topic_no
