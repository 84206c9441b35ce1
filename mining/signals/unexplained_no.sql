/*
name = "unexplained_no"
role = "signal"
needs = ["kind", "outcome", "channel"]
source = "signals.md 11; measures.md A9, A10, A12"
definition.en = """
A `decision` with outcome rejected that nobody explained in person (step `refusals`). In the journey, in whichever case of the resident, there is
no personal outreach (A9: by phone, desk or visit) before it with at most 10 working days (wd, A12) between, and none later with at most 5. An
outreach of an unknown channel counts as personal (A10). The 5 working days after the decision are over: the log's end is more than 5 away.
It lasts until the first later outreach that is personal or of an unknown channel, or until the log's end. Rows: the decision, and that outreach.
"""
definition.nl = """
Een besluit met uitkomst afgewezen dat niemand persoonlijk uitlegde (stap `refusals`). In de klantreis, in welke zaak van
de inwoner ook, is er geen persoonlijk contact door de gemeente (A9: telefoon, balie of huisbezoek) ervoor met hoogstens
10 werkdagen (wd, A12) ertussen, en ook niet erna met hoogstens 5. Contact via een onbekend kanaal telt als persoonlijk
(A10). De 5 werkdagen na het besluit zijn voorbij: het einde van het logboek ligt er meer dan 5 vandaan.
Het duurt tot het eerste latere contact dat persoonlijk is of via een onbekend kanaal ging, of tot het einde van het
logboek. Rijen: het besluit en dat contact.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Rejected without a conversation"
nl = "Afgewezen zonder gesprek"
*/
select
  'found' as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  case when any_after_row_no is null then [row_no] else list_sort([row_no, any_after_row_no]) end as row_nos,
  order_moment as started,
  coalesce(any_after_moment, (select log_end from log)) as ended,
  coalesce(any_after_work_day, (select log_end_work_day from log)) - work_day as working_days,
  department_no as from_department_no,
  null::integer as to_department_no
from refusals
where (select log_end_work_day from log) - work_day > :explained_after_working_days
  and (any_before_work_day is null or work_day - any_before_work_day > :explained_before_working_days)
  and (any_after_work_day is null or any_after_work_day - work_day > :explained_after_working_days)
