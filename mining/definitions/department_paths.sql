/*
name = "department_paths"
row.en = "one case with a known department in a municipal event"
row.nl = "één zaak met een bekende afdeling bij een gebeurtenis van de gemeente"
key = ["case_no"]
role = "step"
kept = true
needs = ["department"]
source = "measures.md, glossary (variant)"
definition.en = """
The path of departments of a case as one number: two cases have the same number when their runs of known departments are the same, in the same
order (a 64 bits hash; among a million different paths the chance that any two share a number is one in tens of millions).
"""
definition.nl = """
Het pad van afdelingen van een zaak als één getal. Twee zaken hebben hetzelfde getal als hun reeksen van bekende
afdelingen gelijk zijn, in dezelfde volgorde. Het getal is een hash van 64 bits. Bij een miljoen verschillende paden
is de kans dat er twee hetzelfde getal krijgen één op tientallen miljoenen.
"""
[title]
en = "Path of departments of a case"
nl = "Pad van afdelingen van een zaak"
[columns]
case_no = "integer; the case"
path = "integer of 64 bits; stands for the departments of the case in order"
[columns_nl]
case_no = "de zaak"
path = "staat voor de afdelingen van de zaak, op volgorde"
*/
with numbered as (
  select
    case_no,
    department_no,
    row_number() over (partition by case_no order by place) as run
  from department_runs
)
select
  case_no,
  -- one number per step: a hash of two columns is a mix in which the order of the steps falls away again under xor
  bit_xor(hash(department_no::bigint * 4294967296 + run)) as path
from numbered
group by case_no
