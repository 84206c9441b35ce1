/*
name = "turn_summary_journeys"
row.en = "one journey that has a turn"
row.nl = "één klantreis die een beurt heeft"
key = ["journey_no"]
role = "table"
source = "measures.md B turns; views.md 6.0"
definition.en = """
The turns of a journey added up by state, over its cases, in calendar days (of 24 hours) and working days.
Nobody's share = time with nobody (not picked up, underway, lost) / time with departments, resident and nobody, in question-days: days of
several cases at once count as often. Time that the log does not tell (unrecorded, unknown) and time in which a case was over are left out of
the share and stand beside it.
Where the log does not tell that cases end, the last turn of a case counts up to its last event (unknown_ends).
"""
definition.nl = """
De beurten van een klantreis opgeteld per toestand, over haar zaken, in kalenderdagen (van 24 uur) en in werkdagen.
Het aandeel van niemand = tijd bij niemand (niet opgepakt, onderweg, kwijt) / tijd bij afdelingen, inwoner en niemand,
in vraagdagen: dagen van meer zaken tegelijk tellen zo vaak mee. Tijd waarover het logboek niets zegt (niet
vastgelegd, onbekend) en tijd waarin een zaak afgelopen was, tellen niet mee in het aandeel en staan ernaast.
Zegt het logboek niet dat zaken eindigen, dan telt de laatste beurt van een zaak tot haar laatste gebeurtenis
(unknown_ends).
"""
[title]
en = "Who had the question, per journey"
nl = "Wie aan zet was, per klantreis"
[columns]
journey_no = "integer; the journey"
cases = "integer; cases with a turn"
turns = "integer; number of turns"
department_calendar_days = "number; question-days in which departments had the question"
department_working_days = "integer; working days in which departments had the question"
resident_calendar_days = "number; question-days in which the resident had the question (suspended)"
resident_working_days = "integer; working days in which the resident had the question (suspended)"
not_picked_up_calendar_days = "number; question-days in which nobody had taken it up yet"
not_picked_up_working_days = "integer; working days in which nobody had taken it up yet"
underway_calendar_days = "number; question-days in which it was between two departments and was taken up later or still may be"
underway_working_days = "integer; working days in which it was between two departments and was taken up later or still may be"
lost_calendar_days = "number; question-days in which it was lost between two departments"
lost_working_days = "integer; working days in which it was lost between two departments"
unrecorded_calendar_days = "number; question-days in which the department changed without a transfer"
unrecorded_working_days = "integer; working days in which the department changed without a transfer"
unknown_calendar_days = "number; question-days in which it was with an unknown department"
unknown_working_days = "integer; working days in which it was with an unknown department"
over_calendar_days = "number; question-days in which the case was over, before it was opened again"
over_working_days = "integer; working days in which the case was over, before it was opened again"
nobody_calendar_days = "number; question-days with nobody: not picked up, underway and lost together"
nobody_working_days = "integer; working days with nobody"
nobody_share = "share; nobody's time as part of the time with departments, resident and nobody, in seconds; empty when there is no such time"
nobody_working_days_share = "share; the same in working days"
[columns_nl]
journey_no = "de klantreis"
cases = "zaken met een beurt"
turns = "aantal beurten"
department_calendar_days = "vraagdagen waarin afdelingen aan zet waren"
department_working_days = "werkdagen waarin afdelingen aan zet waren"
resident_calendar_days = "vraagdagen waarin de inwoner aan zet was (opgeschort)"
resident_working_days = "werkdagen waarin de inwoner aan zet was (opgeschort)"
not_picked_up_calendar_days = "vraagdagen waarin nog niemand de vraag had opgepakt"
not_picked_up_working_days = "werkdagen waarin nog niemand de vraag had opgepakt"
underway_calendar_days = "vraagdagen waarin de vraag onderweg was tussen twee afdelingen, en later werd opgepakt of nog kan worden opgepakt"
underway_working_days = "werkdagen waarin de vraag onderweg was tussen twee afdelingen, en later werd opgepakt of nog kan worden opgepakt"
lost_calendar_days = "vraagdagen waarin de vraag kwijt was tussen twee afdelingen"
lost_working_days = "werkdagen waarin de vraag kwijt was tussen twee afdelingen"
unrecorded_calendar_days = "vraagdagen waarin de afdeling wisselde zonder vastgelegde overdracht"
unrecorded_working_days = "werkdagen waarin de afdeling wisselde zonder vastgelegde overdracht"
unknown_calendar_days = "vraagdagen waarin de vraag bij een onbekende afdeling lag"
unknown_working_days = "werkdagen waarin de vraag bij een onbekende afdeling lag"
over_calendar_days = "vraagdagen waarin de zaak afgelopen was, voordat die weer openging"
over_working_days = "werkdagen waarin de zaak afgelopen was, voordat die weer openging"
nobody_calendar_days = "vraagdagen bij niemand: niet opgepakt, onderweg en kwijt samen"
nobody_working_days = "werkdagen bij niemand: niet opgepakt, onderweg en kwijt samen"
nobody_share = "tijd bij niemand als deel van de tijd bij afdelingen, inwoner en niemand samen, in seconden; leeg als die tijd er niet is"
nobody_working_days_share = "hetzelfde in werkdagen"
[column_needs]
nobody_share = ["department"]
nobody_working_days_share = ["department"]
*/
with parts as (
  select
    turns.journey_no,
    turns.state,
    count(*) as turns,
    count(case when turns.turn = 1 then 1 end) as cases,
    sum(coalesce(unknown_ends.seconds, turns.seconds))::double as seconds,
    sum(coalesce(unknown_ends.working_days, turns.working_days))::bigint as working_days
  from turns
  left join unknown_ends on unknown_ends.case_no = turns.case_no and unknown_ends.turn = turns.turn
  group by turns.journey_no, turns.state
),
spread as (
  select
    journey_no,
    sum(cases)::integer as cases,
    sum(turns)::integer as turns,
    sum(case when state = 'department' then seconds else 0 end) as department_seconds,
    sum(case when state = 'department' then working_days else 0 end)::bigint as department_working_days,
    sum(case when state = 'resident' then seconds else 0 end) as resident_seconds,
    sum(case when state = 'resident' then working_days else 0 end)::bigint as resident_working_days,
    sum(case when state = 'not_picked_up' then seconds else 0 end) as not_picked_up_seconds,
    sum(case when state = 'not_picked_up' then working_days else 0 end)::bigint as not_picked_up_working_days,
    sum(case when state = 'underway' then seconds else 0 end) as underway_seconds,
    sum(case when state = 'underway' then working_days else 0 end)::bigint as underway_working_days,
    sum(case when state = 'lost' then seconds else 0 end) as lost_seconds,
    sum(case when state = 'lost' then working_days else 0 end)::bigint as lost_working_days,
    sum(case when state = 'unrecorded' then seconds else 0 end) as unrecorded_seconds,
    sum(case when state = 'unrecorded' then working_days else 0 end)::bigint as unrecorded_working_days,
    sum(case when state = 'unknown' then seconds else 0 end) as unknown_seconds,
    sum(case when state = 'unknown' then working_days else 0 end)::bigint as unknown_working_days,
    sum(case when state = 'over' then seconds else 0 end) as over_seconds,
    sum(case when state = 'over' then working_days else 0 end)::bigint as over_working_days
  from parts
  group by journey_no
)
select
  journey_no,
  cases,
  turns,
  department_seconds / 86400 as department_calendar_days,
  department_working_days,
  resident_seconds / 86400 as resident_calendar_days,
  resident_working_days,
  not_picked_up_seconds / 86400 as not_picked_up_calendar_days,
  not_picked_up_working_days,
  underway_seconds / 86400 as underway_calendar_days,
  underway_working_days,
  lost_seconds / 86400 as lost_calendar_days,
  lost_working_days,
  unrecorded_seconds / 86400 as unrecorded_calendar_days,
  unrecorded_working_days,
  unknown_seconds / 86400 as unknown_calendar_days,
  unknown_working_days,
  over_seconds / 86400 as over_calendar_days,
  over_working_days,
  (not_picked_up_seconds + underway_seconds + lost_seconds) / 86400 as nobody_calendar_days,
  not_picked_up_working_days + underway_working_days + lost_working_days as nobody_working_days,
  (not_picked_up_seconds + underway_seconds + lost_seconds)
    / nullif(department_seconds + resident_seconds + not_picked_up_seconds + underway_seconds + lost_seconds, 0) as nobody_share,
  (not_picked_up_working_days + underway_working_days + lost_working_days)
    / nullif(department_working_days + resident_working_days + not_picked_up_working_days + underway_working_days + lost_working_days, 0)
    as nobody_working_days_share
from spread
