"""Five stories, written by hand: real in kind, as inquiries into municipal service tell them; invented in every detail.

Each row is one event; the number behind a department is its n-th official (`invented_city.official`), "box" its
group mailbox. The README tells the same stories in words; `tests/test_sample_stories.py` counts their facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from event import (
    CALLBACK,
    CLOSE,
    COMPLAINT,
    CONTACT,
    DECISION,
    DESK,
    EMAIL,
    GRANTED,
    LETTER,
    NOTICE,
    OUTREACH,
    PHONE,
    REJECTED,
    REQUEST,
    RESUME,
    SUSPEND,
    TRANSFER,
    VISIT,
    WEB,
    WORK,
    Event,
    by_of,
)
from invented_city import (
    CARE,
    CONTACT_CENTRE,
    DISTRICT_TEAMS,
    ENFORCEMENT,
    HOUSING,
    PARKING,
    PERMITS,
    PUBLIC_SPACE,
    mailbox,
    official,
)


@dataclass(frozen=True)
class StoryCase:
    """This is one case of a story: its fixed number, whose it is, its topic and its events in order."""

    case: str
    resident: str
    topic: str
    events: tuple[Event, ...]


def _(
    when: str,
    activity: str,
    kind: str,
    department: str = "",
    who: int | str = "",
    *,
    to: str = "",
    to_who: int | None = None,
    channel: str = "",
    by: str | None = None,
    outcome: str = "",
) -> Event:
    """This is one row of a story."""
    name = official(department, who) if isinstance(who, int) else mailbox(department) if who == "box" else who
    to_official = "" if to_who is None else official(to, to_who)
    by = by_of(kind) if by is None else by
    moment = datetime.strptime(when, "%d-%m-%Y %H:%M")
    return Event(moment, activity, kind, name, department, to, to_official, channel, by, outcome)


PASSED_ON = "Doorgezet naar andere afdeling"
CALL = "Vraag van inwoner aan de telefoon"
CALL_BACK = "Terugbelverzoek genoteerd"
MAIL = "E-mail van inwoner"
TAKEN_UP = "Zaak in behandeling genomen"
CALLED = "Inwoner teruggebeld"
CONFIRMED = "Ontvangstbevestiging verstuurd"
CLOSED = "Zaak afgesloten"


def charging_pole() -> list[StoryCase]:
    """This is the charging pole in front of the house: 690 days, 27 officials, four times lost between departments.

    Of the callback requests only the last is answered in time; "lost" is a transfer whose receiver never acts.
    """
    who = "I-004211"
    pole = StoryCase("Z24-00473", who, "Laadpaal", (
        _("14-03-2024 10:12", "Aanvraag aan de telefoon", REQUEST, CONTACT_CENTRE, 0, channel=PHONE),
        _("14-03-2024 10:12", PASSED_ON, TRANSFER, CONTACT_CENTRE, 0, to=PUBLIC_SPACE),
        _("18-03-2024 09:40", TAKEN_UP, WORK, PUBLIC_SPACE, 0),
        _("26-03-2024 14:05", CALL, CONTACT, CONTACT_CENTRE, 1, channel=PHONE),
        _("28-03-2024 11:20", "Inwoner gebeld: wij hebben uw vraag", OUTREACH, PUBLIC_SPACE, 0, channel=PHONE),
        _("09-04-2024 15:30", PASSED_ON, TRANSFER, PUBLIC_SPACE, 0, to=PERMITS),  # lost
        _("02-07-2024 09:15", CALL, CONTACT, CONTACT_CENTRE, 2, channel=PHONE),
        _("02-07-2024 09:18", CALL_BACK, CALLBACK, CONTACT_CENTRE, 2, to=PUBLIC_SPACE, to_who=0, channel=PHONE),
        _("16-07-2024 21:40", MAIL, CONTACT, PUBLIC_SPACE, "box", channel=EMAIL),
        _("18-07-2024 16:10", CALL, CONTACT, CONTACT_CENTRE, 3, channel=PHONE),
        _("18-07-2024 16:10", CALL_BACK, CALLBACK, CONTACT_CENTRE, 3, to=PUBLIC_SPACE, channel=PHONE),
        _("26-08-2024 10:05", "Vraag van inwoner aan de balie", CONTACT, CONTACT_CENTRE, 4, channel=DESK),
        _("28-08-2024 09:30", "Dossier opnieuw bekeken", WORK, PUBLIC_SPACE, 1),
        _("29-08-2024 14:20", CALLED, OUTREACH, PUBLIC_SPACE, 1, channel=PHONE),
        _("03-09-2024 11:00", PASSED_ON, TRANSFER, PUBLIC_SPACE, 1, to=PARKING),  # lost
        _("25-11-2024 10:40", CALL, CONTACT, CONTACT_CENTRE, 5, channel=PHONE),
        _("25-11-2024 10:41", CALL_BACK, CALLBACK, CONTACT_CENTRE, 5, to=PARKING, channel=PHONE),
        _("12-12-2024 15:05", CALL, CONTACT, CONTACT_CENTRE, 6, channel=PHONE),
        _("12-12-2024 15:07", CALL_BACK, CALLBACK, CONTACT_CENTRE, 6, to=PARKING, to_who=1, channel=PHONE),
        _("06-01-2025 20:15", MAIL, CONTACT, PARKING, "box", channel=EMAIL),
        _("21-01-2025 19:20", "Klacht ontvangen", COMPLAINT, CONTACT_CENTRE, "", channel=WEB),
        _("21-01-2025 19:20", CONFIRMED, NOTICE, CONTACT_CENTRE, "systeem", channel=EMAIL),
        _("30-01-2025 09:50", CALL, CONTACT, CONTACT_CENTRE, 7, channel=PHONE),
        _("30-01-2025 09:55", PASSED_ON, TRANSFER, CONTACT_CENTRE, 7, to=PUBLIC_SPACE),
        _("03-02-2025 10:15", "Klacht besproken", WORK, PUBLIC_SPACE, 2),
        _("05-02-2025 11:30", CALLED, OUTREACH, PUBLIC_SPACE, 2, channel=PHONE),
        _("18-02-2025 16:00", PASSED_ON, TRANSFER, PUBLIC_SPACE, 2, to=ENFORCEMENT),  # late
        _("17-03-2025 22:05", MAIL, CONTACT, PUBLIC_SPACE, "box", channel=EMAIL),
        _("22-04-2025 18:30", MAIL, CONTACT, PUBLIC_SPACE, "box", channel=EMAIL),
        _("03-06-2025 10:10", CALL, CONTACT, CONTACT_CENTRE, 9, channel=PHONE),
        _("03-06-2025 10:10", CALL_BACK, CALLBACK, CONTACT_CENTRE, 9, to=ENFORCEMENT, to_who=0, channel=PHONE),
        _("11-06-2025 09:45", "Controle ter plaatse", WORK, ENFORCEMENT, 1),
        _("13-06-2025 10:30", CALLED, OUTREACH, ENFORCEMENT, 1, channel=PHONE),
        _("19-06-2025 13:15", PASSED_ON, TRANSFER, ENFORCEMENT, 1, to=HOUSING),  # lost
        _("15-09-2025 11:50", CALL, CONTACT, CONTACT_CENTRE, 10, channel=PHONE),
        _("07-10-2025 09:35", "Vraag van inwoner aan de balie", CONTACT, CONTACT_CENTRE, 11, channel=DESK),
        _("07-10-2025 09:35", PASSED_ON, TRANSFER, CONTACT_CENTRE, 11, to=PUBLIC_SPACE),
        _("13-10-2025 09:20", TAKEN_UP, WORK, PUBLIC_SPACE, 3),
        _("16-10-2025 15:10", "Inwoner gebeld: wij hebben uw vraag", OUTREACH, PUBLIC_SPACE, 3, channel=PHONE),
        _("20-10-2025 19:55", "Verzoek om een andere plek ontvangen", REQUEST, PUBLIC_SPACE, "box", channel=EMAIL),
        _("20-10-2025 19:55", CONFIRMED, NOTICE, PUBLIC_SPACE, "systeem", channel=EMAIL),
        _("06-11-2025 10:30", "Plek bekeken", WORK, PUBLIC_SPACE, 4),
        _("25-11-2025 14:40", CALL, CONTACT, CONTACT_CENTRE, 14, channel=PHONE),
        _("25-11-2025 14:42", CALL_BACK, CALLBACK, CONTACT_CENTRE, 14, to=PUBLIC_SPACE, to_who=4, channel=PHONE),
        _("27-11-2025 10:15", CALLED, OUTREACH, PUBLIC_SPACE, 4, channel=PHONE),
        _("28-11-2025 16:20", "Overgedragen aan collega", TRANSFER, PUBLIC_SPACE, 4, to=PUBLIC_SPACE, to_who=5),
        _("02-12-2025 13:10", "Advies gevraagd aan netbeheerder", WORK, PUBLIC_SPACE, 5),
        _("08-12-2025 11:25", CALL, CONTACT, CONTACT_CENTRE, 12, channel=PHONE),
        _("10-12-2025 09:05", "Bericht over voortgang", OUTREACH, PUBLIC_SPACE, 5, channel=EMAIL),
        _("19-12-2025 12:00", "Advies netbeheerder ontvangen", WORK, by="partner"),
        _("06-01-2026 10:45", "Advies verwerkt", WORK, PUBLIC_SPACE, 6),
        _("20-01-2026 10:00", "Huisbezoek", OUTREACH, PUBLIC_SPACE, 7, channel=VISIT),
        _("26-01-2026 14:30", "Rapportage opgesteld", WORK, PUBLIC_SPACE, 7),
        _("02-02-2026 11:15", "Besluit uitgelegd aan inwoner", OUTREACH, PUBLIC_SPACE, 7, channel=PHONE),
        _("02-02-2026 11:40", "Besluit genomen", DECISION, PUBLIC_SPACE, 7, outcome=REJECTED),
        _("02-02-2026 11:40", CLOSED, CLOSE, PUBLIC_SPACE, 7),
    ))  # fmt: skip
    parking_place = StoryCase("Z24-00517", who, "Parkeerplek voor de deur", (
        _("22-03-2024 19:45", "Aanvraag ontvangen", REQUEST, PARKING, "", channel=WEB),
        _("22-03-2024 19:45", CONFIRMED, NOTICE, PARKING, "systeem", channel=EMAIL),
        _("27-03-2024 13:30", TAKEN_UP, WORK, PARKING, 0),
        _("04-04-2024 10:50", PASSED_ON, TRANSFER, PARKING, 0, to=PUBLIC_SPACE),  # lost
        _("09-07-2024 14:00", CALL, CONTACT, CONTACT_CENTRE, 13, channel=PHONE),
        _("09-07-2024 14:02", PASSED_ON, TRANSFER, CONTACT_CENTRE, 13, to=PARKING),
        _("15-07-2024 09:10", "Dossier opnieuw bekeken", WORK, PARKING, 1),
        _("06-09-2024 15:20", "Inwoner gebeld: wij hebben uw vraag", OUTREACH, PARKING, 1, channel=PHONE),
        _("10-10-2024 11:05", "Besluit genomen", DECISION, PARKING, 2, outcome=GRANTED),
        _("10-10-2024 11:05", CLOSED, CLOSE, PARKING, 2),
    ))  # fmt: skip
    call_note = StoryCase("Z25-00733", who, "Laadpaal", (
        _("12-05-2025 13:25", CALL, CONTACT, CONTACT_CENTRE, 8, channel=PHONE),
        _("12-05-2025 13:26", CALL_BACK, CALLBACK, CONTACT_CENTRE, 8, to=ENFORCEMENT, channel=PHONE),
        _("12-05-2025 13:27", CLOSED, CLOSE, CONTACT_CENTRE, 8),
    ))  # fmt: skip
    return [pole, parking_place, call_note]


def home_adaptation() -> list[StoryCase]:
    """This is the home adaptation: two rounds past Wonen, Zorg (Wmo) and Vergunningen before they meet at the table."""
    return [StoryCase("Z24-01342", "I-002764", "Woningaanpassing", (
        _("02-09-2024 09:50", "Aanvraag aan de telefoon", REQUEST, CONTACT_CENTRE, 2, channel=PHONE),
        _("02-09-2024 09:54", PASSED_ON, TRANSFER, CONTACT_CENTRE, 2, to=HOUSING),
        _("05-09-2024 11:10", PASSED_ON, TRANSFER, HOUSING, 0, to=CARE),
        _("11-09-2024 10:20", TAKEN_UP, WORK, CARE, 0),
        _("18-09-2024 13:30", "Huisbezoek", OUTREACH, CARE, 0, channel=VISIT),
        _("25-09-2024 09:15", PASSED_ON, TRANSFER, CARE, 0, to=HOUSING),  # the landlord?
        _("14-10-2024 15:40", PASSED_ON, TRANSFER, HOUSING, 1, to=PERMITS),  # a permit?
        _("24-10-2024 10:05", PASSED_ON, TRANSFER, PERMITS, 3, to=CARE),  # what is needed? A circle
        _("30-10-2024 14:15", CALL, CONTACT, CONTACT_CENTRE, 6, channel=PHONE),
        _("30-10-2024 14:16", CALL_BACK, CALLBACK, CONTACT_CENTRE, 6, to=CARE, to_who=0, channel=PHONE),
        _("05-11-2024 11:50", CALLED, OUTREACH, CARE, 1, channel=PHONE),
        _("12-11-2024 09:30", "Medisch advies gevraagd", SUSPEND, CARE, 1, channel=LETTER),
        _("10-12-2024 12:00", "Medisch advies ontvangen", WORK, by="partner"),
        _("11-12-2024 10:40", "Behandeling hervat", RESUME, CARE, 1),
        _("18-12-2024 16:05", PASSED_ON, TRANSFER, CARE, 1, to=HOUSING),
        _("09-01-2025 11:30", PASSED_ON, TRANSFER, HOUSING, 2, to=PERMITS),
        _("23-01-2025 14:50", PASSED_ON, TRANSFER, PERMITS, 4, to=CARE),  # and round again
        _("11-02-2025 20:30", MAIL, CONTACT, CARE, "box", channel=EMAIL),
        _("19-02-2025 10:10", "Klacht ontvangen", COMPLAINT, CARE, "", channel=WEB),
        _("24-02-2025 13:00", "Gezamenlijk huisbezoek", OUTREACH, CARE, 2, channel=VISIT),
        _("04-03-2025 09:45", "Toestemming verhuurder geregeld", WORK, HOUSING, 3),
        _("06-03-2025 15:15", "Geen vergunning nodig: vastgesteld", WORK, PERMITS, 4),
        _("11-03-2025 11:00", "Besluit genomen", DECISION, CARE, 2, outcome=GRANTED),
        _("12-03-2025 10:30", "Besluit uitgelegd aan inwoner", OUTREACH, CARE, 2, channel=PHONE),
        _("28-04-2025 14:00", "Aanpassing geplaatst", WORK, by="partner"),
        _("29-04-2025 09:20", CLOSED, CLOSE, CARE, 2),
    ))]  # fmt: skip


def care_in_a_building() -> list[StoryCase]:
    """This is the building that may be a care home for a while: three times no, then an official who knew why."""
    who, topic = "I-001938", "Functiewijziging gebouw"
    return [
        StoryCase("Z24-00129", who, topic, (
            _("22-01-2024 10:30", "Aanvraag ontvangen", REQUEST, PERMITS, "", channel=WEB),
            _("22-01-2024 10:30", CONFIRMED, NOTICE, PERMITS, "systeem", channel=EMAIL),
            _("29-01-2024 09:50", TAKEN_UP, WORK, PERMITS, 5),
            _("13-02-2024 14:10", "Geschiedenis van het gebouw uitgezocht", WORK, PERMITS, 5),
            _("21-02-2024 16:00", "Overgedragen aan collega", TRANSFER, PERMITS, 5, to=PERMITS, to_who=2),
            _("14-03-2024 11:20", "Besluit genomen", DECISION, PERMITS, 2, outcome=REJECTED),
            _("14-03-2024 11:20", CLOSED, CLOSE, PERMITS, 2),
        )),
        StoryCase("Z24-01025", who, topic, (
            _("24-06-2024 11:15", "Aanvraag aan de balie", REQUEST, CONTACT_CENTRE, 9, channel=DESK),
            _("24-06-2024 11:20", PASSED_ON, TRANSFER, CONTACT_CENTRE, 9, to=HOUSING),
            _("02-07-2024 10:00", TAKEN_UP, WORK, HOUSING, 4),
            _("15-07-2024 13:45", PASSED_ON, TRANSFER, HOUSING, 4, to=PERMITS),
            _("25-07-2024 09:30", "Aanvraag getoetst op volledigheid", WORK, PERMITS, 8),
            _("12-09-2024 15:50", "Besluit genomen", DECISION, PERMITS, 8, outcome=REJECTED),
            _("16-09-2024 09:05", CLOSED, CLOSE, PERMITS, 8),
        )),
        StoryCase("Z25-00117", who, topic, (
            _("20-01-2025 20:40", "Aanvraag ontvangen", REQUEST, PERMITS, "box", channel=EMAIL),
            _("27-01-2025 14:00", TAKEN_UP, WORK, PERMITS, 9),
            _("12-02-2025 11:35", PASSED_ON, TRANSFER, PERMITS, 9, to=CARE),
            _("18-02-2025 10:10", "Advies uitgebracht", WORK, CARE, 5),
            _("25-02-2025 15:30", PASSED_ON, TRANSFER, CARE, 5, to=PERMITS),
            _("03-03-2025 09:40", "Advies verwerkt", WORK, PERMITS, 9),
            _("20-03-2025 16:15", "Besluit genomen", DECISION, PERMITS, 9, outcome=REJECTED),
            _("20-03-2025 16:15", CLOSED, CLOSE, PERMITS, 9),
        )),
        StoryCase("Z25-00935", who, topic, (
            _("16-06-2025 21:10", "Aanvraag ontvangen", REQUEST, PERMITS, "", channel=WEB),
            _("16-06-2025 21:10", CONFIRMED, NOTICE, PERMITS, "systeem", channel=EMAIL),
            _("17-06-2025 09:25", "Geschiedenis van het gebouw herkend", WORK, PERMITS, 5),
            _("18-06-2025 10:00", "Eerste gesprek met inwoner", OUTREACH, PERMITS, 5, channel=PHONE),
            _("24-06-2025 13:30", "Gezamenlijk bezoek aan het gebouw", OUTREACH, PERMITS, 5, channel=VISIT),
            _("26-06-2025 11:00", PASSED_ON, TRANSFER, PERMITS, 5, to=CARE, to_who=3),
            _("27-06-2025 09:30", "Advies uitgebracht", WORK, CARE, 3),
            _("27-06-2025 10:15", "Inwoner gebeld: wij hebben uw vraag", OUTREACH, CARE, 3, channel=PHONE),
            _("01-07-2025 14:20", PASSED_ON, TRANSFER, CARE, 3, to=PERMITS, to_who=5),
            _("02-07-2025 09:10", "Voorwaarden voor tijdelijk gebruik opgesteld", WORK, PERMITS, 5),
            _("03-07-2025 11:45", "Besluit uitgelegd aan inwoner", OUTREACH, PERMITS, 5, channel=PHONE),
            _("08-07-2025 10:30", "Besluit genomen: tijdelijk gebruik", DECISION, PERMITS, 5, outcome=GRANTED),
            _("10-07-2025 16:00", CLOSED, CLOSE, PERMITS, 5),
        )),
    ]  # fmt: skip


def barbecue() -> list[StoryCase]:
    """This is the barbecue of Saturday 28 June 2025: asked 75 days ahead, passed round until it was too late."""
    return [StoryCase("Z25-00584", "I-003305", "Buurtbarbecue", (
        _("14-04-2025 10:05", CALL, CONTACT, CONTACT_CENTRE, 1, channel=PHONE),
        _("14-04-2025 10:08", PASSED_ON, TRANSFER, CONTACT_CENTRE, 1, to=PUBLIC_SPACE),  # it is on the grass
        _("22-04-2025 13:20", PASSED_ON, TRANSFER, PUBLIC_SPACE, 9, to=PERMITS),  # it is an event
        _("30-04-2025 11:45", PASSED_ON, TRANSFER, PERMITS, 10, to=ENFORCEMENT),  # there will be fire
        _("12-05-2025 15:10", PASSED_ON, TRANSFER, ENFORCEMENT, 4, to=DISTRICT_TEAMS),  # neighbours: lost
        _("14-05-2025 09:40", CALL, CONTACT, CONTACT_CENTRE, 5, channel=PHONE),
        _("14-05-2025 09:42", CALL_BACK, CALLBACK, CONTACT_CENTRE, 5, to=PERMITS, to_who=10, channel=PHONE),
        _("20-05-2025 16:30", "Formulier gestuurd: zes weken vooraf melden", OUTREACH, PERMITS, 10, channel=EMAIL),
        _("20-05-2025 20:15", "Melding evenement ontvangen", REQUEST, PERMITS, "", channel=WEB),
        _("20-05-2025 20:15", CONFIRMED, NOTICE, PERMITS, "systeem", channel=EMAIL),
        _("21-05-2025 10:50", TAKEN_UP, WORK, PERMITS, 11),
        _("03-06-2025 14:05", "Besluit genomen: te laat gemeld", DECISION, PERMITS, 11, outcome=REJECTED),
        _("03-06-2025 14:05", CLOSED, CLOSE, PERMITS, 11),
        _("05-06-2025 09:20", CALL, CONTACT, CONTACT_CENTRE, 8, channel=PHONE),
        _("06-06-2025 21:30", "Klacht ontvangen", COMPLAINT, CONTACT_CENTRE, "", channel=WEB),
        _("20-06-2025 11:00", "Brief over klacht gestuurd", OUTREACH, PERMITS, 12, channel=LETTER),
    ))]  # fmt: skip


def no_tap_water() -> list[StoryCase]:
    """This is the family without tap water, connected again the same Friday by one official who stayed with it."""
    return [StoryCase("Z25-01758", "I-000512", "Huis zonder water", (
        _("14-11-2025 08:47", "Aanvraag aan de telefoon", REQUEST, CONTACT_CENTRE, 3, channel=PHONE),
        _("14-11-2025 08:55", PASSED_ON, TRANSFER, CONTACT_CENTRE, 3, to=DISTRICT_TEAMS, to_who=3),
        _("14-11-2025 09:10", "Inwoner gebeld: wij hebben uw vraag", OUTREACH, DISTRICT_TEAMS, 3, channel=PHONE),
        _("14-11-2025 10:30", "Huisbezoek", OUTREACH, DISTRICT_TEAMS, 3, channel=VISIT),
        _("14-11-2025 11:20", "Waterbedrijf gebeld", WORK, DISTRICT_TEAMS, 3),
        _("14-11-2025 13:05", "Betaalafspraak gemaakt", WORK, DISTRICT_TEAMS, 3),
        _("14-11-2025 15:25", "Water weer aangesloten", WORK, by="partner"),
        _("14-11-2025 15:40", "Besluit genomen", DECISION, DISTRICT_TEAMS, 3, outcome=GRANTED),
        _("14-11-2025 16:05", "Besluit uitgelegd aan inwoner", OUTREACH, DISTRICT_TEAMS, 3, channel=PHONE),
        _("14-11-2025 16:10", CLOSED, CLOSE, DISTRICT_TEAMS, 3),
    ))]  # fmt: skip


def story_cases() -> list[StoryCase]:
    """This gives the cases of all five stories."""
    stories = (charging_pole, home_adaptation, care_in_a_building, barbecue, no_tap_water)
    return [case for story in stories for case in story()]
