/*
name = "waits"
row.en = "one case"
row.nl = "één zaak"
key = ["case_no"]
role = "step"
source = "measures.md B waiting, A12, A14"
definition.en = """
The working days (A12) from the first event of a case to its last, divided over four causes. Each gap between two neighbouring events x and y
of the case (all events, notices too) goes to the first cause that applies. `resident`: the case is suspended after x. `callback`: the
latest callback request (by the resident) or outreach (by the municipality) of the case up to and including x is a callback request.
`handoff`: the latest municipal event up to and including x and the first one after x have known departments that differ or
known officials that differ. `queue`: otherwise. The four add up to the working days from the first event to the last.
The query adds up the stretches of each cause and takes off what lies under a cause that goes before it, which is the same sum.
"""
definition.nl = """
De werkdagen (A12) van de eerste tot de laatste gebeurtenis van een zaak, verdeeld over vier oorzaken. De tijd tussen
twee gebeurtenissen x en y na elkaar (alle gebeurtenissen, ook automatische berichten) gaat naar de eerste oorzaak die
geldt.
`resident` (wachten op de inwoner): de zaak is na x opgeschort.
`callback` (wachten op terugbellen): het laatste terugbelverzoek (van de inwoner) of contact door de gemeente in de
zaak, tot en met x, is een terugbelverzoek.
`handoff` (wachten bij een overdracht): de laatste gebeurtenis van de gemeente tot en met x en de eerste na x hebben
een andere bekende afdeling of een andere bekende ambtenaar.
`queue` (de rest): alle andere tijd.
De vier zijn samen de werkdagen van de eerste tot de laatste gebeurtenis. De SQL telt de stukken van elke oorzaak op
en haalt eraf wat onder een oorzaak valt die voorgaat. Dat is dezelfde som.
"""
[title]
en = "What a case waited for"
nl = "Waar een zaak op wachtte"
[columns]
case_no = "integer; the case"
waiting_resident = "integer; working days in which the case was suspended"
waiting_callback = "integer; working days in which a callback request had no outreach yet"
waiting_handoff = "integer; working days before another official or department took it up"
waiting_queue = "integer; the other working days"
[columns_nl]
case_no = "de zaak"
waiting_resident = "werkdagen waarin de zaak was opgeschort"
waiting_callback = "werkdagen waarin op een terugbelverzoek nog geen contact door de gemeente was gevolgd"
waiting_handoff = "werkdagen voordat een andere ambtenaar of afdeling de zaak oppakte"
waiting_queue = "de andere werkdagen"
*/
with suspended as (
  select
    suspensions.case_no,
    suspensions.from_work_day,
    coalesce(suspensions.to_work_day, case_spans.last_work_day) as to_work_day
  from suspensions
  join case_spans on case_spans.case_no = suspensions.case_no
),
callback_events as (
  select
    case_no,
    kind = 'callback_request' as waits,
    work_day,
    lead(case_no) over as_stored as next_case,
    lead(work_day) over as_stored as next_work_day
  from events
  where acted_by = case kind when 'callback_request' then 'resident' when 'outreach' then 'municipality' end
  window as_stored as (order by case_no, order_moment, row_no)
),
callbacks as (
  select
    callback_events.case_no,
    callback_events.work_day as from_work_day,
    case when next_case = callback_events.case_no then next_work_day else case_spans.last_work_day end as to_work_day
  from callback_events
  join case_spans on case_spans.case_no = callback_events.case_no
  where callback_events.waits
),
shared as (
  select
    callbacks.case_no,
    greatest(callbacks.from_work_day, suspended.from_work_day) as from_work_day,
    least(callbacks.to_work_day, suspended.to_work_day) as to_work_day
  from callbacks
  join suspended on suspended.case_no = callbacks.case_no
),
-- sign: what lies under both is counted once
blocks as (
  select case_no, from_work_day, to_work_day, to_work_day - from_work_day as resident, 0 as callback, 1 as sign
  from suspended
  where to_work_day > from_work_day
  union all
  select case_no, from_work_day, to_work_day, 0, to_work_day - from_work_day, 1
  from callbacks
  where to_work_day > from_work_day
  union all
  select case_no, from_work_day, to_work_day, 0, from_work_day - to_work_day, -1
  from shared
  where to_work_day > from_work_day
),
handed as (
  select case_no, work_day as from_work_day, next_work_day as to_work_day
  from (
    select
      case_no,
      official_no,
      department_no,
      work_day,
      lead(case_no) over as_stored as next_case,
      lead(official_no) over as_stored as next_official,
      lead(department_no) over as_stored as next_department,
      lead(work_day) over as_stored as next_work_day
    from events
    where municipal
    window as_stored as (order by case_no, order_moment, row_no)
  )
  where next_case = case_no
    and next_work_day > work_day
    and (next_official <> official_no or next_department <> department_no)
),
parts as (
  select case_no, resident, callback, 0 as handoff
  from blocks
  union all
  select case_no, 0, 0, to_work_day - from_work_day
  from handed
  union all
  select
    handed.case_no,
    0,
    0,
    -blocks.sign * greatest(
      0,
      least(handed.to_work_day, blocks.to_work_day) - greatest(handed.from_work_day, blocks.from_work_day)
    )
  from handed
  join blocks on blocks.case_no = handed.case_no
),
waited as (
  select case_no, sum(resident) as resident, sum(callback) as callback, sum(handoff) as handoff
  from parts
  group by case_no
)
select
  case_spans.case_no,
  coalesce(waited.resident, 0)::integer as waiting_resident,
  coalesce(waited.callback, 0)::integer as waiting_callback,
  coalesce(waited.handoff, 0)::integer as waiting_handoff,
  (
    case_spans.last_work_day - case_spans.first_work_day
    - coalesce(waited.resident, 0) - coalesce(waited.callback, 0) - coalesce(waited.handoff, 0)
  )::integer as waiting_queue
from case_spans
left join waited on waited.case_no = case_spans.case_no
