"""The invented city: its departments, their officials, and the topics people come with. Nothing in it exists.

Staff numbers and resident numbers come from arithmetic, so that a story can name "the third official of Wonen".
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from working_hours import LAST_DAY

CONTACT_CENTRE = "Klantcontactcentrum"
CIVIL_AFFAIRS = "Burgerzaken"
CARE = "Zorg (Wmo)"
WORK_AND_INCOME = "Werk en Inkomen"
PERMITS = "Vergunningen"
ENFORCEMENT = "Toezicht en Handhaving"
PUBLIC_SPACE = "Stadsbeheer"
PARKING = "Parkeren"
HOUSING = "Wonen"
DISTRICT_TEAMS = "Sociale Wijkteams"

STAFF_SIZE = {
    CONTACT_CENTRE: 16, CIVIL_AFFAIRS: 14, CARE: 18, WORK_AND_INCOME: 24, PERMITS: 18, ENFORCEMENT: 12,
    PUBLIC_SPACE: 18, PARKING: 9, HOUSING: 11, DISTRICT_TEAMS: 12,
}  # fmt: skip
DEPARTMENTS = tuple(STAFF_SIZE)

CHANGE_DATE = date(2025, 4, 1)  # from here on Werk en Inkomen gives each question one fixed official and an early call
CONNECTOR_NUMBER = 4  # this official of the Sociale Wijkteams gets stuck questions moving


def official(department: str, number: int) -> str:
    """This gives the staff id of the n-th official of a department (from 0)."""
    if not 0 <= number < STAFF_SIZE[department]:
        raise ValueError(f"{department} has {STAFF_SIZE[department]} officials")
    before = sum(STAFF_SIZE[other] for other in DEPARTMENTS[: DEPARTMENTS.index(department)])
    return f"mw-{100 + (before + number) * 37 % 797:04d}"  # 797 is prime: no number comes twice


def resident(number: int) -> str:
    """This gives the id of the n-th resident (from 0)."""
    return f"I-{100 + number * 4801 % 8893:06d}"


def mailbox(department: str) -> str:
    """This gives the group mailbox of a department: an unknown official (A6)."""
    return f"Postbus {department}"


# Those who leave (last day) and those who start later (first day): (department, number) -> date.
LEAVES = {
    (CARE, 16): date(2024, 11, 29), (WORK_AND_INCOME, 22): date(2024, 9, 30), (PERMITS, 16): date(2025, 3, 31),
    (PUBLIC_SPACE, 17): date(2025, 6, 27), (HOUSING, 10): date(2025, 1, 31), (PARKING, 8): date(2025, 9, 30),
    (ENFORCEMENT, 11): date(2024, 7, 31), (DISTRICT_TEAMS, 11): date(2025, 10, 31),
}  # fmt: skip
STARTS = {
    (CARE, 17): date(2024, 12, 2), (WORK_AND_INCOME, 23): date(2024, 10, 1), (PERMITS, 17): date(2025, 4, 1),
    (HOUSING, 9): date(2025, 2, 3), (PARKING, 7): date(2024, 10, 1), (ENFORCEMENT, 10): date(2024, 9, 2),
}  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """This is one thing people come with: who handles it, how, how often (weight), how fast (working days a step)."""

    name: str
    department: str
    weight: int
    flow: str  # question, counter, report, decision, support
    pace: float
    suspends: float = 0.0
    visits: float = 0.0
    advice: tuple[tuple[str, float], ...] = ()  # department that is asked, and how often
    meeting: bool = False  # waits for the four-weekly committee
    rejects: float = 0.0


TOPICS = (
    Topic("Algemene informatie", CONTACT_CENTRE, 245, "question", 0.0),
    Topic("Afspraak en openingstijden", CONTACT_CENTRE, 135, "question", 0.0),
    Topic("Paspoort of identiteitskaart", CIVIL_AFFAIRS, 235, "counter", 2.2),
    Topic("Rijbewijs", CIVIL_AFFAIRS, 150, "counter", 1.8),
    Topic("Verhuizing doorgeven", CIVIL_AFFAIRS, 165, "counter", 1.4),
    Topic("Uittreksel basisregistratie", CIVIL_AFFAIRS, 80, "counter", 0.8),
    Topic("Huwelijk", CIVIL_AFFAIRS, 45, "counter", 4.5),
    Topic("Huishoudelijke hulp", CARE, 215, "decision", 3.6, 0.12, 0.75, ((DISTRICT_TEAMS, 0.12),), rejects=0.10),
    Topic("Woningaanpassing", CARE, 115, "decision", 4.0, 0.30, 0.80, ((HOUSING, 0.70), (PERMITS, 0.18)), False, 0.16),
    Topic("Rolstoel of scootmobiel", CARE, 105, "decision", 3.4, 0.25, 0.65, rejects=0.12),
    Topic("Vervoer op maat", CARE, 95, "decision", 2.8, 0.15, 0.15, rejects=0.12),
    Topic("Bijstandsuitkering", WORK_AND_INCOME, 350, "decision", 3.6, 0.30, 0.05,
          ((DISTRICT_TEAMS, 0.10),), rejects=0.18),
    Topic("Bijzondere bijstand", WORK_AND_INCOME, 285, "decision", 3.4, 0.25, 0.0, rejects=0.20),
    Topic("Schuldhulpverlening", WORK_AND_INCOME, 165, "decision", 3.8, 0.20, 0.10,
          ((DISTRICT_TEAMS, 0.35),), rejects=0.08),
    Topic("Re-integratie", WORK_AND_INCOME, 110, "decision", 3.4, 0.05, 0.05, ((DISTRICT_TEAMS, 0.10),), rejects=0.05),
    Topic("Verbouwing of dakkapel", PERMITS, 195, "decision", 3.0, 0.42, 0.0,
          ((HOUSING, 0.08), (PUBLIC_SPACE, 0.12)), True, 0.12),
    Topic("Evenement", PERMITS, 70, "decision", 2.8, 0.30, 0.0,
          ((ENFORCEMENT, 0.60), (PUBLIC_SPACE, 0.40)), rejects=0.08),
    Topic("Boom kappen", PERMITS, 80, "decision", 3.0, 0.20, 0.0, ((PUBLIC_SPACE, 0.80),), rejects=0.28),
    Topic("Inrit of uitweg", PERMITS, 55, "decision", 3.0, 0.20, 0.0,
          ((PUBLIC_SPACE, 0.75), (PARKING, 0.20)), rejects=0.22),
    Topic("Functiewijziging gebouw", PERMITS, 35, "decision", 3.6, 0.40, 0.0, ((HOUSING, 0.50),), True, 0.30),
    Topic("Terras of uitstalling", PERMITS, 40, "decision", 2.6, 0.20, 0.0, ((ENFORCEMENT, 0.40),), rejects=0.10),
    Topic("Overlast op straat", ENFORCEMENT, 115, "report", 2.2, advice=((DISTRICT_TEAMS, 0.15),)),
    Topic("Illegale bouw", ENFORCEMENT, 50, "report", 4.0, advice=((PERMITS, 0.60),)),
    Topic("Afval naast container", ENFORCEMENT, 105, "report", 1.4, advice=((PUBLIC_SPACE, 0.25),)),
    Topic("Fietswrak", ENFORCEMENT, 55, "report", 2.2),
    Topic("Losse stoeptegel", PUBLIC_SPACE, 165, "report", 1.8),
    Topic("Kapotte lantaarnpaal", PUBLIC_SPACE, 155, "report", 1.6),
    Topic("Groen en bomen", PUBLIC_SPACE, 155, "report", 2.4, advice=((PERMITS, 0.20),)),
    Topic("Verstopte put", PUBLIC_SPACE, 85, "report", 1.2),
    Topic("Speelplek", PUBLIC_SPACE, 50, "report", 2.6),
    Topic("Laadpaal", PUBLIC_SPACE, 50, "decision", 3.0, 0.05, 0.02, ((PARKING, 0.45),), rejects=0.20),
    Topic("Parkeervergunning", PARKING, 205, "decision", 1.3, 0.10, rejects=0.08),
    Topic("Gehandicaptenparkeerplaats", PARKING, 80, "decision", 2.6, 0.15, 0.10,
          ((CARE, 0.65), (PUBLIC_SPACE, 0.30)), rejects=0.18),
    Topic("Naheffing parkeren", PARKING, 90, "decision", 2.0, 0.0, rejects=0.45),
    Topic("Urgentie woning", HOUSING, 120, "decision", 3.6, 0.30, 0.05,
          ((DISTRICT_TEAMS, 0.35), (CARE, 0.25)), rejects=0.42),
    Topic("Woonoverlast", HOUSING, 65, "report", 3.0, advice=((ENFORCEMENT, 0.40),)),
    Topic("Splitsen of verkameren", HOUSING, 45, "decision", 3.4, 0.30, 0.0, ((PERMITS, 0.65),), rejects=0.35),
    Topic("Hulp in het gezin", DISTRICT_TEAMS, 100, "support", 3.2, visits=0.8, advice=((WORK_AND_INCOME, 0.25),)),
    Topic("Mantelzorg", DISTRICT_TEAMS, 85, "support", 2.6, visits=0.5, advice=((CARE, 0.45),)),
    Topic("Ontmoeten in de buurt", DISTRICT_TEAMS, 50, "support", 2.4, visits=0.3),
    Topic("Hulp bij formulieren", DISTRICT_TEAMS, 90, "support", 1.2, visits=0.1, advice=((WORK_AND_INCOME, 0.15),)),
)  # fmt: skip
TOPIC = {topic.name: topic for topic in TOPICS}

# How often a question gets lost on its way from one department to another; elsewhere LOST_ELSEWHERE.
LOST = {
    (CARE, HOUSING): 0.18, (HOUSING, CARE): 0.12, (CARE, PERMITS): 0.20, (HOUSING, PERMITS): 0.25,
    (PUBLIC_SPACE, PERMITS): 0.24,
    (WORK_AND_INCOME, DISTRICT_TEAMS): 0.07, (PARKING, CARE): 0.12, (CONTACT_CENTRE, PARKING): 0.04,
}  # fmt: skip
LOST_ELSEWHERE = 0.017


def away(rng: random.Random) -> dict[str, frozenset[date]]:
    """This draws on which days each official is not there: a free weekday, holidays, before starting, after leaving."""
    absent = {}
    for department in DEPARTMENTS:
        for number in range(STAFF_SIZE[department]):
            free_weekday = rng.choice((None, None, None, 2, 4))
            holidays = set()
            for year in (2024, 2025, 2026):
                summer = date(year, 7, 1) + timedelta(days=rng.randrange(0, 40))
                holidays |= {summer + timedelta(days=n) for n in range(rng.choice((12, 14, 19)))}
                short = date(year, rng.choice((2, 5, 10)), rng.randrange(5, 20))
                holidays |= {short + timedelta(days=n) for n in range(7)}
            first = STARTS.get((department, number), date.min)
            last = LEAVES.get((department, number), date.max)
            days = (date(2024, 1, 1) + timedelta(days=n) for n in range((LAST_DAY - date(2024, 1, 1)).days + 700))
            absent[official(department, number)] = frozenset(
                day for day in days if day < first or day > last or day in holidays or day.weekday() == free_weekday
            )
    return absent
