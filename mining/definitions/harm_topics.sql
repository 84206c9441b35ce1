/*
name = "harm_topics"
row.en = "one topic; one more row, with an empty topic, for the cases without a known one"
row.nl = "één onderwerp; en één rij met een leeg onderwerp, voor de zaken zonder bekend onderwerp"
key = ["rank", "topic_no"]
role = "table"
needs = ["kind", "department", "to_department", "topic"]
source = "signals.md 1, 5; measures.md A12, A16, B turns; Wilson (1927), Journal of the American Statistical Association 22"
definition.en = """
What residents lost on a topic: transfers that nobody picked up in time, and callbacks that were never made.
Residents touched: journeys with a transfer that was late or lost, or a callback that was never made. A case without a resident is a journey of its own.
Question-days lost, in calendar days: the whole of the turns that were lost, and of the late transfers the days from the last day in time to the
answer (step `harm_parts` says exactly which).
The topic is that of the case (the first known one, A16), of transfers and of callback requests alike. A resident touched on two topics counts in both.
Residents touched per 100 transfers: the journeys with a late or lost transfer, of the transfers; 95% interval of Wilson. Transfers of one resident
are not independent, so with many transfers for each resident the true interval is wider.
The interval of the question-days: how far their sum would go up and down with other residents in the same circumstances. The sum over the journeys
with a transfer here, give or take 1.96 times the square root of n / (n - 1) times (sum of squares less square of the sum / n), over n
journeys; never under 0; empty below 2 journeys. So all days of one resident are one draw.
Rank: most question-days first, then most residents, then most callbacks; equal in all three is equal in rank.
Half: together with all that lost more, the fewest rows that hold at least half of all question-days lost (equal days are in or out together).
Officials never stand here.
"""
definition.nl = """
Wat inwoners bij een onderwerp verloren: overdrachten die niemand op tijd oppakte, en nooit teruggebeld worden.
Geraakte inwoners: klantreizen met een overdracht die te laat was of kwijt is, of waarin nooit is teruggebeld. Een zaak
zonder inwoner is een eigen klantreis.
Verloren vraagdagen, in kalenderdagen: de beurten die kwijt waren helemaal, en van de overdrachten die te laat waren de
dagen van de laatste dag die op tijd was tot het antwoord (de stap `harm_parts` zegt precies welke).
Het onderwerp is dat van de zaak (het eerste bekende, A16), bij overdrachten en bij terugbelverzoeken. Een inwoner die bij
twee onderwerpen geraakt is, telt bij beide.
Geraakte inwoners per 100 overdrachten: de klantreizen met een overdracht die te laat was of kwijt is, van de
overdrachten; met een 95%-interval van Wilson. Overdrachten van één inwoner hangen samen. Met veel overdrachten per
inwoner is het echte interval dus breder.
Het interval van de vraagdagen: hoe ver hun som op en neer zou gaan met andere inwoners in dezelfde omstandigheden. Het is
de som over de klantreizen met een overdracht hier, plus en min 1,96 keer de wortel van n / (n - 1) keer (som van de
kwadraten min kwadraat van de som / n), over n klantreizen. Het komt nooit onder 0 en is leeg bij minder dan 2
klantreizen. Alle dagen van één inwoner zijn dus één trekking.
Rang: de meeste vraagdagen eerst, dan de meeste inwoners, dan de meeste terugbelverzoeken. Wie in alle drie gelijk is,
heeft dezelfde rang.
Helft: samen met alles wat meer verloor, het kleinste aantal rijen met minstens de helft van alle verloren vraagdagen
(gelijke dagen horen er samen bij of samen niet).
Medewerkers staan hier nooit.
"""
[title]
en = "What residents lost, per topic"
nl = "Wat inwoners verloren, per onderwerp"
[parameters]
deviations_of_95_percent = 1.959963984540054
[columns]
rank = "integer; 1 where most question-days were lost"
topic_no = "integer; the topic; empty for cases without a known topic"
transfers = "integer; transfers to another known department"
dropped = "integer; of these, late or lost"
residents = "integer; journeys with such a transfer"
residents_touched = "integer; journeys with a late or lost transfer, or a callback that was never made"
residents_touched_by_transfers = "integer; of these, the ones with a late or lost transfer"
touched_per_100_transfers = "number; journeys with a late or lost transfer per 100 transfers; empty without transfers"
touched_per_100_transfers_low = "number; the lower end of its 95% interval"
touched_per_100_transfers_high = "number; the upper end of its 95% interval"
question_days_lost = "number; calendar days lost: lost and late together"
question_days_lost_low = "number; the lower end of its 95% interval; empty below 2 journeys"
question_days_lost_high = "number; the upper end of its 95% interval; empty below 2 journeys"
lost_calendar_days = "number; question-days in turns that were lost"
late_calendar_days = "number; days that late transfers were late"
callbacks_never = "integer; callback requests that were never answered"
share_of_question_days = "share; of all question-days lost; empty when none were"
half = "boolean; one of the few that together hold half of what was lost"
[columns_nl]
rank = "1 waar de meeste vraagdagen verloren gingen"
topic_no = "het onderwerp; leeg voor zaken zonder bekend onderwerp"
transfers = "overdrachten aan een andere bekende afdeling"
dropped = "overdrachten daarvan die te laat waren of kwijt zijn"
residents = "klantreizen met zo'n overdracht"
residents_touched = "klantreizen met een overdracht die te laat was of kwijt is, of waarin nooit is teruggebeld"
residents_touched_by_transfers = "klantreizen daarvan met een overdracht die te laat was of kwijt is"
touched_per_100_transfers = "klantreizen met een overdracht die te laat was of kwijt is, per 100 overdrachten; leeg zonder overdrachten"
touched_per_100_transfers_low = "het laagste van het 95%-interval daarvan"
touched_per_100_transfers_high = "het hoogste van het 95%-interval daarvan"
question_days_lost = "verloren kalenderdagen: kwijt en te laat samen"
question_days_lost_low = "het laagste van het 95%-interval daarvan; leeg bij minder dan 2 klantreizen"
question_days_lost_high = "het hoogste van het 95%-interval daarvan; leeg bij minder dan 2 klantreizen"
lost_calendar_days = "vraagdagen in beurten die kwijt waren"
late_calendar_days = "dagen die overdrachten te laat waren"
callbacks_never = "terugbelverzoeken waarop nooit contact volgde"
share_of_question_days = "van alle verloren vraagdagen; leeg als er geen zijn"
half = "een van de weinige die samen de helft zijn van wat verloren ging"
*/
with of_journeys as (
  select
    topic_no,
    journey_no,
    sum(transfers) as transfers,
    sum(dropped) as dropped,
    sum(lost_seconds)::bigint as lost_seconds,
    sum(late_seconds)::bigint as late_seconds,
    sum(callbacks_never) as callbacks_never
  from harm_parts
  group by topic_no, journey_no
),
added as (
  select
    topic_no,
    sum(transfers)::bigint as transfers,
    sum(dropped)::bigint as dropped,
    count(case when transfers > 0 then 1 end) as residents,
    count(case when dropped > 0 or callbacks_never > 0 then 1 end) as residents_touched,
    count(case when dropped > 0 then 1 end) as residents_touched_by_transfers,
    sum(lost_seconds) as lost_seconds,
    sum(late_seconds) as late_seconds,
    sum(lost_seconds + late_seconds) as seconds,
    -- whole numbers: equal in every order of rows; of centuries they do not fit in 64 bits
    sum((lost_seconds + late_seconds)::decimal(19, 0) * (lost_seconds + late_seconds)::decimal(19, 0)) as squared_seconds,
    sum(callbacks_never)::bigint as callbacks_never
  from of_journeys
  group by topic_no
),
spread as (
  select
    *,
    residents_touched_by_transfers / nullif(transfers, 0)::double as touched,
    :deviations_of_95_percent * :deviations_of_95_percent / nullif(transfers, 0) as wilson,
    case
      when residents >= 2 then :deviations_of_95_percent
        * sqrt(residents / (residents - 1)::double * greatest(0, squared_seconds - seconds * (seconds / residents::double)))
    end as give_or_take,
    sum(seconds) over () as all_seconds,
    sum(seconds) over (order by seconds desc) - seconds * count(*) over (partition by seconds) as seconds_of_more,
    rank() over (order by seconds desc, residents_touched desc, callbacks_never desc)::integer as rank
  from added
)
select
  rank,
  topic_no,
  transfers::integer as transfers,
  dropped::integer as dropped,
  residents::integer as residents,
  residents_touched::integer as residents_touched,
  residents_touched_by_transfers::integer as residents_touched_by_transfers,
  100 * touched as touched_per_100_transfers,
  case
    when transfers > 0 then 100 * greatest(0, (touched + wilson / 2 - sqrt(wilson * (touched * (1 - touched) + wilson / 4))) / (1 + wilson))
  end as touched_per_100_transfers_low,
  case
    when transfers > 0 then 100 * least(1, (touched + wilson / 2 + sqrt(wilson * (touched * (1 - touched) + wilson / 4))) / (1 + wilson))
  end as touched_per_100_transfers_high,
  seconds / 86400.0::double as question_days_lost,
  case when residents >= 2 then greatest(0, seconds - give_or_take) / 86400.0::double end as question_days_lost_low,
  (seconds + give_or_take) / 86400.0::double as question_days_lost_high,
  lost_seconds / 86400.0::double as lost_calendar_days,
  late_seconds / 86400.0::double as late_calendar_days,
  callbacks_never::integer as callbacks_never,
  seconds / nullif(all_seconds, 0)::double as share_of_question_days,
  seconds > 0 and 2 * seconds_of_more < all_seconds as half
from spread
