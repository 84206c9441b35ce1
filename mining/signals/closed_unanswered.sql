/*
name = "closed_unanswered"
role = "signal"
needs = ["kind", "channel"]
source = "signals.md 8; measures.md A8, A10"
definition.en = """
A `close` in a case with at least one earlier ask (request, contact, callback request). q = the last ask before it. It is a signal if there is no decision
and no outreach in that case between q and the close. Not if q is a request or contact in a spoken channel (phone, desk, visit, chat) and the close is
on the same date: such a question is answered at once. An unknown channel counts as spoken (A10); a channel that is known and none of these does not, and a
callback request is never answered at once. Work, a transfer or an automatic message is no answer, nor is an answer in another case of the
resident. Each close is judged by itself. The rows are q and the close. The department is the one that closed. Working days run from q to the
close (wd, A12).
"""
definition.nl = """
Een afsluiting (`close`) in een zaak met minstens één eerdere vraag (aanvraag, contact, terugbelverzoek). q = de laatste vraag ervoor. Het is
een signaal als er in die zaak tussen q en de afsluiting geen besluit en geen contact door de gemeente is. Niet als q een aanvraag of contact
is via een gesproken kanaal (telefoon, balie, huisbezoek, chat) en de afsluiting op dezelfde datum valt: zo'n vraag is meteen
beantwoord. Een onbekend kanaal telt als gesproken (A10). Een bekend ander kanaal niet, en een terugbelverzoek is nooit meteen
beantwoord. Behandeling, een overdracht of een automatisch bericht is geen antwoord, en een antwoord in een andere zaak van de inwoner
ook niet. Elke afsluiting wordt op zichzelf beoordeeld. De rijen zijn q en de afsluiting. De afdeling is die afsloot. Werkdagen lopen
van q tot de afsluiting (wd, A12).
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Closed without an answer"
nl = "Afgesloten zonder antwoord"
*/
with talk as (
  select
    case_no,
    journey_no,
    row_no,
    order_moment,
    work_day,
    kind,
    department_no,
    last_value(
      case
        when kind <> 'close' then {
          'row_no': row_no,
          'case_no': case_no,
          'order_moment': order_moment,
          'work_day': work_day,
          'spoken_on': case
            when kind in ('request', 'contact') and coalesce(channel, 'phone') in ('phone', 'desk', 'visit', 'chat') then local_date
          end,
          'is_ask': acted_by = 'resident'
        }
      end
      ignore nulls
    ) over (as_stored rows between unbounded preceding and current row) as latest,
    local_date
  from events
  where (acted_by = 'resident' and kind in ('request', 'contact', 'callback_request'))
    or (acted_by = 'municipality' and kind in ('decision', 'outreach', 'close'))
  window as_stored as (order by case_no, order_moment, row_no)
)
-- the latest ask or answer before the close is an ask of the same case
select
  'found' as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([latest.row_no, row_no]) as row_nos,
  latest.order_moment as started,
  order_moment as ended,
  work_day - latest.work_day as working_days,
  department_no as from_department_no,
  null::integer as to_department_no
from talk
where kind = 'close'
  and latest.is_ask
  and latest.case_no = case_no
  and latest.spoken_on is distinct from local_date
