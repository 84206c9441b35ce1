"""When the invented municipality works: its working days, its office hours, and arithmetic in working days.

A *position* is a number of working days: 12.5 is halfway the office hours of the thirteenth working day. Waiting is
then a sum. This calendar is written down on purpose (not taken from `journeys.workdays`): the sample must be able to
contradict the toolkit.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2026, 6, 30)
LOG_END = datetime(2026, 6, 30, 17, 0)
OPENS_MINUTE = 8 * 60 + 30
OFFICE_MINUTES = 510  # 08:30 until 17:00

# Algemene termijnenwet, article 3(1) and 3(2); those on a Saturday or Sunday are listed too.
HOLIDAYS = frozenset(
    date(year, month, day)
    for year, days in {
        2024: ((1, 1), (3, 29), (4, 1), (4, 27), (5, 5), (5, 9), (5, 20), (12, 25), (12, 26)),
        2025: ((1, 1), (4, 18), (4, 21), (4, 26), (5, 5), (5, 29), (6, 9), (12, 25), (12, 26)),
        2026: ((1, 1), (4, 3), (4, 6), (4, 27), (5, 5), (5, 14), (5, 25), (12, 25), (12, 26)),
    }.items()
    for month, day in days
)


def is_working_day(day: date) -> bool:
    """This tells whether officials work on this day."""
    return day.weekday() < 5 and day not in HOLIDAYS


# A year and a half beyond the log: what is planned after its end is drawn and then cut off.
WORKING_DAYS = [day for day in (FIRST_DAY + timedelta(days=n) for n in range(1460)) if is_working_day(day)]
_POSITION_OF_DAY: dict[date, int] = {}
_passed = 0
for _day in (FIRST_DAY + timedelta(days=n) for n in range(1460)):
    _POSITION_OF_DAY[_day] = _passed
    _passed += is_working_day(_day)


def position(moment: datetime) -> float:
    """This gives the position of a moment; outside office hours that of the next opening or closing."""
    whole = _POSITION_OF_DAY[moment.date()]
    if not is_working_day(moment.date()):
        return float(whole)
    minutes = moment.hour * 60 + moment.minute - OPENS_MINUTE
    return whole + min(max(minutes, 0), OFFICE_MINUTES) / OFFICE_MINUTES


def day_at(at: float) -> date:
    """This gives the working day of a position."""
    return WORKING_DAYS[int(at)]


def moment_at(day_number: int, minute: int) -> datetime:
    """This gives the moment `minute` minutes after opening on a working day."""
    return datetime.combine(WORKING_DAYS[day_number], time()) + timedelta(minutes=OPENS_MINUTE + minute)
