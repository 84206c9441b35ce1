/*
name = "handoffs_without"
row = "one official of `accounts`"
key = ["official_no"]
role = "step"
needs = ["official"]
source = "measures.md B (handoffs) and hygiene before counting"
definition = """
How many handoffs between officials go away when an account counts as an unknown official; `accounts` are the official_no
that are asked about. In each case the municipal events with a known official, in order (A4), are written as runs of the
same official. A run that goes takes away the handoff into it and the handoff out of it; where the runs on both sides
are of different officials, one handoff of theirs comes back, for unknown officials do not break the chain.
"""
[title]
en = "Handoffs that an account makes"
nl = "Overdrachten die een account veroorzaakt"
[columns]
official_no = "integer; the account"
handoffs_less = "integer; so many handoffs fewer without it"
*/
with touched as (
  select distinct case_no
  from events
  where official_no in :accounts
), known as (
  select
    events.case_no,
    events.order_moment,
    events.row_no,
    events.official_no,
    lag(events.official_no) over in_order as official_before
  from events
  join touched
    on touched.case_no = events.case_no
  where events.municipal
    and events.official_no is not null
  window in_order as (partition by events.case_no order by events.order_moment, events.row_no)
), runs as (
  select
    case_no,
    official_no,
    official_before,
    lead(official_no) over in_order as official_after
  from known
  where official_before is null
    or official_before <> official_no
  window in_order as (partition by case_no order by order_moment, row_no)
)
select
  official_no,
  cast(sum(
    case when official_before is null then 0 else 1 end
    + case when official_after is null then 0 else 1 end
    - case when official_before <> official_after then 1 else 0 end
  ) as bigint) as handoffs_less
from runs
where official_no in :accounts
group by official_no
