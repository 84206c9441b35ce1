/*
name = "ends_known"
row = "the whole log"
key = []
role = "step"
needs = ["kind"]
source = "measures.md A15, A20"
definition = """
Whether the log tells that cases end: it holds at least one decision or close by the municipality. A log that holds none says nothing of
which cases are open and which are over, so nothing may call one of its cases open.
"""
[title]
en = "Whether the log tells that cases end"
nl = "Of het logboek zegt dat zaken eindigen"
[columns]
known = "boolean; a case of the log is ended by a decision or a close"
*/
select count(*) > 0 as known
from events
where acted_by = 'municipality'
  and kind in ('decision', 'close')
