"""The ways in which a moment may be written: from the shape of a text (digits as 9) to the SQL that reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["numbers", "numbers_short_year", "year_first", "compact", "named", "serial"]

_MONTHS = {
    "jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH_NAMES = (
    "januari|january|jan|februari|february|feb|maart|march|mrt|mar|april|apr|mei|may|juni|june|jun|juli|july|jul|"
    "augustus|august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|december|dec"
)
_WEEKDAYS = (
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"
)
BEGIN = rf"^\W*(?:(?i:{_WEEKDAYS})[.]?,? +)?[0-9]"
"""How every text that may be a moment begins (RE2)."""
_SHAPE = re.compile(
    r"(?P<date>9{1,2}(?P<separator>[-/.])9{1,2}(?P=separator)(?P<year>9999|99)"
    r"|9999(?P<year_mark>[-/.])9{1,2}(?P=year_mark)9{1,2}"
    rf"|(?P<weekday>(?i:{_WEEKDAYS})\.?,? +)?99?(?P<name_mark>[- ])(?i:{_MONTH_NAMES})\.?(?P=name_mark)(?P<named_year>9999|99)"
    r"|(?P<compact>9{8}|9{12}|9{14}|9{17}|9{8}T9{4}(?:99)?)(?P<compact_zone>(?<=9{8}T9{4})Z|(?<=9{8}T9{6})Z)?"
    r"|(?P<serial>9{5}(?:[.,]9+)?))"
    r"(?:(?P<gap>T|,? +)99?(?P<mark>[:.])99(?P<seconds>(?P=mark)99(?P<fraction>[.,]9{1,9})?)?(?P<half> ?[aApP][mM])?"
    r"(?P<hour_word> ?uur)?(?P<zone> ?(?:Z|UTC|GMT|[+-]99(?::?99)?))?)?"
)


@dataclass(frozen=True)
class Format:
    """This is one way of writing a moment; formats of one family may stand together in a column.

    Attributes
    ----------
    pattern: a regular expression (RE2) that matches the whole text.
    template: what `strptime` reads, with `{first}` and `{second}` where day and month may be either; empty for a
        serial number.
    timed, zoned: whether a time of day and a zone are written.
    long_fraction: whether the fraction of the second has more digits than a microsecond.
    weekday: whether the name of a weekday may stand before the date; it is not held against the date.
    colon: whether the time of day is written with colons (13:02), and not with dots (13.02).
    midnight: a regular expression (RE2) for those of its texts in which the time of day is 24:00; empty where it cannot be.
    """

    kind: Kind
    separator: str
    pattern: str
    template: str
    timed: bool = False
    zoned: bool = False
    long_fraction: bool = False
    weekday: bool = False
    colon: bool = True
    midnight: str = ""

    @property
    def family(self) -> tuple[Kind, str]:
        """This is what all values of a column must have in common."""
        return (self.kind, self.separator)

    @property
    def has_open_order(self) -> bool:
        """This holds when day and month are both numbers and either may come first."""
        return self.kind in ("numbers", "numbers_short_year")

    def matches(self, text: str) -> str:
        """This is SQL that holds for texts in this format."""
        return f"regexp_full_match({text}, '{self.pattern}')"

    def is_midnight(self, text: str) -> str:
        """This is SQL that holds for texts that end a day at 24:00 (ISO 8601-1:2004, 4.2.3): that is 00:00 of the next."""
        return f"regexp_full_match({text}, '{self.midnight}')" if self.midnight else "false"

    def reads(self, text: str, *, day_first: bool, excel_1904: bool, midnights: bool = False) -> str:
        """This is SQL that reads such a text: a timestamp, in UTC when `zoned`, or null for what is no moment.

        `midnights`: 24:00 occurs among them; nothing else of that hour (24:01) is a moment.
        """
        read = self._reads(text, day_first=day_first, excel_1904=excel_1904)
        if not (midnights and self.midnight):
            return read
        begun = f"regexp_replace({text}, '(T|,? +|^[0-9]{{8}})24', '\\100')"  # 24 becomes 00
        next_day = f"{self._reads(begun, day_first=day_first, excel_1904=excel_1904)} + interval 1 day"
        return f"coalesce({read}, case when {self.is_midnight(text)} then {next_day} end)"

    def _reads(self, text: str, *, day_first: bool, excel_1904: bool) -> str:
        if self.kind == "serial":
            start = "1904-01-01" if excel_1904 else "1899-12-30"
            milliseconds = f"round(replace({text}, ',', '.')::double * 86400000)::bigint"
            return f"make_timestamp(epoch_us(timestamp '{start}') + {milliseconds} * 1000)"
        if self.weekday:
            text = f"regexp_replace({text}, '^[A-Za-z]+[.]?,? +', '')"
        if self.kind == "named":
            text = _with_number_for_name(text)
        if self.long_fraction:  # cut off, not rounded
            text = f"regexp_replace({text}, '([.,][0-9]{{6}})[0-9]+', '\\1')"
        first, second = ("%d", "%m") if day_first else ("%m", "%d")
        template = self.template.replace("{first}", first).replace("{second}", second)
        read = f"try_strptime({text}, '{template}')"
        if "%z" in template:  # through epoch_us the zone in the text holds, whatever the zone of the session is
            return f"make_timestamp(epoch_us({read}))"
        return read


def cut_to_microseconds(nanoseconds: str) -> str:
    """This is SQL that cuts a timestamp_ns off to a timestamp; a cast would round it up."""
    return f"make_timestamp(epoch_ns({nanoseconds}) // 1000 - (epoch_ns({nanoseconds}) % 1000 < 0)::bigint)"


def format_of(shape: str) -> Format | None:
    """This gives the format of texts of one shape (each digit written as 9), or None when it is no moment."""
    found = _SHAPE.fullmatch(shape)
    if found is None or (found["gap"] and (found["compact"] or found["serial"])):
        return None
    date = _date_format(found)
    if not found["gap"]:
        return date
    pattern, template = {"T": ("T", "T"), ",": (", +", ", "), " ": (" +", " ")}[found["gap"][0]]
    half = found["half"] or ""
    mark = found["mark"]
    midnight = f"{pattern}24[{mark}]00"
    pattern, template = f"{pattern}[0-9]{{1,2}}[{mark}][0-9]{{2}}", f"{template}{'%I' if half else '%H'}{mark}%M"
    if found["seconds"]:
        midnight += f"[{mark}]00"
        pattern, template = f"{pattern}[{mark}][0-9]{{2}}", f"{template}{mark}%S"
    if fraction := found["fraction"]:
        short = len(fraction) <= 7
        midnight += f"[{fraction[0]}]0+"
        pattern += f"[{fraction[0]}]" + ("[0-9]{1,6}" if short else "[0-9]{7,9}")
        template += fraction[0] + "%f"
    if half:
        space = " " * half.startswith(" ")
        pattern, template = f"{pattern}{space}[aApP][mM]", f"{template}{space}%p"
    upon = len(pattern)
    if word := found["hour_word"]:
        pattern, template = pattern + word, template + word
    zone = found["zone"] or ""
    if zone.strip() in ("Z", "UTC", "GMT"):
        pattern, template = pattern + zone, template + zone
    elif zone:
        space = " " * zone.startswith(" ")
        pattern, template = f"{pattern}{space}[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?", f"{template}{space}%z"
    return replace(
        date,
        pattern=date.pattern + pattern,
        midnight="" if half else date.pattern + midnight + pattern[upon:],
        template=date.template + template,
        timed=True,
        zoned=bool(zone),
        long_fraction=len(fraction or "") > 7,
        colon=mark == ":",
    )


def _date_format(found: re.Match[str]) -> Format:
    """This gives the format of the date part alone."""
    if mark := found["separator"]:
        long = len(found["year"]) == 4
        pattern = f"[0-9]{{1,2}}[{mark}][0-9]{{1,2}}[{mark}]" + ("[0-9]{4}" if long else "[0-9]{2}")
        kind: Kind = "numbers" if long else "numbers_short_year"
        return Format(kind, mark, pattern, f"{{first}}{mark}{{second}}{mark}{'%Y' if long else '%y'}")
    if mark := found["year_mark"]:
        pattern = f"[0-9]{{4}}[{mark}][0-9]{{1,2}}[{mark}][0-9]{{1,2}}"
        return Format("year_first", mark, pattern, f"%Y{mark}%m{mark}%d")
    if mark := found["name_mark"]:
        long = len(found["named_year"]) == 4
        name = f"[0-9]{{1,2}}{mark}(?i:{_MONTH_NAMES})[.]?{mark}"
        before = f"(?i:{_WEEKDAYS})[.]?,? +" if found["weekday"] else ""
        pattern, template = name + ("[0-9]{4}" if long else "[0-9]{2}"), "%d-%m-" + ("%Y" if long else "%y")
        return Format("named", "", before + pattern, template, weekday=bool(before))
    if compact := found["compact"]:
        day, mark, clock = compact[:8], compact[8:9].strip("9"), compact[8:].strip("T")
        zone = found["compact_zone"] or ""
        template = "%Y%m%d" + mark + "%H%M" * (len(clock) > 3) + "%S" * (len(clock) > 5) + "%g" * (len(clock) == 9) + zone
        pattern = f"[0-9]{{{len(day)}}}{mark}[0-9]{{{len(clock)}}}{zone}" if clock else f"[0-9]{{{len(day)}}}"
        midnight = f"[0-9]{{8}}{mark}24{'0' * (len(clock) - 2)}{zone}" if clock else ""
        return Format("compact", "", pattern, template, timed=bool(clock), zoned=bool(zone), midnight=midnight)
    whole = len(found["serial"]) == 5
    return Format("serial", "", "[0-9]{5}" if whole else "[0-9]{5}[.,][0-9]+", "", timed=not whole)


def _with_number_for_name(text: str) -> str:
    """This is SQL that puts the number of the month where its name stands: `8 jun 2026` becomes `8-6-2026`."""
    names, numbers = ", ".join(f"'{name}'" for name in _MONTHS), ", ".join(map(str, _MONTHS.values()))
    name = f"lower(regexp_extract({text}, '[A-Za-z]+'))[1:3]"
    month = f"[{numbers}][list_position([{names}], {name})]"
    return f"regexp_replace({text}, '[- ][A-Za-z]+[.]?[- ]', '-' || {month} || '-')"
