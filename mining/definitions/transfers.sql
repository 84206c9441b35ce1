/*
name = "transfers"
row.en = "one transfer to a known department other than its own"
row.nl = "één vastgelegde overdracht aan een andere bekende afdeling"
key = ["row_no"]
role = "step"
source = "signals.md 1 (dropped_handoff); measures.md A10, A14, A18"
definition.en = """
Every `transfer` with a known department B to which it goes, other than its own department (which may be unknown).
*Answer* (B acts): the first in order of: a later municipal event of B, or of an unknown department (A10), in the same case; a later
municipal event of B in another case of the same resident that began (first event) after the transfer.
*Other*: the first in order of the later transfers of this case by a known department other than B to a known department that is neither B
nor its own (rerouted), and the later decisions of this case (settled), where it comes before the answer.
Days are wda: working days without the suspended days of the case of the transfer (A14; no day after the log's end is one).
*Allowed*: 10 working days; or, where the pair (own department, B) has at least 20 responses of at most 30 working days among its
transfers that are at least 30 working days (wd) older than the log's end, the larger of 10 and the 95th percentile of those responses (nearest
rank: the ceil(0.95 n)-th smallest). Unknown own department is a "from" of its own. Responses that come after an *other* do not count.
Status, the first that applies: `rerouted` or `settled` (the other came within the allowed days), `answered` (within them), `late`
(answered after them), `lost` (no answer, and the log's end is further away than them), `open` (not yet).
*Ask*: for lost transfers the resident's next contact, request or callback request in the journey.
"""
definition.nl = """
Elke gebeurtenis van de soort overdracht (`transfer`) aan een bekende afdeling B, anders dan de eigen afdeling (die
mag onbekend zijn).
*Antwoord* (B doet iets): de eerste op volgorde van: een latere gebeurtenis van de gemeente door B, of door een
onbekende afdeling (A10), in dezelfde zaak; of een latere gebeurtenis van de gemeente door B in een andere zaak van
dezelfde inwoner die begon (eerste gebeurtenis) na de overdracht.
*Anders*: de eerste op volgorde van de latere overdrachten in deze zaak door een bekende andere afdeling dan B aan een
bekende afdeling die niet B en niet zijzelf is (`rerouted`), en de latere besluiten in deze zaak (`settled`). Het telt
als het vóór het antwoord komt.
Dagen zijn wda: werkdagen zonder de opgeschorte dagen van de zaak van de overdracht (A14; geen dag na het einde van
het logboek is opgeschort).
*Toegestaan*: 10 werkdagen. Heeft het paar (eigen afdeling, B) minstens 20 antwoorden binnen 30 werkdagen, bij
overdrachten van minstens 30 werkdagen (wd) voor het einde van het logboek, dan is het de grootste van 10 en het 95e
percentiel van die antwoorden, op rangnummer: plaats ceil(0,95 n), van klein naar groot. Een onbekende eigen afdeling
is een eigen "van". Antwoorden die na een *anders* komen, tellen niet.
Status, de eerste die geldt: `rerouted` of `settled` (het andere kwam binnen de toegestane dagen), `answered`
(antwoord daarbinnen), `late` (antwoord daarna), `lost` (kwijt: geen antwoord, en het einde van het logboek ligt
verder weg dan de toegestane dagen), `open` (nog niet beantwoord).
*Vraag*: bij overdrachten die kwijt zijn, het volgende contact, terugbelverzoek of de volgende aanvraag van de inwoner
in de klantreis.
"""
[title]
en = "Transfers between departments and what became of them"
nl = "Overdrachten tussen afdelingen en hoe het verder ging"
[columns]
row_no = "integer; the row of the transfer"
case_no = "integer; the case"
journey_no = "integer; the journey"
order_moment = "timestamp UTC; the moment that orders the transfer"
work_day = "integer; working days passed up to its date"
from_department_no = "integer; the department that passed it on; empty when unknown"
to_department_no = "integer; the department it was passed to"
status = "text; answered, late, lost, rerouted, settled or open"
answer_row_no = "integer; the row with which the receiver acts; empty when it has not"
answer_case_no = "integer; the case in which the receiver acts"
answer_moment = "timestamp UTC; when the receiver acts"
answer_work_day = "integer; working days passed up to the date on which the receiver acts"
response_working_days = "integer; working days from transfer to answer, without suspended days"
other_row_no = "integer; the row of the reroute or decision that came before the answer; empty when there is none"
other_working_days = "integer; working days from transfer to that row, without suspended days"
age_working_days = "integer; without an answer: working days from transfer to the log's end (0 after it), without suspended days"
allowed_working_days = "integer; working days that the receiver has"
ask_row_no = "integer; for lost transfers: the row of the resident's next ask in the journey; empty when there is none"
ask_moment = "timestamp UTC; the moment of that ask"
ask_work_day = "integer; working days passed up to the date of that ask"
[columns_nl]
row_no = "de rij van de overdracht"
case_no = "de zaak"
journey_no = "de klantreis"
order_moment = "het tijdstip dat de volgorde bepaalt"
work_day = "werkdagen tot en met de datum, sinds een vaste dag"
from_department_no = "de afdeling die overdroeg; leeg als die onbekend is"
to_department_no = "de afdeling waaraan is overgedragen"
status = "answered, late, lost, rerouted, settled of open"
answer_row_no = "de rij waarmee de ontvanger iets doet; leeg als dat niet gebeurde"
answer_case_no = "de zaak waarin de ontvanger iets doet"
answer_moment = "wanneer de ontvanger iets doet"
answer_work_day = "werkdagen tot en met de datum waarop de ontvanger iets doet, sinds een vaste dag"
response_working_days = "werkdagen van overdracht tot antwoord, zonder opgeschorte dagen"
other_row_no = "de rij van de nieuwe overdracht of het besluit dat vóór het antwoord kwam; leeg als die er niet is"
other_working_days = "werkdagen van overdracht tot die rij, zonder opgeschorte dagen"
age_working_days = "zonder antwoord: werkdagen van overdracht tot het einde van het logboek (daarna 0), zonder opgeschorte dagen"
allowed_working_days = "werkdagen die de ontvanger heeft"
ask_row_no = "bij overdrachten die kwijt zijn: de rij van de volgende vraag van de inwoner in de klantreis; leeg als die er niet is"
ask_moment = "het tijdstip van die vraag"
ask_work_day = "werkdagen tot en met de datum van die vraag, sinds een vaste dag"
*/
with beside_next as (
  select
    *,
    lead(case_no) over as_stored = case_no and lead(municipal) over as_stored as act_next,
    lead(row_no) over as_stored as next_row_no,
    lead(order_moment) over as_stored as next_moment,
    lead(work_day) over as_stored as next_work_day
  from case_steps
  window as_stored as (order by case_no, order_moment, row_no)
),
sent as (
  -- where the next act in the case is an answer, nothing else can have come before it in the case
  select
    row_no,
    case_no,
    journey_no,
    order_moment,
    work_day,
    department_no as from_department_no,
    passed_to_department_no as to_department_no,
    state,
    coalesce(act_next and coalesce(next_department_no, passed_to_department_no) = passed_to_department_no, false) as answered_next,
    next_row_no,
    next_moment,
    next_work_day
  from beside_next
  where passed_to_department_no is not null
),
firsts as (
  select case_no, journey_no, row_no, order_moment
  from (
    select case_no, journey_no, row_no, order_moment, lag(case_no) over as_stored as case_before
    from case_steps
    window as_stored as (order by case_no, order_moment, row_no)
  )
  where case_before is distinct from case_no
),
last_began as (
  select journey_no, max(order_moment) as order_moment
  from firsts
  group by journey_no
),
-- what still needs a search: in this case, and in cases of the same resident that began later
slow as (
  select row_no, case_no, journey_no, order_moment, work_day, to_department_no
  from sent
  where not answered_next
),
places as (
  select distinct case_no, to_department_no
  from slow
),
beside as (
  select case_no, row_no, order_moment, to_department_no as department_no, true as is_transfer, null as act
  from slow
  union all
  select
    case_steps.case_no,
    case_steps.row_no,
    case_steps.order_moment,
    places.to_department_no,
    false,
    {'order_moment': case_steps.order_moment, 'row_no': case_steps.row_no, 'case_no': case_steps.case_no, 'work_day': case_steps.work_day}
  from places
  join case_steps
    on case_steps.case_no = places.case_no
    and coalesce(case_steps.department_no, places.to_department_no) = places.to_department_no
  where case_steps.municipal
),
answers_in_case as (
  select row_no, act
  from (
    select
      row_no,
      is_transfer,
      first_value(act ignore nulls) over later as act
    from beside
    window later as (
      partition by case_no, department_no
      order by order_moment, row_no, is_transfer
      rows between 1 following and unbounded following
    )
  )
  where is_transfer
    and act is not null
),
-- when the next case of the same resident began: before the answer in this case?
followed as (
  select sent.row_no, sent.journey_no, sent.order_moment, sent.to_department_no, sent.answered_next, sent.next_moment
  from sent
  join last_began on last_began.journey_no = sent.journey_no
  where last_began.order_moment >= sent.order_moment
),
in_journey as (
  select journey_no, row_no, order_moment, true as is_transfer, to_department_no, answered_next, next_moment
  from followed
  union all
  select journey_no, row_no, order_moment, false, null, null, null
  from firsts
  where journey_no in (select journey_no from followed)
),
next_began as (
  select
    *,
    first_value(case when not is_transfer then order_moment end ignore nulls) over later as began_moment
  from in_journey
  window later as (
    partition by journey_no
    order by order_moment, row_no, is_transfer
    rows between 1 following and unbounded following
  )
),
elsewhere as (
  select row_no, journey_no, order_moment, to_department_no
  from next_began
  where is_transfer
    and (began_moment <= next_moment or (not answered_next and began_moment is not null))
),
journey_places as (
  select distinct journey_no, to_department_no
  from elsewhere
),
first_acts as (
  select
    case_steps.journey_no,
    case_steps.department_no,
    case_steps.case_no,
    min({
      'order_moment': case_steps.order_moment,
      'row_no': case_steps.row_no,
      'case_no': case_steps.case_no,
      'work_day': case_steps.work_day
    }) as act
  from journey_places
  join case_steps
    on case_steps.journey_no = journey_places.journey_no
    and case_steps.department_no = journey_places.to_department_no
  group by case_steps.journey_no, case_steps.department_no, case_steps.case_no
),
began as (
  select journey_no, row_no, order_moment, to_department_no as department_no, true as is_transfer, null as act
  from elsewhere
  union all
  select firsts.journey_no, firsts.row_no, firsts.order_moment, first_acts.department_no, false, first_acts.act
  from first_acts
  join firsts on firsts.case_no = first_acts.case_no
),
answers_elsewhere as (
  select row_no, act
  from (
    select
      row_no,
      is_transfer,
      min(act) over later as act
    from began
    window later as (
      partition by journey_no, department_no
      order by order_moment, row_no, is_transfer
      rows between 1 following and unbounded following
    )
  )
  where is_transfer
    and act is not null
),
in_case as (
  select
    sent.*,
    case
      when sent.answered_next
      then {'order_moment': next_moment, 'row_no': next_row_no, 'case_no': case_no, 'work_day': next_work_day}
      else answers_in_case.act
    end as answer_in_case
  from sent
  left join answers_in_case on answers_in_case.row_no = sent.row_no
),
answered as (
  select
    in_case.* exclude (answer_in_case),
    case
      when answers_elsewhere.act is null or in_case.answer_in_case <= answers_elsewhere.act then in_case.answer_in_case
      else answers_elsewhere.act
    end as answer
  from in_case
  left join answers_elsewhere on answers_elsewhere.row_no = in_case.row_no
),
-- the first reroute or decision in the case, whichever comes first
turned as (
  select case_no, row_no, order_moment, work_day, department_no, passed_to_department_no as to_department_no, true as rerouted
  from case_steps
  where passed_to_department_no is not null
    and department_no is not null
  union all
  select case_no, row_no, order_moment, work_day, null, null, false
  from events
  where kind = 'decision'
    and acted_by = 'municipality'
),
others as (
  select
    slow.row_no,
    min({
      'order_moment': turned.order_moment,
      'row_no': turned.row_no,
      'work_day': turned.work_day,
      'rerouted': turned.rerouted
    }) as other
  from slow
  join turned on turned.case_no = slow.case_no
  where (not turned.rerouted or (turned.to_department_no <> slow.to_department_no and turned.department_no <> slow.to_department_no))
    and (
      turned.order_moment > slow.order_moment
      or (turned.order_moment = slow.order_moment and turned.row_no > slow.row_no)
    )
  group by slow.row_no
),
ways as (
  select
    answered.*,
    case
      when answered.answer is null
        or others.other.order_moment < answered.answer.order_moment
        or (others.other.order_moment = answered.answer.order_moment and others.other.row_no < answered.answer.row_no)
      then others.other
    end as other
  from answered
  left join others on others.row_no = answered.row_no
),
pauses as (
  select
    case_no,
    from_work_day,
    least(coalesce(to_work_day, (select log_end_work_day from log)), (select log_end_work_day from log)) as to_work_day
  from suspensions
),
-- suspended working days between the transfer and its answer, the other act, and the log's end
paused as (
  select
    ways.row_no,
    sum(greatest(0, least(ways.answer.work_day, to_work_day) - greatest(ways.work_day, from_work_day))) as until_answer,
    sum(greatest(0, least(ways.other.work_day, to_work_day) - greatest(ways.work_day, from_work_day))) as until_other,
    sum(greatest(0, least((select log_end_work_day from log), to_work_day) - greatest(ways.work_day, from_work_day)))
      as until_log_end
  from ways
  join pauses on pauses.case_no = ways.case_no
  where to_work_day > ways.work_day
    and (not ways.answered_next or ways.state <> 'underway' or ways.answer.case_no <> ways.case_no)
  group by ways.row_no
),
clocked as (
  select
    ways.*,
    ways.answer.work_day - ways.work_day - coalesce(paused.until_answer, 0) as response_working_days,
    ways.other.work_day - ways.work_day - coalesce(paused.until_other, 0) as other_working_days,
    case
      when ways.answer is null then greatest(0, (select log_end_work_day from log) - ways.work_day) - coalesce(paused.until_log_end, 0)
    end as age_working_days
  from ways
  left join paused on paused.row_no = ways.row_no
),
usual as (
  select
    from_department_no,
    to_department_no,
    quantile_disc(response_working_days, :dropped_handoff_pair_share) as response_working_days
  from clocked
  where response_working_days <= :dropped_handoff_follow_up_working_days
    and other is null
    and (select log_end_work_day from log) - work_day >= :dropped_handoff_follow_up_working_days
  group by from_department_no, to_department_no
  having count(*) >= :dropped_handoff_pair_responses
),
judged as (
  select
    clocked.*,
    greatest(:dropped_handoff_working_days, coalesce(usual.response_working_days, 0)) as allowed_working_days
  from clocked
  left join usual
    on usual.from_department_no is not distinct from clocked.from_department_no
    and usual.to_department_no = clocked.to_department_no
),
stated as (
  select
    *,
    case
      when other_working_days <= allowed_working_days then case when other.rerouted then 'rerouted' else 'settled' end
      when response_working_days <= allowed_working_days then 'answered'
      when answer is not null then 'late'
      when age_working_days > allowed_working_days then 'lost'
      else 'open'
    end as status
  from judged
),
-- the resident's next ask, anywhere in the journey, for what was lost
asking as (
  select journey_no, row_no, order_moment, true as is_transfer, null as ask
  from stated
  where status = 'lost'
  union all
  select
    journey_no,
    row_no,
    order_moment,
    false,
    {'order_moment': order_moment, 'row_no': row_no, 'case_no': case_no, 'work_day': work_day}
  from events
  where acted_by = 'resident'
    and kind in ('request', 'contact', 'callback_request')
    and journey_no in (select journey_no from stated where status = 'lost')
),
asked as (
  select row_no, ask
  from (
    select
      row_no,
      is_transfer,
      first_value(ask ignore nulls) over later as ask
    from asking
    window later as (
      partition by journey_no
      order by order_moment, row_no, is_transfer
      rows between 1 following and unbounded following
    )
  )
  where is_transfer
)
select
  stated.row_no,
  stated.case_no,
  stated.journey_no,
  stated.order_moment,
  stated.work_day,
  stated.from_department_no,
  stated.to_department_no,
  stated.status,
  stated.answer.row_no as answer_row_no,
  stated.answer.case_no as answer_case_no,
  stated.answer.order_moment as answer_moment,
  stated.answer.work_day as answer_work_day,
  stated.response_working_days::integer as response_working_days,
  stated.other.row_no as other_row_no,
  stated.other_working_days::integer as other_working_days,
  stated.age_working_days::integer as age_working_days,
  stated.allowed_working_days::integer as allowed_working_days,
  asked.ask.row_no as ask_row_no,
  asked.ask.order_moment as ask_moment,
  asked.ask.work_day as ask_work_day
from stated
left join asked on asked.row_no = stated.row_no
