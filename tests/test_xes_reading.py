"""A log in XES becomes rows: what is read, what is remarked, what is refused."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.settings import ReadingSettings
from journeys.sources import xes
from journeys.sources.raw import RawTable, Remark
from journeys.texts import use

LOGS = Path(__file__).parents[2] / "shared" / "logs"
shared = pytest.mark.skipif(not LOGS.exists(), reason="the real event logs are not beside the project")


@pytest.fixture(autouse=True)
def _english() -> None:
    use("en")


@pytest.fixture
def read(tmp_path: Path):
    """This writes a text as a file and reads it."""

    def reading(text: str | bytes, *, file: str = "log.xes", limits: Limits | None = None) -> RawTable:
        path = tmp_path / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return xes.read_xes(path, name=file, settings=ReadingSettings(), limits=limits or Limits())

    return reading


def rows(table: RawTable) -> list[dict[str, str]]:
    """This gives the rows as header -> text, without empty cells."""
    assert table.batches is not None
    whole = pd.concat(table.batches())
    assert whole["row_no"].tolist() == list(range(1, table.rows + 1))
    assert list(whole.columns) == ["row_no", *(f"c{place}" for place in range(len(table.headers)))]
    cells = [dict(zip(table.headers, row[1:], strict=True)) for row in whole.itertuples(index=False)]
    return [{header: text for header, text in row.items() if text is not None} for row in cells]


TWO_TRACES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0">
  <!-- a comment in the head -->
  <extension name="Concept" prefix="concept" uri="concept.xesext"/>
  <string key="concept:name" value="a log"/>
  <trace>
    <string key="concept:name" value="Z1"/>
    <event>
      <string key="concept:name" value="Intake"/><date key="time:timestamp" value="2024-03-01T09:00:00+01:00"/>
    </event>
    <event><string key="concept:name" value="Besluit"/><string key="org:resource" value="jan"/></event>
  </trace>
  <trace>
    <string key="concept:name" value="Z2"/>
    <string key="channel" value="balie"/>
    <event><string key="concept:name" value="Intake"/></event>
  </trace>
</log>
"""


def test_every_event_is_a_row_beside_the_attributes_of_its_trace(read) -> None:
    table = read(TWO_TRACES)
    assert table.headers == (
        "concept:name", "time:timestamp", "org:resource", "case:concept:name", "case:channel",
        "journeys:trace_no", "journeys:event_no",
    )  # fmt: skip
    first = {"case:concept:name": "Z1", "journeys:trace_no": "1"}
    second = {"case:concept:name": "Z2", "case:channel": "balie", "journeys:trace_no": "2"}
    assert rows(table) == [
        {"concept:name": "Intake", "time:timestamp": "2024-03-01T09:00:00+01:00", **first, "journeys:event_no": "1"},
        {"concept:name": "Besluit", "org:resource": "jan", **first, "journeys:event_no": "2"},
        {"concept:name": "Intake", **second, "journeys:event_no": "1"},
    ]
    assert (table.rows, table.rejects, table.remarks) == (3, [], [])
    assert table.facts == {"encoding": "UTF-8", "traces": "2"}


def test_batches_may_be_asked_for_twice(read) -> None:
    table = read(TWO_TRACES)
    assert rows(table) == rows(table)


def test_gzip_of_several_members_is_one_log(read) -> None:
    half = len(TWO_TRACES) // 2
    packed = gzip.compress(TWO_TRACES[:half].encode()) + gzip.compress(TWO_TRACES[half:].encode())
    assert rows(read(packed, file="log.xes.gz")) == rows(read(TWO_TRACES))


@pytest.mark.parametrize("cut", [1, 12, 40])
def test_a_truncated_gzip_is_refused(read, cut: int) -> None:
    with pytest.raises(InputError, match="damaged or not complete"):
        read(gzip.compress(TWO_TRACES.encode())[:-cut], file="log.xes.gz")


def test_rubbish_behind_a_gzip_is_refused(read) -> None:
    with pytest.raises(InputError, match="damaged or not complete"):
        read(gzip.compress(TWO_TRACES.encode()) + b"rubbish", file="log.xes.gz")


