/*
name = "connector_grounds"
row.en = "the whole log"
row.nl = "het hele logboek"
key = []
role = "table"
needs = ["kind", "official", "department"]
source = "signals.md 20 (connector)"
definition.en = """
Whether connectors can be told from chance in this log: that takes at least 20 officials with at least 5 stuck journeys each (step
`stuck_journeys`). With fewer, signal `connector` cannot be determined: it finds nothing, and table cannot_determine says so. Nobody is named here.
"""
definition.nl = """
Of in dit logboek verbinders van toeval te onderscheiden zijn. Daarvoor zijn minstens 20 ambtenaren nodig met elk
minstens 5 klantreizen die vastzaten (stap `stuck_journeys`). Zijn het er minder, dan is het signaal `connector` niet
vast te stellen: het vindt niets, en de tabel cannot_determine zegt dat. Hier staat niemand bij naam.
"""
[title]
en = "Enough officials to find connectors among"
nl = "Genoeg ambtenaren om verbinders te vinden"
[columns]
officials = "integer; officials with a stuck journey"
officials_compared = "integer; officials with enough stuck journeys to be compared"
stuck_journeys = "integer; stuck journeys of all officials, each counted for each official"
moved_on = "integer; of these, the ones that moved on"
enough = "boolean; there are enough officials to compare"
lacking = "text; what there is too little of: too_few_officials; empty when there is enough"
[columns_nl]
officials = "ambtenaren met een klantreis die vastzat"
officials_compared = "ambtenaren met genoeg klantreizen die vastzaten om te vergelijken"
stuck_journeys = "klantreizen die vastzaten, van alle ambtenaren, voor elke ambtenaar geteld"
moved_on = "klantreizen daarvan die verder kwamen"
enough = "er zijn genoeg ambtenaren om te vergelijken"
lacking = "waar er te weinig van is: too_few_officials; leeg als er genoeg is"
*/
with of_officials as (
  select
    official_no,
    count(*) as journeys,
    count(moved_row_no) as moved_on
  from stuck_journeys
  group by official_no
),
counted as (
  select
    count(*)::integer as officials,
    count(case when journeys >= :connector_journeys then 1 end)::integer as officials_compared,
    coalesce(sum(journeys), 0)::integer as stuck_journeys,
    coalesce(sum(moved_on), 0)::integer as moved_on
  from of_officials
)
select
  officials,
  officials_compared,
  stuck_journeys,
  moved_on,
  officials_compared >= :connector_officials as enough,
  case when officials_compared < :connector_officials then 'too_few_officials' end as lacking
from counted
