/*
name = "department_hours"
row.en = "one department that had a question"
row.nl = "één afdeling die aan zet was"
key = ["department_no"]
role = "table"
needs = ["department"]
source = "measures.md B turns, working time"
definition.en = """
How many opening hours of its own each department had questions: of every turn of party department the time that falls in the opening hours of
that department on working days (A11). `[calendar]` in journeys.toml says when departments are open, and `[calendar.departments]` where one
differs; nothing said is Monday to Friday, 9 to 17. It is the clock of the office, beside that of the resident (calendar days) and that of norms
(working days). A turn that is still open counts up to the log's end; where the log does not tell that cases end, the last turn of a case up
to its last event (unknown_ends). An event of which only the date is known counts from midnight.
The median is the middle value, or the mean of the two middle ones; the 90th percentile lies in a straight
line between the two values nearest to it (Hyndman and Fan 1996, type 7: PERCENTILE.INC in Excel).
"""
definition.nl = """
Hoeveel van haar eigen openingsuren elke afdeling aan zet was: van elke beurt van een afdeling de tijd die in haar
openingsuren op werkdagen valt (A11). In journeys.toml zegt `[calendar]` wanneer afdelingen open zijn, en
`[calendar.departments]` welke afdeling daarvan afwijkt. Is niets gezegd, dan is dat maandag tot en met vrijdag van 9
tot 17 uur. Dit is de klok van het kantoor, naast die van de inwoner (kalenderdagen) en die van normen (werkdagen). Een
beurt die nog open is, telt tot het einde van het logboek. Zegt het logboek niet dat zaken eindigen, dan telt de laatste
beurt van een zaak tot haar laatste gebeurtenis (unknown_ends). Een gebeurtenis waarvan alleen de datum bekend is, telt
vanaf middernacht.
De mediaan is de middelste waarde, of het gemiddelde van de twee middelste. Het 90e percentiel ligt op een rechte lijn
tussen de twee waarden die er het dichtst bij liggen (Hyndman en Fan 1996, type 7: PERCENTIEL.INC in Excel).
"""
[title]
en = "Opening hours in which each department had questions"
nl = "Openingsuren waarin elke afdeling aan zet was"
[columns]
department_no = "integer; the department"
opens = "text; when it opens on working days"
closes = "text; when it closes"
turns = "integer; turns in which it had the question"
opening_hours = "number; opening hours of the department in these turns together"
median_opening_hours = "number; half of the turns took at most this many opening hours"
p90_opening_hours = "number; about nine in ten of the turns took at most this many opening hours"
[columns_nl]
department_no = "de afdeling"
opens = "hoe laat zij op werkdagen opengaat"
closes = "hoe laat zij sluit"
turns = "beurten waarin zij aan zet was"
opening_hours = "openingsuren van de afdeling in die beurten samen"
median_opening_hours = "de helft van de beurten duurde hooguit zoveel openingsuren"
p90_opening_hours = "ongeveer negen van de tien beurten duurden hooguit zoveel openingsuren"
*/
with asked as (
  select
    turns.case_no,
    turns.turn,
    turns.department_no,
    hours_of_departments.hours_no,
    turns.started,
    coalesce(unknown_ends.ended, turns.ended) as ended
  from turns
  join hours_of_departments on hours_of_departments.department_no = turns.department_no
  left join unknown_ends on unknown_ends.case_no = turns.case_no and unknown_ends.turn = turns.turn
  where turns.state = 'department'
),
-- both ends of each turn between the opening days, in the order of time: what was open last tells how long it was open so far
moments as (
  select hours_no, opens_at as moment, 0 as place, null as case_no, null as turn, null as department_no, opens_at, closes_at, seconds_before
  from opening_days
  union all
  select hours_no, started, 1, case_no, turn, department_no, null, null, null
  from asked
  union all
  select hours_no, ended, 2, case_no, turn, department_no, null, null, null
  from asked
),
walked as (
  select
    case_no,
    turn,
    department_no,
    place,
    moment,
    last_value(opens_at ignore nulls) over so_far as opens_at,
    last_value(closes_at ignore nulls) over so_far as closes_at,
    last_value(seconds_before ignore nulls) over so_far as seconds_before
  from moments
  window so_far as (
    partition by hours_no
    order by moment, place
    rows between unbounded preceding and current row
  )
),
open_so_far as (
  select
    case_no,
    turn,
    department_no,
    place,
    coalesce(seconds_before + date_diff('second', opens_at, least(moment, closes_at)), 0) as seconds
  from walked
  where place > 0
),
lasted as (
  select case_no, turn, department_no, sum(case when place = 2 then seconds else -seconds end)::bigint as seconds
  from open_so_far
  group by case_no, turn, department_no
)
select
  lasted.department_no,
  hours_of_departments.opens,
  hours_of_departments.closes,
  count(*)::integer as turns,
  sum(lasted.seconds) / 3600.0 as opening_hours,
  quantile_cont(lasted.seconds, 0.5) / 3600.0 as median_opening_hours,
  round(quantile_cont(lasted.seconds, 0.9), 1) / 3600.0 as p90_opening_hours
from lasted
join hours_of_departments on hours_of_departments.department_no = lasted.department_no
group by lasted.department_no, hours_of_departments.opens, hours_of_departments.closes
