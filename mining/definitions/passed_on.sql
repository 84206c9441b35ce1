/*
name = "passed_on"
row.en = "one case: how often it was passed on, and how it left"
row.nl = "één zaak: hoe vaak die is doorgegeven, en hoe het afliep"
key = ["case_no"]
role = "step"
kept = true
needs = ["department"]
source = "measures.md A15, A18, B turns; signals.md 1"
definition.en = """
How often each case was passed on from one department to another (table passages, recorded or not) before it left. A case leaves at the first
passage that got lost (status `lost`): it fell while it was being passed on, after `stage` passages that went before, whatever came of it
later. A case that never got lost leaves after all its passages: `ended` by a decision or a close (A15), or still `open` at the log's end.
Passages that are not recorded count as passed on and are never lost. Passages are taken in order of letting go, then of the rows.
"""
definition.nl = """
Hoe vaak elke zaak van de ene naar de andere afdeling is doorgegeven (tabel passages, vastgelegd of niet) tot het
afliep. Een zaak is kwijt bij de eerste overgang die verloren ging (status `lost`): de zaak viel tijdens het
doorgeven, na de `stage` overgangen daarvoor, wat er daarna ook gebeurde. Een zaak die nooit kwijtraakte, telt na al
haar overgangen: afgelopen (`ended`) door een besluit of afsluiting (A15), of nog open aan het einde van het logboek.
Overgangen die niet zijn vastgelegd tellen als doorgegeven en zijn nooit kwijt. De volgorde van de overgangen is die
van het loslaten, en daarna die van de rijen.
"""
[title]
en = "How often cases were passed on"
nl = "Hoe vaak zaken zijn doorgegeven"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey of the resident"
started = "timestamp UTC; the first event"
stage = "integer; passages before it left: those before the one that got lost, otherwise all"
recorded = "integer; how many of these, and of the one that got lost, are recorded as a transfer"
passages = "integer; all passages of the case, also after it got lost"
way = "text; how it left: lost, ended or open; empty where the log ends no case at all and it was not lost"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis van de inwoner"
started = "de eerste gebeurtenis"
stage = "overgangen voordat het afliep: die voor de overgang die kwijtraakte, en anders alle"
recorded = "hoeveel daarvan, de kwijtgeraakte meegeteld, als overdracht zijn vastgelegd"
passages = "alle overgangen van de zaak, ook nadat die kwijtraakte"
way = "hoe het afliep: lost (kwijt), ended (afgelopen) of open; leeg als het logboek niet zegt dat zaken eindigen (stap `ends_known`) en de zaak niet kwijtraakte"
[column_needs]
way = ["kind"]
*/
with numbered as (
  select
    case_no,
    status,
    row_number() over in_order as passage_no
  from passages
  window in_order as (partition by case_no order by started, row_no)
), fallen as (
  select case_no, min(passage_no) as lost_no
  from numbered
  where status = 'lost'
  group by case_no
), counted as (
  select
    numbered.case_no,
    count(*) as passages,
    min(fallen.lost_no) as lost_no,
    count(case
      when status <> 'unrecorded' and (fallen.lost_no is null or passage_no <= fallen.lost_no) then 1
    end) as recorded
  from numbered
  left join fallen on fallen.case_no = numbered.case_no
  group by numbered.case_no
)
select
  spans.case_no,
  spans.journey_no,
  spans.started,
  coalesce(counted.lost_no - 1, counted.passages, 0)::integer as stage,
  coalesce(counted.recorded, 0)::integer as recorded,
  coalesce(counted.passages, 0)::integer as passages,
  case
    when counted.lost_no is not null then 'lost'
    when case_state.ended then 'ended'
    when (select known from ends_known) then 'open'
  end as way
from case_spans as spans
left join counted on counted.case_no = spans.case_no
left join case_state on case_state.case_no = spans.case_no
