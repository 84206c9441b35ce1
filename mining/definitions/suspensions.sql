/*
name = "suspensions"
row.en = "one stretch of a suspension: from a suspend to the next event that ends or repeats it"
row.nl = "één stuk van een opschorting: van een opschorting tot de volgende gebeurtenis die haar beëindigt of herhaalt"
key = ["case_no", "row_no"]
role = "step"
source = "measures.md A14"
definition.en = """
A case is suspended from a `suspend` until the next `resume`, `decision`, `close` or `reopen` of that case (by the municipality), otherwise until
the log's end. A second `suspend` inside a suspension changes nothing: it begins a second stretch where the first one stops. A suspended
day is a day after the first date of the stretch, up to and including the last.
"""
definition.nl = """
Een zaak is opgeschort van een opschorting (`suspend`) tot de volgende hervatting (`resume`), besluit (`decision`),
afsluiting (`close`) of heropening (`reopen`) van die zaak door de gemeente. Komt die niet, dan tot het einde van het
logboek. Een tweede opschorting binnen een opschorting verandert niets: er begint een tweede stuk waar het eerste
stopt. Een opgeschorte dag is een dag na de eerste datum van het stuk, tot en met de laatste.
"""
[title]
en = "Suspensions"
nl = "Opschortingen"
[columns]
case_no = "integer; the case"
row_no = "integer; the row of the suspend"
from_work_day = "integer; working days passed up to the date of the suspend"
to_work_day = "integer; working days passed up to the date where the stretch stops; empty when nothing stopped it"
[columns_nl]
case_no = "de zaak"
row_no = "de rij van de opschorting"
from_work_day = "werkdagen tot en met de datum van de opschorting, sinds een vaste dag"
to_work_day = "werkdagen tot en met de datum waarop het stuk stopt, sinds een vaste dag; leeg als niets het stopte"
*/
with pauses as (
  select
    case_no,
    row_no,
    kind,
    work_day,
    lead(case_no) over as_stored as next_case,
    lead(work_day) over as_stored as next_work_day
  from events
  where acted_by = 'municipality'
    and (kind in ('suspend', 'resume') or kind in ('decision', 'close', 'reopen'))
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  case_no,
  row_no,
  work_day as from_work_day,
  case when next_case = case_no then next_work_day end as to_work_day
from pauses
where kind = 'suspend'
