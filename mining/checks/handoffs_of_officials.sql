/*
name = "handoffs_of_officials"
row = "the whole log"
key = []
role = "step"
needs = ["official"]
source = "measures.md B (handoffs)"
definition = """
Handoffs between officials over the whole log, as in official_handoffs, with and without the officials of `accounts`
(as if they were unknown).
"""
[title]
en = "Handoffs with and without some accounts"
nl = "Overdrachten met en zonder een aantal accounts"
[columns]
handoffs = "integer; as counted"
handoffs_without = "integer; with the accounts as unknown officials"
*/
with known as (
  select
    official_no,
    case when lag(case_no) over as_stored = case_no then lag(official_no) over as_stored end as official_before
  from events
  where municipal
    and official_no is not null
  window as_stored as (order by case_no, order_moment, row_no)
), kept as (
  select
    official_no,
    case when lag(case_no) over as_stored = case_no then lag(official_no) over as_stored end as official_before
  from events
  where municipal
    and official_no is not null
    and official_no not in :accounts
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  (select count(*) from known where official_before <> official_no) as handoffs,
  (select count(*) from kept where official_before <> official_no) as handoffs_without
