/*
name = "callback_stock"
row.en = "one Monday of the log"
row.nl = "één maandag van het logboek"
key = ["monday"]
role = "table"
needs = ["kind"]
source = "signals.md 5, 23 (the stock); boundaries: docs/decisions/signals-of-our-own-boundaries.md"
definition.en = """
How many callback requests are open at the start of each Monday, from the first Monday after the first event up to and including the log's end, whether
or not that Monday is a working day. Open: asked on an earlier date, and the first later outreach in the journey (step `callback_answers`) has
not come, or came on that Monday or later. Overdue: of these, the ones for which an outreach on that Monday would be late: more than 2
working days (A12) after the request. Asked and answered: in the week before, Monday to Sunday.
"""
definition.nl = """
Hoeveel terugbelverzoeken er openstaan aan het begin van elke maandag, van de eerste maandag na de eerste gebeurtenis
tot en met het einde van het logboek, of die maandag nu een werkdag is of niet. Open: gevraagd op een eerdere datum,
terwijl het eerste latere contact door de gemeente in de klantreis (stap `callback_answers`) er niet kwam, of pas op
die maandag of later. Te laat: de verzoeken daarvan waarbij een contact op die maandag te laat zou zijn, dus meer dan 2
werkdagen (A12) na het verzoek. Gevraagd en beantwoord: in de week ervoor, van maandag tot en met zondag.
"""
[title]
en = "Open callback requests on each Monday"
nl = "Openstaande terugbelverzoeken op elke maandag"
[columns]
monday = "date; the Monday"
open = "integer; callback requests that are open at the start of that Monday"
overdue = "integer; of these, the ones for which a call on that Monday would be late"
oldest_working_days = "integer; working days from the oldest open request to that Monday; empty when none is open"
asked = "integer; callback requests in the week before"
answered = "integer; callback requests of which the answer came in the week before"
[columns_nl]
monday = "de maandag"
open = "terugbelverzoeken die aan het begin van die maandag openstaan"
overdue = "terugbelverzoeken daarvan waarbij bellen op die maandag te laat zou zijn"
oldest_working_days = "werkdagen van het oudste openstaande verzoek tot die maandag; leeg als er geen openstaat"
asked = "terugbelverzoeken in de week ervoor"
answered = "terugbelverzoeken waarop het antwoord in de week ervoor kwam"
*/
with mondays as (
  select local_date, work_day
  from days
  where date_trunc('week', local_date) = local_date
    and local_date <= (select log_end_date from log)
    and local_date > (select min(local_date) from events)
),
waiting as (
  select local_date, work_day, answer_date, count(*) as requests
  from callback_answers
  group by local_date, work_day, answer_date
)
select
  mondays.local_date as monday,
  coalesce(sum(case
    when waiting.answer_date is null or waiting.answer_date >= mondays.local_date then waiting.requests
  end), 0)::integer as open,
  coalesce(sum(case
    when (waiting.answer_date is null or waiting.answer_date >= mondays.local_date)
      and mondays.work_day - waiting.work_day > :callback_working_days
    then waiting.requests
  end), 0)::integer as overdue,
  max(case
    when waiting.answer_date is null or waiting.answer_date >= mondays.local_date then mondays.work_day - waiting.work_day
  end) as oldest_working_days,
  coalesce(sum(case when date_diff('day', waiting.local_date, mondays.local_date) <= 7 then waiting.requests end), 0)::integer as asked,
  coalesce(sum(case
    when waiting.answer_date < mondays.local_date and date_diff('day', waiting.answer_date, mondays.local_date) <= 7 then waiting.requests
  end), 0)::integer as answered
from mondays
left join waiting on waiting.local_date < mondays.local_date
group by mondays.local_date
