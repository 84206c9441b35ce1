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
Events of partners satisfy no condition (A8). Only asked of a log that tells that cases end (step ends_known).
"""
[title]
en = "Open cases"
nl = "Open zaken"
[columns]
open_cases = "integer; cases that are open at the log's end"
*/
with turning as (
  select
    kind,
    coalesce(lead(case_no) over as_stored = case_no, false) as turns_again
  from events
  where acted_by = case
      when kind in ('decision', 'close', 'reopen') then 'municipality'
      when kind in ('request', 'objection') then 'resident'
    end
  window as_stored as (order by case_no, order_moment, row_no)
)
select
  (select count(*) from cases)
    - (select count(*) from turning where not turns_again and kind in ('decision', 'close')) as open_cases
