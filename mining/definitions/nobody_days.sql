/*
name = "nobody_days"
row.en = "one journey that has a turn"
row.nl = "één klantreis die een beurt heeft"
key = ["journey_no"]
role = "table"
source = "measures.md B turns (calendar form); views.md 6.0"
definition.en = """
In calendar form: for how long at least one question of the resident lay with nobody (not picked up, underway or lost). The stretches of all
cases of the journey are put over each other, so that time in which two questions lay with nobody counts once. Days are of 24 hours, not dates.
The span goes from the first event of the journey to the end of its last case, or to the log's end while one is open.
Where the log does not tell that cases end, the last turn of a case counts up to its last event (unknown_ends).
"""
definition.nl = """
Op de kalender: hoe lang minstens één vraag van de inwoner bij niemand lag (niet opgepakt, onderweg of kwijt). De
stukken van alle zaken van de klantreis liggen over elkaar heen: tijd waarin twee vragen bij niemand lagen, telt één
keer. Dagen zijn van 24 uur, geen datums.
De hele duur loopt van de eerste gebeurtenis van de klantreis tot het einde van haar laatste zaak, of tot het einde
van het logboek zolang er een zaak open is.
Zegt het logboek niet dat zaken eindigen, dan telt de laatste beurt van een zaak tot haar laatste gebeurtenis
(unknown_ends).
"""
[title]
en = "Days on which a question lay with nobody, per journey"
nl = "Dagen waarop een vraag bij niemand lag, per klantreis"
[columns]
journey_no = "integer; the journey"
nobody_calendar_days = "number; days of 24 hours in which at least one question lay with nobody"
nobody_question_days = "number; the same added up over the questions"
span_calendar_days = "number; days of 24 hours from the first event to the last end"
[columns_nl]
journey_no = "de klantreis"
nobody_calendar_days = "dagen van 24 uur waarin minstens één vraag bij niemand lag"
nobody_question_days = "hetzelfde, opgeteld over de vragen"
span_calendar_days = "dagen van 24 uur van de eerste gebeurtenis tot het laatste einde"
*/
with told as (
  select
    turns.case_no,
    turns.journey_no,
    turns.party,
    turns.started,
    coalesce(unknown_ends.ended, turns.ended) as ended,
    coalesce(unknown_ends.seconds, turns.seconds) as seconds
  from turns
  left join unknown_ends on unknown_ends.case_no = turns.case_no and unknown_ends.turn = turns.turn
),
lying as (
  select
    journey_no,
    started,
    ended,
    seconds,
    max(ended) over (
      partition by journey_no
      order by started
      rows between unbounded preceding and 1 preceding
    ) as covered_until
  from told
  where party = 'nobody'
),
covered as (
  select
    journey_no,
    sum(seconds) as question_seconds,
    sum(case
      when covered_until is null or covered_until <= started then seconds
      when covered_until < ended then date_diff('second', covered_until, ended)
      else 0
    end) as nobody_seconds
  from lying
  group by journey_no
),
-- a case that ended with its first event has no turn, but it is one of the journey
reached as (
  select journey_no, started, ended
  from told
  union all
  select journey_no, least(started, (select log_end from log)), least(started, (select log_end from log))
  from case_spans
  where journey_no in (select journey_no from told)
),
spans as (
  select journey_no, date_diff('second', min(started), max(ended)) as span_seconds
  from reached
  group by journey_no
)
select
  spans.journey_no,
  coalesce(covered.nobody_seconds, 0) / 86400.0 as nobody_calendar_days,
  coalesce(covered.question_seconds, 0) / 86400.0 as nobody_question_days,
  spans.span_seconds / 86400.0 as span_calendar_days
from spans
left join covered on covered.journey_no = spans.journey_no
