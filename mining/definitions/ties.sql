/*
name = "ties"
row = "one case or journey of which the count depends on the order of events that share a moment"
key = ["scope", "who", "owner_no"]
role = "step"
source = "measures.md, Interval of a count that depends on ties"
definition = """
By how much a count of handoffs or hops could be lower or higher, over all orders of the events that share case (journey) and moment. Exact.
A block is the events of one moment. A block of one value cannot change anything; blocks of several values that follow each other directly
form a stretch, between a fixed value before and after it (or none). Walking through the blocks of a stretch: for each value that could come
last in the block, the least and the most changes so far. For a block of n events and d values (c(v) events of value v), with p last before
it and l last in it:
- least: d - 1 changes inside, and 1 more when p is not in the block, or when p is l (it cannot stand first and last for free);
- most: every event differs from the one before it, except where a value is so frequent that it must neighbour itself: the largest over v
  of 2 c(v) + [v is p] - [v is l] - n, when that is above 0.
"""
[title]
en = "What ties can do to a count"
nl = "Wat gelijke momenten met een telling doen"
[columns]
scope = "text; case or journey"
who = "text; official or department"
owner_no = "integer; the case, or the journey"
fewer = "integer; the count less its lowest value over all orders"
more = "integer; the highest value over all orders less the count"
*/
with recursive choices as (
  select
    block_no,
    value_no,
    count(*) as events
  from tied_events
  group by block_no, value_no
), sizes as (
  select
    block_no,
    count(*) as different,
    sum(events) as events,
    max(events) as events_of_frequent
  from choices
  group by block_no
  having count(*) > 1
), edges as (
  select
    block_no,
    any_value(scope) as scope,
    any_value(who) as who,
    any_value(owner_no) as owner_no,
    any_value(order_moment) as order_moment,
    max(moment_before) as moment_before,
    max(case when moment_before is not null then value_before end) as value_before,
    max(case when moment_after is not null then value_after end) as value_after,
    count(*) filter (where value_before <> value_no) as changes_until,
    count(*) filter (where moment_after is not null and value_after <> value_no) as changes_after
  from tied_events
  group by block_no
  having min(value_no) <> max(value_no)
), continuing as (
  select later.block_no
  from edges as later
  join edges as earlier
    on earlier.block_no = later.block_no - 1
    and earlier.scope = later.scope
    and earlier.who = later.who
    and earlier.owner_no = later.owner_no
    and earlier.order_moment = later.moment_before
), walk as (
  select
    block_no,
    true as before_block,
    value_before as last_no,
    0::bigint as least,
    0::bigint as most,
    0::bigint as counted
  from edges
  where block_no not in (select block_no from continuing)
  union all
  select
    choices.block_no,
    false as before_block,
    choices.value_no as last_no,
    min(walk.least + sizes.different - 1 + case
      when walk.last_no is null then 0
      when same.value_no is null or walk.last_no = choices.value_no then 1
      else 0
    end) as least,
    max(walk.most + sizes.events - case when walk.last_no is null then 1 else 0 end - greatest(
      0,
      case when choices.events < sizes.events_of_frequent then 2 * sizes.events_of_frequent - sizes.events else 0 end,
      case when walk.last_no is distinct from choices.value_no then 2 * choices.events - 1 - sizes.events else 0 end,
      case
        when same.value_no is null then 0
        when walk.last_no = choices.value_no then 2 * same.events - sizes.events
        else 2 * same.events + 1 - sizes.events
      end
    )) as most,
    any_value(walk.counted + edges.changes_until) as counted
  from walk
  join edges
    on edges.block_no = case when walk.before_block then walk.block_no else walk.block_no + 1 end
  join sizes
    on sizes.block_no = edges.block_no
  join choices
    on choices.block_no = edges.block_no
  left join choices as same
    on same.block_no = edges.block_no
    and same.value_no = walk.last_no
  where walk.before_block
    or edges.block_no in (select block_no from continuing)
  group by choices.block_no, choices.value_no
), ended as (
  select
    walk.block_no,
    edges.scope,
    edges.who,
    edges.owner_no,
    any_value(walk.counted + edges.changes_after) as counted,
    min(walk.least + case when edges.value_after <> walk.last_no then 1 else 0 end) as least,
    max(walk.most + case when edges.value_after <> walk.last_no then 1 else 0 end) as most
  from walk
  join edges
    on edges.block_no = walk.block_no
  where not walk.before_block
    and walk.block_no + 1 not in (select block_no from continuing)
  group by walk.block_no, edges.scope, edges.who, edges.owner_no
)
select
  scope,
  who,
  owner_no,
  sum(counted - least)::integer as fewer,
  sum(most - counted)::integer as more
from ended
group by scope, who, owner_no
