/*
name = "unanswered_callback"
role = "signal"
needs = ["kind"]
source = "signals.md 5; measures.md A8, A12"
definition.en = """
A callback request, and the first later `outreach` in the journey: in any case of the resident, by any channel, before or after a close. k = wd(callback
request, outreach), in working days (A12); a suspension of the case takes nothing off. With k of at most 2 it was kept. `late`: k is 3 or more.
Without any later outreach, with e = wd(callback request, the log's end): `never`: e is 10 or more; `overdue`: e is 3 to 9, and it can still
be put right; with e of at most 2 it is not yet anything. Each callback request is judged by itself. Departments: the one that took the
request, and the one that was asked to call back, where the row says so.
"""
definition.nl = """
Een terugbelverzoek, en het eerste latere contact door de gemeente (`outreach`) in de klantreis: in elke zaak van de inwoner, via elk
kanaal, voor of na een afsluiting. k = wd(terugbelverzoek, dat contact), in werkdagen (A12); een opschorting van de zaak haalt daar niets
af. Bij k van hoogstens 2 is het nagekomen. `late`: k is 3 of meer. Kwam er geen later contact, dan telt e = wd(terugbelverzoek,
einde van het logboek). `never`: e is 10 of meer. `overdue`: e is 3 tot en met 9, en het kan nog goed komen. Bij e van hoogstens 2
is er nog niets aan de hand. Elk terugbelverzoek wordt op zichzelf beoordeeld. De afdelingen zijn die het verzoek aannam en die zou
terugbellen, als de rij dat zegt.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Callback request without a call in time"
nl = "Terugbelverzoek zonder tijdig contact"
*/
with clocked as (
  select
    *,
    coalesce(answer_work_day, (select log_end_work_day from log)) - work_day as working_days
  from callback_answers
)
select
  case
    when answer_row_no is not null then 'late'
    when working_days >= :callback_never_working_days then 'never'
    else 'overdue'
  end as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  case when answer_row_no is null then [row_no] else list_sort([row_no, answer_row_no]) end as row_nos,
  order_moment as started,
  coalesce(answer_moment, (select log_end from log)) as ended,
  working_days,
  department_no as from_department_no,
  to_department_no
from clocked
where working_days > :callback_working_days
