"""The five sorts of cases: a question, a product of the counter, a report about the street, an application, support."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from event import (
    CLOSE,
    CONTACT,
    DECISION,
    DESK,
    EMAIL,
    GRANTED,
    LETTER,
    NOTICE,
    OUTREACH,
    PHONE,
    REFERRED,
    REQUEST,
    RESUME,
    SUSPEND,
    TRANSFER,
    VISIT,
    WEB,
    WORK,
)
from invented_city import (
    CARE,
    CIVIL_AFFAIRS,
    CONNECTOR_NUMBER,
    CONTACT_CENTRE,
    DISTRICT_TEAMS,
    PUBLIC_SPACE,
    WORK_AND_INCOME,
    mailbox,
    official,
)
from officials_at_work import Case, City
from working_hours import day_at, is_working_day, moment_at, position

COMMITTEE_DAYS = frozenset(date(2024, 1, 17) + timedelta(weeks=4 * n) for n in range(52))


def start(city: City, case: Case, day: date, channel: str) -> None:
    """This is the first request, and its way to the department that handles it."""
    home = case.topic.department
    case.department = home
    if channel in (WEB, EMAIL, LETTER):
        hour = city.dice.choices(range(7, 24), (2, 4, 7, 9, 9, 8, 7, 7, 7, 7, 6, 5, 7, 8, 7, 4, 2))[0]
        moment = datetime.combine(day, time(hour, city.dice.randrange(60)))
        box = mailbox(home) if channel == EMAIL else ""
        city.write(case, moment, "Aanvraag ontvangen", REQUEST, channel=channel, official=box, department=home)
        if channel != LETTER:
            later = timedelta(minutes=0 if city.dice.random() < 0.42 else city.dice.randrange(1, 4))
            city.write(case, moment + later, "Ontvangstbevestiging verstuurd", NOTICE, official="systeem",
                       department=home, channel=EMAIL)  # fmt: skip
        case.at = max(position(moment), position(datetime.combine(day, time(9)))) + city.dice.uniform(0.1, 0.5)
        return
    while not is_working_day(day):
        day += timedelta(days=1)
    case.at = position(datetime.combine(day, time(8, 40))) + city.dice.random() * 0.9
    reception = CIVIL_AFFAIRS if channel == DESK and home == CIVIL_AFFAIRS else CONTACT_CENTRE
    if home == DISTRICT_TEAMS and city.dice.random() < 0.5:
        reception = DISTRICT_TEAMS
    taker = city.there(reception, case.at)
    activity = "Aanvraag aan de telefoon" if channel == PHONE else "Aanvraag aan de balie"
    moment = city.act(case, activity, REQUEST, who=taker, department=reception, channel=channel)
    if reception == home:
        case.owner = taker
        return
    if city.dice.random() < 0.3:
        city.write(case, moment, "Doorgezet naar andere afdeling", TRANSFER, official=taker, department=reception,
                   to_department=home, to_official=city.named(case, home, share=0.15))  # fmt: skip
        case.at += city.drawn(1.2)
        return
    case.at += 0.012
    city.pass_on(case, home, "Vraag opgepakt", who=taker, sender=reception)


def question(city: City, case: Case) -> None:
    """This is a question that the contact centre answers at once, or passes to a mailbox."""
    taker = case.owner = city.there(CONTACT_CENTRE, case.at)
    channel = city.dice.choices((PHONE, DESK), (85, 15))[0]
    activity = "Vraag van inwoner aan de telefoon" if channel == PHONE else "Vraag van inwoner aan de balie"
    moment = city.act(case, activity, CONTACT, channel=channel)
    if city.dice.random() < 0.25:
        city.act(case, "Uitgezocht voor inwoner", WORK)
        case.at += 0.05
        city.act(case, "Inwoner teruggebeld", OUTREACH, channel=PHONE)
        case.at += 0.02
        city.act(case, "Zaak afgesloten", CLOSE)
    else:
        later = timedelta(minutes=city.dice.choice((0, 2, 3, 4, 5, 6, 8)))
        city.write(case, moment + later, "Zaak afgesloten", CLOSE, official=taker, department=CONTACT_CENTRE)


def counter(city: City, case: Case) -> None:
    """This is a product of the counter: asked, checked, made, handed out."""
    case.at += city.dice.uniform(0.01, 0.05) if case.owner else city.drawn(case.topic.pace * 0.4)
    city.act(case, "Gegevens gecontroleerd", WORK)
    city.wait(case, case.topic.pace)
    moment = city.act(case, "Besluit genomen", DECISION, who=city.colleague(case, 0.3), outcome=GRANTED)
    decided_by = case.events[-1].official
    if case.topic.name in ("Verhuizing doorgeven", "Uittreksel basisregistratie"):
        case.at += 0.02
        city.act(case, "Bericht aan inwoner gestuurd", OUTREACH, channel=EMAIL)
        if city.dice.random() < 0.3:
            city.write(case, moment, "Zaak afgesloten", CLOSE, official=decided_by, department=case.department)
            return
    else:
        minutes = timedelta(minutes=city.dice.choice((0, 5, 5, 5, 5)))
        city.write(case, moment + minutes, "Bericht dat document klaarligt", NOTICE, official="systeem",
                   department=case.department, channel=EMAIL)  # fmt: skip
        case.at += city.drawn(2.5)
        city.act(case, "Document uitgereikt", WORK, who=city.there(case.department, case.at))
    case.at += 0.02
    city.act(case, "Zaak afgesloten", CLOSE, who=case.events[-1].official)


def report(city: City, case: Case) -> None:
    """This is a report about the street or the neighbours: judged, planned, done, told."""
    pace = case.topic.pace
    city.wait(case, pace * 0.6)
    city.act(case, "Melding beoordeeld", WORK)
    for department, share in case.topic.advice:
        if city.dice.random() < share:
            city.pass_on(case, department, "Melding beoordeeld")
    city.wait(case, pace)
    planned = "Controle ingepland" if case.topic.department != PUBLIC_SPACE else "Werk ingepland"
    city.act(case, planned, WORK)
    city.pass_inside(case, 0.25)
    city.wait(case, pace * 1.6)
    city.act(case, "Controle ter plaatse" if planned.startswith("Controle") else "Werk uitgevoerd", WORK)
    case.at += city.drawn(0.8)
    if case.resident and city.dice.random() < 0.95:
        city.act(case, "Melder geïnformeerd", OUTREACH, channel=city.dice.choices((EMAIL, PHONE), (6, 4))[0])
    case.at += city.dice.uniform(0.01, 1.0)
    city.act(case, "Zaak afgesloten", CLOSE)
    if city.dice.random() < 0.04 and case.resident:
        case.at += city.dice.uniform(3, 15)
        city.contact(case)


def decision(city: City, case: Case) -> None:
    """This is an application that ends with a decision."""
    topic = case.topic
    city.wait(case, topic.pace * 0.7)
    city.act(case, "Zaak in behandeling genomen", WORK)
    if city.dice.random() < (0.92 if case.renewed else 0.22):
        case.at += city.dice.uniform(0.05, 1.2)
        city.act(case, "Eerste gesprek met inwoner", OUTREACH, channel=PHONE)
    city.pass_inside(case, 0.62 if topic.department == WORK_AND_INCOME else 0.22)
    city.wait(case, topic.pace)
    city.act(case, "Aanvraag getoetst op volledigheid", WORK)
    if city.dice.random() < topic.suspends:
        ask_for_papers(city, case)
    if city.dice.random() < topic.visits:
        city.wait(case, topic.pace)
        city.act(case, "Huisbezoek", OUTREACH, channel=VISIT)
    if city.dice.random() < 0.016 and topic.department != WORK_AND_INCOME and case.resident:
        connect(city, case)
        return
    for department, share in topic.advice:
        if city.dice.random() < share:
            city.pass_on(case, department, "Advies uitgebracht")
            case.at += city.drawn(0.6)
            city.act(case, "Doorgezet naar andere afdeling", TRANSFER, to_department=topic.department)
            case.department, case.owner = topic.department, ""
            case.at += city.drawn(1.5)
            city.act(case, "Advies verwerkt", WORK)
    city.pass_inside(case, 0.5 if topic.department == WORK_AND_INCOME else 0.18)
    if topic.meeting:
        wait_for_committee(city, case)
    city.wait(case, topic.pace)
    if city.dice.random() < 0.5:
        city.act(case, "Bericht over voortgang", OUTREACH, channel=city.dice.choices((EMAIL, PHONE), (7, 3))[0])
    city.wait(case, topic.pace)
    city.act(case, "Rapportage opgesteld", WORK)
    if topic.department in (CARE, WORK_AND_INCOME) and not case.renewed and city.dice.random() < 0.4:
        case.at += city.drawn(1.4)
        city.act(case, "Rapportage getoetst", WORK, who=city.there(case.department, case.at, other_than=case.owner))
    city.wait(case, topic.pace * 0.7)
    city.decide(case, topic.rejects)


def ask_for_papers(city: City, case: Case) -> None:
    """This suspends the case until the resident has sent what is missing."""
    channel = city.dice.choice((EMAIL, EMAIL, LETTER, PHONE))
    city.act(case, "Aanvullende gegevens gevraagd", SUSPEND, channel=channel)
    case.at += 1 + min(city.drawn(5.5), 30.0)
    moment = city.some_time(case)
    city.write(case, moment, "Gegevens ontvangen", RESUME, department=case.department)
    case.at = max(case.at, position(moment)) + city.drawn(1.0)


def wait_for_committee(city: City, case: Case) -> None:
    """This waits for the meeting that comes every four weeks, but not in August; who is too late, goes to the next."""
    case.at = int(case.at) + 3
    while day_at(case.at) not in COMMITTEE_DAYS or day_at(case.at).month == 8:
        case.at += 1
    moment = moment_at(int(case.at), city.dice.choice((330, 345, 360, 375, 390, 405, 420, 435, 450)))
    city.write(case, moment, "Besproken in commissie omgevingskwaliteit", WORK, official=city.owner_of(case),
               department=case.department)  # fmt: skip
    case.at = position(moment) + 0.1


def connect(city: City, case: Case) -> None:
    """This is the connector: after weeks of standing still one official calls, and days later there is a decision."""
    case.at += city.dice.uniform(13, 24)
    connector = official(DISTRICT_TEAMS, CONNECTOR_NUMBER)
    city.act(case, "Betrokkenen bij elkaar gebracht", OUTREACH, who=connector, department=DISTRICT_TEAMS,
             channel=PHONE)  # fmt: skip
    case.at += city.dice.uniform(0.3, 2.0)
    city.act(case, "Besluit genomen", DECISION, outcome=GRANTED)
    case.at += city.dice.uniform(0.05, 1.0)
    city.act(case, "Zaak afgesloten", CLOSE)


def support(city: City, case: Case) -> None:
    """This is help from a district team: talks, a plan, sometimes with another department."""
    pace = case.topic.pace
    city.wait(case, pace * 0.5)
    city.act(case, "Eerste gesprek met inwoner", OUTREACH, channel=city.dice.choice((PHONE, PHONE, DESK)))
    if city.dice.random() < case.topic.visits:
        city.wait(case, pace)
        city.act(case, "Huisbezoek", OUTREACH, channel=VISIT)
    case.at += city.drawn(1.5)
    city.act(case, "Plan opgesteld met inwoner", WORK)
    referred = False
    for department, share in case.topic.advice:
        if city.dice.random() < share:
            referred = True
            city.pass_on(case, department, "Vraag opgepakt")
    city.wait(case, pace * 2)
    city.act(case, "Afsluitend gesprek", OUTREACH, channel=city.dice.choice((PHONE, DESK, VISIT)))
    case.at += city.dice.uniform(0.02, 1.0)
    city.act(case, "Zaak afgesloten", CLOSE, outcome=REFERRED if referred else "")


FLOWS: dict[str, Callable[[City, Case], None]] = {
    "question": question, "counter": counter, "report": report, "decision": decision, "support": support,
}  # fmt: skip
