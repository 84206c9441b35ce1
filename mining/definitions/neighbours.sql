/*
name = "neighbours"
row.en = "one event"
row.nl = "één gebeurtenis"
key = ["case_no", "place"]
role = "step"
source = "measures.md A4; shared/logs/expected.json (directly follows, tied consecutive pairs)"
definition.en = """
Each event with the event before it in its case, in order (A4): time, then row number. All events count, also notices and those of
partners. Two neighbours are tied when they share the moment that orders them: then only the row number says which came first.
The rows of `events` are stored in this very order, so an engine that keeps the order of rows need not sort them again (window as_stored).
"""
definition.nl = """
Elke gebeurtenis met de gebeurtenis ervoor in haar zaak, op volgorde (A4): tijd, dan rijnummer. Alle gebeurtenissen
tellen, ook automatische berichten en die van partners. Twee gebeurtenissen na elkaar zijn gelijk in tijd als het
tijdstip dat hun volgorde bepaalt, hetzelfde is. Alleen het rijnummer zegt dan welke eerst kwam.
De rijen van `events` zijn in precies deze volgorde opgeslagen. Een database die de volgorde van rijen bewaart, hoeft
dus niet opnieuw te sorteren (window as_stored).
"""
[title]
en = "Events and the event before"
nl = "Gebeurtenissen en de gebeurtenis ervoor"
[columns]
case_no = "integer; the case"
place = "integer; 1 for the first event of the case, 2 for the second, ..."
activity_no = "integer; what happened"
activity_before_no = "integer; what happened just before it in the case; empty for the first event"
tied = "boolean; it shares its moment with the event before it"
[columns_nl]
case_no = "de zaak"
place = "1 voor de eerste gebeurtenis van de zaak, 2 voor de tweede, ..."
activity_no = "wat er gebeurde"
activity_before_no = "wat er vlak ervoor gebeurde in de zaak; leeg bij de eerste gebeurtenis"
tied = "heeft hetzelfde tijdstip als de gebeurtenis ervoor"
*/
with walked as (
  select
    case_no,
    order_moment,
    row_no,
    activity_no,
    row_number() over as_stored as place_in_log,
    lag(case_no) over as_stored as case_before,
    lag(order_moment) over as_stored as moment_before,
    lag(activity_no) over as_stored as activity_before_no
  from events
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  case_no,
  (
    1 + place_in_log - last_value(case when case_before is distinct from case_no then place_in_log end ignore nulls) over (
      as_stored rows between unbounded preceding and current row
    )
  )::integer as place,
  activity_no,
  case when case_before = case_no then activity_before_no end as activity_before_no,
  coalesce(case_before = case_no and moment_before = order_moment, false) as tied
from walked
window as_stored as (order by case_no, order_moment, row_no)
