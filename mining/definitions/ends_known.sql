/*
name = "ends_known"
row.en = "the whole log"
row.nl = "het hele logboek"
key = []
role = "step"
needs = ["kind"]
source = "measures.md A15, A20"
definition.en = """
Whether the log tells that cases end: it holds at least one decision or close by the municipality. A log that holds none says nothing of
which cases are open and which are over, so nothing may call one of its cases open.
"""
definition.nl = """
Of het logboek zegt dat zaken eindigen: er staat minstens één besluit of afsluiting van de gemeente in. Staat er geen een in, dan zegt het
logboek niet welke zaken open zijn en welke zijn afgelopen. Dan mag geen enkele zaak open heten.
"""
[title]
en = "Whether the log tells that cases end"
nl = "Of het logboek zegt dat zaken eindigen"
[columns]
known = "boolean; a case of the log is ended by a decision or a close"
[columns_nl]
known = "een zaak in het logboek krijgt een einde door een besluit of afsluiting"
*/
select count(*) > 0 as known
from events
where acted_by = 'municipality'
  and kind in ('decision', 'close')
