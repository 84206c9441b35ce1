/*
name = "case_turns"
row.en = "one case that has a turn"
row.nl = "één zaak die een beurt heeft"
key = ["case_no"]
role = "step"
source = "measures.md A15, B turns"
definition.en = """
The turns of each case together: the time from the first event to the end of the case (A15), or to the log's end while it is open.
A case without any time before its end (only a decision, say) has no turn and does not stand here.
"""
definition.nl = """
De beurten van elke zaak bij elkaar: de tijd van de eerste gebeurtenis tot het einde van de zaak (A15), of tot het
einde van het logboek zolang de zaak open is. Een zaak zonder tijd vóór het einde (bijvoorbeeld alleen een besluit)
heeft geen beurt en staat hier niet.
"""
[title]
en = "Turns of a case, added up"
nl = "Beurten van een zaak, opgeteld"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
turns = "integer; number of turns"
started = "timestamp UTC; the first event"
ended = "timestamp UTC; the end of the case, or the log's end while open"
open = "boolean; the case is open at the log's end (A15); empty where the log ends no case at all"
seconds = "integer; from started to ended"
working_days = "integer; working days from started to ended"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
turns = "aantal beurten"
started = "de eerste gebeurtenis"
ended = "het einde van de zaak, of het einde van het logboek zolang de zaak open is"
open = "de zaak is open aan het einde van het logboek (A15); leeg als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
seconds = "van started tot ended"
working_days = "werkdagen van started tot ended"
*/
select
  turns.case_no,
  any_value(turns.journey_no) as journey_no,
  count(*)::integer as turns,
  min(turns.started) as started,
  max(turns.ended) as ended,
  case when (select known from ends_known) then not coalesce(any_value(case_state.ended), false) end as open,
  sum(turns.seconds)::bigint as seconds,
  sum(turns.working_days)::integer as working_days
from turns
left join case_state on case_state.case_no = turns.case_no
group by turns.case_no
