/*
name = "hands"
row.en = "one official in one case"
row.nl = "één ambtenaar in één zaak"
key = ["case_no", "official_no"]
role = "step"
needs = ["official"]
source = "measures.md A9, B (officials); signals.md, Faces and hands"
definition.en = """
The officials of a case: known officials with an appearance (A9), so also the official who took the resident's call; partners, automatic
messages, mailboxes and teams are left out. Contacts are the events in which the resident dealt with the official directly: an ask of the
resident (request, contact, callback request) that this official took, or outreach by this official.
"""
definition.nl = """
De ambtenaren van een zaak: bekende ambtenaren met een optreden (A9), dus ook de ambtenaar die een contact van de
inwoner aannam. Partners, automatische berichten, postbussen en teams zijn weggelaten.
Contacten zijn de gebeurtenissen waarin de inwoner direct met de ambtenaar te maken had: een vraag van de inwoner
(aanvraag, contact, terugbelverzoek) die deze ambtenaar aannam, of contact door de gemeente door deze ambtenaar.
"""
[title]
en = "Officials of a case"
nl = "Ambtenaren van een zaak"
[columns]
case_no = "integer; the case"
journey_no = "integer; the journey"
official_no = "integer; the official"
contacts = "integer; events in which the resident dealt with this official directly"
municipal_events = "integer; municipal events (A9) of this official in the case"
[columns_nl]
case_no = "de zaak"
journey_no = "de klantreis"
official_no = "de ambtenaar"
contacts = "gebeurtenissen waarin de inwoner direct met deze ambtenaar te maken had"
municipal_events = "gebeurtenissen van de gemeente (A9) door deze ambtenaar in de zaak"
*/
select
  case_no,
  journey_no,
  official_no,
  count(case
    when kind in ('request', 'contact', 'callback_request') and acted_by = 'resident' then 1
    when kind = 'outreach' and acted_by = 'municipality' then 1
  end)::integer as contacts,
  count(case when municipal then 1 end)::integer as municipal_events
from events
where appears
group by case_no, journey_no, official_no
