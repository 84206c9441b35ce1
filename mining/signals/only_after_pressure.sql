/*
name = "only_after_pressure"
role = "signal"
needs = ["kind", "channel"]
source = "signals.md 24; boundaries: docs/decisions/signals-of-our-own-boundaries.md"
definition.en = """
Only when the resident objected or complained did anybody speak with the resident, or did the decision change.
`conversation` (anchor: the outreach): the first personal outreach (A9: phone, desk or visit) of the journey, with no outreach by an unknown channel before
it in the journey (A10: that may have been a conversation); p = the latest objection or complaint of the resident before it in the journey,
in order (A4), at most 15 working days (A12) before it; before p the resident had asked (A9: request, contact or callback request) on at least 2
different dates in the journey, the first of them at least 10 working days before p. Letters, e-mails and messages are no conversation. Once in a journey.
`decision` (the twin; anchor: the later decision): a decision with another outcome than the decision before it on the same matter (step `decision_changes`),
and between the two, in order, an objection or complaint of the resident in either case, or in the journey on the same known topic (A16); p = the
latest of those; the date of the decision is at most 24 weeks after that of p, as long as an objection may take (6 weeks to object, 12 to decide,
6 of extension). A change for the better and one for the worse both count. The twin is empty where the log has no outcomes.
The rows are the first ask, p and the outreach; or the decision before, p and the decision. Working days are those from p. To: the department of the
outreach or decision.
"""
definition.nl = """
Pas toen de inwoner bezwaar maakte of klaagde, sprak iemand met de inwoner, of veranderde het besluit.
`conversation` (je herkent het aan het contact door de gemeente): het eerste persoonlijke contact (A9: telefoon, balie of
huisbezoek) van de klantreis, zonder contact door de gemeente via een onbekend kanaal ervóór in de klantreis (A10: dat
kan een gesprek zijn geweest); p = het laatste bezwaar of de laatste klacht van de inwoner ervóór in de klantreis, op
volgorde (A4), hooguit 15 werkdagen (A12) ervóór. Vóór p had de inwoner op minstens 2 verschillende datums iets gevraagd
in de klantreis (A9: aanvraag, contact of terugbelverzoek), de eerste keer minstens 10 werkdagen vóór p. Brieven,
e-mails en berichten zijn geen gesprek. Eén keer per klantreis.
`decision` (de tweeling; je herkent het aan het latere besluit): een besluit met een andere uitkomst dan het besluit
ervoor over hetzelfde (stap `decision_changes`), met tussen die twee, op volgorde, een bezwaar of klacht van de inwoner
in een van beide zaken, of in de klantreis met hetzelfde bekende onderwerp (A16); p = het laatste daarvan. De datum van
het besluit is hooguit 24 weken na die van p, zo lang als een bezwaar mag duren (6 weken om het te maken, 12 om te
besluiten, 6 voor uitstel). Het telt of het nu beter of slechter werd. De tweeling is leeg als het logboek geen
uitkomsten heeft.
De rijen zijn de eerste vraag, p en het contact; of het besluit ervoor, p en het besluit. De werkdagen lopen vanaf p.
Naar: de afdeling van het contact of het besluit.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Only after an objection or complaint"
nl = "Pas na een bezwaar of klacht"
*/
with pressure as (
  select
    events.journey_no,
    events.case_no,
    events.row_no,
    events.order_moment,
    events.local_date,
    events.work_day,
    coalesce(events.topic_no, case_topics.topic_no) as topic_no
  from events
  left join case_topics on case_topics.case_no = events.case_no
  where events.acted_by = 'resident'
    and events.kind in ('objection', 'complaint')
),
-- the first outreach that is, or may be, personal
conversations as (
  select
    journey_no,
    min({
      'order_moment': order_moment,
      'row_no': row_no,
      'case_no': case_no,
      'work_day': work_day,
      'department_no': department_no,
      'is_known': channel is not null
    }) as outreach
  from events
  where acted_by = 'municipality'
    and kind = 'outreach'
    and coalesce(channel in ('phone', 'desk', 'visit'), true)
    and journey_no in (select journey_no from pressure)
  group by journey_no
),
pressed as (
  select
    conversations.journey_no,
    conversations.outreach,
    max({'order_moment': pressure.order_moment, 'row_no': pressure.row_no, 'work_day': pressure.work_day}) as push
  from conversations
  join pressure on pressure.journey_no = conversations.journey_no
  where conversations.outreach.is_known
    and (
      pressure.order_moment < conversations.outreach.order_moment
      or (pressure.order_moment = conversations.outreach.order_moment and pressure.row_no < conversations.outreach.row_no)
    )
  group by conversations.journey_no, conversations.outreach
),
asked as (
  select
    pressed.journey_no,
    pressed.outreach,
    pressed.push,
    min({'order_moment': events.order_moment, 'row_no': events.row_no}) as first_ask
  from pressed
  join events on events.journey_no = pressed.journey_no
  where events.acted_by = 'resident'
    and events.kind in ('request', 'contact', 'callback_request')
    and pressed.outreach.work_day - pressed.push.work_day <= :pressure_outreach_working_days
    and (
      events.order_moment < pressed.push.order_moment
      or (events.order_moment = pressed.push.order_moment and events.row_no < pressed.push.row_no)
    )
  group by pressed.journey_no, pressed.outreach, pressed.push
  having count(distinct events.local_date) >= :pressure_ask_dates
    and pressed.push.work_day - min(events.work_day) >= :pressure_asking_working_days
),
changed as (
  select
    decision_changes.row_no,
    max({'order_moment': pressure.order_moment, 'row_no': pressure.row_no, 'work_day': pressure.work_day, 'local_date': pressure.local_date})
      as push
  from decision_changes
  join pressure on pressure.journey_no = decision_changes.journey_no
  where (
      pressure.case_no = decision_changes.case_no
      or pressure.case_no = decision_changes.before_case_no
      or pressure.topic_no = decision_changes.topic_no
    )
    and (
      pressure.order_moment > decision_changes.before_moment
      or (pressure.order_moment = decision_changes.before_moment and pressure.row_no > decision_changes.before_row_no)
    )
    and (
      pressure.order_moment < decision_changes.order_moment
      or (pressure.order_moment = decision_changes.order_moment and pressure.row_no < decision_changes.row_no)
    )
  group by decision_changes.row_no
)
select
  'conversation' as status,
  journey_no,
  outreach.case_no as case_no,
  outreach.row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([first_ask.row_no, push.row_no, outreach.row_no]) as row_nos,
  push.order_moment as started,
  outreach.order_moment as ended,
  outreach.work_day - push.work_day as working_days,
  null::integer as from_department_no,
  outreach.department_no as to_department_no
from asked
union all
select
  'decision' as status,
  decision_changes.journey_no,
  decision_changes.case_no,
  decision_changes.row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([decision_changes.before_row_no, changed.push.row_no, decision_changes.row_no]) as row_nos,
  changed.push.order_moment as started,
  decision_changes.order_moment as ended,
  decision_changes.work_day - changed.push.work_day as working_days,
  decision_changes.before_department_no as from_department_no,
  decision_changes.department_no as to_department_no
from decision_changes
join changed on changed.row_no = decision_changes.row_no
where date_diff('day', changed.push.local_date, decision_changes.local_date) <= 7 * :pressure_decision_weeks
