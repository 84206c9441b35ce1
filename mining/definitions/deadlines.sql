/*
name = "deadlines"
row.en = "one term that ran in a case: from what began it until what ended it"
row.nl = "één termijn die in een zaak liep: van wat haar begon tot wat haar beëindigde"
key = ["sort", "start_row_no"]
role = "step"
needs = ["kind"]
source = "signals.md 12; measures.md A11, A14, A16, A19; Algemene termijnenwet, articles 1, 3 and 4; Awb 4:13, 4:15, 6:7, 7:10, 9:11; Wgs 4"
definition.en = """
Every term whose last day matters. Of questions (A19, step `questions`): those that were not answered within their calendar days, for the others are in time;
and every question on a topic that `[terms]` gives a term of a law (table `topic_law`). Where the log has them: objections and complaints, and first
conversations for a topic with a term for those.
Question: weeks of the topic (`topic_terms`), otherwise 8; or the last day that the law gives (`legal_days`). Ended by its answer.
First conversation: from a request until the first later outreach of the municipality in the case by phone, desk or visit, or by an unknown channel (A10);
without one, a decision or close ends it.
Objection: from an objection until the first later decision or close in the case; objections that share one are one term. Its last day counts from the day after
the term for objecting ended, and that from the day after the decision: the last decision before it in the case, otherwise in its related case. A decision that is not in the
log: no last day.
Complaint: from a complaint until the first later decision or close in the case, counted from its day. Where the case has a request or an objection too, nobody can tell
what ended the complaint: no last day.
The last day goes on by the days of suspensions as in signal over_term (not for first conversations and complaints) and then moves, where the term moves at all: over
`term_moves`, for a term of a law over `legal_moves`. `longest_deadline`: the same with all that a law allows to put it off; a suspension that begins
after the last day, but not after the one that was put off, is added to that one alone.
"""
definition.nl = """
Elke termijn waarvan de laatste dag ertoe doet. Van vragen (A19, stap `questions`): de vragen die niet binnen hun kalenderdagen beantwoord
zijn, want de andere zijn op tijd; en elke vraag over een onderwerp dat in `[terms]` een termijn van een wet krijgt (tabel `topic_law`). Als
het logboek ze heeft: bezwaren en klachten, en eerste gesprekken bij een onderwerp met een termijn daarvoor.
Vraag: de weken van het onderwerp (`topic_terms`), anders 8; of de laatste dag die de wet geeft (`legal_days`). Het antwoord beëindigt haar.
Eerste gesprek: van een aanvraag tot het eerste latere contact door de gemeente in de zaak per telefoon, aan de balie of thuis, of via een
onbekend kanaal (A10). Komt dat niet, dan eindigt het bij een besluit of afsluiting.
Bezwaar: van een bezwaar tot het eerste latere besluit of de eerste latere afsluiting in de zaak; bezwaren met hetzelfde einde zijn één termijn.
De laatste dag telt vanaf de dag na het einde van de bezwaartermijn, en die vanaf de dag na het besluit: het laatste besluit ervoor in de zaak,
anders in de gerelateerde zaak. Staat dat besluit niet in het logboek, dan is er geen laatste dag.
Klacht: van een klacht tot het eerste latere besluit of de eerste latere afsluiting in de zaak, geteld vanaf haar dag. Heeft de zaak ook een
aanvraag of bezwaar, dan kan niemand zeggen wat de klacht beëindigde: er is geen laatste dag.
De laatste dag gaat verder met de dagen van opschortingen zoals in signaal over_term (niet bij eerste gesprekken en klachten) en verschuift
daarna, als de termijn verschuift: over `term_moves`, bij een termijn van een wet over `legal_moves`. `longest_deadline`: hetzelfde, met alles
waarmee de wet de termijn laat verdagen; een opschorting die begint na de laatste dag, maar niet na de verdaagde, telt alleen bij die verdaagde op.
"""
[title]
en = "Terms and their last days"
nl = "Termijnen en hun laatste dag"
[columns]
sort = "text; decision, contact, objection or complaint"
start_row_no = "integer; the row that began it"
case_no = "integer; the case"
journey_no = "integer; the journey"
topic_no = "integer; the topic (A16); empty when unknown"
term = "text; the key of the term of a law; empty for plain weeks"
penalty = "boolean; the penalty for a late decision can be due; empty for plain weeks"
start_moment = "timestamp UTC; the moment that orders what began it (A4)"
start_date = "date; its date"
start_work_day = "integer; working days passed up to that date"
day_zero = "date; the date from which the law counts; empty when unknown"
answer_row_no = "integer; the row that ended it; empty while it runs"
answer_kind = "text; the kind of that event"
answer_outcome = "text; its outcome; empty when unknown"
answer_department_no = "integer; its department; empty when unknown"
answer_moment = "timestamp UTC; the moment that orders it"
answer_date = "date; its date"
answer_work_day = "integer; working days passed up to that date"
deadline = "date; the last day; empty when unknown"
longest_deadline = "date; the last day if the term was put off as long as may be; empty when unknown and for plain weeks"
pause_row_nos = "list of integers; the suspensions that extended it, with what ended them"
[columns_nl]
sort = "decision, contact, objection of complaint"
start_row_no = "de rij die haar begon"
case_no = "de zaak"
journey_no = "de klantreis"
topic_no = "het onderwerp (A16); leeg als het onbekend is"
term = "de sleutel van de termijn van een wet; leeg bij gewone weken"
penalty = "er kan een dwangsom verschuldigd zijn; leeg bij gewone weken"
start_moment = "het tijdstip dat de volgorde van het begin bepaalt (A4)"
start_date = "de datum daarvan"
start_work_day = "werkdagen tot en met die datum, sinds een vaste dag"
day_zero = "de datum vanaf welke de wet telt; leeg als die onbekend is"
answer_row_no = "de rij die haar beëindigde; leeg zolang zij loopt"
answer_kind = "de soort van die gebeurtenis"
answer_outcome = "de uitkomst ervan; leeg als die onbekend is"
answer_department_no = "de afdeling ervan; leeg als die onbekend is"
answer_moment = "het tijdstip dat de volgorde ervan bepaalt"
answer_date = "de datum ervan"
answer_work_day = "werkdagen tot en met die datum, sinds een vaste dag"
deadline = "de laatste dag; leeg als die onbekend is"
longest_deadline = "de laatste dag als de termijn zo lang mogelijk is verdaagd; leeg als die onbekend is en bij gewone weken"
pause_row_nos = "de opschortingen die haar verlengden, met wat ze beëindigde"
*/
with asked as (
  select
    questions.*,
    coalesce(questions.topic_no, case_topics.topic_no) as of_topic_no,
    coalesce(topic_terms.weeks, :over_term_weeks) as weeks,
    topic_law.law_no
  from questions
  left join case_topics on case_topics.case_no = questions.case_no
  left join topic_terms on topic_terms.topic_no = coalesce(questions.topic_no, case_topics.topic_no)
  left join topic_law on topic_law.sort = 'decision' and topic_law.topic_no = coalesce(questions.topic_no, case_topics.topic_no)
  where topic_law.law_no is not null
    or (
      (
        questions.answer_row_no is null
        or (questions.answer_kind = 'decision' and questions.answer_outcome is distinct from 'withdrawn')
      )
      -- suspensions and weekends only lengthen a term
      and coalesce(questions.answer_date, (select log_end_date from log))
        > questions.request_date + 7 * coalesce(topic_terms.weeks, :over_term_weeks)
    )
),
-- who asks on a topic that has a term for a first conversation
meetings as (
  select
    questions.*,
    topic_law.topic_no as of_topic_no,
    topic_law.law_no
  from questions
  left join case_topics on case_topics.case_no = questions.case_no
  join topic_law on topic_law.sort = 'contact' and topic_law.topic_no = coalesce(questions.topic_no, case_topics.topic_no)
),
conversations as (
  select
    meetings.request_row_no,
    events.row_no,
    events.kind::text as kind,
    events.department_no,
    events.order_moment,
    events.local_date,
    events.work_day,
    row_number() over (partition by meetings.request_row_no order by events.order_moment, events.row_no) as place
  from meetings
  join events on events.case_no = meetings.case_no
  where events.kind = 'outreach'
    and events.acted_by = 'municipality'
    and (events.channel is null or events.channel in ('phone', 'desk', 'visit'))
    and (
      events.order_moment > meetings.request_moment
      or (events.order_moment = meetings.request_moment and events.row_no > meetings.request_row_no)
    )
),
protests as (
  select
    events.kind::text as sort,
    events.row_no,
    events.case_no,
    events.journey_no,
    events.order_moment,
    events.local_date,
    events.work_day,
    events.related_case_no,
    coalesce(events.topic_no, case_topics.topic_no) as of_topic_no
  from events
  left join case_topics on case_topics.case_no = events.case_no
  where events.kind in ('objection', 'complaint')
    and events.acted_by = 'resident'
),
their_cases as (
  select case_no from protests
  union
  select related_case_no from protests where related_case_no is not null
),
verdicts as (
  select
    events.case_no,
    events.row_no,
    events.kind::text as kind,
    events.outcome::text as outcome,
    events.department_no,
    events.order_moment,
    events.local_date,
    events.work_day
  from events
  join their_cases on their_cases.case_no = events.case_no
  where events.kind in ('decision', 'close')
    and events.acted_by = 'municipality'
),
-- the cases in which something else was asked too
mixed as (
  select distinct events.case_no
  from events
  join their_cases on their_cases.case_no = events.case_no
  where events.kind in ('request', 'objection')
    and events.acted_by = 'resident'
),
endings as (
  select
    protests.row_no as start_row_no,
    verdicts.*,
    row_number() over (partition by protests.row_no order by verdicts.order_moment, verdicts.row_no) as place
  from protests
  join verdicts on verdicts.case_no = protests.case_no
  where verdicts.order_moment > protests.order_moment
    or (verdicts.order_moment = protests.order_moment and verdicts.row_no > protests.row_no)
),
-- where the decision objected to may stand: in the same case, and in the case that it is related to
objections as (
  select row_no, order_moment, case_no as of_case_no, true as same_case
  from protests
  where sort = 'objection'
  union all
  select row_no, order_moment, related_case_no, false
  from protests
  where sort = 'objection'
    and related_case_no <> case_no
),
disputed as (
  select
    objections.row_no as start_row_no,
    verdicts.local_date,
    row_number() over (
      partition by objections.row_no
      order by objections.same_case desc, verdicts.order_moment desc, verdicts.row_no desc
    ) as place
  from objections
  join verdicts on verdicts.case_no = objections.of_case_no
  where verdicts.kind = 'decision'
    and (
      verdicts.order_moment < objections.order_moment
      or (verdicts.order_moment = objections.order_moment and verdicts.row_no < objections.row_no)
    )
),
-- objections (or complaints) that one answer ends are one term, from the first of them
heard as (
  select
    protests.*,
    endings.row_no as answer_row_no,
    endings.kind as answer_kind,
    endings.outcome as answer_outcome,
    endings.department_no as answer_department_no,
    endings.order_moment as answer_moment,
    endings.local_date as answer_date,
    endings.work_day as answer_work_day,
    case
      when protests.sort = 'objection' then disputed.local_date
      when mixed.case_no is null then protests.local_date
    end as day_zero,
    row_number() over (
      partition by protests.case_no, protests.sort, endings.row_no
      order by protests.order_moment, protests.row_no
    ) as place
  from protests
  left join endings on endings.start_row_no = protests.row_no and endings.place = 1
  left join disputed on disputed.start_row_no = protests.row_no and disputed.place = 1
  left join mixed on mixed.case_no = protests.case_no
),
begun as (
  select
    'decision' as sort,
    request_row_no as start_row_no,
    case_no,
    journey_no,
    of_topic_no as topic_no,
    law_no,
    weeks,
    request_moment as start_moment,
    request_date as start_date,
    request_work_day as start_work_day,
    request_date as day_zero,
    answer_row_no,
    answer_kind::text as answer_kind,
    answer_outcome::text as answer_outcome,
    answer_department_no,
    answer_moment,
    answer_date,
    answer_work_day
  from asked
  union all
  select
    'contact',
    meetings.request_row_no,
    meetings.case_no,
    meetings.journey_no,
    meetings.of_topic_no,
    meetings.law_no,
    null,
    meetings.request_moment,
    meetings.request_date,
    meetings.request_work_day,
    meetings.request_date,
    coalesce(conversations.row_no, meetings.answer_row_no),
    coalesce(conversations.kind, meetings.answer_kind::text),
    case when conversations.row_no is null then meetings.answer_outcome::text end,
    case when conversations.row_no is null then meetings.answer_department_no else conversations.department_no end,
    coalesce(conversations.order_moment, meetings.answer_moment),
    coalesce(conversations.local_date, meetings.answer_date),
    coalesce(conversations.work_day, meetings.answer_work_day)
  from meetings
  left join conversations on conversations.request_row_no = meetings.request_row_no and conversations.place = 1
  union all
  select
    heard.sort,
    heard.row_no,
    heard.case_no,
    heard.journey_no,
    heard.of_topic_no,
    coalesce(own.law_no, other.law_no),
    null,
    heard.order_moment,
    heard.local_date,
    heard.work_day,
    heard.day_zero,
    heard.answer_row_no,
    heard.answer_kind,
    heard.answer_outcome,
    heard.answer_department_no,
    heard.answer_moment,
    heard.answer_date,
    heard.answer_work_day
  from heard
  left join topic_law as own on own.sort = heard.sort and own.topic_no = heard.of_topic_no
  left join topic_law as other on other.sort = heard.sort and other.topic_no is null
  where heard.place = 1
),
laws as (
  select distinct law_no, term, more_weeks, suspends, moves, penalty
  from topic_law
),
judged as (
  select
    begun.*,
    laws.term,
    laws.penalty,
    laws.more_weeks,
    coalesce(laws.suspends, true) as suspends,
    coalesce(laws.moves, begun.weeks <= :over_term_moved_weeks) as moves,
    case
      when begun.law_no is null then begun.day_zero + 7 * begun.weeks
      else legal_days.last_day
    end as term_end
  from begun
  left join laws on laws.law_no = begun.law_no
  left join legal_days on legal_days.law_no = begun.law_no and legal_days.local_date = begun.day_zero
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
    judged.sort,
    judged.start_row_no,
    judged.term_end,
    judged.law_no,
    judged.moves,
    coalesce(7 * judged.more_weeks, 0) as more_days,
    edges.row_no,
    edges.order_moment,
    edges.local_date,
    case when edges.ends then edges.end_row_no end as end_row_no,
    greatest(0, case when edges.ends then edges.end_date else (select log_end_date from log) end - edges.local_date) as days
  from judged
  join edges on edges.case_no = judged.case_no
  where edges.kind = 'suspend'
    and judged.suspends
    and (
      edges.order_moment > judged.start_moment
      or (edges.order_moment = judged.start_moment and edges.row_no > judged.start_row_no)
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
      partition by sort, start_row_no
      order by order_moment, row_no
      rows between unbounded preceding and 1 preceding
    ), 0)::integer as unmoved
  from pauses
),
-- the first suspension that starts after the deadline is the last that could: nothing extends the term any more; one that starts after the
-- deadline, but not after the one that was put off, extends that one alone
in_time as (
  select
    added.sort,
    added.start_row_no,
    added.row_no,
    added.end_row_no,
    added.days,
    min(
      case
        when added.local_date <= added.unmoved then 1
        when added.moves and added.local_date <= case when added.law_no is null then term_moves.moved_to else legal_moves.moved_to end then 1
        else 0
      end
    ) over so_far = 1 as counts,
    min(
      case
        when added.local_date <= added.unmoved + added.more_days then 1
        when added.moves and added.local_date <= case when added.law_no is null then term_moves.moved_to else longest_moves.moved_to end then 1
        else 0
      end
    ) over so_far = 1 as counts_longest
  from added
  left join term_moves on term_moves.local_date = added.unmoved
  left join legal_moves on legal_moves.local_date = added.unmoved
  left join legal_moves as longest_moves on longest_moves.local_date = added.unmoved + added.more_days
  window so_far as (
    partition by added.sort, added.start_row_no
    order by added.order_moment, added.row_no
    rows between unbounded preceding and current row
  )
),
extended as (
  select
    sort,
    start_row_no,
    sum(case when counts then days else 0 end)::integer as days,
    sum(days)::integer as longest_days,
    list(row_no) filter (where counts) as row_nos,
    list(end_row_no) filter (where counts) as end_row_nos
  from in_time
  where counts_longest
  group by sort, start_row_no
),
lengthened as (
  select
    judged.*,
    judged.term_end + coalesce(extended.days, 0) as unmoved,
    judged.term_end + coalesce(extended.longest_days, 0) + 7 * judged.more_weeks as longest_unmoved,
    list_concat(extended.row_nos, extended.end_row_nos) as pause_row_nos
  from judged
  left join extended on extended.start_row_no = judged.start_row_no and extended.sort = judged.sort
)
select
  lengthened.sort,
  lengthened.start_row_no,
  lengthened.case_no,
  lengthened.journey_no,
  lengthened.topic_no,
  lengthened.term,
  lengthened.penalty,
  lengthened.start_moment,
  lengthened.start_date,
  lengthened.start_work_day,
  lengthened.day_zero,
  lengthened.answer_row_no,
  lengthened.answer_kind,
  lengthened.answer_outcome,
  lengthened.answer_department_no,
  lengthened.answer_moment,
  lengthened.answer_date,
  lengthened.answer_work_day,
  case
    when not lengthened.moves then lengthened.unmoved
    when lengthened.law_no is null then coalesce(term_moves.moved_to, lengthened.unmoved)
    else coalesce(legal_moves.moved_to, lengthened.unmoved)
  end as deadline,
  case
    when not lengthened.moves then lengthened.longest_unmoved
    else coalesce(longest_moves.moved_to, lengthened.longest_unmoved)
  end as longest_deadline,
  lengthened.pause_row_nos
from lengthened
left join term_moves on term_moves.local_date = lengthened.unmoved
left join legal_moves on legal_moves.local_date = lengthened.unmoved
left join legal_moves as longest_moves on longest_moves.local_date = lengthened.longest_unmoved
