/*
name = "care_public_space"
row.en = "one topic about public space"
row.nl = "één onderwerp over de openbare ruimte"
key = ["topic_no"]
role = "table"
needs = ["kind", "topic"]
source = "measures.md A12, A15, A16"
definition.en = """
Cases on topics about public space: topics that hold one of the whole words of the setting `public_space_words`. Heard: the municipality contacted the
resident (outreach) or decided in the case after it began; an automatic message is none. Median and 90th percentile are of the ended cases: working days from the first event
to the last decision or close. The median is the middle value, or the mean of the two middle ones; the 90th percentile lies in a straight
line between the two values nearest to it (Hyndman and Fan 1996, type 7: PERCENTILE.INC in Excel). Asked again: cases in which the resident had to ask again (table care_contacts).
"""
definition.nl = """
Zaken met een onderwerp over de openbare ruimte: onderwerpen met een van de hele woorden uit de instelling `public_space_words`.
Gehoord: de gemeente nam contact op met de inwoner of nam een besluit, nadat de zaak begon; een automatisch bericht telt niet.
Mediaan en 90e percentiel gaan over de afgelopen zaken: werkdagen van de eerste gebeurtenis tot het laatste besluit
of de laatste afsluiting. De mediaan is de middelste waarde, of het gemiddelde van de middelste twee. Het 90e percentiel ligt naar
verhouding tussen de twee waarden die er het dichtst bij liggen (Hyndman en Fan 1996, type 7: PERCENTIEL.INC in Excel).
Opnieuw gevraagd: zaken waarin de inwoner opnieuw moest vragen (tabel care_contacts).
"""
[title]
en = "Reports about public space"
nl = "Meldingen over de openbare ruimte"
[columns]
topic_no = "integer; the topic"
cases = "integer; cases"
ended_cases = "integer; cases that are ended (A15)"
median_working_days = "number; half of the ended cases took at most this many working days"
p90_working_days = "number; about nine in ten of the ended cases took at most this many working days"
heard_cases = "integer; ended cases in which the resident heard from the municipality"
asked_again_cases = "integer; cases in which the resident had to ask again"
[columns_nl]
topic_no = "het onderwerp"
cases = "zaken"
ended_cases = "zaken die zijn afgelopen (A15); leeg, net als heard_cases, als het logboek niet zegt dat zaken eindigen (stap `ends_known`)"
median_working_days = "de helft van de afgelopen zaken duurde hooguit zoveel werkdagen"
p90_working_days = "ongeveer negen van de tien afgelopen zaken duurden hooguit zoveel werkdagen"
heard_cases = "afgelopen zaken waarin de inwoner van de gemeente hoorde"
asked_again_cases = "zaken waarin de inwoner opnieuw moest vragen"
*/
with about as (
  select distinct topic_no
  from (
    select topic_no, unnest(regexp_split_to_array(lower(topic), '[^\p{L}\p{N}]+')) as word
    from topics
  )
  where word in :public_space_words
),
reports as (
  select case_measures.case_no, case_measures.topic_no, case_measures.open
  from case_measures
  join about on about.topic_no = case_measures.topic_no
),
steps as (
  select
    case_no,
    work_day,
    kind,
    acted_by = 'municipality' as by_municipality,
    coalesce(lag(case_no) over as_stored = case_no, false) as is_later
  from events
  window as_stored as (order by case_no, order_moment, row_no)
),
told as (
  select
    case_no,
    max(case when kind in ('decision', 'close') and by_municipality then work_day end) - min(work_day) as working_days,
    count(case when kind in ('decision', 'outreach') and by_municipality and is_later then 1 end) as answers
  from steps
  where case_no in (select case_no from reports)
  group by case_no
),
again as (
  select distinct case_no
  from care_contacts
  where avoidable
)
select
  reports.topic_no,
  count(*)::integer as cases,
  case when (select known from ends_known) then count(case when not reports.open then 1 end) end::integer as ended_cases,
  -- of whole numbers a 90th percentile has one decimal at most: rounding takes away the noise of the computer alone
  quantile_cont(case when not reports.open then told.working_days end, 0.5) as median_working_days,
  round(quantile_cont(case when not reports.open then told.working_days end, 0.9), 1) as p90_working_days,
  case when (select known from ends_known) then count(case when not reports.open and told.answers > 0 then 1 end) end::integer as heard_cases,
  count(again.case_no)::integer as asked_again_cases
from reports
join told on told.case_no = reports.case_no
left join again on again.case_no = reports.case_no
group by reports.topic_no
