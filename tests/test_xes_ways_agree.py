"""The plain and the careful way of reading XES give the same rows, or the plain way leaves the file alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources import xes_careful, xes_events, xes_plain
from journeys.sources.archive import expanded

LOGS = Path(__file__).parents[2] / "shared" / "logs"


def table(way: ModuleType, chunks: Iterable[bytes]) -> tuple[pd.DataFrame, Any]:
    log = xes_events.Log("log")
    frames = list(xes_events.frames(iter(list(way.blocks(chunks, log, limits=Limits()))), log))
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    return whole, (log.headers(), log.noted, log.first, log.encoding)


def agreed(text: bytes, *, size: int = 1 << 20) -> bool:
    """This holds both ways to the same answer; False when the plain way left the file alone."""
    chunks = [text[begin : begin + size] for begin in range(0, len(text), size)]
    try:
        plain, of_plain = table(xes_plain, chunks)
    except xes_plain.NotPlain:
        return False
    careful, of_careful = table(xes_careful, chunks)
    assert of_plain == of_careful
    pd.testing.assert_frame_equal(plain, careful)
    return True


@pytest.mark.shared
@pytest.mark.skipif(not LOGS.exists(), reason="the real event logs are not beside the project")
@pytest.mark.parametrize("file", [
    "receipt/receipt_wabo_coselog.xes.gz", "helpdesk/helpdesk_pm4py.xes.gz", "sepsis/Sepsis.xes.gz",
    "bpic13/BPIC13_closed_problems.xes.gz", "synthetic/reviewing.xes.gz", "synthetic/repairExample.xes.gz",
])  # fmt: skip
def test_both_ways_read_a_real_log_alike(file: str) -> None:
    text = b"".join(expanded(LOGS / file, name=file, limits=Limits()))
    assert agreed(text, size=300_000), "a real log should go the plain way"


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not LOGS.exists(), reason="the real event logs are not beside the project")
@pytest.mark.parametrize("file", [
    "bpic15/BPIC15_1.xes.gz", "bpic15/BPIC15_2.xes.gz", "bpic20/DomesticDeclarations.xes.gz",
    "bpic20/InternationalDeclarations.xes.gz", "synthetic/teleclaims.xes.gz", "bpic13/BPIC13_open_problems.xes.gz",
])  # fmt: skip
def test_both_ways_read_a_large_real_log_alike(file: str) -> None:
    text = b"".join(expanded(LOGS / file, name=file, limits=Limits()))
    assert agreed(text), "a real log should go the plain way"


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&\"\ufffe\uffff"), max_size=6)
ODD_VALUES = st.sampled_from(["&amp;", "&#10;", "&#x1F600;", "a > b", "", " ", "'", "\u00a0", "café", "]]>"])
VALUES = st.one_of(TEXTS, ODD_VALUES)
KEYS = st.sampled_from(["concept:name", "time:timestamp", "k", "sleutel é", "case:k"])
KINDS = st.sampled_from(["string", "date", "int", "float", "boolean", "id"])
WHITE = st.sampled_from(["", "\n", "\n\t\t", "\r\n  "])
ATTRIBUTES = st.builds('<{} key="{}" value="{}"{}/>{}'.format, KINDS, KEYS, VALUES, st.sampled_from(["", " "]), WHITE)
EVENTS = st.one_of(
    st.sampled_from(["<event/>", "<event></event>", "<event />\n"]),
    st.builds("<event>{}{}</event >{}".format, WHITE, st.lists(ATTRIBUTES, max_size=4).map("".join), WHITE),
)
TRACES = st.builds(
    "<trace>{}{}</trace>{}".format, WHITE, st.lists(st.one_of(ATTRIBUTES, EVENTS), max_size=5).map("".join), WHITE
)
HEADS = st.sampled_from([
    "<log>", '<?xml version="1.0"?><log xes.version="1.0">', '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<log>',
    '<!-- <trace> --><log><string key="n" value="v"><string key="m" value="w"/></string>',
    '<log><global scope="event"><string key="a" value="b"/></global>',
])  # fmt: skip
ODD = st.sampled_from([
    "<!-- c -->", "<![CDATA[<trace>]]>", "<?p x?>", "text", '<list key="l"><values/></list>',
    "<string key='a' value='b'/>",
    '<string value="b" key="a"/>', '<string key="a" value="b"><int key="c" value="1"/></string>', '<string key="a"/>',
    '<string key="" value="b"/>', '<strong key="a" value="b"/>', '<string key="a" value="b" x="y"/>', "<x:event/>",
    '<string key="a" value="b\tc\nd"/>', '<string key="a" value="&lt;"/>', "<event/>", "<trace/>", "</event>",
    "<event>", "</trace>", "</trace><trace>", '<string key="a" key="b" value="c"/>', '<string key = "a" value="b"/>',
    "<", ">", '"', "&", "\x01", "\ufffe", '<string key="a" value="&#0;"/>', '<string key="a" value="&nbsp;"/>',
    '<string  key="a" value="b"/>',
    '<string key="a" value="b"/ >', "< event/>", '<string key="a"value="b"/>', '" value="', '"/><string key="',
])  # fmt: skip


@given(HEADS, st.lists(TRACES, min_size=1, max_size=5), st.integers(1, 60))
@settings(max_examples=150, deadline=None)
def test_plainly_written_logs_go_the_plain_way_and_agree(head: str, traces: list[str], size: int) -> None:
    text = head + "".join(traces) + "</log>\n"
    assert agreed(text.encode(), size=max(size, 8) if size > 30 else 1 << 20)


@given(HEADS, st.lists(TRACES, min_size=1, max_size=3), ODD, st.floats(0, 1))
@settings(max_examples=400, deadline=None)
def test_an_odd_thing_anywhere_never_makes_the_plain_way_differ(
    head: str, traces: list[str], odd: str, where: float
) -> None:
    text = head + "".join(traces) + "</log>"
    at = round(where * len(text))
    agreed((text[:at] + odd + text[at:]).encode())


@given(HEADS, st.lists(TRACES, min_size=1, max_size=3), st.floats(0, 1), st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_a_piece_left_out_anywhere_never_makes_the_plain_way_differ(
    head: str, traces: list[str], where: float, width: int
) -> None:
    text = (head + "".join(traces) + "</log>").encode()
    at = round(where * len(text))
    agreed(text[:at] + text[at + width :])


@pytest.mark.parametrize("odd", [
    "<!-- c -->", "text", '<list key="l"/>', "<string key='a' value='b'/>", '<string key="a" value="b\tc"/>',
    "<x:event/>",
    '<string key="a" value="b"><int key="c" value="1"/></string>', '<string value="b" key="a"/>',
    '<string key="" value="b"/>',
])  # fmt: skip
def test_what_is_not_plainly_written_is_left_to_the_careful_way(odd: str) -> None:
    text = f'<log><trace>{odd}<event><string key="a" value="1"/></event></trace></log>'
    assert not agreed(text.encode())


def test_another_encoding_is_left_to_the_careful_way() -> None:
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    assert not agreed(f'{head}<log><trace><event><string key="a" value="b"/></event></trace></log>'.encode("latin-1"))


def test_the_careful_way_refuses_what_the_plain_way_left_alone_as_damaged() -> None:
    with pytest.raises(InputError):
        table(xes_careful, [b'<log><trace><event><string key="a" value="&nbsp;"/></event></trace></log>'])
