/*
name = "unknown_ends"
row.en = "one last turn of a case of which nobody knows when it ended"
row.nl = "één laatste beurt van een zaak waarvan niemand weet wanneer die eindigde"
key = ["case_no", "turn"]
role = "step"
kept = true
source = "measures.md A15, A20, B turns"
definition.en = """
Where the log does not tell that cases end (ends_known), a turn that no event closed is not known to go on until the log's end: the case may be
over without a word. Of such a turn (a department's, the resident's, unknown, or not picked up) the log tells only the time up to the last event
of the case; that is all that is added up. A transfer that nobody took up is left out here: underway or lost, it is known to go on. Empty where the
log tells that cases end.
"""
definition.nl = """
Zegt het logboek niet dat zaken eindigen (ends_known), dan is van een beurt die geen gebeurtenis sloot, niet bekend dat
die tot het einde van het logboek duurt: de zaak kan zonder een woord zijn afgelopen. Van zo'n beurt (van een afdeling,
van de inwoner, onbekend of niet opgepakt) is alleen de tijd tot de laatste gebeurtenis van de zaak bekend; alleen die
tijd wordt opgeteld. Een overdracht die niemand oppakte, staat hier niet: onderweg of kwijt, die duurt zeker voort. Leeg
als het logboek zegt dat zaken eindigen.
"""
[title]
en = "Turns of which the end is unknown"
nl = "Beurten waarvan het einde onbekend is"
[columns]
case_no = "integer; the case"
turn = "integer; its last turn"
ended = "timestamp UTC; the last event of the case, up to which the turn is known"
seconds = "integer; from the start of the turn to that event"
working_days = "integer; working days from the start of the turn to that event"
[columns_nl]
case_no = "de zaak"
turn = "de laatste beurt van de zaak"
ended = "de laatste gebeurtenis van de zaak; tot daar is de beurt bekend"
seconds = "van het begin van de beurt tot die gebeurtenis"
working_days = "werkdagen van het begin van de beurt tot die gebeurtenis"
*/
select
  turns.case_no,
  turns.turn,
  greatest(turns.started, least(turns.ended, case_spans.ended)) as ended,
  date_diff('second', turns.started, greatest(turns.started, least(turns.ended, case_spans.ended))) as seconds,
  greatest(
    0,
    turns.working_days
      - greatest(0, (select log_end_work_day from log) - case_spans.last_work_day)
  ) as working_days
from turns
join case_spans on case_spans.case_no = turns.case_no
where turns.open
  and turns.state not in ('underway', 'lost', 'over')
  and not coalesce((select known from ends_known), false)
