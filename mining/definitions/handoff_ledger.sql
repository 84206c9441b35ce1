/*
name = "handoff_ledger"
row.en = "one level: what changed between two neighbouring municipal events"
row.nl = "één niveau: wat er veranderde tussen twee gebeurtenissen van de gemeente na elkaar"
key = ["level"]
role = "table"
source = "measures.md, Three levels of a handoff"
definition.en = """
Every step between two neighbouring municipal events (A9) of a case stands in exactly one row: same_hands (neither official nor department
changed), other_person (same department), other_department (same person: only the hat changed), other_person_and_department, and
cannot_be_determined where the official or the department of either event is unknown. So the rows add up to the number of steps: municipal
events less cases with a municipal event. Here an unknown value is not skipped, as it is in the count of handoffs.
"""
definition.nl = """
Elke stap tussen twee gebeurtenissen van de gemeente (A9) na elkaar in een zaak staat in precies één rij: same_hands
(ambtenaar en afdeling bleven gelijk), other_person (andere ambtenaar, zelfde afdeling), other_department (zelfde
ambtenaar, andere afdeling: alleen de pet wisselde), other_person_and_department (allebei anders), en
cannot_be_determined als van een van de twee gebeurtenissen de ambtenaar of de afdeling onbekend is.
De rijen zijn samen dus het aantal stappen: de gebeurtenissen van de gemeente, min de zaken met zo'n gebeurtenis. Een
onbekende waarde wordt hier niet overgeslagen. Bij het tellen van overdrachten gebeurt dat wel.
"""
[title]
en = "Ledger of steps: who and where changed"
nl = "Kasboek van stappen: wie en waar veranderde"
[columns]
level = "text; same_hands, other_person, other_department, other_person_and_department or cannot_be_determined"
steps = "integer; steps between neighbouring municipal events"
share = "number from 0 to 1; of all steps; empty when there are none"
[columns_nl]
level = "same_hands, other_person, other_department, other_person_and_department of cannot_be_determined"
steps = "stappen tussen gebeurtenissen van de gemeente na elkaar"
share = "van alle stappen; leeg als er geen zijn"
*/
with walked as (
  select
    case_no,
    official_no,
    department_no,
    lag(case_no) over as_stored as case_before,
    lag(official_no) over as_stored as official_before,
    lag(department_no) over as_stored as department_before
  from events
  where municipal
  window as_stored as (order by case_no, order_moment, row_no)
), compared as (
  select
    official_no <> official_before as other_person,
    department_no <> department_before as other_department,
    count(*) as steps
  from walked
  where case_before = case_no
  group by official_no <> official_before, department_no <> department_before
), levels as (
  select *
  from (values
    (1, 'same_hands', false, false),
    (2, 'other_person', true, false),
    (3, 'other_department', false, true),
    (4, 'other_person_and_department', true, true),
    (5, 'cannot_be_determined', null, null)
  ) as named(place, level, other_person, other_department)
), counted as (
  select
    place,
    level,
    coalesce(sum(steps), 0)::bigint as steps
  from levels
  left join compared
    on (compared.other_person = levels.other_person and compared.other_department = levels.other_department)
    or (levels.other_person is null and (compared.other_person is null or compared.other_department is null))
  group by place, level
)
select
  level,
  steps,
  steps / nullif(sum(steps) over (), 0) as share
from counted
order by place
