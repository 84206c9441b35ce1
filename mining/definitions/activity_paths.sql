/*
name = "activity_paths"
row = "one case"
key = ["case_no"]
role = "step"
source = "shared/logs/expected.json (variants)"
definition = """
The path of activities of a case as one number: two cases have the same number when they have the same activities in the same order
(a 64 bits hash; among a million different paths the chance that any two share a number is one in tens of millions).
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
