/*
name = "harm_parts"
row.en = "one pair of departments, topic and journey in which something was passed on, or a callback was never made"
row.nl = "één paar afdelingen, onderwerp en klantreis waarin iets is overgedragen, of nooit is teruggebeld"
key = ["from_department_no", "to_department_no", "topic_no", "journey_no"]
role = "step"
kept = true
needs = ["kind", "department", "to_department"]
source = "signals.md 1, 5; measures.md A12, A16, B turns"
definition.en = """
What tables harm_pairs and harm_topics add up. Officials never stand here.
Transfers to another known department (step `transfers`) belong to their pair of departments (own may be unknown) and the topic of their case (the
first known one, A16). Late and lost are those of signal dropped_handoff. Callback requests that were never answered (step `callback_answers`) belong
to the department that took them and the department that was asked to call, as far as known; these may be the same.
Question-days lost are calendar days, in seconds here. Lost: the turns in state `lost` (table `turns`), whole, from the transfer on. Late:
for a transfer that was answered late by n working days (A12, without suspended days): the days from date to date from the n-th working day before the date
of the answer to that date; without a suspension that is from the last day on which it was in time. The days in which it was still in time do
not count for a late one; they do for a lost one, for nobody ever came.
"""
definition.nl = """
Wat de tabellen harm_pairs en harm_topics optellen. Medewerkers staan hier nooit.
Overdrachten aan een andere bekende afdeling (stap `transfers`) horen bij hun paar afdelingen (de eigen mag onbekend
zijn) en bij het onderwerp van hun zaak (het eerste bekende, A16). Te laat en kwijt zijn die van het signaal
dropped_handoff. Terugbelverzoeken waarop nooit contact volgde (stap `callback_answers`) horen bij de afdeling die ze
aannam en de afdeling die moest bellen, voor zover bekend; dat kan dezelfde zijn.
Verloren vraagdagen zijn kalenderdagen, hier in seconden. Kwijt: de beurten met toestand `lost` (tabel `turns`), helemaal,
vanaf de overdracht. Te laat: bij een overdracht die n werkdagen te laat antwoord kreeg (A12, zonder opgeschorte dagen) de
dagen van datum tot datum, van de n-de werkdag vóór de datum van het antwoord tot die datum; zonder opschorting is dat
vanaf de laatste dag die op tijd was. De dagen waarin het nog op tijd was, tellen bij te laat niet mee. Bij kwijt wel,
want daar kwam nooit iemand.
"""
[title]
en = "What residents lost, by pair, topic and journey"
nl = "Wat inwoners verloren, per paar, onderwerp en klantreis"
[columns]
from_department_no = "integer; the department that passed it on, or took the callback request; empty when unknown"
to_department_no = "integer; the department it was passed to, or that was asked to call; empty when unknown"
topic_no = "integer; the topic of the case; empty when unknown"
journey_no = "integer; the journey"
transfers = "integer; transfers"
dropped = "integer; transfers that were late or lost"
lost_seconds = "integer; time in turns that were lost"
late_seconds = "integer; days that late transfers were late, in seconds"
callbacks_never = "integer; callback requests that were never answered"
*/
with late as (
  select transfers.row_no, date_diff('day', days.local_date, events.local_date) as late_days
  from transfers
  join events on events.row_no = transfers.answer_row_no
  join days
    on days.work_day = transfers.answer_work_day - (transfers.response_working_days - transfers.allowed_working_days)
    and days.is_working_day
  where transfers.status = 'late'
),
parts as (
  select
    transfers.from_department_no,
    transfers.to_department_no,
    transfers.case_no,
    transfers.journey_no,
    1 as transfers,
    case when transfers.status in ('late', 'lost') then 1 else 0 end as dropped,
    0 as lost_seconds,
    coalesce(late.late_days, 0) * 86400 as late_seconds,
    0 as callbacks_never
  from transfers
  left join late on late.row_no = transfers.row_no
  union all
  select from_department_no, to_department_no, case_no, journey_no, 0, 0, seconds, 0, 0
  from turns
  where state = 'lost'
  union all
  select department_no, to_department_no, case_no, journey_no, 0, 0, 0, 0, 1
  from callback_answers
  where never
)
select
  parts.from_department_no,
  parts.to_department_no,
  case_topics.topic_no,
  parts.journey_no,
  sum(parts.transfers)::integer as transfers,
  sum(parts.dropped)::integer as dropped,
  sum(parts.lost_seconds)::bigint as lost_seconds,
  sum(parts.late_seconds)::bigint as late_seconds,
  sum(parts.callbacks_never)::integer as callbacks_never
from parts
left join case_topics on case_topics.case_no = parts.case_no
group by parts.from_department_no, parts.to_department_no, case_topics.topic_no, parts.journey_no
