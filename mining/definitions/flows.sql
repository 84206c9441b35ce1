/*
name = "flows"
row.en = "one ordered pair of departments between which a case passed"
row.nl = "één paar afdelingen, van en naar, waartussen een zaak overging"
key = ["from_department", "to_department"]
role = "table"
needs = ["department"]
source = "measures.md A18, B turns; signals.md 1"
definition.en = """
How often a case passed from one department to another, and how long it took. A passage is a transfer to a known department other than its
own (own may be unknown), or a change that was not recorded: two neighbouring municipal events of a case with known, different departments of
which the first is no such transfer, while the case is not suspended or ended. What became of a transfer is said in table transfers.
Time runs from leaving to the first act of the receiver: from the transfer to its answer (status answered or late; in the same case, or in a
case of its own); for a change that was not recorded from the last act of the one to the first of the other, so that it holds waiting and
working. The median is the middle value, or the mean of the two middle ones; the 90th percentile lies in a straight
line between the two values nearest to it (Hyndman and Fan 1996, type 7: PERCENTILE.INC in Excel). Working days are
A12.
"""
definition.nl = """
Hoe vaak een zaak van de ene naar de andere afdeling ging, en hoe lang dat duurde. Een overgang is een vastgelegde
overdracht aan een andere bekende afdeling (de eigen afdeling mag onbekend zijn). Of een wisseling die niet is
vastgelegd: twee gebeurtenissen van de gemeente na elkaar in een zaak, met bekende, verschillende afdelingen, waarvan
de eerste niet zo'n overdracht is, terwijl de zaak niet opgeschort of afgelopen is. Hoe het met een overdracht verder
ging, staat in de tabel transfers.
De tijd loopt van het loslaten tot de eerste handeling van de ontvanger. Bij een vastgelegde overdracht: tot haar
antwoord (status answered of late, in dezelfde zaak of in een eigen zaak). Bij een wisseling die niet is vastgelegd:
van de laatste handeling van de ene tot de eerste van de andere. Daarin zitten dan wachten én werken.
De mediaan is de middelste waarde, of het gemiddelde van de middelste twee. Het 90e percentiel ligt naar
verhouding tussen de twee waarden die er het dichtst bij liggen (Hyndman en Fan 1996, type 7: PERCENTIEL.INC in Excel).
Werkdagen zijn A12.
"""
[title]
en = "Flows between departments"
nl = "Stromen tussen afdelingen"
[columns]
from_department = "text; the department that let go; empty when unknown"
to_department = "text; the department it went to"
frequency = "integer; passages: transfers and changes that were not recorded"
transfers = "integer; transfers"
unrecorded = "integer; changes of department without a transfer"
answered = "integer; transfers that the receiver answered within the allowed working days"
late = "integer; transfers that the receiver answered after them"
lost = "integer; transfers that the receiver did not answer while the allowed working days are over"
rerouted = "integer; transfers put right by a transfer to another department within the allowed working days"
settled = "integer; transfers followed by a decision within the allowed working days, without the receiver"
open = "integer; transfers that were not answered yet, within the allowed working days"
cases = "integer; cases with such a passage"
journeys = "integer; journeys with such a passage"
timed = "integer; passages that the four columns after this one are about"
median_calendar_days = "number; half of the timed passages took at most this many days of 24 hours; empty when there is none"
p90_calendar_days = "number; about nine in ten took at most this many days of 24 hours"
median_working_days = "number; half took at most this many working days"
p90_working_days = "number; about nine in ten took at most this many working days"
[columns_nl]
from_department = "de afdeling die losliet; leeg als die onbekend is"
to_department = "de afdeling waar de zaak heen ging"
frequency = "overgangen: vastgelegde overdrachten en wisselingen die niet zijn vastgelegd"
transfers = "vastgelegde overdrachten"
unrecorded = "wisselingen van afdeling zonder vastgelegde overdracht"
answered = "overdrachten die de ontvanger binnen de toegestane werkdagen beantwoordde"
late = "overdrachten die de ontvanger pas daarna beantwoordde"
lost = "overdrachten die de ontvanger niet beantwoordde, terwijl de toegestane werkdagen voorbij zijn"
rerouted = "overdrachten die binnen de toegestane werkdagen zijn rechtgezet met een overdracht aan een andere afdeling"
settled = "overdrachten waarop binnen de toegestane werkdagen een besluit volgde, zonder de ontvanger"
open = "overdrachten die nog niet beantwoord zijn, binnen de toegestane werkdagen"
cases = "zaken met zo'n overgang"
journeys = "klantreizen met zo'n overgang"
timed = "overgangen waar de vier kolommen hierna over gaan"
median_calendar_days = "de helft van die overgangen duurde hooguit zoveel dagen van 24 uur; leeg als er geen is"
p90_calendar_days = "ongeveer negen van de tien duurden hooguit zoveel dagen van 24 uur"
median_working_days = "de helft duurde hooguit zoveel werkdagen"
p90_working_days = "ongeveer negen van de tien duurden hooguit zoveel werkdagen"
*/
with pairs as (
  select
    from_department_no,
    to_department_no,
    count(*)::integer as frequency,
    count(case when status <> 'unrecorded' then 1 end)::integer as transfers,
    count(case when status = 'unrecorded' then 1 end)::integer as unrecorded,
    count(case when status = 'answered' then 1 end)::integer as answered,
    count(case when status = 'late' then 1 end)::integer as late,
    count(case when status = 'lost' then 1 end)::integer as lost,
    count(case when status = 'rerouted' then 1 end)::integer as rerouted,
    count(case when status = 'settled' then 1 end)::integer as settled,
    count(case when status = 'open' then 1 end)::integer as open,
    count(distinct case_no)::integer as cases,
    count(distinct journey_no)::integer as journeys,
    count(seconds)::integer as timed,
    -- of whole numbers a 90th percentile has one decimal at most: rounding takes away the noise of the computer alone
    quantile_cont(seconds, 0.5) / 86400.0 as median_calendar_days,
    round(quantile_cont(seconds, 0.9), 1) / 86400.0 as p90_calendar_days,
    quantile_cont(working_days, 0.5) as median_working_days,
    round(quantile_cont(working_days, 0.9), 1) as p90_working_days
  from passages
  group by from_department_no, to_department_no
)
select
  senders.department as from_department,
  receivers.department as to_department,
  pairs.frequency,
  pairs.transfers,
  pairs.unrecorded,
  pairs.answered,
  pairs.late,
  pairs.lost,
  pairs.rerouted,
  pairs.settled,
  pairs.open,
  pairs.cases,
  pairs.journeys,
  pairs.timed,
  pairs.median_calendar_days,
  pairs.p90_calendar_days,
  pairs.median_working_days,
  pairs.p90_working_days
from pairs
left join departments as senders on senders.department_no = pairs.from_department_no
join departments as receivers on receivers.department_no = pairs.to_department_no
