/*
name = "refusals"
row.en = "one decision with outcome rejected"
row.nl = "één afwijzing: een besluit met uitkomst afgewezen"
key = ["row_no"]
role = "step"
needs = ["kind", "outcome"]
source = "signals.md 11 (unexplained_no); measures.md A4, A9, A10"
definition.en = """
Each `decision` of the municipality with outcome rejected, and the nearest personal outreach (A9: by phone, desk or visit) in the journey before
it and after it (A4), in any case of the resident. Twice: with outreach of an unknown channel (A10, for the gap), and without (for the success).
The nearest on either side is enough: any other lies more working days away, or as many.
"""
definition.nl = """
Elk besluit van de gemeente met uitkomst afgewezen, met het dichtstbijzijnde persoonlijke contact door de gemeente (A9:
telefoon, balie of huisbezoek) in de klantreis ervoor en erna (A4), in welke zaak van de inwoner ook. Twee keer: met
contact via een onbekend kanaal erbij (A10, voor de kier), en zonder (voor het succes).
Het dichtstbijzijnde aan elke kant is genoeg: elk ander ligt evenveel werkdagen of verder weg.
"""
[title]
en = "Rejections and the conversations around them"
nl = "Afwijzingen en de gesprekken eromheen"
[columns]
row_no = "integer; the row of the decision"
case_no = "integer; the case"
journey_no = "integer; the journey"
order_moment = "timestamp UTC; the moment that orders the decision (A4)"
work_day = "integer; working days passed up to its date"
department_no = "integer; the department of the decision; empty when unknown"
talk_before_row_no = "integer; the last personal outreach before it; empty when there is none"
talk_before_moment = "timestamp UTC; the moment of that outreach"
talk_before_work_day = "integer; working days passed up to its date"
talk_after_row_no = "integer; the first personal outreach after the decision; empty when there is none"
talk_after_moment = "timestamp UTC; the moment of that outreach"
talk_after_work_day = "integer; working days passed up to its date"
any_before_work_day = "integer; working days passed up to the last outreach before it that is personal or of an unknown channel"
any_after_row_no = "integer; the first outreach after it that is personal or of an unknown channel; empty when there is none"
any_after_moment = "timestamp UTC; the moment of that outreach"
any_after_work_day = "integer; working days passed up to its date"
[columns_nl]
row_no = "de rij van het besluit"
case_no = "de zaak"
journey_no = "de klantreis"
order_moment = "het tijdstip dat de volgorde van het besluit bepaalt (A4)"
work_day = "werkdagen tot en met de datum, sinds een vaste dag"
department_no = "de afdeling van het besluit; leeg als die onbekend is"
talk_before_row_no = "het laatste persoonlijke contact door de gemeente ervoor; leeg als dat er niet is"
talk_before_moment = "het tijdstip van dat contact"
talk_before_work_day = "werkdagen tot en met de datum ervan, sinds een vaste dag"
talk_after_row_no = "het eerste persoonlijke contact door de gemeente erna; leeg als dat er niet is"
talk_after_moment = "het tijdstip van dat contact"
talk_after_work_day = "werkdagen tot en met de datum ervan, sinds een vaste dag"
any_before_work_day = "werkdagen tot en met het laatste contact ervoor dat persoonlijk is of via een onbekend kanaal ging, sinds een vaste dag"
any_after_row_no = "het eerste contact erna dat persoonlijk is of via een onbekend kanaal ging; leeg als dat er niet is"
any_after_moment = "het tijdstip van dat contact"
any_after_work_day = "werkdagen tot en met de datum ervan, sinds een vaste dag"
*/
with rejections as (
  select row_no, case_no, journey_no, order_moment, work_day, department_no
  from events
  where kind = 'decision'
    and acted_by = 'municipality'
    and outcome = 'rejected'
),
along as (
  select row_no, case_no, journey_no, order_moment, work_day, department_no, true as is_rejection, null as talk, null as any_talk
  from rejections
  union all
  select
    row_no,
    case_no,
    journey_no,
    order_moment,
    work_day,
    department_no,
    false,
    case when channel is not null then {'row_no': row_no, 'order_moment': order_moment, 'work_day': work_day} end,
    {'row_no': row_no, 'order_moment': order_moment, 'work_day': work_day}
  from events
  where kind = 'outreach'
    and acted_by = 'municipality'
    and (channel is null or channel in ('phone', 'desk', 'visit'))
    and journey_no in (select journey_no from rejections)
),
around as (
  select
    *,
    last_value(talk ignore nulls) over earlier as talk_before,
    first_value(talk ignore nulls) over later as talk_after,
    last_value(any_talk ignore nulls) over earlier as any_before,
    first_value(any_talk ignore nulls) over later as any_after
  from along
  window earlier as (
    partition by journey_no
    order by order_moment, row_no
    rows between unbounded preceding and 1 preceding
  ),
  later as (
    partition by journey_no
    order by order_moment, row_no
    rows between 1 following and unbounded following
  )
)
select
  row_no,
  case_no,
  journey_no,
  order_moment,
  work_day,
  department_no,
  talk_before.row_no as talk_before_row_no,
  talk_before.order_moment as talk_before_moment,
  talk_before.work_day as talk_before_work_day,
  talk_after.row_no as talk_after_row_no,
  talk_after.order_moment as talk_after_moment,
  talk_after.work_day as talk_after_work_day,
  any_before.work_day as any_before_work_day,
  any_after.row_no as any_after_row_no,
  any_after.order_moment as any_after_moment,
  any_after.work_day as any_after_work_day
from around
where is_rejection
