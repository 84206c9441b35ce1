/*
name = "explained_no"
role = "signal"
needs = ["kind", "outcome", "channel"]
source = "signals.md 17; measures.md A9, A10, A12"
definition.en = """
A `decision` with outcome rejected that was explained in person and left in peace (step `refusals`). In the journey, in whichever case of the
resident, there is personal outreach (A9: by phone, desk or visit; an unknown channel does not count, A10) before it with at most 10 working days
(wd, A12) between, or later with at most 5. No `objection` or `complaint` of the resident in the journey is later than the decision with at most 30
working days between, and those are over: the log's end is more than 30 away. One that came before the decision does not matter.
The conversation is the last one before the decision, where that is in time, otherwise the first one after it; working days are those between
the two. Rows: the conversation and the decision.
"""
definition.nl = """
Een besluit met uitkomst afgewezen dat persoonlijk is uitgelegd en waarna het rustig bleef (stap `refusals`). In de
klantreis, in welke zaak van de inwoner ook, is er persoonlijk contact door de gemeente (A9: telefoon, balie of
huisbezoek; een onbekend kanaal telt niet, A10) ervoor met hoogstens 10 werkdagen (wd, A12) ertussen, of erna met hoogstens
5. Er is in de klantreis geen bezwaar of klacht van de inwoner na het besluit met hoogstens 30 werkdagen ertussen, en die
zijn voorbij: het einde van het logboek ligt er meer dan 30 vandaan. Een bezwaar of klacht van vóór het besluit telt niet.
Het gesprek is het laatste vóór het besluit als dat op tijd was, en anders het eerste erna. De werkdagen zijn die
tussen beide. Rijen: het gesprek en het besluit.
"""
[signal]
sort = "success"
anchor = "row"
[title]
en = "Rejected, and explained in person"
nl = "Afgewezen, en persoonlijk uitgelegd"
*/
with explained as (
  select
    *,
    coalesce(work_day - talk_before_work_day <= :explained_before_working_days, false) as before
  from refusals
  where (select log_end_work_day from log) - work_day > :explained_quiet_working_days
    and (
      work_day - talk_before_work_day <= :explained_before_working_days
      or talk_after_work_day - work_day <= :explained_after_working_days
    )
),
-- the resident came back on it, in whatever case
contested as (
  select distinct explained.row_no
  from explained
  join events on events.journey_no = explained.journey_no
  where events.kind in ('objection', 'complaint')
    and events.acted_by = 'resident'
    and events.work_day - explained.work_day <= :explained_quiet_working_days
    and (
      events.order_moment > explained.order_moment
      or (events.order_moment = explained.order_moment and events.row_no > explained.row_no)
    )
)
select
  'found' as status,
  journey_no,
  case_no,
  row_no as anchor_no,
  null::integer as other_anchor_no,
  list_sort([row_no, case when before then talk_before_row_no else talk_after_row_no end]) as row_nos,
  case when before then talk_before_moment else order_moment end as started,
  case when before then order_moment else talk_after_moment end as ended,
  case when before then work_day - talk_before_work_day else talk_after_work_day - work_day end as working_days,
  department_no as from_department_no,
  null::integer as to_department_no
from explained
where row_no not in (select row_no from contested)