def test_a_changed_byte_in_a_gzip_is_refused(read) -> None:
    packed = bytearray(gzip.compress(TWO_TRACES.encode()))
    packed[-6] ^= 1  # in the check sum
    with pytest.raises(InputError, match="damaged or not complete"):
        read(bytes(packed), file="log.xes.gz")


def test_a_compressed_bomb_is_refused_before_memory_grows(read) -> None:
    event = b'<event><string key="a" value="b"/></event>'
    bomb = gzip.compress(b"<log><trace>" + event * 1_500_000)
    tracemalloc.start()
    with pytest.raises(InputError, match="grows more than 100 times"):
        read(bomb, file="bomb.xes.gz", limits=Limits(ratio=100))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 << 20


def test_more_bytes_than_the_limit_are_refused(read) -> None:
    with pytest.raises(InputError, match="larger than 500 bytes"):
        read(TWO_TRACES, limits=Limits(expanded_bytes=500))


@pytest.mark.parametrize("cut", [1, 10, 200, 700])
def test_a_truncated_log_is_refused_with_its_line(read, cut: int) -> None:
    with pytest.raises(InputError, match=r"line \d+: The XML is damaged or not complete"):
        read(TWO_TRACES.rstrip()[:-cut])


def test_damage_behind_good_traces_refuses_the_whole_log(read) -> None:
    with pytest.raises(InputError, match="line 19"):
        read(TWO_TRACES + "<oops")


DOCUMENT_TYPES = {
    "external": '<!DOCTYPE log SYSTEM "file:///etc/passwd">',
    "entity": '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "expansion": '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "parameter": '<!DOCTYPE log [<!ENTITY % p SYSTEM "http://localhost:9/x.dtd"> %p;]>',
}


@pytest.mark.parametrize("kind", DOCUMENT_TYPES)
def test_a_document_type_is_refused(read, kind: str) -> None:
    with pytest.raises(InputError, match="document type"):
        read(f'{DOCUMENT_TYPES[kind]}<log><trace><event><string key="a" value="1"/></event></trace></log>')


def test_an_entity_that_nobody_declared_is_damage(read) -> None:
    with pytest.raises(InputError, match="damaged"):
        read('<log><trace><event><string key="a" value="&x;"/></event></trace></log>')


def test_deep_nesting_is_refused_before_memory_grows(read) -> None:
    deep = '<string key="a" value="b">' * 400_000
    tracemalloc.start()
    with pytest.raises(InputError, match="nested more than 64 deep"):
        read(f"<log><trace><event>{deep}")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 80 << 20


def test_more_events_than_the_limit_are_refused(read) -> None:
    with pytest.raises(InputError, match="more than 2 events"):
        read(TWO_TRACES, limits=Limits(rows=2))


def test_nested_attributes_and_lists_are_left_out_and_counted(read) -> None:
    table = read(
        '<log><trace><event><string key="a" value="1"><string key="b" value="2"/><int key="c" value="3"/></string>'
        '<list key="l"><values><string key="d" value="4"/></values></list></event></trace></log>'
    )
    assert rows(table) == [{"a": "1", "journeys:trace_no": "1", "journeys:event_no": "1"}]
    assert table.remarks == [Remark("lists_left_out", 1, 1), Remark("nested_attributes_left_out", 3, 1)]


def test_of_equal_keys_in_one_event_the_last_counts_with_a_remark(read) -> None:
    table = read(
        '<log><trace><string key="n" value="x"/><string key="n" value="y"/><event><string key="a" value="1"/></event>'
        '<event><string key="a" value="2"/><string key="b" value="3"/><string key="a" value="4"/></event></trace></log>'
    )
    assert [(row["a"], row["case:n"]) for row in rows(table)] == [("1", "y"), ("4", "y")]
    assert table.remarks == [Remark("double_attributes", 2, 2)]


def test_an_attribute_behind_the_events_of_its_trace_counts_for_all_of_them(read) -> None:
    table = read(
        '<log><trace><event><string key="a" value="1"/></event><event/>'
        '<string key="concept:name" value="Z9"/></trace></log>'
    )
    assert [row["case:concept:name"] for row in rows(table)] == ["Z9", "Z9"]


