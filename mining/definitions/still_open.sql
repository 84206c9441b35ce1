/*
name = "still_open"
row.en = "one transfer to another department, or one callback request, that nobody has answered yet"
row.nl = "één overdracht aan een andere afdeling, of één terugbelverzoek, waarop nog niemand iets deed"
key = ["row_no"]
role = "table"
needs = ["kind"]
source = "signals.md, not yet, or lost; Kaplan and Meier (1958); measures.md A12, A14"
definition.en = """
The chance that an open transfer or callback request is still answered within 20 working days: 1 - S(age + 20) / S(age), where S is the
Kaplan-Meier share that is not answered yet after so many working days. Transfers (step `transfers`, status open or lost) count wda, without the
suspended days of their case; a transfer that was rerouted or settled first is followed until then. Callback requests (step `callback_answers`) count wd.
S is that of the pair of departments (unknown departments are departments of their own); where the pair has fewer than 20 transfers, or callback
requests, it is that of all of them (`pooled`). After the longest time that anything was followed S stays as it is (Gill 1980): so of what is open
longest the chance is 0, for nothing that old was ever answered. Empty where S(age) is 0. What was asked after the log's end is left out.
`outlook`: `can_still` above a half, `probably_stays` under a quarter, `unsure` between them or when the chance is empty.
"""
definition.nl = """
De kans dat op een openstaande overdracht of een openstaand terugbelverzoek binnen 20 werkdagen toch nog iets volgt:
1 - S(leeftijd + 20) / S(leeftijd). S is het deel waarop na zoveel werkdagen nog niets is gevolgd, volgens Kaplan-Meier.
Overdrachten (stap `transfers`, status open of lost) tellen zonder de opgeschorte dagen van hun zaak; een overdracht die
eerst elders heen ging of werd afgedaan, wordt tot dan gevolgd. Terugbelverzoeken (stap `callback_answers`) tellen gewone
werkdagen. S is die van het paar afdelingen (onbekend telt als een eigen afdeling). Heeft het paar minder dan 20
overdrachten of terugbelverzoeken, dan is S die van allemaal samen (`pooled`). Na de langste tijd waarover iets is
gevolgd, blijft S gelijk (Gill 1980): van wat het langst openstaat is de kans dus 0, want op iets wat zo oud was volgde
nooit meer iets. Leeg als S(leeftijd) 0 is. Wat na het einde van het logboek is gevraagd, telt niet mee.
`outlook`: `can_still` (kan nog) boven de helft, `probably_stays` (waarschijnlijk blijven liggen) onder een kwart,
`unsure` daartussen of als de kans leeg is.
"""
[title]
en = "What is still open, and whether it will be picked up"
nl = "Wat nog openstaat, en of het nog wordt opgepakt"
[columns]
row_no = "integer; the row of the transfer or callback request"
sort = "text; transfer or callback"
case_no = "integer; the case"
journey_no = "integer; the journey"
asked = "timestamp UTC; the moment that orders it"
from_department_no = "integer; the department that passed it on, or took the request; empty when unknown"
to_department_no = "integer; the department that was asked; empty when unknown"
working_days = "integer; its age in working days at the log's end"
pooled = "boolean; the chance is that of all pairs together"
chance = "number from 0 to 1; the chance that it is answered within 20 more working days; empty when it cannot be told"
outlook = "text; can_still, probably_stays or unsure"
[columns_nl]
row_no = "de rij van de overdracht of het terugbelverzoek"
sort = "transfer (overdracht) of callback (terugbelverzoek)"
case_no = "de zaak"
journey_no = "de klantreis"
asked = "het tijdstip dat de volgorde bepaalt"
from_department_no = "de afdeling die het doorgaf, of het verzoek aannam; leeg als die onbekend is"
to_department_no = "de afdeling die gevraagd werd; leeg als die onbekend is"
working_days = "hoe oud het is in werkdagen, aan het einde van het logboek"
pooled = "de kans is die van alle paren samen"
chance = "de kans dat er binnen nog 20 werkdagen iets volgt; leeg als dat niet te zeggen is"
outlook = "can_still (kan nog), probably_stays (waarschijnlijk blijven liggen) of unsure (onzeker)"
*/
with followed as (
  select
    'transfer' as sort,
    row_no,
    case_no,
    journey_no,
    order_moment,
    from_department_no,
    to_department_no,
    case
      when status in ('rerouted', 'settled') then other_working_days
      when status in ('open', 'lost') then age_working_days
      else coalesce(other_working_days, response_working_days)
    end as working_days,
    status in ('answered', 'late') and other_row_no is null as answered,
    status in ('open', 'lost') as open
  from transfers
  where order_moment <= (select log_end from log)
  union all
  select
    'callback',
    row_no,
    case_no,
    journey_no,
    order_moment,
    department_no,
    to_department_no,
    coalesce(answer_work_day, (select log_end_work_day from log)) - work_day,
    answer_row_no is not null,
    answer_row_no is null
  from callback_answers
  where order_moment <= (select log_end from log)
),
counted as (
  select
    sort,
    coalesce(from_department_no, 0) as sender,
    coalesce(to_department_no, 0) as receiver,
    working_days,
    count(case when answered then 1 end) as answers,
    count(*) as ends
  from followed
  group by sort, coalesce(from_department_no, 0), coalesce(to_department_no, 0), working_days
),
pairs as (
  select sort, sender, receiver
  from counted
  group by sort, sender, receiver
  having sum(ends) >= :still_open_pair_size
),
days_of_curves as (
  select counted.sort, false as pooled, counted.sender, counted.receiver, counted.working_days, counted.answers, counted.ends
  from counted
  join pairs on pairs.sort = counted.sort and pairs.sender = counted.sender and pairs.receiver = counted.receiver
  union all
  select sort, true, 0, 0, working_days, sum(answers), sum(ends)
  from counted
  group by sort, working_days
),
at_risk as (
  select
    *,
    sum(ends) over (
      partition by sort, pooled, sender, receiver
      order by working_days
      rows between current row and unbounded following
    ) as followed
  from days_of_curves
),
-- the product of the shares that stay open, as a sum of logarithms; nothing stays once all that were followed are answered
curves as (
  select
    sort,
    pooled,
    sender,
    receiver,
    working_days,
    lead(working_days) over curve as next_working_days,
    case
      when max(case when answers = followed then 1 else 0 end) over (curve rows between unbounded preceding and current row) = 1 then 0
      else exp(sum(case when answers < followed then ln(1 - answers / followed::double) end)
        over (curve rows between unbounded preceding and current row))
    end as share
  from at_risk
  window curve as (partition by sort, pooled, sender, receiver order by working_days)
),
waiting as (
  select
    followed.*,
    pairs.sort is null as pooled,
    case when pairs.sort is null then 0 else coalesce(followed.from_department_no, 0) end as sender,
    case when pairs.sort is null then 0 else coalesce(followed.to_department_no, 0) end as receiver
  from followed
  left join pairs
    on pairs.sort = followed.sort
    and pairs.sender = coalesce(followed.from_department_no, 0)
    and pairs.receiver = coalesce(followed.to_department_no, 0)
  where followed.open
),
-- one question for each age: many that are open are of one age
ages as (
  select distinct sort, pooled, sender, receiver, working_days
  from waiting
),
chances as (
  select
    ages.*,
    max(case when curves.working_days <= ages.working_days and coalesce(curves.next_working_days > ages.working_days, true) then share end)
      as share_now,
    max(case
      when curves.working_days <= ages.working_days + :still_open_working_days
        and coalesce(curves.next_working_days > ages.working_days + :still_open_working_days, true)
      then share
    end) as share_then
  from ages
  join curves
    on curves.sort = ages.sort
    and curves.pooled = ages.pooled
    and curves.sender = ages.sender
    and curves.receiver = ages.receiver
  group by ages.sort, ages.pooled, ages.sender, ages.receiver, ages.working_days
),
told as (
  select
    waiting.*,
    1 - chances.share_then / nullif(coalesce(chances.share_now, 1), 0) as chance
  from waiting
  left join chances
    on chances.sort = waiting.sort
    and chances.pooled = waiting.pooled
    and chances.sender = waiting.sender
    and chances.receiver = waiting.receiver
    and chances.working_days = waiting.working_days
)
select
  row_no,
  sort,
  case_no,
  journey_no,
  order_moment as asked,
  from_department_no,
  to_department_no,
  working_days::integer as working_days,
  pooled,
  round(chance, 12) as chance,
  case
    when chance > :still_open_can_still then 'can_still'
    when chance < :still_open_probably_stays then 'probably_stays'
    else 'unsure'
  end as outlook
from told
