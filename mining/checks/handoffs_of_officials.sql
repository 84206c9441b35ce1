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
    lag(official_no) over (partition by case_no order by order_moment, row_no) as official_before
  from events
  where municipal
    and official_no is not null
), kept as (
  select
    official_no,
    lag(official_no) over (partition by case_no order by order_moment, row_no) as official_before
  from events
  where municipal
    and official_no is not null
    and official_no not in :accounts
)
select
  (select count(*) from known where official_before <> official_no) as handoffs,
  (select count(*) from kept where official_before <> official_no) as handoffs_without