def test_a_trace_without_a_name_gives_rows_whose_place_is_known(read) -> None:
    table = read(
        '<log><trace><string key="concept:name" value="Z1"/><event/></trace>'
        '<trace><event/><event><string key="concept:name" value="x"/></event></trace></log>'
    )
    last = rows(table)[2]
    assert "case:concept:name" not in last
    assert xes.place(last[xes.TRACE_NO], last[xes.EVENT_NO]) == "trace 2, event 2"


def test_an_event_without_name_or_moment_is_a_row_with_empty_cells(read) -> None:
    empty = '<event/><event><string key="a" value=""/></event>'
    table = read(f'<log><trace><string key="n" value="Z1"/>{empty}</trace></log>')
    assert [set(row) for row in rows(table)] == [{"case:n", "journeys:trace_no", "journeys:event_no"}] * 2


def test_events_outside_any_trace_are_rows_without_a_case(read) -> None:
    table = read(
        '<log><event><string key="a" value="1"/></event><trace><string key="n" value="Z1"/><event/></trace>'
        '<event><string key="a" value="2"/></event></log>'
    )
    assert rows(table) == [
        {"a": "1", "journeys:event_no": "1"},
        {"case:n": "Z1", "journeys:trace_no": "1", "journeys:event_no": "1"},
        {"a": "2", "journeys:event_no": "2"},
    ]
    assert xes.place(None, "2") == "event 2 outside any trace"


def test_traces_without_events_are_counted(read) -> None:
    table = read('<log><trace><string key="n" value="1"/></trace><trace><event/></trace><trace></trace></log>')
    assert table.remarks == [Remark("traces_without_events", 2)]
    assert rows(table)[0]["journeys:trace_no"] == "2"


def test_prefixes_and_namespaces_do_not_matter(read) -> None:
    plain = '<log><trace><string key="n" value="1"/><event><string key="a" value="x"/></event></trace></log>'
    prefixed = re.sub(r"<(/?)", r"<\1x:", plain).replace("<x:log", '<x:log xmlns:x="urn:xes"')
    named = plain.replace("<log", '<log xmlns="http://www.xes-standard.org/"')
    assert rows(read(prefixed)) == rows(read(named)) == rows(read(plain))


