/*
name = "open_cases"
row = "the whole log"
key = []
role = "step"
needs = ["kind"]
source = "measures.md A15"
definition = """
Cases that are open at the log's end: a case is ended by a decision or a close, and open again by a later reopen, request
or objection in the same case. The last of these five kinds in a case, in order (A4), tells; a case with none is open.
Events of partners satisfy no condition (A8). A log in which no case ever ends, and whose kinds were
derived from names, says nothing of which are open: empty.
"""
[title]
en = "Open cases"
nl = "Open zaken"
[columns]
open_cases = "integer; cases that are open at the log's end; empty where the log has no decision, no close and no kinds of its own"
*/
with turning as (
  select
    kind,
    coalesce(lead(case_no) over as_stored = case_no, false) as turns_again
  from events
  where (acted_by = 'municipality' and kind in ('decision', 'close', 'reopen'))
    or (acted_by = 'resident' and kind in ('request', 'objection'))
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  case
    when exists (select 1 from events where acted_by = 'municipality' and kind in ('decision', 'close'))
      or exists (select 1 from columns_used where ours = 'kind')
    then (select count(*) from cases)
      - (select count(*) from turning where not turns_again and kind in ('decision', 'close'))
  end as open_cases
