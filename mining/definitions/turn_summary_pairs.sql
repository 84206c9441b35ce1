/*
name = "turn_summary_pairs"
row.en = "one ordered pair of departments between which a question passed"
row.nl = "één paar afdelingen, van en naar, waartussen een vraag ging"
key = ["from_department_no", "to_department_no"]
role = "table"
needs = ["department"]
source = "measures.md B turns; views.md 6.0"
definition.en = """
How long questions were between two departments: underway and lost after a transfer, and the time between the last act of the one and the
first act of the other where no transfer was recorded (waiting or working; the log does not tell). `share_of_nobody` = underway and lost time of
this pair / underway and lost time of all pairs. Neighbouring turns of the same pair and state count as one turn; table flows counts passages.
Calendar days are of 24 hours; days of several questions at once count as often.
"""
definition.nl = """
Hoe lang vragen tussen twee afdelingen lagen: onderweg en kwijt na een vastgelegde overdracht. En de tijd tussen de
laatste handeling van de ene en de eerste handeling van de andere afdeling, als geen overdracht is vastgelegd. Dat is
wachten of werken: het logboek zegt niet welk van de twee.
`share_of_nobody` = tijd onderweg en kwijt van dit paar / tijd onderweg en kwijt van alle paren. Beurten na elkaar van
hetzelfde paar en dezelfde toestand tellen als één beurt. De tabel flows telt overgangen. Kalenderdagen zijn van 24
uur. Dagen van meer vragen tegelijk tellen zo vaak mee.
"""
[title]
en = "Who had the question, per pair of departments"
nl = "Wie aan zet was, per paar afdelingen"
[columns]
from_department_no = "integer; the department that let go; empty when unknown"
to_department_no = "integer; the department it went to"
turns = "integer; turns between the two"
cases = "integer; cases with such a turn"
underway_calendar_days = "number; question-days underway"
underway_working_days = "integer; working days underway"
lost_calendar_days = "number; question-days lost"
lost_working_days = "integer; working days lost"
unrecorded_calendar_days = "number; question-days between two acts without a transfer"
unrecorded_working_days = "integer; working days between two acts without a transfer"
share_of_nobody = "share; of the time underway or lost between any two departments; empty when there is none"
[columns_nl]
from_department_no = "de afdeling die losliet; leeg als die onbekend is"
to_department_no = "de afdeling waar de vraag heen ging"
turns = "beurten tussen de twee"
cases = "zaken met zo'n beurt"
underway_calendar_days = "vraagdagen onderweg"
underway_working_days = "werkdagen onderweg"
lost_calendar_days = "vraagdagen kwijt"
lost_working_days = "werkdagen kwijt"
unrecorded_calendar_days = "vraagdagen tussen twee handelingen zonder vastgelegde overdracht"
unrecorded_working_days = "werkdagen tussen twee handelingen zonder vastgelegde overdracht"
share_of_nobody = "van de tijd onderweg of kwijt tussen welke twee afdelingen dan ook; leeg als die tijd er niet is"
*/
with pairs as (
  select
    from_department_no,
    to_department_no,
    count(*)::integer as turns,
    count(distinct case_no)::integer as cases,
    sum(case when state = 'underway' then seconds else 0 end) as underway_seconds,
    sum(case when state = 'underway' then working_days else 0 end)::bigint as underway_working_days,
    sum(case when state = 'lost' then seconds else 0 end) as lost_seconds,
    sum(case when state = 'lost' then working_days else 0 end)::bigint as lost_working_days,
    sum(case when state = 'unrecorded' then seconds else 0 end) as unrecorded_seconds,
    sum(case when state = 'unrecorded' then working_days else 0 end)::bigint as unrecorded_working_days
  from turns
  where state in ('underway', 'lost', 'unrecorded')
  group by from_department_no, to_department_no
)
select
  from_department_no,
  to_department_no,
  turns,
  cases,
  underway_seconds / 86400.0 as underway_calendar_days,
  underway_working_days,
  lost_seconds / 86400.0 as lost_calendar_days,
  lost_working_days,
  unrecorded_seconds / 86400.0 as unrecorded_calendar_days,
  unrecorded_working_days,
  (underway_seconds + lost_seconds) / nullif(sum(underway_seconds + lost_seconds) over (), 0) as share_of_nobody
from pairs
