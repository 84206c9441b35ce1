/*
name = "stalled"
row.en = "one open case in which nothing has been done for more than 20 working days"
row.nl = "één open zaak waarin meer dan 20 werkdagen niets is gedaan"
key = ["case_no"]
role = "table"
needs = ["kind", "official"]
source = "signals.md 6 (orphan, stall); measures.md A6, A9, A14, A15"
definition.en = """
Step `still_cases`: open cases (A15) that are not suspended at the log's end, with more than 20 working days (wd; a case that is not
suspended has no suspended days after its last act) between the last municipal event and the log's end. A case without any municipal event
counts from its first event.
The owner is the official of that last municipal event; if it is a transfer: the official it was passed to. Without a known owner it is an
orphan. The department is that of the last municipal event; if it is a transfer to a known department: that one.
"""
definition.nl = """
Stap `still_cases`: open zaken (A15) die aan het einde van het logboek niet zijn opgeschort, met meer dan 20 werkdagen
tussen de laatste gebeurtenis van de gemeente en het einde van het logboek. (Een zaak die niet is opgeschort, heeft na haar laatste
handeling geen opgeschorte dagen.) Een zaak zonder gebeurtenis van de gemeente telt vanaf haar eerste gebeurtenis.
De behandelaar is de ambtenaar van die laatste gebeurtenis van de gemeente. Is dat een overdracht, dan is het de
ambtenaar aan wie is overgedragen. Zonder bekende behandelaar is het een weeszaak. De afdeling is die van de laatste
gebeurtenis van de gemeente. Is dat een overdracht aan een bekende afdeling, dan is het die afdeling.
"""
[title]
en = "Open cases that stand still"
nl = "Open zaken die stilliggen"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
department = "text; the department where it lies; empty when unknown"
since = "date; the day of the last municipal event, or of the first event where there is none"
working_days = "integer; working days from that day to the log's end"
owner_known = "boolean; the official who should go on with it is known"
row_no = "integer; the row of that event"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
department = "de afdeling waar de zaak ligt; leeg als die onbekend is"
since = "de dag van de laatste gebeurtenis van de gemeente, of van de eerste gebeurtenis als die er niet is"
working_days = "werkdagen van die dag tot het einde van het logboek"
owner_known = "bekend is welke ambtenaar ermee verder moet"
row_no = "de rij van die gebeurtenis"
*/
select
  still_cases.case_no,
  still_cases.journey_no,
  departments.department,
  still_cases.local_date as since,
  still_cases.working_days,
  still_cases.owner_known,
  still_cases.row_no
from still_cases
left join departments on departments.department_no = coalesce(still_cases.to_department_no, still_cases.from_department_no)
