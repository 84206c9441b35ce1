/*
name = "over_term"
role = "signal"
needs = ["kind"]
source = "signals.md 12; measures.md A11, A14, A16, A19; Algemene termijnenwet, articles 1, 3 and 4; Awb 4:13, 4:15"
definition.en = """
A question (A19, steps `questions` and `deadlines`) that was not decided in time. Deadline: the date of the request plus 7 x weeks calendar days; 8 weeks, or
what the settings say for the topic (A16) of the request (`[terms]`, table `topic_terms`). For each suspension of the case (A14) that starts
after the request and before the answer, in order: if it starts on the deadline or earlier (moved as below), the deadline goes on by the days
from its date to the date of its end (the log's end if the case is still suspended). Last: if the term is at most 12 weeks and the deadline is a
Saturday, Sunday or holiday (A11), it moves to the next day that is none (table `term_moves`; days by royal decree where `calendar.closed_days` of the settings
names them). The move is no part of the term: a suspension is added to the deadline before it moves.
A topic that `[terms]` gives a term of a law or of a by-law (`journeys terms`) has the last day that this law gives. That moves over Saturdays, Sundays, holidays and the
days by royal decree that we know (table `legal_moves`), and not over closed days of the municipality; a term that may be put off counts as it is without that.
`late`: answered by a decision other than withdrawn, on a date after the deadline. `undecided`: no answer, the date of the log's end is after the
deadline, and the topic has at least one decision somewhere in the log. Unknown topics are one topic of their own. Answered by a close, or by a decision with outcome withdrawn: not judged.
Working days run from the request to the answer or the log's end, suspended days too. Rows: the request, the suspensions that extended the term
with what ended them, and the answer.
"""
definition.nl = """
Een vraag (A19, stappen `questions` en `deadlines`) waarover niet op tijd is besloten. De laatste dag is de datum van de aanvraag plus 7 x
het aantal weken, in kalenderdagen: 8 weken, of wat de instellingen zeggen voor het onderwerp (A16) van de aanvraag
(`[terms]`, tabel `topic_terms`). Daarna telt elke opschorting van de zaak (A14) die na de aanvraag en vóór het antwoord
begint, op volgorde. Begint zij op de laatste dag of eerder (verschoven zoals hieronder), dan gaat de laatste dag verder
met de dagen van haar datum tot de datum waarop zij eindigt (het einde van het logboek als de zaak nog opgeschort is).
Tot slot: is de termijn hoogstens 12 weken en is de laatste dag een zaterdag, zondag of feestdag (A11), dan wordt het de
eerste dag daarna die dat niet is (tabel `term_moves`). Dagen bij koninklijk besluit tellen mee als de
instellingen ze noemen (`calendar.closed_days`). Het verschuiven hoort niet bij de termijn: een
opschorting komt bij de laatste dag van vóór het verschuiven.
Een onderwerp dat in `[terms]` een termijn van een wet of verordening krijgt (`journeys terms`), heeft de laatste dag die
deze wet geeft. Die schuift over zaterdagen, zondagen, feestdagen en de dagen bij koninklijk besluit die wij kennen (tabel
`legal_moves`), en niet over sluitingsdagen van de gemeente. Een termijn die verdaagd mag worden, telt zoals zij zonder verdaging is.
`late`: een besluit met een andere uitkomst dan ingetrokken, op een datum na de laatste dag. `undecided`: geen antwoord,
de datum van het einde van het logboek ligt na de laatste dag, en het onderwerp heeft ergens in het logboek minstens één
besluit. Vragen waarvan het onderwerp onbekend is, zijn samen één onderwerp. Een afsluiting als antwoord, of een besluit met uitkomst ingetrokken: niet beoordeeld.
De werkdagen lopen van de aanvraag tot het antwoord of het einde van het logboek, met de opgeschorte dagen erbij. Rijen:
de aanvraag, de opschortingen die de termijn verlengden met wat ze beëindigde, en het antwoord.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Decided too late, or not at all"
nl = "Te laat of niet besloten"
*/
with decided_topics as (
  select distinct coalesce(events.topic_no, case_topics.topic_no) as topic_no
  from events
  left join case_topics on case_topics.case_no = events.case_no
  where events.kind = 'decision'
    and events.acted_by = 'municipality'
)
select
  case when answer_row_no is null then 'undecided' else 'late' end as status,
  journey_no,
  case_no,
  start_row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(list_distinct(list_concat([start_row_no, answer_row_no], pause_row_nos))) as row_nos,
  start_moment as started,
  coalesce(answer_moment, (select log_end from log)) as ended,
  coalesce(answer_work_day, (select log_end_work_day from log)) - start_work_day as working_days,
  answer_department_no as from_department_no,
  null::integer as to_department_no
from deadlines
where sort = 'decision'
  and coalesce(answer_date, (select log_end_date from log)) > deadline
  and (
    (answer_kind = 'decision' and answer_outcome is distinct from 'withdrawn')
    or (
      answer_row_no is null
      and exists (select 1 from decided_topics where decided_topics.topic_no is not distinct from deadlines.topic_no)
    )
  )
