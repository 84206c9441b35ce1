/*
name = "care_contacts"
row.en = "one ask of a resident: request, contact or callback request"
row.nl = "één keer dat een inwoner iets vraagt: aanvraag, contact of terugbelverzoek"
key = ["row_no"]
role = "table"
needs = ["kind"]
source = "UK National Indicator 14, avoidable contact (draft 2007, final 2008); measures.md A9, A12, A16"
definition.en = """
Every ask of a resident, and whether it was avoidable (failure demand). A *matter* is all that a resident asks on one topic (A16); without a known topic, in
one case. What came last in the matter before the ask decides, in order (A4): `chasing`: an ask on an earlier date, at most 20 working days
before (the resident asks again before anything was heard); `again_after_close`: a close of the municipality, at most 20 working days before. After an outreach, a
suspend (the municipality asked for something) or a decision the ask is an answer to it and not avoidable. Asks of a matter on one date are one
contact: what holds for the first holds for all (one call is often written as a contact and a callback request).
NI 14, final: avoidable asks / all asks; *once only*: each matter once a date, above and below the line. NI 14, draft: asks / answered questions.
First contact: an ask that is none of these and answers nothing, the first of its date. It was enough when no later date has an ask of the matter; how
long that could be followed stands beside it.
Contacts that were avoidable for another reason (an unclear letter, the wrong counter) cannot be seen in a log: this is a lower bound.
"""
definition.nl = """
Elke vraag van een inwoner, en of die te vermijden was (herhaalverkeer). Een *kwestie* is alles wat een inwoner over één
onderwerp (A16) vraagt; zonder bekend onderwerp: in één zaak. Bepalend is wat in de kwestie het laatst kwam, op volgorde (A4).
`chasing`: een vraag op een eerdere datum, hooguit 20 werkdagen ervoor (de inwoner vraagt opnieuw voordat er iets is gehoord).
`again_after_close`: een afsluiting door de gemeente, hooguit 20 werkdagen ervoor. Na contact door de gemeente, een opschorting (de
gemeente vroeg iets) of een besluit is de vraag een reactie daarop, en niet te vermijden. Vragen van een kwestie op één datum zijn
één contact: wat voor de eerste geldt, geldt voor alle (één telefoontje staat vaak als contact en als terugbelverzoek in het systeem).
NI 14, definitief: vermijdbare vragen / alle vragen; *eenmalig*: elke kwestie één keer per datum, boven en onder de streep. NI 14,
ontwerp: vragen / beantwoorde aanvragen. Eerste contact: een vraag die niets hiervan is en nergens een reactie op is, de eerste van
de datum. Het was genoeg als er op geen latere datum een vraag in de kwestie is; hoe lang dat te volgen was, staat ernaast.
Contact dat om een andere reden te vermijden was (een onduidelijke brief, het verkeerde loket) is in een logboek niet te zien: dit
is een ondergrens.
"""
[title]
en = "Contacts that could have been avoided"
nl = "Contacten die te vermijden waren"
[columns]
row_no = "integer; the row of the ask"
case_no = "integer; the case"
journey_no = "integer; the journey"
topic_no = "integer; the topic (A16); empty when unknown"
asked = "timestamp UTC; when it was asked"
first_of_date = "boolean; the first ask of the matter on its date"
avoidable = "boolean; failure demand"
reason = "text; chasing or again_after_close; empty when not avoidable"
first_contact = "boolean; with this the matter began, or began anew"
next_working_days = "integer; for a first contact: working days until the next date with an ask of the matter; empty when there is none"
followed_working_days = "integer; working days until the log's end"
[columns_nl]
row_no = "de rij van de vraag"
case_no = "de zaak"
journey_no = "de klantreis"
topic_no = "het onderwerp (A16); leeg als het onbekend is"
asked = "wanneer het gevraagd is"
first_of_date = "de eerste vraag van de kwestie op die datum"
avoidable = "herhaalverkeer"
reason = "chasing of again_after_close; leeg als het niet te vermijden was"
first_contact = "hiermee begon de kwestie, of begon zij opnieuw"
next_working_days = "bij een eerste contact: werkdagen tot de volgende datum met een vraag in de kwestie; leeg als die er niet is"
followed_working_days = "werkdagen tot het einde van het logboek"
[column_needs]
topic_no = ["topic"]
*/
with signs as (
  select
    events.row_no,
    events.case_no,
    events.journey_no,
    events.order_moment,
    events.local_date,
    events.work_day,
    events.acted_by = 'resident' as is_ask,
    case when events.acted_by = 'resident' then 'ask' else events.kind::varchar end as sign,
    coalesce(events.topic_no, case_topics.topic_no) as topic_no,
    coalesce(events.topic_no, case_topics.topic_no, -events.case_no) as matter
  from events
  left join case_topics on case_topics.case_no = events.case_no
  where (events.acted_by = 'resident' and events.kind in ('request', 'contact', 'callback_request'))
    or (events.acted_by = 'municipality' and events.kind in ('outreach', 'suspend', 'decision', 'close'))
),
beside as (
  select
    *,
    lag(sign) over of_matter as sign_before,
    lag(local_date) over of_matter as date_before,
    lag(work_day) over of_matter as work_day_before
  from signs
  window of_matter as (partition by journey_no, matter order by order_moment, row_no)
),
asks as (
  select
    *,
    case
      when sign_before = 'ask' and date_before < local_date and work_day - work_day_before <= :repeat_working_days then 'chasing'
      when sign_before = 'close' and work_day - work_day_before <= :repeat_working_days then 'again_after_close'
    end as own_reason,
    sign_before is null
      or (sign_before in ('ask', 'close') and work_day - work_day_before > :repeat_working_days) as starts
  from beside
  where is_ask
),
of_dates as (
  select
    *,
    first_value(own_reason) over of_date as reason,
    first_value(starts) over of_date as starts_date,
    row_number() over of_date = 1 as first_of_date
  from asks
  window of_date as (partition by journey_no, matter, local_date order by order_moment, row_no)
),
followed as (
  select
    *,
    lead(work_day) over (partition by journey_no, matter, first_of_date order by order_moment, row_no) as next_work_day
  from of_dates
)
select
  row_no,
  case_no,
  journey_no,
  topic_no,
  order_moment as asked,
  first_of_date,
  reason is not null as avoidable,
  reason,
  starts_date and first_of_date as first_contact,
  case when starts_date and first_of_date then next_work_day - work_day end as next_working_days,
  greatest((select log_end_work_day from log) - work_day, 0) as followed_working_days
from followed
