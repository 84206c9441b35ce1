/*
name = "tied_blocks"
row.en = "one block with at least two values: municipal events that share a moment, and whose order matters"
row.nl = "één groep met minstens twee waarden: gebeurtenissen van de gemeente met een gelijk tijdstip, waarvan de volgorde uitmaakt"
key = ["block_no"]
role = "step"
source = "measures.md, Interval of a count that depends on ties"
definition.en = """
The blocks of several officials (departments): the events of one moment, of which the order is not known. A block of one value cannot change
a count and is left out. For a block of n events and d values, c(v) events of value v, between a value before and a value after it (or none),
the changes from the value before to the value after are
- at least d - 1, and 1 more for each of the two values that is there but not in the block, and 1 more when both are the same value of the
  block (it cannot stand first and last for free);
- at most the number of neighbours, less the largest over v of 2 c(v) + [v is before] + [v is after] - n - 1 when that is above 0: only a value
  so frequent must neighbour itself.
These two hold when the values before and after are certain, that is, when no other such block touches this one (chained is false).
"""
definition.nl = """
De groepen met meer dan één ambtenaar (afdeling): de gebeurtenissen van één tijdstip, waarvan de volgorde niet bekend
is. Een groep met één waarde kan een telling niet veranderen en is weggelaten. Neem een groep van n gebeurtenissen en
d waarden, met c(v) gebeurtenissen van waarde v, tussen een waarde ervoor en een waarde erna (of geen). De
veranderingen van de waarde ervoor tot de waarde erna zijn dan
- minstens d - 1, en 1 meer voor elk van die twee waarden die er wel is maar niet in de groep zit, en 1 meer als beide
  dezelfde waarde uit de groep zijn (die kan niet gratis vooraan én achteraan staan);
- hooguit het aantal paren na elkaar, min het grootste over v van 2 c(v) + [v staat ervoor] + [v staat erna] - n - 1
  als dat boven 0 is: alleen een waarde die zo vaak voorkomt, moet naast zichzelf staan.
Deze twee gelden als de waarden ervoor en erna zeker zijn: als geen andere zo'n groep deze raakt (chained is nee).
"""
[title]
en = "Blocks of events whose order matters"
nl = "Groepen gebeurtenissen waarvan de volgorde uitmaakt"
[columns]
block_no = "integer; the block"
counting = "integer; 1 departments of a case, 2 officials of a case, 3 departments of a journey, 4 officials of a journey"
owner_no = "integer; the case, or the journey"
events = "integer; events of the block"
different = "integer; values of the block"
events_of_frequent = "integer; events of its most frequent value"
value_before = "integer; the value before the block in the order of A4; empty when there is none"
value_after = "integer; the value after the block; empty when there is none"
follows = "boolean; another such block comes directly before it"
chained = "boolean; another such block comes directly before or after it"
counted = "integer; changes from the value before up to the last event of the block, in the order of A4"
counted_after = "integer; 1 when the value after the block differs from its last event, in the order of A4"
least = "integer; fewest changes from the value before to the value after"
most = "integer; most changes from the value before to the value after"
[columns_nl]
block_no = "de groep"
counting = "1 afdelingen van een zaak, 2 ambtenaren van een zaak, 3 afdelingen van een klantreis, 4 ambtenaren van een klantreis"
owner_no = "de zaak of de klantreis"
events = "gebeurtenissen van de groep"
different = "verschillende waarden van de groep"
events_of_frequent = "gebeurtenissen van de waarde die het vaakst voorkomt"
value_before = "de waarde voor de groep, op volgorde van A4; leeg als er geen is"
value_after = "de waarde na de groep; leeg als er geen is"
follows = "er komt direct voor deze groep nog zo'n groep"
chained = "er komt direct voor of na deze groep nog zo'n groep"
counted = "veranderingen van de waarde ervoor tot en met de laatste gebeurtenis van de groep, op volgorde van A4"
counted_after = "1 als de waarde na de groep een andere is dan die van haar laatste gebeurtenis, op volgorde van A4"
least = "minste veranderingen van de waarde ervoor tot de waarde erna"
most = "meeste veranderingen van de waarde ervoor tot de waarde erna"
*/
with edges as (
  select
    block_no,
    min(counting) as counting,
    min(owner_no) as owner_no,
    max(value_before) as value_before,
    max(value_after) as value_after,
    max(case when follows then 1 else 0 end) as follows,
    count(case when changed then 1 end) as counted,
    count(case when value_after <> value_no then 1 end) as counted_after
  from tied_events
  group by block_no
  having min(value_no) <> max(value_no)
), choices as (
  select
    block_no,
    value_no,
    count(*) as events
  from tied_events
  where block_no in (select block_no from edges)
  group by block_no, value_no
), sizes as (
  select
    choices.block_no,
    sum(choices.events)::bigint as events,
    count(*) as different,
    max(choices.events) as events_of_frequent,
    max(
      2 * choices.events
        + case when choices.value_no = edges.value_before then 1 else 0 end
        + case when choices.value_no = edges.value_after then 1 else 0 end
    ) as most_wanted,
    count(case when choices.value_no = edges.value_before then 1 end) as has_before,
    count(case when choices.value_no = edges.value_after then 1 end) as has_after
  from choices
  join edges on edges.block_no = choices.block_no
  group by choices.block_no
), touching as (
  select edges.block_no
  from edges
  join edges as earlier on earlier.block_no = edges.block_no - 1
  where edges.follows = 1
), chained as (
  select block_no
  from touching
  union
  select block_no - 1
  from touching
)
select
  edges.block_no,
  edges.counting,
  edges.owner_no,
  sizes.events,
  sizes.different,
  sizes.events_of_frequent,
  edges.value_before,
  edges.value_after,
  edges.block_no in (select block_no from touching) as follows,
  edges.block_no in (select block_no from chained) as chained,
  edges.counted,
  edges.counted_after,
  sizes.different - 1
    + case when edges.value_before is not null then 1 - sizes.has_before else 0 end
    + case when edges.value_after is not null then 1 - sizes.has_after else 0 end
    + case when edges.value_before = edges.value_after then sizes.has_before else 0 end as least,
  sizes.events - 1
    + case when edges.value_before is not null then 1 else 0 end
    + case when edges.value_after is not null then 1 else 0 end
    - greatest(0, sizes.most_wanted - sizes.events - 1) as most
from edges
join sizes on sizes.block_no = edges.block_no
