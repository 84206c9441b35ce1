/*
name = "official_behaviour"
row = "one known official"
key = ["official_no"]
role = "step"
needs = ["official"]
source = "measures.md, who acted: hygiene before counting"
definition = """
What no single person does, seen from the events alone, so that it also works on pseudonyms. Moments of which only the
date is known (A4; also midnight in UTC) take no part in the clock.
Round the clock: events in more than `clock_hours` different hours of one date; or at least `clock_events` events of
which a share of `night_share` falls between midnight and six and a share of `weekend_share` on Saturday or Sunday
(somebody who never sleeps comes to 25 % and 29 %).
Machine pace: at least `pace_minutes` minutes with events in `pace_cases` or more different cases each.
Only automatic steps: at least `automatic_events` events, each a notice or an activity that calls itself automatic; an
official with notices only makes no appearance (A9) and is not asked about.
Shared name: at least `shared_minutes` minutes with events for three or more departments in three or more cases each.
`clock_zone` is read with the time zones of DuckDB; Spark knows them as from_utc_timestamp.
"""
[title]
en = "Officials that do what no single person does"
nl = "Ambtenaren die doen wat één mens niet kan"
[parameters]
clock_zone = "Europe/Amsterdam"
clock_hours = 18
clock_events = 50
night_share = 0.15
weekend_share = 0.15
pace_cases = 20
pace_minutes = 3
automatic_events = 10
shared_minutes = 3
[columns]
official_no = "integer; the official"
events = "integer; events with this official"
round_the_clock = "boolean; acts at hours at which no single person does"
machine_pace = "boolean; acts in more cases a minute than a person can"
only_automatic = "boolean; every event is a notice or calls itself automatic, and not all are notices"
shared_name = "boolean; acts for several departments in several cases within one minute"
*/
with acted as not materialized (
  select
    official_no,
    case_no,
    department_no,
    activity_no,
    kind,
    appears,
    moment,
    local_date,
    day_only
  from events
  where official_no is not null
), clock as (
  -- the local hour of each hour of the log: asked once per hour, not once per event
  select
    hour_of_time,
    cast(extract(hour from timezone(:clock_zone, timezone('UTC', hour_of_time))) as integer) as local_hour,
    0 in (local_hour, extract(hour from hour_of_time)) as midnight
  from (select distinct date_trunc('hour', moment) as hour_of_time from events where not day_only)
), timed as (
  select
    acted.official_no,
    acted.local_date,
    acted.moment,
    not (clock.midnight and acted.moment = clock.hour_of_time) as counts,
    clock.local_hour
  from acted
  join clock
    on clock.hour_of_time = date_trunc('hour', acted.moment)
  where not acted.day_only
), dates as (
  select
    official_no,
    local_date,
    bit_count(bit_or(case when counts then 1 << local_hour end)) as hours_of_the_day,
    count(case when counts then 1 end) as events,
    count(case when counts and local_hour < 6 then 1 end) as night_events,
    count(*) - bit_count(bit_or(cast(1 as bigint) << extract(minute from moment))) as beyond_minutes
  from timed
  group by official_no, local_date
), clocks as (
  select
    official_no,
    max(hours_of_the_day) as most_hours,
    sum(events) as timed_events,
    sum(night_events) as night_events,
    sum(case when extract(isodow from local_date) > 5 then events else 0 end) as weekend_events
  from dates
  group by official_no
), full_days as (
  -- a minute that holds three events leaves two events or more beyond the different minutes of the hour: that rules most days out
  -- (before 1940 a day did not begin with a whole minute of UTC)
  select
    official_no,
    local_date
  from dates
  where beyond_minutes >= 2
    or local_date < date '1940-01-01'
), full_minutes as (
  select
    acted.official_no,
    date_trunc('minute', acted.moment) as minute_of_time
  from acted
  join full_days
    on full_days.official_no = acted.official_no
    and full_days.local_date = acted.local_date
  where not acted.day_only
  group by acted.official_no, date_trunc('minute', acted.moment)
  having count(*) >= 3
), minutes as (
  select
    acted.official_no,
    count(distinct acted.case_no) as cases,
    count(distinct acted.department_no) as departments
  from acted
  join full_minutes
    on full_minutes.official_no = acted.official_no
    and full_minutes.minute_of_time = date_trunc('minute', acted.moment)
  where not acted.day_only
  group by acted.official_no, full_minutes.minute_of_time
), paces as (
  select
    official_no,
    sum(case when cases >= :pace_cases then 1 else 0 end) as machine_minutes,
    sum(case when cases >= 3 and departments >= 3 then 1 else 0 end) as crowded_minutes
  from minutes
  group by official_no
), automatic_activities as (
  select activity_no
  from activities
  where regexp_matches(lower(activity), '(^|[^a-z])(ge)?automati|(^|[^a-z])(systeem|system|batch)([^a-z]|$)')
), mixes as (
  select
    acted.official_no,
    count(*) as events,
    sum(case when acted.kind = 'notice' or automatic_activities.activity_no is not null then 1 else 0 end)
      as automatic_events,
    sum(case when acted.appears then 1 else 0 end) as appearances
  from acted
  left join automatic_activities
    on automatic_activities.activity_no = acted.activity_no
  group by acted.official_no
)
select
  mixes.official_no,
  mixes.events,
  coalesce(
    clocks.most_hours > :clock_hours
    or (
      clocks.timed_events >= :clock_events
      and clocks.night_events >= :night_share * clocks.timed_events
      and clocks.weekend_events >= :weekend_share * clocks.timed_events
    ),
    false
  ) as round_the_clock,
  coalesce(paces.machine_minutes >= :pace_minutes, false) as machine_pace,
  mixes.events >= :automatic_events
    and mixes.automatic_events = mixes.events
    and mixes.appearances > 0 as only_automatic,
  coalesce(paces.crowded_minutes >= :shared_minutes, false) as shared_name
from mixes
left join clocks
  on clocks.official_no = mixes.official_no
left join paces
  on paces.official_no = mixes.official_no
