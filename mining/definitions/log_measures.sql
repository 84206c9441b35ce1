/*
name = "log_measures"
row.en = "the whole log"
row.nl = "het hele logboek"
key = []
role = "table"
source = "measures.md B; shared/logs/expected.json (basics)"
definition.en = """
The log in figures. Sums over the cases (handoffs, ping-pong, ties) and over the journeys (hops); how many different paths of activities and routes
along departments there are; what directly follows what (neighbouring events in order, A4). Ties: of all neighbouring events of a case, those
that share their moment; the wider that share, the further the lowest and highest values lie apart.
Where no event of the municipality names a department (only residents' or partners' own do, or automatic messages), how many departments there are is
unknown, and so is how often the work went to another one: those columns are empty. The same holds for officials and appearances.
The median is the middle value, or the mean of the two middle ones.
"""
definition.nl = """
Het logboek in cijfers. Sommen over de zaken (overdrachten, pingpong, gelijke tijdstippen) en over de klantreizen
(wisselingen). Hoeveel verschillende paden van activiteiten en routes langs afdelingen er zijn. En wat direct op wat
volgt (gebeurtenissen na elkaar, op volgorde, A4).
Gelijke tijdstippen: van alle paren van gebeurtenissen na elkaar in een zaak, de paren met hetzelfde tijdstip. Hoe
groter dat aandeel, hoe verder de laagste en de hoogste telling uit elkaar liggen.
Noemt geen gebeurtenis van de gemeente een afdeling (alleen die van inwoners, van partners of automatische berichten),
dan is onbekend hoeveel afdelingen er zijn, en ook hoe vaak het werk naar een andere ging. Die kolommen zijn dan leeg.
Zo is het ook met ambtenaren en optredens.
De mediaan is de middelste waarde, of het gemiddelde van de middelste twee.
"""
[title]
en = "The log in figures"
nl = "Het logboek in cijfers"
[columns]
events = "integer; all events"
cases = "integer; cases"
journeys = "integer; journeys"
activities = "integer; different activities"
officials = "integer; different known officials with an appearance (A9)"
departments = "integer; different known departments of municipal events"
municipal_events = "integer; events by the municipality other than notices (A9)"
events_unknown_official = "integer; municipal events whose official is unknown"
events_unknown_department = "integer; municipal events whose department is unknown"
started = "timestamp UTC; the first event"
ended = "timestamp UTC; the last event"
open_cases = "integer; cases open at the end of the log (A15); empty where the log ends no case at all"
handoffs = "integer; handoffs between officials, all cases"
handoffs_min = "integer; lowest over all orders of ties"
handoffs_max = "integer; highest over all orders of ties"
department_handoffs = "integer; handoffs between departments, all cases"
department_handoffs_min = "integer; lowest over all orders of ties"
department_handoffs_max = "integer; highest over all orders of ties"
hops = "integer; hops between officials, all journeys"
hops_min = "integer; lowest over all orders of ties"
hops_max = "integer; highest over all orders of ties"
department_hops = "integer; hops between departments, all journeys"
department_hops_min = "integer; lowest over all orders of ties"
department_hops_max = "integer; highest over all orders of ties"
thread_hops = "integer; hops between officials within threads of cases that belong together, all journeys"
pingpong_officials = "integer; rings A-B-A of officials, all cases"
cases_with_pingpong_officials = "integer; cases with such a ring"
pingpong_departments = "integer; rings A-B-A of departments, all cases"
cases_with_pingpong_departments = "integer; cases with such a ring"
neighbours = "integer; neighbouring events of a case: events less cases"
tied_neighbours = "integer; of these, neighbours that share their moment"
tied_share = "number from 0 to 1; tied neighbours of all neighbours; empty when there are none"
activity_variants = "integer; different paths of activities"
most_common_activity_variant_cases = "integer; cases with the most common path of activities"
department_variants = "integer; different routes along departments, the empty one included"
directly_follows_different = "integer; different pairs of activities of which one directly follows the other"
self_loops = "integer; how often an activity directly follows itself"
start_activities = "integer; different first activities of a case"
end_activities = "integer; different last activities of a case"
median_calendar_days = "number; half of the cases took at most this many days"
mean_calendar_days = "number; average days of a case"
longest_calendar_days = "number; days of the longest case"
cases_without_duration = "integer; cases whose first and last event share their moment"
[columns_nl]
events = "alle gebeurtenissen"
cases = "zaken"
journeys = "klantreizen"
activities = "verschillende activiteiten"
officials = "verschillende bekende ambtenaren met een optreden (A9)"
departments = "verschillende bekende afdelingen van gebeurtenissen van de gemeente"
municipal_events = "gebeurtenissen van de gemeente, zonder automatische berichten (A9)"
events_unknown_official = "gebeurtenissen van de gemeente waarvan de ambtenaar onbekend is (A6)"
events_unknown_department = "gebeurtenissen van de gemeente waarvan de afdeling onbekend is (A6)"
started = "de eerste gebeurtenis"
ended = "de laatste gebeurtenis"
open_cases = "zaken die open zijn aan het einde van het logboek (A15); leeg als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
handoffs = "overdrachten tussen ambtenaren, alle zaken"
handoffs_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
handoffs_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
department_handoffs = "overdrachten tussen afdelingen, alle zaken"
department_handoffs_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
department_handoffs_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
hops = "wisselingen van ambtenaar, alle klantreizen"
hops_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
hops_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
department_hops = "wisselingen van afdeling, alle klantreizen"
department_hops_min = "laagste telling over alle volgordes bij gelijke tijdstippen"
department_hops_max = "hoogste telling over alle volgordes bij gelijke tijdstippen"
thread_hops = "wisselingen van ambtenaar binnen draden van zaken die bij elkaar horen, alle klantreizen"
pingpong_officials = "rondjes A-B-A van ambtenaren, alle zaken"
cases_with_pingpong_officials = "zaken met zo'n rondje"
pingpong_departments = "rondjes A-B-A van afdelingen, alle zaken"
cases_with_pingpong_departments = "zaken met zo'n rondje"
neighbours = "paren van gebeurtenissen na elkaar in een zaak: gebeurtenissen min zaken"
tied_neighbours = "paren daarvan met hetzelfde tijdstip"
tied_share = "paren met hetzelfde tijdstip van alle paren; leeg als er geen paren zijn"
activity_variants = "verschillende paden van activiteiten"
most_common_activity_variant_cases = "zaken met het pad van activiteiten dat het vaakst voorkomt"
department_variants = "verschillende routes langs afdelingen, ook de lege"
directly_follows_different = "verschillende paren van activiteiten waarvan de een direct op de ander volgt"
self_loops = "hoe vaak een activiteit direct op zichzelf volgt"
start_activities = "verschillende eerste activiteiten van een zaak"
end_activities = "verschillende laatste activiteiten van een zaak"
median_calendar_days = "de helft van de zaken duurde hooguit zoveel dagen"
mean_calendar_days = "gemiddeld aantal dagen van een zaak"
longest_calendar_days = "dagen van de langste zaak"
cases_without_duration = "zaken waarvan de eerste en de laatste gebeurtenis hetzelfde tijdstip hebben"
[column_needs]
officials = ["official"]
departments = ["department"]
events_unknown_official = ["official"]
events_unknown_department = ["department"]
open_cases = ["kind"]
handoffs = ["official"]
handoffs_min = ["official"]
handoffs_max = ["official"]
department_handoffs = ["department"]
department_handoffs_min = ["department"]
department_handoffs_max = ["department"]
hops = ["official"]
hops_min = ["official"]
hops_max = ["official"]
department_hops = ["department"]
department_hops_min = ["department"]
department_hops_max = ["department"]
thread_hops = ["official", "kind"]
pingpong_officials = ["official"]
cases_with_pingpong_officials = ["official"]
pingpong_departments = ["department"]
cases_with_pingpong_departments = ["department"]
department_variants = ["department"]
*/
with of_cases as (
  select
    sum(events)::bigint as events,
    count(*) as cases,
    sum(municipal_events)::bigint as municipal_events,
    sum(events_unknown_official)::bigint as events_unknown_official,
    sum(events_unknown_department)::bigint as events_unknown_department,
    min(started) as started,
    max(ended) as ended,
    case when (select known from ends_known) then count(case when open then 1 end) end as open_cases,
    sum(handoffs)::bigint as handoffs,
    sum(handoffs_min)::bigint as handoffs_min,
    sum(handoffs_max)::bigint as handoffs_max,
    sum(department_handoffs)::bigint as department_handoffs,
    sum(department_handoffs_min)::bigint as department_handoffs_min,
    sum(department_handoffs_max)::bigint as department_handoffs_max,
    sum(pingpong_officials)::bigint as pingpong_officials,
    count(case when pingpong_officials > 0 then 1 end) as cases_with_pingpong_officials,
    sum(pingpong_departments)::bigint as pingpong_departments,
    count(case when pingpong_departments > 0 then 1 end) as cases_with_pingpong_departments,
    sum(tied_neighbours)::bigint as tied_neighbours,
    quantile_cont(calendar_days, 0.5) as median_calendar_days,
    -- added up in whole microseconds: a sum of fractions depends on the order of its parts
    sum(round(calendar_days * 86400e6)::bigint) / 86400e6 / count(calendar_days) as mean_calendar_days,
    max(calendar_days) as longest_calendar_days,
    count(case when started = ended then 1 end) as cases_without_duration
  from case_measures
), of_journeys as (
  select
    count(*) as journeys,
    sum(hops)::bigint as hops,
    sum(hops_min)::bigint as hops_min,
    sum(hops_max)::bigint as hops_max,
    sum(department_hops)::bigint as department_hops,
    sum(department_hops_min)::bigint as department_hops_min,
    sum(department_hops_max)::bigint as department_hops_max,
    sum(thread_hops)::bigint as thread_hops
  from journey_measures
), paths as (
  select
    path,
    count(*) as cases
  from activity_paths
  group by path
), of_paths as (
  select
    count(*) as activity_variants,
    max(cases) as most_common_activity_variant_cases
  from paths
), of_ends as (
  select
    count(distinct first_activity_no) as start_activities,
    count(distinct last_activity_no) as end_activities
  from activity_paths
), of_pairs as (
  select
    count(*) as directly_follows_different,
    coalesce(sum(case when activity_no = next_activity_no then count end), 0)::bigint as self_loops
  from directly_follows
), of_routes as (
  select
    count(distinct path) as routes,
    count(*) as cases
  from department_paths
), of_officials as (
  select nullif(count(distinct official_no), 0) as officials
  from hands
), of_departments as (
  select nullif(count(distinct department_no), 0) as departments
  from department_runs
), of_ways as materialized (
  select *
  from of_paths
  cross join of_ends
  cross join of_pairs
), of_people as materialized (
  select *
  from of_officials
  cross join of_departments
)
select
  of_cases.events,
  of_cases.cases,
  of_journeys.journeys,
  (select count(*) from activities) as activities,
  of_people.officials,
  of_people.departments,
  of_cases.municipal_events,
  of_cases.events_unknown_official,
  of_cases.events_unknown_department,
  of_cases.started,
  of_cases.ended,
  of_cases.open_cases,
  case when of_people.officials is not null then of_cases.handoffs end as handoffs,
  case when of_people.officials is not null then of_cases.handoffs_min end as handoffs_min,
  case when of_people.officials is not null then of_cases.handoffs_max end as handoffs_max,
  case when of_people.departments is not null then of_cases.department_handoffs end as department_handoffs,
  case when of_people.departments is not null then of_cases.department_handoffs_min end as department_handoffs_min,
  case when of_people.departments is not null then of_cases.department_handoffs_max end as department_handoffs_max,
  case when of_people.officials is not null then of_journeys.hops end as hops,
  case when of_people.officials is not null then of_journeys.hops_min end as hops_min,
  case when of_people.officials is not null then of_journeys.hops_max end as hops_max,
  case when of_people.departments is not null then of_journeys.department_hops end as department_hops,
  case when of_people.departments is not null then of_journeys.department_hops_min end as department_hops_min,
  case when of_people.departments is not null then of_journeys.department_hops_max end as department_hops_max,
  case when of_people.officials is not null then of_journeys.thread_hops end as thread_hops,
  case when of_people.officials is not null then of_cases.pingpong_officials end as pingpong_officials,
  case when of_people.officials is not null then of_cases.cases_with_pingpong_officials end as cases_with_pingpong_officials,
  case when of_people.departments is not null then of_cases.pingpong_departments end as pingpong_departments,
  case when of_people.departments is not null then of_cases.cases_with_pingpong_departments end as cases_with_pingpong_departments,
  of_cases.events - of_cases.cases as neighbours,
  of_cases.tied_neighbours,
  of_cases.tied_neighbours / nullif(of_cases.events - of_cases.cases, 0) as tied_share,
  of_ways.activity_variants,
  of_ways.most_common_activity_variant_cases,
  case
    when of_people.departments is not null then of_routes.routes + case when of_routes.cases < of_cases.cases then 1 else 0 end
  end as department_variants,
  of_ways.directly_follows_different,
  of_ways.self_loops,
  of_ways.start_activities,
  of_ways.end_activities,
  of_cases.median_calendar_days,
  of_cases.mean_calendar_days,
  of_cases.longest_calendar_days,
  of_cases.cases_without_duration
from of_cases
cross join of_journeys
cross join of_routes
cross join of_ways
cross join of_people
