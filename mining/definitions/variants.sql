/*
name = "variants"
row.en = "one route: cases with the same path of departments"
row.nl = "één route: zaken met hetzelfde pad van afdelingen"
key = ["variant_no"]
role = "table"
needs = ["department"]
source = "measures.md, glossary (variant)"
definition.en = """
Routes of cases: the runs of known departments of their municipal events (A9), in order (A4), a stretch of the same department once, events
with an unknown department skipped. The most frequent routes, at most :variants_at_most; `share` is of all cases, so the shares add up to 1
only when every route stands here (how many routes there are stands in `log_measures`). An empty path: cases in which no department is known.
On a tie of frequency the route of the case that came first in the log goes first.
The median is the middle value, or the mean of the two middle ones; the 90th percentile lies in a straight
line between the two values nearest to it (Hyndman and Fan 1996, type 7: PERCENTILE.INC in Excel).
"""
definition.nl = """
Routes van zaken: de reeksen van bekende afdelingen van de gebeurtenissen van de gemeente (A9), op volgorde (A4). Een
stuk van dezelfde afdeling telt één keer. Gebeurtenissen met een onbekende afdeling worden overgeslagen.
Hier staan de routes die het vaakst voorkomen, hooguit :variants_at_most. `share` is het aandeel van alle zaken. De
aandelen zijn samen dus alleen 1 als elke route hier staat. Hoeveel routes er zijn, staat in `log_measures`. Een leeg
pad: zaken waarin geen afdeling bekend is.
Komen routes even vaak voor, dan gaat de route van de zaak die het eerst in het logboek stond voor.
De mediaan is de middelste waarde, of het gemiddelde van de middelste twee. Het 90e percentiel ligt naar
verhouding tussen de twee waarden die er het dichtst bij liggen (Hyndman en Fan 1996, type 7: PERCENTIEL.INC in Excel).
"""
[title]
en = "Routes along departments"
nl = "Routes langs afdelingen"
[parameters]
variants_at_most = 1000
[columns]
variant_no = "integer; 1 for the most frequent route"
path = "text; the departments in order, with > between them; empty when no department is known"
departments = "integer; different departments on the route"
handoffs = "integer; handoffs between departments on the route"
cases = "integer; cases with this route"
share = "number from 0 to 1; of all cases"
median_calendar_days = "number; half of these cases took at most this many days"
p90_calendar_days = "number; about nine in ten of these cases took at most this many days"
[columns_nl]
variant_no = "1 voor de route die het vaakst voorkomt"
path = "de afdelingen op volgorde, met > ertussen; leeg als geen afdeling bekend is"
departments = "verschillende afdelingen op de route"
handoffs = "overdrachten tussen afdelingen op de route"
cases = "zaken met deze route"
share = "van alle zaken"
median_calendar_days = "de helft van deze zaken duurde hooguit zoveel dagen"
p90_calendar_days = "ongeveer negen van de tien van deze zaken duurden hooguit zoveel dagen"
*/
with paths as (
  select
    case_measures.case_no,
    case_measures.calendar_days,
    department_paths.path
  from case_measures
  left join department_paths on department_paths.case_no = case_measures.case_no
), routes as (
  select
    path,
    count(*) as cases,
    min(case_no) as example_no
  from paths
  group by path
), ranked as (
  select
    *,
    row_number() over (order by cases desc, example_no) as variant_no
  from routes
), frequent as (
  select *
  from ranked
  where variant_no <= :variants_at_most
), durations as (
  select
    frequent.variant_no,
    quantile_cont(paths.calendar_days, 0.5) as median_calendar_days,
    quantile_cont(paths.calendar_days, 0.9) as p90_calendar_days
  from frequent
  join paths on paths.path is not distinct from frequent.path
  group by frequent.variant_no
), texts as (
  select
    frequent.variant_no,
    string_agg(departments.department, ' > ' order by department_runs.place) as path
  from frequent
  join department_runs on department_runs.case_no = frequent.example_no
  join departments on departments.department_no = department_runs.department_no
  group by frequent.variant_no
)
select
  frequent.variant_no::integer as variant_no,
  texts.path,
  example.departments,
  example.department_handoffs as handoffs,
  frequent.cases::integer as cases,
  frequent.cases / (select count(*) from case_measures) as share,
  durations.median_calendar_days,
  durations.p90_calendar_days
from frequent
join case_measures as example on example.case_no = frequent.example_no
left join texts on texts.variant_no = frequent.variant_no
join durations on durations.variant_no = frequent.variant_no
order by frequent.variant_no
