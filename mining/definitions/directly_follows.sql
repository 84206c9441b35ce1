/*
name = "directly_follows"
row.en = "two activities of which the second came directly after the first"
row.nl = "twee activiteiten waarvan de tweede direct na de eerste kwam"
key = ["activity_no", "next_activity_no"]
role = "table"
source = "shared/logs/expected.json (directly follows)"
definition.en = """
How often one activity came directly after another in the same case: neighbouring events in order (A4), ties in row order, all events.
Added up it is the number of events less the number of cases. `tied` says how many of these could as well have stood the other way round.
"""
definition.nl = """
Hoe vaak de ene activiteit direct na de andere kwam in dezelfde zaak: gebeurtenissen na elkaar op volgorde (A4), bij
een gelijk tijdstip op volgorde van de rijen. Alle gebeurtenissen tellen. Samen is dit het aantal gebeurtenissen min
het aantal zaken. `tied` zegt hoeveel paren ook andersom hadden kunnen staan.
"""
[title]
en = "What directly follows what"
nl = "Wat direct op wat volgt"
[columns]
activity_no = "integer; the first activity"
next_activity_no = "integer; the activity directly after it"
count = "integer; how often"
tied = "integer; how often of these both had the same moment"
[columns_nl]
activity_no = "de eerste activiteit"
next_activity_no = "de activiteit die er direct na kwam"
count = "hoe vaak"
tied = "hoe vaak daarvan beide hetzelfde tijdstip hadden"
*/
select
  activity_before_no as activity_no,
  activity_no as next_activity_no,
  count(*) as count,
  count(*) filter (where tied) as tied
from neighbours
where activity_before_no is not null
group by activity_before_no, activity_no
