/*
name = "passages"
row.en = "one passage of a case from one department to another"
row.nl = "één overgang van een zaak van de ene naar de andere afdeling"
key = ["row_no"]
role = "step"
kept = true
needs = ["department"]
source = "measures.md A18, B turns; signals.md 1"
definition.en = """
Every passage of a case from one department to another. A transfer to a known department other than its own (own may be unknown), with
what became of it (table transfers); or a change that was not recorded (status `unrecorded`): two neighbouring municipal events of a case with
known, different departments of which the first is no such transfer, while the case is not suspended or ended.
It starts when the sender lets go and ends with the first act of the receiver: the answer to a transfer (status answered or late; in the
same case, or in a case of its own); for a change that was not recorded the next municipal event, so that it holds waiting and working.
All maps of departments read from here; table flows adds it up. Working days are A12.
"""
definition.nl = """
Elke overgang van een zaak van de ene naar de andere afdeling. Een vastgelegde overdracht aan een andere bekende
afdeling (de eigen afdeling mag onbekend zijn), met hoe het verder ging (tabel transfers). Of een wisseling die niet is
vastgelegd (status `unrecorded`): twee gebeurtenissen van de gemeente na elkaar in een zaak, met bekende,
verschillende afdelingen, waarvan de eerste niet zo'n overdracht is, terwijl de zaak niet opgeschort of afgelopen is.
De overgang begint als de ene afdeling loslaat en eindigt met de eerste handeling van de ontvanger. Bij een
vastgelegde overdracht is dat het antwoord (status answered of late; in dezelfde zaak of in een eigen zaak). Bij een
wisseling die niet is vastgelegd is dat de volgende gebeurtenis van de gemeente; daarin zitten dan wachten én werken.
Alle kaarten van afdelingen lezen hieruit; de tabel flows telt het op. Werkdagen zijn A12.
"""
[title]
en = "Passages between departments"
nl = "Overgangen tussen afdelingen"
[columns]
row_no = "integer; the row with which the sender lets go"
case_no = "integer; the case"
journey_no = "integer; the journey"
from_department_no = "integer; the department that let go; empty when unknown"
to_department_no = "integer; the department it went to"
status = "text; answered, late, lost, rerouted, settled, open or unrecorded"
started = "timestamp UTC; when the sender let go"
ended = "timestamp UTC; the first act of the receiver; empty for a transfer that the receiver did not answer"
seconds = "integer; seconds between them; empty for a transfer that the receiver did not answer"
working_days = "integer; working days between their dates; empty for a transfer that the receiver did not answer"
*/
with stepped as (
  select
    *,
    lead(order_moment) over as_stored as next_moment,
    lead(work_day) over as_stored as next_work_day
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  row_no,
  case_no,
  journey_no,
  from_department_no,
  to_department_no,
  status,
  order_moment as started,
  case when status in ('answered', 'late') then answer_moment end as ended,
  case when status in ('answered', 'late') then date_diff('second', order_moment, answer_moment) end as seconds,
  case when status in ('answered', 'late') then answer_work_day - work_day end as working_days
from transfers
union all
select
  row_no,
  case_no,
  journey_no,
  department_no,
  next_department_no,
  'unrecorded',
  order_moment,
  next_moment,
  date_diff('second', order_moment, next_moment),
  next_work_day - work_day
from stepped
where state = 'unrecorded'
