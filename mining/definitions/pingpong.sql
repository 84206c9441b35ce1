/*
name = "pingpong"
row.en = "two departments between which cases went there and back"
row.nl = "twee afdelingen waartussen zaken heen en weer gingen"
key = ["department_no", "via_department_no"]
role = "table"
needs = ["department"]
source = "measures.md (ties and runs); shared/logs/expected.json (pingpong)"
definition.en = """
Rings of departments: A, then B, then A again, on runs of known departments of municipal events within one case (A A B A is one ring,
A B A B is two: one of A via B, one of B via A). The days inside a ring go from the last event of A's first run to the first event of A's
second run: the time that B, or nobody, had the case. A ring is not a fault by itself: advice that was asked and given is a ring too.
The median is the middle value, or the mean of the two middle ones.
"""
definition.nl = """
Rondjes van afdelingen: A, dan B, dan weer A. Geteld wordt in de reeksen van bekende afdelingen van gebeurtenissen van
de gemeente, binnen één zaak. A A B A is één rondje. A B A B zijn er twee: één van A via B en één van B via A.
De dagen in een rondje lopen van de laatste gebeurtenis van de eerste reeks van A tot de eerste gebeurtenis van de
tweede reeks van A. Dat is de tijd waarin B de zaak had, of niemand. Een rondje is niet vanzelf een fout: ook advies
vragen en krijgen is een rondje.
De mediaan is de middelste waarde, of het gemiddelde van de middelste twee.
"""
[title]
en = "Ping-pong between departments"
nl = "Pingpong tussen afdelingen"
[columns]
department_no = "integer; the department that had the case, and got it back"
via_department_no = "integer; the department in between"
rings = "integer; how often"
cases = "integer; in how many cases"
median_calendar_days = "number; half of the rings took at most this many days"
median_working_days = "number; half of the rings took at most this many working days"
[columns_nl]
department_no = "de afdeling die de zaak had en terugkreeg"
via_department_no = "de afdeling ertussen"
rings = "hoe vaak"
cases = "in hoeveel zaken"
median_calendar_days = "de helft van de rondjes duurde hooguit zoveel dagen"
median_working_days = "de helft van de rondjes duurde hooguit zoveel werkdagen"
*/
select
  department_no,
  department_before_no as via_department_no,
  count(*) as rings,
  count(distinct case_no) as cases,
  quantile_cont(ring_calendar_days, 0.5) as median_calendar_days,
  quantile_cont(ring_working_days, 0.5) as median_working_days
from department_runs
where ring_working_days is not null
group by department_no, department_before_no
