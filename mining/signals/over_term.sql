/*
name = "over_term"
role = "signal"
needs = ["kind"]
source = "signals.md 12; measures.md A11, A14, A16, A19; Algemene termijnenwet, articles 1, 3 and 4; Awb 4:13, 4:15"
definition.en = """
A question (A19, step `questions`) that was not decided in time. Deadline: the date of the request plus 7 x weeks calendar days; 8 weeks, or
what the settings say for the topic (A16) of the request (`[terms]`, table `topic_terms`). For each suspension of the case (A14) that starts
after the request and before the answer, in order: if it starts on the deadline or earlier (moved as below), the deadline goes on by the days
from its date to the date of its end (the log's end if the case is still suspended). Last: if the term is at most 12 weeks and the deadline is a
Saturday, Sunday or holiday (A11), it moves to the next day that is none (table `term_moves`; days by royal decree where `calendar.closed_days` of the settings
names them). The move is no part of the term: a suspension is added to the deadline before it moves.
`late`: answered by a decision other than withdrawn, on a date after the deadline. `undecided`: no answer, the date of the log's end is after the
deadline, and the topic has at least one decision somewhere in the log. Unknown topics are one topic of their own. Answered by a close, or by a decision with outcome withdrawn: not judged.
Working days run from the request to the answer or the log's end, suspended days too. Rows: the request, the suspensions that extended the term
with what ended them, and the answer.
"""
definition.nl = """
Een vraag (A19, stap `questions`) waarover niet op tijd is besloten. De laatste dag is de datum van de aanvraag plus 7 x
het aantal weken, in kalenderdagen: 8 weken, of wat de instellingen zeggen voor het onderwerp (A16) van de aanvraag
(`[terms]`, tabel `topic_terms`). Daarna telt elke opschorting van de zaak (A14) die na de aanvraag en vóór het antwoord
begint, op volgorde. Begint zij op de laatste dag of eerder (verschoven zoals hieronder), dan gaat de laatste dag verder
met de dagen van haar datum tot de datum waarop zij eindigt (het einde van het logboek als de zaak nog opgeschort is).
Tot slot: is de termijn hoogstens 12 weken en is de laatste dag een zaterdag, zondag of feestdag (A11), dan wordt het de
eerste dag daarna die dat niet is (tabel `term_moves`). Dagen bij koninklijk besluit tellen mee als de
instellingen ze noemen (`calendar.closed_days`). Het verschuiven hoort niet bij de termijn: een
opschorting komt bij de laatste dag van vóór het verschuiven.
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
with judged as (
  select
    questions.*,
    coalesce(questions.topic_no, case_topics.topic_no) as of_topic_no,
    coalesce(topic_terms.weeks, :over_term_weeks) as weeks,
    questions.request_date + 7 * coalesce(topic_terms.weeks, :over_term_weeks) as term_end
  from questions
  left join case_topics on case_topics.case_no = questions.case_no
  left join topic_terms on topic_terms.topic_no = coalesce(questions.topic_no, case_topics.topic_no)
  where (
      questions.answer_row_no is null
      or (questions.answer_kind = 'decision' and questions.answer_outcome is distinct from 'withdrawn')
    )
    -- suspensions and weekends only lengthen a term
    and coalesce(questions.answer_date, (select log_end_date from log))
      > questions.request_date + 7 * coalesce(topic_terms.weeks, :over_term_weeks)
),
switches as (
  select
    case_no,
    row_no,
    order_moment,
    local_date,
    kind,
    coalesce(lag(case_no) over as_stored = case_no and lag(kind) over as_stored = 'suspend', false) as suspended
  from events
  where acted_by = 'municipality'
    and (kind in ('suspend', 'resume') or kind in ('decision', 'close', 'reopen'))  -- five in one list become a join, which mixes the rows
  window as_stored as (order by case_no, order_moment, row_no)
),
-- where a suspension begins, and where it ends: a second suspend inside it changes nothing (A14)
edges as (
  select
    *,
    coalesce(lead(case_no) over as_stored = case_no, false) as ends,
    lead(row_no) over as_stored as end_row_no,
    lead(local_date) over as_stored as end_date
  from switches
  where (kind = 'suspend') <> suspended
  window as_stored as (order by case_no, order_moment, row_no)
),
pauses as (
  select
    judged.request_row_no,
    judged.term_end,
    judged.weeks,
    edges.row_no,
    edges.order_moment,
    edges.local_date,
    case when edges.ends then edges.end_row_no end as end_row_no,
    greatest(0, case when edges.ends then edges.end_date else (select log_end_date from log) end - edges.local_date) as days
  from judged
  join edges on edges.case_no = judged.case_no
  where edges.kind = 'suspend'
    and (
      edges.order_moment > judged.request_moment
      or (edges.order_moment = judged.request_moment and edges.row_no > judged.request_row_no)
    )
    and (
      judged.answer_row_no is null
      or edges.order_moment < judged.answer_moment
      or (edges.order_moment = judged.answer_moment and edges.row_no < judged.answer_row_no)
    )
),
added as (
  select
    *,
    term_end + coalesce(sum(days) over (
      partition by request_row_no
      order by order_moment, row_no
      rows between unbounded preceding and 1 preceding
    ), 0)::integer as deadline
  from pauses
),
-- the first suspension that starts after the deadline is the last that could: nothing extends the term any more
in_time as (
  select
    added.request_row_no,
    added.row_no,
    added.end_row_no,
    added.days,
    min(
      case
        when added.local_date <= added.deadline then 1
        when added.weeks <= :over_term_moved_weeks and added.local_date <= term_moves.moved_to then 1
        else 0
      end
    ) over (
      partition by added.request_row_no
      order by added.order_moment, added.row_no
      rows between unbounded preceding and current row
    ) = 1 as counts
  from added
  left join term_moves on term_moves.local_date = added.deadline
),
extended as (
  select
    request_row_no,
    sum(days)::integer as days,
    list(row_no) as row_nos,
    list(end_row_no) as end_row_nos
  from in_time
  where counts
  group by request_row_no
),
lengthened as (
  select
    judged.*,
    judged.term_end + coalesce(extended.days, 0) as unmoved_deadline,
    list_concat(extended.row_nos, extended.end_row_nos) as pause_row_nos
  from judged
  left join extended on extended.request_row_no = judged.request_row_no
),
due as (
  select
    lengthened.*,
    case
      when lengthened.weeks <= :over_term_moved_weeks then coalesce(term_moves.moved_to, lengthened.unmoved_deadline)
      else lengthened.unmoved_deadline
    end as deadline
  from lengthened
  left join term_moves on term_moves.local_date = lengthened.unmoved_deadline
),
decided_topics as (
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
  request_row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(list_distinct(list_concat([request_row_no, answer_row_no], pause_row_nos))) as row_nos,
  request_moment as started,
  coalesce(answer_moment, (select log_end from log)) as ended,
  coalesce(answer_work_day, (select log_end_work_day from log)) - request_work_day as working_days,
  answer_department_no as from_department_no,
  null::integer as to_department_no
from due
where coalesce(answer_date, (select log_end_date from log)) > deadline
  and (
    answer_row_no is not null
    or exists (select 1 from decided_topics where decided_topics.topic_no is not distinct from due.of_topic_no)
  )
