/*
name = "landmark_questions"
row.en = "one question and circumstance (early conversation, visit) that is compared"
row.nl = "één vraag en één omstandigheid (gesprek in het begin, huisbezoek) die meedoet in de vergelijking"
key = ["circumstance", "request_row_no"]
role = "step"
kept = true
needs = ["kind", "channel"]
source = "signals.md, successes are stories and comparisons, never norms; landmark: Anderson, Cain and Gelber (1983)"
definition.en = """
What table landmark_comparisons counts: the first question (A19) of each case that was still without an answer at the landmark and could be followed
long enough. See there.
"""
definition.nl = """
Wat de tabel landmark_comparisons telt: de eerste vraag (A19) van elke zaak waarop op het meetpunt nog geen antwoord was en
die lang genoeg gevolgd kon worden. Zie daar.
"""
[title]
en = "Questions that are compared"
nl = "Vragen die meedoen in de vergelijking"
[columns]
circumstance = "text; early_conversation or visit"
request_row_no = "integer; the row of the question"
case_no = "integer; the case"
topic_no = "integer; the topic; empty when unknown"
has_it = "boolean; it had the circumstance by the landmark"
answered_in_time = "boolean; it was answered within the working days after the landmark"
*/
with firsts as (
  select
    case_no,
    min(request_row_no) as request_row_no,
    min(request_moment) as request_moment
  from questions
  group by case_no
),
asked as (
  select
    questions.case_no,
    questions.request_row_no,
    questions.request_moment,
    questions.request_work_day,
    questions.answer_work_day,
    coalesce(questions.topic_no, case_topics.topic_no) as topic_no
  from questions
  join firsts on firsts.case_no = questions.case_no and firsts.request_moment = questions.request_moment
  left join case_topics on case_topics.case_no = questions.case_no
  where (select log_end_work_day from log) - questions.request_work_day >= :early_conversation_working_days + :landmark_working_days
),
talks as (
  select
    asked.case_no,
    min(events.work_day) as personal_work_day,
    min(case when events.channel = 'visit' then events.work_day end) as visit_work_day
  from asked
  join events on events.case_no = asked.case_no
  where events.kind = 'outreach'
    and events.acted_by = 'municipality'
    and events.channel in ('phone', 'desk', 'visit')
    and (
      events.order_moment > asked.request_moment
      or (events.order_moment = asked.request_moment and events.row_no > asked.request_row_no)
    )
  group by asked.case_no
),
held as (
  select
    'early_conversation' as circumstance,
    asked.request_row_no,
    asked.case_no,
    asked.topic_no,
    coalesce(talks.personal_work_day - asked.request_work_day <= :early_conversation_working_days, false) as has_it,
    asked.answer_work_day - asked.request_work_day as answered_after,
    :early_conversation_working_days as landmark
  from asked
  left join talks on talks.case_no = asked.case_no
  union all
  select
    'visit',
    asked.request_row_no,
    asked.case_no,
    asked.topic_no,
    coalesce(talks.visit_work_day - asked.request_work_day <= :landmark_working_days, false),
    asked.answer_work_day - asked.request_work_day,
    :landmark_working_days
  from asked
  left join talks on talks.case_no = asked.case_no
  where (select log_end_work_day from log) - asked.request_work_day >= 2 * :landmark_working_days
)
select
  circumstance,
  request_row_no,
  case_no,
  topic_no,
  has_it,
  coalesce(answered_after <= landmark + :landmark_working_days, false) as answered_in_time
from held
where coalesce(answered_after > landmark, true)
