/*
name = "early_conversation"
role = "signal"
needs = ["kind", "channel"]
source = "signals.md 18; measures.md A4, A9, A10, A12"
definition.en = """
The first `request` of a case, followed in the same case by personal outreach (A9: by phone, desk or visit; an unknown channel does not count, A10)
that is later (A4) with at most 5 working days (wd, A12) between. A later request of the same case begins nothing anew. Working days run from
the request to the first such outreach. Rows: the request and that outreach.
"""
definition.nl = """
De eerste aanvraag van een zaak, met daarna (A4) in dezelfde zaak persoonlijk contact door de gemeente (A9: telefoon,
balie of huisbezoek; een onbekend kanaal telt niet, A10), binnen 5 werkdagen (wd, A12). Een volgende aanvraag in dezelfde
zaak begint niet opnieuw. De werkdagen lopen van de aanvraag tot het eerste van die contacten. Rijen: de aanvraag en dat
contact.
"""
[signal]
sort = "success"
anchor = "row"
[title]
en = "A conversation soon after the request"
nl = "Snel een gesprek na de aanvraag"
*/
with requests as (
  select
    row_no,
    case_no,
    journey_no,
    order_moment,
    work_day,
    lag(case_no) over as_stored as case_before
  from events
  where kind = 'request'
    and acted_by = 'resident'
  window as_stored as (order by case_no, order_moment, row_no)
),
talks as (
  select case_no, row_no, order_moment, work_day, department_no
  from events
  where kind = 'outreach'
    and acted_by = 'municipality'
    and channel in ('phone', 'desk', 'visit')
),
conversations as (
  select
    requests.row_no,
    requests.case_no,
    requests.journey_no,
    requests.order_moment,
    requests.work_day,
    min({
      'order_moment': talks.order_moment,
      'row_no': talks.row_no,
      'work_day': talks.work_day,
      'department_no': talks.department_no
    }) as talk
  from requests
  join talks on talks.case_no = requests.case_no
  where requests.case_before is distinct from requests.case_no
    and talks.work_day - requests.work_day <= :early_conversation_working_days
    and (
      talks.order_moment > requests.order_moment
      or (talks.order_moment = requests.order_moment and talks.row_no > requests.row_no)
    )
  group by requests.row_no, requests.case_no, requests.journey_no, requests.order_moment, requests.work_day
)
select
  'found' as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([row_no, talk.row_no]) as row_nos,
  order_moment as started,
  talk.order_moment as ended,
  talk.work_day - work_day as working_days,
  talk.department_no as from_department_no,
  null::integer as to_department_no
from conversations