def test_escapes_in_values_are_undone(read) -> None:
    table = read(
        '<log><trace><event><string key="a" value="&amp;lt; &lt;&gt;&quot;&apos;&#10;&#x20AC;"/></event></trace></log>'
    )
    assert rows(table)[0]["a"] == "&lt; <>\"'\n€"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252"), ("UTF-16", "utf-16"), ("UTF-8", "utf-8"),
     ("US-ASCII", "ascii")],
)  # fmt: skip
def test_the_encoding_in_the_head_is_obeyed(read, declared: str, codec: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    text = f'{head}<log><trace><event><string key="a" value="@"/></event></trace></log>'
    found = "caf" if declared == "US-ASCII" else "café"
    table = read(text.replace("@", found).encode(codec))
    assert rows(table)[0]["a"] == found
    assert table.facts["encoding"] == declared.upper()


def test_an_unknown_encoding_is_refused(read) -> None:
    with pytest.raises(InputError, match="encoding is not known"):
        read('<?xml version="1.0" encoding="klingon"?><log><trace><event/></trace></log>')


def test_bytes_that_do_not_fit_the_encoding_are_refused(read) -> None:
    with pytest.raises(InputError, match="damaged"):
        read(b'<log><trace><event><string key="a" value="caf\xe9"/></event></trace></log>')


def test_an_event_key_that_looks_like_a_trace_key_gives_way(read) -> None:
    table = read(
        '<log><trace><string key="n" value="T"/><event><string key="case:n" value="E"/>'
        '<string key="journeys:trace_no" value="9"/></event></trace></log>'
    )
    place = {"journeys:trace_no": "1", "journeys:event_no": "1"}
    assert rows(table) == [{"event:case:n": "E", "event:journeys:trace_no": "9", "case:n": "T", **place}]


@pytest.mark.parametrize("text", ["<html><body/></html>", "<ocel/>"])
def test_other_xml_is_refused(read, text: str) -> None:
    with pytest.raises(InputError, match="no event log"):
        read(text)


@pytest.mark.parametrize("text", ["", "zaak;tijd\n1;2\n", "{}"])
def test_what_is_no_xml_is_refused(read, text: str) -> None:
    with pytest.raises(InputError, match="damaged"):
        read(text)


def test_a_log_without_events_is_refused(read) -> None:
    with pytest.raises(InputError, match="without events"):
        read('<log><trace><string key="concept:name" value="Z1"/></trace></log>')


def test_an_event_within_an_event_is_refused_with_its_line(read) -> None:
    with pytest.raises(InputError, match="line 2: An element “event”"):
        read("<log><trace><event>\n<event/></event></trace></log>")


def test_too_many_different_attributes_are_refused(read) -> None:
    many = "".join(f'<string key="k{number}" value="1"/>' for number in range(5_001))
    with pytest.raises(InputError, match="more than 5,000 different attributes"):
        read(f"<log><trace><event>{many}</event></trace></log>")


def test_thousands_of_attributes_cost_no_more_memory_than_their_texts(read) -> None:
    events = "".join(f'<event><string key="k{number}" value="1"/></event>' for number in range(4_000))
    table = read(f"<log><trace>{events}</trace></log>")
    assert table.batches is not None
    assert max(len(batch) * len(batch.columns) for batch in table.batches()) <= 4_100_000
    assert sum(len(batch) for batch in table.batches()) == 4_000


def test_a_large_log_is_read_twice_and_not_kept(read, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = rows(read(TWO_TRACES))
    monkeypatch.setattr(xes, "KEPT", 2)
    table = read(TWO_TRACES)
    assert rows(table) == kept
    assert rows(table) == kept


def test_a_large_log_that_changes_between_its_readings_is_refused(
    read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xes, "KEPT", 2)
    table = read(TWO_TRACES)
    (tmp_path / "log.xes").write_text(TWO_TRACES.replace("Besluit", "Beschikking"))
    with pytest.raises(InputError, match="changed while it was read"):
        rows(table)


def test_no_message_holds_what_stands_in_a_value(read) -> None:
    with pytest.raises(InputError) as refused:
        read('<log><trace><event><string key="a" value="Jansen & zoon"/></event></trace></log>')
    assert "Jansen" not in str(refused.value)


@pytest.mark.shared
@shared
@pytest.mark.parametrize("file", sorted((LOGS / "xes_edge").rglob("*.xes")), ids=lambda path: path.stem)
def test_odd_logs_of_others_are_read_or_refused_and_nothing_else(file: Path) -> None:
    try:
        table = xes.read_xes(file, name=file.name, settings=ReadingSettings(), limits=Limits())
    except InputError:
        return
    assert len(rows(table)) == len(re.findall(r"<event[\s/>]", file.read_text()))


@pytest.mark.shared
@shared
def test_the_corrupt_log_is_refused_loudly() -> None:
    path = LOGS / "xes_edge" / "CoSeLoG_WABO_2.CORRUPT.xes.gz"
    with pytest.raises(InputError, match="damaged or not complete"):
        xes.read_xes(path, name=path.name, settings=ReadingSettings(), limits=Limits())


@pytest.mark.shared
@shared
@pytest.mark.parametrize(
    ("file", "cases", "events", "activities", "resources"),
    [  # the publishers' own counts, as expected.json beside the logs repeats them
        ("receipt/receipt_wabo_coselog.xes.gz", 1434, 8577, 27, 48),
        ("sepsis/Sepsis.xes.gz", 1050, 15214, 16, 0),
        ("bpic15/BPIC15_1.xes.gz", 1199, 52217, 398, 23),
    ],
)  # fmt: skip
def test_the_real_logs_hold_what_their_publishers_counted(
    file: str, cases: int, events: int, activities: int, resources: int
) -> None:
    table = xes.read_xes(LOGS / file, name=file, settings=ReadingSettings(), limits=Limits())
    assert table.batches is not None
    whole = pd.concat(table.batches())
    whole.columns = ["row_no", *table.headers]
    assert (len(whole), whole["case:concept:name"].nunique()) == (events, cases)
    assert whole["concept:name"].nunique() == activities
    if resources:
        assert whole["org:resource"].nunique() == resources
