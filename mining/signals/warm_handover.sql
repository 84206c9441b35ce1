/*
name = "warm_handover"
role = "signal"
needs = ["kind", "department", "to_department"]
source = "signals.md 15; measures.md A10, A12, A18"
definition.en = """
A transfer between departments (A18: both known and different) with which the question is in good hands at once: the receiver B acts at most 1
working day later (wd, A12), and the resident hears something, by a later `outreach` anywhere in the journey, at most 2 working days after the transfer. One event may
be both. B acts = the first later municipal event of B in the same case, or in another case of the resident that began (first event) after the
transfer; in a success an act of an unknown department is not counted as B's (A10). The outreach may be of anybody, by any channel. The rows are
the transfer, the act and the outreach; working days run to the last of these.
"""
definition.nl = """
Een overdracht tussen afdelingen (A18: beide bekend en verschillend) waarmee de vraag meteen in goede handen is. De ontvanger B doet
hoogstens 1 werkdag later iets (wd, A12), en de inwoner hoort iets: een later contact door de gemeente, waar dan ook in de klantreis, hoogstens
2 werkdagen na de overdracht. Eén gebeurtenis mag beide zijn. B doet iets = de eerste latere gebeurtenis van de gemeente door B in dezelfde
zaak, of in een andere zaak van de inwoner die begon (eerste gebeurtenis) na de overdracht. Bij een succes telt een gebeurtenis van een
onbekende afdeling niet als een van B (A10). Het contact mag van iedereen zijn, via elk kanaal. De rijen zijn de overdracht, wat B deed en
het contact. Werkdagen lopen tot de laatste daarvan.
"""
[signal]
sort = "success"
anchor = "row"
[title]
en = "Warm handover"
nl = "Warme overdracht"
*/
with quick as (
  select journey_no, case_no, row_no, order_moment, work_day, from_department_no, to_department_no
  from transfers
  where from_department_no is not null
    and answer_work_day - work_day <= :warm_handover_act_working_days
),
calls as (
  select
    journey_no,
    case_no,
    row_no,
    order_moment,
    work_day,
    from_department_no,
    to_department_no,
    null as outreach
  from quick
  union all
  select
    journey_no,
    case_no,
    row_no,
    order_moment,
    work_day,
    null,
    null,
    {'row_no': row_no, 'order_moment': order_moment, 'work_day': work_day}
  from events
  where kind = 'outreach'
    and acted_by = 'municipality'
    and journey_no in (select journey_no from quick)
),
beside as (
  select
    *,
    first_value(outreach ignore nulls) over (
      partition by journey_no
      order by order_moment, row_no
      rows between 1 following and unbounded following
    ) as heard
  from calls
),
heard_of as (
  select *
  from beside
  where outreach is null
    and heard.work_day - work_day <= :warm_handover_outreach_working_days
),
-- acts of the receiver itself: here an unknown department is nobody
acts as (
  select
    heard_of.row_no,
    heard_of.case_no,
    heard_of.order_moment,
    case_steps.case_no as act_case_no,
    {'order_moment': case_steps.order_moment, 'row_no': case_steps.row_no, 'work_day': case_steps.work_day} as act
  from heard_of
  join case_steps
    on case_steps.journey_no = heard_of.journey_no
    and case_steps.department_no = heard_of.to_department_no
  where case_steps.municipal
    and case_steps.work_day - heard_of.work_day <= :warm_handover_act_working_days
    and (
      case_steps.order_moment > heard_of.order_moment
      or (case_steps.order_moment = heard_of.order_moment and case_steps.row_no > heard_of.row_no)
    )
),
began as (
  select case_no, min({'order_moment': order_moment, 'row_no': row_no}) as first_event
  from case_steps
  where case_no in (select act_case_no from acts where act_case_no <> case_no)
  group by case_no
),
first_acts as (
  select acts.row_no, min(acts.act) as act
  from acts
  left join began on began.case_no = acts.act_case_no
  where acts.act_case_no = acts.case_no
    or began.first_event.order_moment > acts.order_moment
    or (began.first_event.order_moment = acts.order_moment and began.first_event.row_no > acts.row_no)
  group by acts.row_no
)
select
  'found' as status,
  heard_of.journey_no,
  heard_of.case_no,
  heard_of.row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort(list_distinct([heard_of.row_no, first_acts.act.row_no, heard_of.heard.row_no])) as row_nos,
  heard_of.order_moment as started,
  greatest(first_acts.act.order_moment, heard_of.heard.order_moment) as ended,
  greatest(first_acts.act.work_day, heard_of.heard.work_day) - heard_of.work_day as working_days,
  heard_of.from_department_no,
  heard_of.to_department_no
from heard_of
join first_acts on first_acts.row_no = heard_of.row_no
