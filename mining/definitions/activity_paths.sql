/*
name = "activity_paths"
row.en = "one case"
row.nl = "één zaak"
key = ["case_no"]
role = "step"
source = "shared/logs/expected.json (variants)"
definition.en = """
The path of activities of a case as one number: two cases have the same number when they have the same activities in the same order
(a 64 bits hash; among a million different paths the chance that any two share a number is one in tens of millions).
"""
definition.nl = """
Het pad van activiteiten van een zaak als één getal. Twee zaken hebben hetzelfde getal als zij dezelfde activiteiten
hebben in dezelfde volgorde. Het getal is een hash van 64 bits. Bij een miljoen verschillende paden is de kans dat er
twee hetzelfde getal krijgen één op tientallen miljoenen.
"""
[title]
en = "Path of activities of a case"
nl = "Pad van activiteiten van een zaak"
[columns]
case_no = "integer; the case"
path = "integer of 64 bits; stands for the activities of the case in order"
first_activity_no = "integer; the activity of the first event"
last_activity_no = "integer; the activity of the last event"
tied_neighbours = "integer; events that share their moment with the event before them in the case"
[columns_nl]
case_no = "de zaak"
path = "staat voor de activiteiten van de zaak, op volgorde"
first_activity_no = "de activiteit van de eerste gebeurtenis"
last_activity_no = "de activiteit van de laatste gebeurtenis"
tied_neighbours = "gebeurtenissen met hetzelfde tijdstip als de gebeurtenis ervoor in de zaak"
*/
select
  case_no,
  -- one number per step: a hash of two columns is a mix in which the order of the steps falls away again under xor
  bit_xor(hash(activity_no::bigint * 4294967296 + place)) as path,
  max(case when place = 1 then activity_no end) as first_activity_no,
  arg_max(activity_no, place) as last_activity_no,
  count(case when tied then 1 end)::integer as tied_neighbours
from neighbours
group by case_no
