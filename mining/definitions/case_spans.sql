/*
name = "case_spans"
row.en = "one case"
row.nl = "één zaak"
key = ["case_no"]
role = "step"
source = "measures.md A4, A9, A12"
definition.en = """
What can be counted of a case without putting its events in order: how many there are, and when the first and the last took place. The first
event in order (A4) never comes later in moment than any other; of the last the moment is where the order puts it (a date without a time).
"""
definition.nl = """
Wat van een zaak te tellen is zonder de gebeurtenissen op volgorde te zetten: hoeveel het er zijn, en wanneer de
eerste en de laatste waren. De eerste gebeurtenis op volgorde (A4) heeft nooit een later tijdstip dan een andere. Van
de laatste telt het tijdstip waar de volgorde haar zet (een datum zonder tijd).
"""
[title]
en = "First and last event of a case"
nl = "Eerste en laatste gebeurtenis van een zaak"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
events = "integer; all events"
municipal_events = "integer; municipal events (A9)"
events_unknown_official = "integer; municipal events whose official is unknown"
events_unknown_department = "integer; municipal events whose department is unknown"
started = "timestamp UTC; the first event"
ended = "timestamp UTC; the last event"
first_work_day = "integer; working days passed since a fixed day at the first event"
last_work_day = "integer; working days passed since a fixed day at the last event"
first_date = "date; the date of the first event"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
events = "alle gebeurtenissen"
municipal_events = "gebeurtenissen van de gemeente (A9)"
events_unknown_official = "gebeurtenissen van de gemeente waarvan de ambtenaar onbekend is"
events_unknown_department = "gebeurtenissen van de gemeente waarvan de afdeling onbekend is"
started = "de eerste gebeurtenis"
ended = "de laatste gebeurtenis"
first_work_day = "werkdagen sinds een vaste dag, bij de eerste gebeurtenis"
last_work_day = "werkdagen sinds een vaste dag, bij de laatste gebeurtenis"
first_date = "de datum van de eerste gebeurtenis"
*/
select
  case_no,
  min(journey_no) as journey_no,
  count(*) as events,
  count(case when municipal then 1 end) as municipal_events,
  count(case when municipal and official_no is null then 1 end) as events_unknown_official,
  count(case when municipal and department_no is null then 1 end) as events_unknown_department,
  min(order_moment) as started,
  max(order_moment) as ended,
  min(work_day) as first_work_day,
  max(work_day) as last_work_day,
  min(local_date) as first_date
from events
group by case_no
