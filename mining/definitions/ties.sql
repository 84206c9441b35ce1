/*
name = "ties"
row.en = "one case or journey of which the count depends on the order of events that share a moment"
row.nl = "één zaak of klantreis waarvan de telling afhangt van de volgorde van gebeurtenissen met een gelijk tijdstip"
key = ["counting", "owner_no"]
role = "step"
source = "measures.md, Interval of a count that depends on ties"
definition.en = """
By how much a count of handoffs or hops could be lower or higher, over all orders of the events that share case (journey) and moment. Exact.
Blocks that touch no other are settled in tied_blocks. Blocks that follow each other directly form a chain; walking through it, for each value that
could come last in a block: the least and the most changes so far. For a block of n events and d values, c(v) events of value v, with p
last before it and l last in it:
- least: d - 1 changes inside, and 1 more when p is not in the block, or when p is l;
- most: every event differs from the one before it, less the largest over v of 2 c(v) + [v is p] - [v is l] - n when that is above 0. Of all
  values only p, l and the most frequent one can bring it above 0.
"""
definition.nl = """
Hoeveel een telling van overdrachten of wisselingen lager of hoger kan zijn, over alle volgordes van de gebeurtenissen
met dezelfde zaak (klantreis) en een gelijk tijdstip. Dit is exact.
Groepen die geen andere groep raken, zijn al afgehandeld in tied_blocks. Groepen die direct op elkaar volgen, vormen
een keten. Daar loopt de SQL doorheen. Die houdt voor elke waarde die als laatste in een groep kan staan bij: de
minste en de meeste veranderingen tot dan toe. Voor een groep van n gebeurtenissen en d waarden, met c(v)
gebeurtenissen van waarde v, met p als laatste ervoor en l als laatste erin:
- het minst: d - 1 veranderingen binnen de groep, en 1 meer als p niet in de groep zit of als p gelijk is aan l;
- het meest: elke gebeurtenis verschilt van die ervoor, min het grootste over v van 2 c(v) + [v is p] - [v is l] - n
  als dat boven 0 is. Alleen p, l en de waarde die het vaakst voorkomt, kunnen dat boven 0 brengen.
"""
[title]
en = "What ties can do to a count"
nl = "Wat gelijke tijdstippen met een telling doen"
[columns]
counting = "integer; 1 departments of a case, 2 officials of a case, 3 departments of a journey, 4 officials of a journey"
owner_no = "integer; the case, or the journey"
fewer = "integer; the count less its lowest value over all orders"
more = "integer; the highest value over all orders less the count"
[columns_nl]
counting = "1 afdelingen van een zaak, 2 ambtenaren van een zaak, 3 afdelingen van een klantreis, 4 ambtenaren van een klantreis"
owner_no = "de zaak of de klantreis"
fewer = "de telling min haar laagste waarde over alle volgordes"
more = "de hoogste waarde over alle volgordes min de telling"
*/
with recursive blocks as (
  select *
  from tied_blocks
  where chained
), choices as (
  select
    block_no,
    value_no,
    count(*) as events
  from tied_events
  where block_no in (select block_no from blocks)
  group by block_no, value_no
), walk as (
  select
    block_no as next_block_no,
    true as at_start,
    value_before as last_no,
    0::bigint as least,
    0::bigint as most,
    0::bigint as counted
  from blocks
  where not follows
  union all
  select
    blocks.block_no + 1 as next_block_no,
    false as at_start,
    choices.value_no as last_no,
    min(walk.least + blocks.different - 1 + case
      when walk.last_no is null then 0
      when same.value_no is null or walk.last_no = choices.value_no then 1
      else 0
    end) as least,
    max(walk.most + blocks.events - case when walk.last_no is null then 1 else 0 end - greatest(
      0,
      case when choices.events < blocks.events_of_frequent then 2 * blocks.events_of_frequent - blocks.events else 0 end,
      case when walk.last_no is distinct from choices.value_no then 2 * choices.events - 1 - blocks.events else 0 end,
      case
        when same.value_no is null then 0
        when walk.last_no = choices.value_no then 2 * same.events - blocks.events
        else 2 * same.events + 1 - blocks.events
      end
    )) as most,
    any_value(walk.counted + blocks.counted) as counted
  from walk
  join blocks
    on blocks.block_no = walk.next_block_no
    and (blocks.follows or walk.at_start)
  join choices
    on choices.block_no = blocks.block_no
  left join choices as same
    on same.block_no = blocks.block_no
    and same.value_no = walk.last_no
  group by blocks.block_no, choices.value_no
), ends as (
  select
    blocks.block_no,
    blocks.counting,
    blocks.owner_no,
    any_value(walk.counted + blocks.counted_after) as counted,
    min(walk.least + case when blocks.value_after <> walk.last_no then 1 else 0 end) as least,
    max(walk.most + case when blocks.value_after <> walk.last_no then 1 else 0 end) as most
  from walk
  join blocks
    on blocks.block_no = walk.next_block_no - 1
  where not walk.at_start
    and walk.next_block_no not in (select block_no from blocks where follows)
  group by blocks.block_no, blocks.counting, blocks.owner_no
), settled as (
  select
    counting,
    owner_no,
    counted + counted_after as counted,
    least,
    most
  from tied_blocks
  where not chained
  union all
  select
    counting,
    owner_no,
    counted,
    least,
    most
  from ends
)
select
  counting,
  owner_no,
  sum(counted - least)::integer as fewer,
  sum(most - counted)::integer as more
from settled
group by counting, owner_no
