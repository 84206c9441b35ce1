/*
name = "turns"
row.en = "one turn: a stretch of time of one case in which one party has the question"
row.nl = "één beurt: een stuk tijd van één zaak waarin één partij aan zet is"
key = ["case_no", "turn"]
role = "table"
source = "measures.md B turns, A4, A14, A15; signals.md 1"
definition.en = """
The turns of a case fill the time from its first event to its end (A15), or to the log's end while it is open, without holes or overlap, in
seconds and in working days. After each step of the walk the question lies, the first that applies:
case ended: with nobody, the case is `over` (a turn only where the case is opened again later);
suspended: with the `resident`, until a resume, decision, close or reopen, whatever happens meanwhile;
no municipal event yet, or since the resident opened an ended case again: with nobody, `not_picked_up`;
a transfer to another known department: with nobody, `underway`, until the next municipal event of the case, or until the receiver acts in a
case of its own that began after the transfer (then the receiver has it, until the next municipal event of this case); the whole
stretch is `lost` where table transfers says lost; that ends at the resident's next ask in the journey, after which it is not_picked_up;
a municipal event of an unknown department: `unknown`;
the next municipal event is of another known department, without a transfer: `unrecorded`; nobody can tell when the one let go and the
other took up; never counted as lost;
otherwise: with the `department` that acted.
Transfers inside a department, or to an unknown department, are ordinary acts. A reopen is an act of its department; other acts after the
end open nothing. In the plain reading an ask after the end is an act of its department too.
Neighbours in which the same party has the question in the same way are one turn. Turns in which no time passes are left out; a case that
has no other keeps its last one. A case that is opened and ended again in the same moment is over until then, and ends there (A15). Turns run on
the moment that orders events (A4) and stop at the log's end (of a case that begins there or later the first stands, without time): a turn that no event
up to the log's end closed is open. Seconds are whole: moments are cut to the second. Days from date to date are A12.
Cases with a transfer that was lost, or answered in a case of its own, or that were opened and ended in one moment, are walked anew with what
ends that stretch (steps special to unusual).
Engines: enum and date_diff (which counts the borders of seconds passed) are DuckDB's; elsewhere text, and the difference of whole seconds.
"""
definition.nl = """
De beurten van een zaak vullen de tijd van haar eerste gebeurtenis tot haar einde (A15), of tot het einde van het
logboek zolang de zaak open is. Zonder gaten en zonder overlap, in seconden en in werkdagen. Na elke stap van de zaak
ligt de vraag, de eerste die geldt:
- zaak afgelopen: bij niemand, de zaak is `over` (alleen een beurt als de zaak later weer opengaat);
- opgeschort: bij de inwoner (`resident`), tot een hervatting, besluit, afsluiting of heropening, wat er intussen ook
  gebeurt;
- nog geen gebeurtenis van de gemeente, of geen sinds de inwoner een afgelopen zaak weer opende: bij niemand, niet
  opgepakt (`not_picked_up`);
- een vastgelegde overdracht aan een andere bekende afdeling: bij niemand, onderweg (`underway`), tot de volgende
  gebeurtenis van de gemeente in de zaak, of tot de ontvanger iets doet in een eigen zaak die na de overdracht begon
  (dan is de ontvanger aan zet, tot de volgende gebeurtenis van de gemeente in deze zaak). Het hele stuk is kwijt
  (`lost`) als de tabel transfers dat zegt; dat eindigt bij het volgende contact, terugbelverzoek of de volgende
  aanvraag van de inwoner in de klantreis, en daarna is de vraag niet opgepakt;
- een gebeurtenis van de gemeente door een onbekende afdeling: onbekend (`unknown`);
- de volgende gebeurtenis van de gemeente is van een andere bekende afdeling, zonder vastgelegde overdracht: niet
  vastgelegd (`unrecorded`). Niemand kan zien wanneer de ene losliet en de andere oppakte. Dit telt nooit als kwijt;
- anders: bij de afdeling (`department`) die iets deed.
Overdrachten binnen een afdeling, of aan een onbekende afdeling, zijn gewone handelingen. Een heropening is een
handeling van haar afdeling; andere handelingen na het einde openen niets. In de lezing plain is een vraag na het
einde ook een handeling van haar afdeling.
Stukken na elkaar waarin dezelfde partij op dezelfde manier aan zet is, zijn één beurt. Beurten waarin geen tijd
verstrijkt, zijn weggelaten; een zaak die geen andere heeft, houdt haar laatste. Een zaak die op hetzelfde tijdstip
opengaat en weer eindigt, is tot dat tijdstip over, en dat is haar einde. Beurten lopen op het tijdstip dat de volgorde bepaalt (A4) en stoppen bij
het einde van het logboek. Van een zaak die pas daar of later begint, staat de eerste beurt er, zonder tijd. Een beurt
die tot het einde van het logboek door geen gebeurtenis is gesloten, is open. Seconden zijn heel: tijdstippen zijn
afgekapt op de seconde. Dagen van datum tot datum zijn A12.
"""
[title]
en = "Turns: who has the question"
nl = "Beurten: wie is aan zet"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
turn = "integer; 1 for the first turn of the case, 2 for the second, ..."
party = "text; department, resident, nobody, unknown (the log does not tell) or over"
state = "text; department, resident, not_picked_up, underway, lost, unrecorded, unknown or over"
department_no = "integer; the department that has the question (party department)"
from_department_no = "integer; underway, lost, unrecorded: the department that let go; empty when unknown"
to_department_no = "integer; underway, lost, unrecorded: the department it went to"
started = "timestamp UTC; where the turn begins"
ended = "timestamp UTC; where it ends; the log's end while open"
open = "boolean; no event up to the log's end closed it"
seconds = "integer; from started to ended"
working_days = "integer; working days from the date of started to the date of ended"
working_seconds = "integer; party department: seconds in which an act of the department with a known start was under way, counted once where acts overlap; empty without a start column"
started_row_no = "integer; the row with which it begins"
ended_row_no = "integer; the row with which it ends; empty while open"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
turn = "1 voor de eerste beurt van de zaak, 2 voor de tweede, ..."
party = "department, resident, nobody, unknown (het logboek zegt het niet) of over"
state = "department, resident, not_picked_up, underway, lost, unrecorded, unknown of over"
department_no = "de afdeling die aan zet is (party department)"
from_department_no = "onderweg, kwijt, niet vastgelegd: de afdeling die losliet; leeg als die onbekend is"
to_department_no = "onderweg, kwijt, niet vastgelegd: de afdeling waar de vraag heen ging"
started = "waar de beurt begint"
ended = "waar de beurt eindigt; het einde van het logboek zolang de beurt open is"
open = "geen gebeurtenis tot het einde van het logboek sloot de beurt"
seconds = "van started tot ended"
working_days = "werkdagen van de datum van started tot de datum van ended"
working_seconds = "party department: seconden waarin een handeling van de afdeling met een bekende begintijd bezig was, één keer geteld waar handelingen overlappen; leeg zonder kolom start"
started_row_no = "de rij waarmee de beurt begint"
ended_row_no = "de rij waarmee de beurt eindigt; leeg zolang de beurt open is"
*/
with stepped as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    state,
    department_no,
    passed_to_department_no,
    next_department_no,
    lead(case_no) over as_stored = case_no as followed,
    lead(order_moment) over as_stored as next_moment
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
),
-- steps after which time passes, and the last step of each case
passing as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    state,
    case when state in ('department', 'underway', 'unrecorded') then coalesce(department_no, 0) else 0 end as one_no,
    case state when 'underway' then passed_to_department_no when 'unrecorded' then next_department_no else 0 end as other_no
  from stepped
  where coalesce(not followed, true)
    or next_moment > order_moment
),
followed as (
  select
    *,
    lag(case_no) over as_stored as case_before,
    lag(state) over as_stored as state_before,
    lag(one_no) over as_stored as one_before,
    lag(other_no) over as_stored as other_before
  from passing
  window as_stored as (order by case_no, order_moment, row_no)
),
changed as (
  select
    *,
    row_number() over as_stored as place,
    lead(case_no) over as_stored = case_no as closed,
    lead(row_no) over as_stored as next_row_no,
    lead(order_moment) over as_stored as end_moment,
    lead(work_day) over as_stored as end_work_day
  from followed
  where case_before is distinct from case_no
    or state_before <> state
    or one_before <> one_no
    or other_before <> other_no
  window as_stored as (order by case_no, order_moment, row_no)
),
usual as (
  select
    case_no,
    journey_no,
    1 + place - last_value(case when case_before is distinct from case_no then place end ignore nulls) over (
      as_stored rows between unbounded preceding and current row
    ) as turn,
    state,
    one_no,
    other_no,
    row_no,
    order_moment,
    work_day,
    case when closed then next_row_no end as next_row_no,
    case when closed then end_moment end as end_moment,
    case when closed then end_work_day end as end_work_day
  from changed
  window as_stored as (order by case_no, order_moment, row_no)
),
-- transfers that were lost, or answered in a case of its own, before the next act in the case
special as (
  select
    row_no,
    case_no,
    status = 'lost' as lost,
    case when status = 'lost' then ask_row_no else answer_row_no end as cut_row_no,
    case when status = 'lost' then ask_moment else answer_moment end as cut_moment,
    case when status = 'lost' then ask_work_day else answer_work_day end as cut_work_day
  from transfers
  where status = 'lost'
    or answer_case_no <> case_no
),
-- the last time that an ended case was opened and ended again in one moment: only then it was over for good (A15)
opened_at_once as (
  select
    case_no,
    row_no,
    order_moment,
    work_day,
    state <> 'over'
      and lag(state) over as_stored = 'over'
      and lag(case_no) over as_stored = case_no
      and lead(order_moment) over as_stored = order_moment
      and lead(case_no) over as_stored = case_no as at_once
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
),
last_opened_at_once as (
  select
    case_no,
    max(order_moment) as moment,
    max(work_day) as work_day,
    arg_min(row_no, (-epoch_us(order_moment), row_no)) as row_no
  from opened_at_once
  where at_once
  group by case_no
),
anew as (
  select case_no from special
  union
  select case_no from last_opened_at_once
),
walked_anew as (
  select
    *,
    lead(order_moment) over step as next_moment
  from case_steps
  where case_no in (select case_no from anew)
  window step as (partition by case_no order by order_moment, row_no)
),
redone as (
  select
    walked_anew.*,
    special.lost,
    special.cut_row_no,
    case
      when walked_anew.next_moment is null or special.cut_moment < walked_anew.next_moment then special.cut_moment
    end as cut_moment,
    special.cut_work_day
  from walked_anew
  left join special on special.row_no = walked_anew.row_no and walked_anew.state = 'underway'
),
pieces as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    coalesce(cut_moment, next_moment) as next_moment,
    case when lost then 'lost' else state end as state,
    case when state in ('department', 'underway', 'unrecorded') then coalesce(department_no, 0) else 0 end as one_no,
    case state when 'underway' then passed_to_department_no when 'unrecorded' then next_department_no else 0 end as other_no
  from redone
  union all
  select
    case_no,
    journey_no,
    cut_row_no,
    cut_moment,
    cut_work_day,
    next_moment,
    case when lost then 'not_picked_up' else 'department' end,
    case when lost then 0 else passed_to_department_no end,
    0
  from redone
  where cut_moment is not null
),
pieces_followed as (
  select
    *,
    lag(state) over step as state_before,
    lag(one_no) over step as one_before,
    lag(other_no) over step as other_before
  from pieces
  where next_moment is null
    or next_moment > order_moment
  window step as (partition by case_no order by order_moment, row_no)
),
unusual as (
  select
    case_no,
    journey_no,
    row_number() over step as turn,
    state::enum('department', 'resident', 'not_picked_up', 'underway', 'lost', 'unrecorded', 'unknown', 'over') as state,
    one_no,
    other_no,
    row_no,
    order_moment,
    work_day,
    lead(row_no) over step as next_row_no,
    lead(order_moment) over step as end_moment,
    lead(work_day) over step as end_work_day
  from pieces_followed
  where state_before is null
    or state_before <> state
    or one_before <> one_no
    or other_before <> other_no
  window step as (partition by case_no order by order_moment, row_no)
),
runs as (
  select *
  from usual
  where case_no not in (select case_no from anew)
  union all
  select
    unusual.case_no,
    unusual.journey_no,
    unusual.turn,
    unusual.state,
    unusual.one_no,
    unusual.other_no,
    unusual.row_no,
    unusual.order_moment,
    unusual.work_day,
    coalesce(last_opened_at_once.row_no, unusual.next_row_no),
    coalesce(last_opened_at_once.moment, unusual.end_moment),
    coalesce(last_opened_at_once.work_day, unusual.end_work_day)
  from unusual
  left join last_opened_at_once on last_opened_at_once.case_no = unusual.case_no
    and unusual.state = 'over'
    and unusual.end_moment is null
    and last_opened_at_once.moment > unusual.order_moment
),
-- up to the log's end; a case that is over without an end has no turn there, unless that is its first (and only) one
clamped as (
  select
    case_no,
    journey_no,
    turn,
    state,
    one_no,
    other_no,
    row_no,
    order_moment,
    least(coalesce(end_moment, (select log_end from log)), (select log_end from log)) as ended,
    least(coalesce(end_work_day, (select log_end_work_day from log)), (select log_end_work_day from log))
      - least(work_day, (select log_end_work_day from log)) as working_days,
    case when end_moment <= (select log_end from log) then next_row_no end as ended_row_no,
    state = 'over' and end_moment is null as timeless
  from runs
  where turn = 1
    or (order_moment < (select log_end from log) and not (state = 'over' and end_moment is null))
),
-- cases that ended the moment they began: their last turn stands for the time that did not pass
last_of_timeless as (
  select
    case_steps.case_no,
    case_steps.journey_no,
    case when special.lost then 'lost' else case_steps.state end::enum(
      'department', 'resident', 'not_picked_up', 'underway', 'lost', 'unrecorded', 'unknown', 'over'
    ) as state,
    case when case_steps.state in ('department', 'underway', 'unrecorded') then coalesce(department_no, 0) else 0 end as one_no,
    case case_steps.state when 'underway' then passed_to_department_no when 'unrecorded' then next_department_no else 0 end
      as other_no,
    case_steps.row_no,
    case_steps.order_moment,
    clamped.row_no as end_row_no,
    row_number() over (
      partition by case_steps.case_no
      order by case_steps.order_moment desc, case_steps.row_no desc
    ) as backwards
  from case_steps
  join clamped on clamped.case_no = case_steps.case_no
  left join special on special.row_no = case_steps.row_no and case_steps.state = 'underway'
  where clamped.timeless
    and case_steps.state <> 'over'
    and case_steps.order_moment <= clamped.order_moment
),
kept as (
  select case_no, journey_no, turn, state, one_no, other_no, row_no, order_moment, ended, working_days, ended_row_no
  from clamped
  where not timeless
  union all
  select
    case_no,
    journey_no,
    1,
    state,
    one_no,
    other_no,
    row_no,
    order_moment,
    least(order_moment, (select log_end from log)),
    0,
    case when order_moment <= (select log_end from log) then end_row_no end
  from last_of_timeless
  where backwards = 1
),
-- acts with a known start, each cut back to what no earlier one of the department in this case covers
begun as (
  select
    case_no,
    department_no,
    start_moment,
    moment,
    max(moment) over (
      partition by case_no, department_no
      order by start_moment, row_no
      rows between unbounded preceding and 1 preceding
    ) as covered_until
  from events
  where municipal
    and department_no is not null
    and start_moment is not null
    and start_moment < moment
),
worked as (
  select
    clamped.case_no,
    clamped.turn,
    sum(date_diff(
      'second',
      greatest(clamped.order_moment, begun.start_moment, coalesce(begun.covered_until, begun.start_moment)),
      least(clamped.ended, begun.moment)
    )) as seconds
  from begun
  join clamped on clamped.case_no = begun.case_no and clamped.one_no = begun.department_no
  where clamped.state = 'department'
    and clamped.order_moment < clamped.ended
    and begun.moment > clamped.order_moment
    and begun.moment > coalesce(begun.covered_until, begun.start_moment)
    and begun.start_moment < clamped.ended
    and coalesce(begun.covered_until, begun.start_moment) < clamped.ended
  group by clamped.case_no, clamped.turn
),
parties as (
  select
    state::enum('department', 'resident', 'not_picked_up', 'underway', 'lost', 'unrecorded', 'unknown', 'over') as state,
    party::enum('department', 'resident', 'nobody', 'unknown', 'over') as party
  from (
    values
      ('department', 'department'),
      ('resident', 'resident'),
      ('not_picked_up', 'nobody'),
      ('underway', 'nobody'),
      ('lost', 'nobody'),
      ('unrecorded', 'unknown'),
      ('unknown', 'unknown'),
      ('over', 'over')
  ) as told (state, party)
)
select
  kept.case_no,
  kept.journey_no,
  kept.turn::integer as turn,
  parties.party,
  kept.state,
  case when kept.state = 'department' then one_no end as department_no,
  case when kept.state in ('underway', 'lost', 'unrecorded') then nullif(one_no, 0) end as from_department_no,
  case when kept.state in ('underway', 'lost', 'unrecorded') then other_no end as to_department_no,
  least(order_moment, (select log_end from log)) as started,
  ended,
  ended_row_no is null as open,
  date_diff('second', least(order_moment, (select log_end from log)), ended) as seconds,
  working_days,
  case
    when kept.state = 'department' and (select bool_or(known) from present where ours = 'start') then coalesce(worked.seconds, 0)
  end::bigint as working_seconds,
  row_no as started_row_no,
  ended_row_no
from kept
join parties on parties.state = kept.state
left join worked on worked.case_no = kept.case_no and worked.turn = kept.turn
