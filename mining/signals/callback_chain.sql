/*
name = "callback_chain"
role = "signal"
needs = ["kind"]
source = "signals.md 23; boundaries: docs/decisions/signals-of-our-own-boundaries.md"
definition.en = """
A resident who asks to be called back again, because nobody called. A chain: the callback requests of one journey (any case) that wait for
the same outreach (any case, any channel, before or after a close), or for one that has not come up to the log's end (step `callback_answers`).
Found where the requests of a chain fall on at least 2 different dates; two on one date are one question that was written down twice. A second request
within the days in which a call is still in time counts: the resident did not wait for nothing. An outreach ends the chain, and a
later request begins a new one. A journey has as many instances as it has such chains; a case without a resident is a journey of its own. An open chain that begins after
a log's end that the settings name is none yet.
The anchor is the first request. `ended`: the outreach came; `open`: not yet. The rows are the requests and the outreach; working days (A12) are
those from the first request to the outreach, or to the log's end. From: the department that took the first request; to: the department that was asked.
How many callback requests are open on each Monday stands in table `callback_stock`.
"""
definition.nl = """
Een inwoner die opnieuw vraagt om teruggebeld te worden, omdat niemand belde. Een reeks: de terugbelverzoeken van één
klantreis (in welke zaak ook) die wachten op hetzelfde contact door de gemeente (in welke zaak en via welk kanaal ook,
voor of na een afsluiting), of op een contact dat er tot het einde van het logboek niet kwam (stap `callback_answers`).
Het is een signaal als de verzoeken van een reeks op minstens 2 verschillende datums vallen. Twee op één datum zijn één
vraag die twee keer is opgeschreven. Een tweede verzoek binnen de dagen waarin bellen nog op tijd is, telt mee: de
inwoner wachtte niet voor niets. Een contact door de gemeente beëindigt de reeks, en een later verzoek begint een
nieuwe. Een klantreis heeft zo veel signalen als zulke reeksen. Een zaak zonder inwoner is een eigen klantreis. Een reeks die begint
na een einde van het logboek dat de instellingen noemen, en die nog openstaat, telt niet.
Je herkent het aan het eerste verzoek. `ended`: het contact kwam; `open`: nog niet. De rijen zijn de verzoeken en het
contact. De werkdagen (A12) lopen van het eerste verzoek tot het contact, of tot het einde van het logboek. Van: de
afdeling die het eerste verzoek aannam; naar: de afdeling die moest bellen.
Hoeveel terugbelverzoeken er elke maandag openstaan, staat in de tabel `callback_stock`.
"""
[signal]
sort = "gap"
anchor = "row"
[title]
en = "Asked to be called back again, while nobody had called"
nl = "Opnieuw om terugbellen gevraagd, terwijl niemand had gebeld"
*/
with chains as (
  select
    journey_no,
    answers_before,
    min({
      'order_moment': order_moment,
      'row_no': row_no,
      'case_no': case_no,
      'work_day': work_day,
      'department_no': department_no,
      'to_department_no': to_department_no
    }) as first_request,
    list_sort(array_agg(row_no)) as row_nos,
    min(answer_row_no) as answer_row_no,
    min(answer_moment) as answer_moment,
    min(answer_work_day) as answer_work_day
  from callback_answers
  group by journey_no, answers_before
  having count(distinct local_date) >= :callback_chain_dates
)
select
  case when answer_row_no is null then 'open' else 'ended' end as status,
  journey_no,
  first_request.case_no as case_no,
  first_request.row_no as anchor_no,
  null::integer as other_anchor_no,
  case when answer_row_no is null then row_nos else list_sort(list_append(row_nos, answer_row_no)) end as row_nos,
  first_request.order_moment as started,
  coalesce(answer_moment, (select log_end from log)) as ended,
  coalesce(answer_work_day, (select log_end_work_day from log)) - first_request.work_day as working_days,
  first_request.department_no as from_department_no,
  first_request.to_department_no as to_department_no
from chains
where answer_row_no is not null
  or first_request.order_moment <= (select log_end from log)
