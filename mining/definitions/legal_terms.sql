/*
name = "legal_terms"
row.en = "one term of a law that ran in a case"
row.nl = "één wettelijke termijn die in een zaak liep"
key = ["sort", "start_row_no"]
role = "table"
needs = ["kind"]
source = "Awb 4:13, 4:15, 4:17, 6:7, 7:10, 9:11; Woo 4.4 and 8.2; Omgevingswet 16.64; Wmo 2015 2.3.2 and 2.3.5; Wgs 4; Gemeentewet 145; Algemene termijnenwet; docs/terms.md"
definition.en = """
Every question on a topic that `[terms]` in journeys.toml gives a term of a law or a by-law, every first conversation with such a term, and every objection and complaint
(step `deadlines`). For an objection the law counts from the day after the term for objecting ended, and that from the day after the decision: without that
decision in the log nothing is judged. For a complaint: only in a case without a request or objection, for otherwise nobody can tell what ended it.
`in_time`: ended on the last day or before it. `if_extended`: after it, but in time if the term was put off as long as the law allows, or if a committee hears objections or
complaints where the settings (`[law]`) do not say whether there is one; no log tells. `late`: after that too. `running`: not ended, and the last day is
not over, or `running_if_extended` by the same measure; `overdue`: not ended and over. Not judged, with the reason: `closed` without a decision (for a
conversation: without a conversation), `withdrawn`, `no_decision` that it is against, `other_question` in the case, `no_last_day`. The day of a decision is taken as the day on which it
was made known.
Penalty (Awb 4:17), where the law knows it and a decision is known: how many days it could be due at most, and how many euros, if a notice of default had been given as early
as could be, the day after the last day; or from the notice in the log, an activity with a word of `default_notice_words`, after the last day. Two weeks after it is the day before
the first day due; the day of the decision does not count; 42 days at most. It is what it could run up to and no debt: most notices are in no log, and no penalty is
due to who was late with it or whose application had no chance. Empty where no decision is known.
"""
definition.nl = """
Elke vraag over een onderwerp dat in `[terms]` van journeys.toml een termijn van een wet of verordening krijgt, elk eerste gesprek met zo'n termijn, en elk
bezwaar en elke klacht (stap `deadlines`). Bij een bezwaar telt de wet vanaf de dag na het einde van de bezwaartermijn, en die vanaf de dag na het besluit. Staat
dat besluit niet in het logboek, dan is er geen oordeel. Een klacht: alleen in een zaak zonder aanvraag of bezwaar, want anders kan niemand zeggen wat haar beëindigde.
`in_time`: klaar op de laatste dag of ervoor. `if_extended`: erna, maar op tijd als de termijn zo lang is verdaagd als de wet toelaat, of als een commissie bezwaren of
klachten hoort terwijl de instellingen (`[law]`) niet zeggen of die er is. Geen logboek vertelt dat. `late`: ook daarna. `running`: niet klaar, en de laatste dag
is niet voorbij, of `running_if_extended` met dezelfde maat; `overdue`: niet klaar en voorbij. Niet beoordeeld, met de reden: `closed` zonder besluit (een gesprek:
zonder gesprek), `withdrawn`, `no_decision` waartegen het is, `other_question` in de zaak, `no_last_day`. De dag van een besluit geldt als de dag waarop het bekend is gemaakt.
Dwangsom (Awb 4:17), als de wet die kent en er een besluit bekend is: over hoeveel dagen die hoogstens verschuldigd kan zijn en hoeveel euro, als er zo vroeg mogelijk een
ingebrekestelling was geweest: de dag na de laatste dag. Of vanaf de ingebrekestelling in het logboek: een activiteit met een woord van `default_notice_words`, na de
laatste dag. Na twee weken begint de eerste dag; de dag van het besluit telt niet mee; hoogstens 42 dagen. Zo ver kan het oplopen: het is geen schuld. De meeste ingebrekestellingen
staan in geen logboek, en er is geen dwangsom voor wie er te laat mee was of wiens aanvraag kansloos was. Leeg als er geen besluit bekend is.
"""
[title]
en = "Terms of a law, kept or not"
nl = "Wettelijke termijnen, gehaald of niet"
[parameters]
default_notice_words = "ingebrekestel|in gebreke"
[columns]
sort = "text; decision, contact, objection or complaint"
start_row_no = "integer; the row that began it"
case_no = "integer; the case"
journey_no = "integer; the journey"
topic_no = "integer; the topic (A16); empty when unknown"
term = "text; the key of the term (journeys terms)"
started = "timestamp UTC; when it began"
counted_from = "date; the day from which the law counts; empty when unknown"
last_day = "date; the last day, suspensions added; empty when unknown"
longest_last_day = "date; the last day if it was put off as long as may be; empty when unknown"
ended = "date; when it ended; empty while it runs"
status = "text; in_time, if_extended, late, running, running_if_extended or overdue; empty when not judged"
not_judged = "text; why it is not judged; empty when it is"
decree_unknown = "boolean; the extra holidays of the year of the last day are not known, so that the term may be longer"
notice = "date; the notice of default in the log; empty when there is none after the last day"
penalty_days = "integer; days for which a penalty can be due at most; empty when there is no penalty or no decision"
penalty_euros = "integer; euros it can run up to"
penalty_euros_longest = "integer; the same if the term was put off as long as may be"
penalty_euros_before = "integer; the same by the amounts before they were indexed"
[columns_nl]
sort = "decision, contact, objection of complaint"
start_row_no = "de rij die haar begon"
case_no = "de zaak"
journey_no = "de klantreis"
topic_no = "het onderwerp (A16); leeg als het onbekend is"
term = "de sleutel van de termijn (journeys terms)"
started = "wanneer zij begon"
counted_from = "de dag vanaf welke de wet telt; leeg als die onbekend is"
last_day = "de laatste dag, met opschortingen; leeg als die onbekend is"
longest_last_day = "de laatste dag als zij zo lang mogelijk is verdaagd; leeg als die onbekend is"
ended = "wanneer zij eindigde; leeg zolang zij loopt"
status = "in_time, if_extended, late, running, running_if_extended of overdue; leeg als zij niet beoordeeld is"
not_judged = "waarom zij niet beoordeeld is; anders leeg"
decree_unknown = "de extra feestdagen van het jaar van de laatste dag zijn niet bekend, dus de termijn kan langer zijn"
notice = "de ingebrekestelling in het logboek; leeg als die er na de laatste dag niet is"
penalty_days = "dagen waarover hoogstens een dwangsom verschuldigd kan zijn; leeg als er geen dwangsom is of geen besluit"
penalty_euros = "euro's waartoe die kan oplopen"
penalty_euros_longest = "hetzelfde als de termijn zo lang mogelijk is verdaagd"
penalty_euros_before = "hetzelfde met de bedragen van voor de indexering"
[column_needs]
topic_no = ["topic"]
*/
with terms as (
  select
    *,
    case
      when deadline is null and sort = 'objection' then 'no_decision'
      when deadline is null and sort = 'complaint' then 'other_question'
      when deadline is null then 'no_last_day'
      when answer_outcome = 'withdrawn' then 'withdrawn'
      when sort in ('decision', 'objection') and answer_kind = 'close' then 'closed'
      when sort = 'contact' and answer_kind <> 'outreach' then 'closed'
    end as not_judged
  from deadlines
  where term is not null
),
notices as (
  select
    terms.sort,
    terms.start_row_no,
    min(events.local_date) as local_date
  from terms
  join events on events.case_no = terms.case_no
  join activities on activities.activity_no = events.activity_no
  where terms.penalty
    and regexp_matches(lower(activities.activity), :default_notice_words)
    and events.local_date > terms.deadline
    and events.local_date <= coalesce(terms.answer_date, (select log_end_date from log))
  group by terms.sort, terms.start_row_no
),
judged as (
  select
    terms.*,
    notices.local_date as notice,
    case
      when terms.not_judged is not null then null
      when terms.answer_date <= terms.deadline then 'in_time'
      when terms.answer_date <= terms.longest_deadline then 'if_extended'
      when terms.answer_date is not null then 'late'
      when (select log_end_date from log) <= terms.deadline then 'running'
      when (select log_end_date from log) <= terms.longest_deadline then 'running_if_extended'
      else 'overdue'
    end as status
  from terms
  left join notices on notices.sort = terms.sort and notices.start_row_no = terms.start_row_no
),
waited as (
  select
    *,
    penalty and not_judged is null and answer_row_no is not null as counts,
    answer_date - coalesce(notice, deadline + 1) as waited,
    case
      when notice <= longest_deadline then 0
      else answer_date - coalesce(notice, longest_deadline + 1)
    end as waited_longest,
    (select max(waited) from penalty_amounts) as most
  from judged
)
select
  waited.sort,
  waited.start_row_no,
  waited.case_no,
  waited.journey_no,
  waited.topic_no,
  waited.term,
  waited.start_moment as started,
  waited.day_zero as counted_from,
  waited.deadline as last_day,
  waited.longest_deadline as longest_last_day,
  waited.answer_date as ended,
  waited.status,
  waited.not_judged,
  waited.deadline is not null
    and not exists (select 1 from decree_years where decree_years.year = extract(year from waited.deadline)) as decree_unknown,
  waited.notice,
  case when waited.counts then most.days end as penalty_days,
  case when waited.counts then most.euros end as penalty_euros,
  case when waited.counts then least_amounts.euros end as penalty_euros_longest,
  case when waited.counts then most.euros_before end as penalty_euros_before
from waited
left join penalty_amounts as most on most.waited = greatest(0, least(waited.waited, waited.most))
left join penalty_amounts as least_amounts on least_amounts.waited = greatest(0, least(waited.waited_longest, waited.most))
