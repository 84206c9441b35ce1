"""Every code of a reject or a remark that the code can write has a sentence, in Dutch and in English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from journeys.texts import LANGUAGES, Language, use
from mining.problem_words import REJECTS, REMARKS, TOLD_ELSEWHERE, WORTH_A_LOOK, reject_lines, remark_lines

JOURNEYS = Path(__file__).parents[1] / "journeys"
CALLS = {"Reject": 1, "Remark": 0, "note": 0}
"""Which argument of a call is a code."""


def codes_in_calls() -> dict[str, set[str]]:
    """This finds the codes that stand in calls: `Reject(row, "code")`, `Remark("code", 1)`, `log.note("code")`, `notes.append("code")`."""
    found: dict[str, set[str]] = {"Reject": set(), "Remark": set()}
    for path in JOURNEYS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
                of_notes = (
                    name == "append"
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Attribute)
                    and node.func.value.attr == "notes"
                )
                place = 0 if of_notes else CALLS.get(name)
                if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    found["Reject" if name == "Reject" else "Remark"].add(node.args[place].value)  # type: ignore[attr-defined]
            elif (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Subscript)
                and getattr(node.targets[0].value, "id", "") == "noted"
                and isinstance(node.targets[0].slice, ast.Constant)
            ):
                found["Remark"].add(str(node.targets[0].slice.value))
    return found


def codes_in_texts() -> dict[str, set[str]]:
    """This finds the codes that stand in SQL and in docstrings: `'case_missing'` after a then, and what a source says it rejects and remarks."""
    found: dict[str, set[str]] = {"Reject": set(), "Remark": set()}
    for path in JOURNEYS.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found["Reject"] |= set(re.findall(r"'((?:case|activity|moment)_(?:missing|unreadable|in_spring_gap))'", text))
        found["Remark"] |= set(re.findall(r"\(\"(\w+)\", f?\"[^\"]*\", \"(?:coded|events)\"\)", text))
        for sort, said in re.findall(r"(Rejects|Remarks): (`(?:(?!Remarks:)[^\"])*)", text):
            found[sort[:-1]] |= set(re.findall(r"`([a-z_0-9]+)`", said.partition(".\n")[0]))
    return found


def test_the_search_finds_codes_that_are_there() -> None:
    calls, texts = codes_in_calls(), codes_in_texts()
    assert {"formula_without_value", "long_line"} <= calls["Reject"]
    assert {"index_column", "control_characters", "lists_left_out", "error_cells", "merged_cells"} <= calls["Remark"] | texts["Remark"]
    assert {"case_missing", "moment_in_spring_gap"} <= texts["Reject"]
    assert {"ambiguous_hour", "moment_in_future"} <= texts["Remark"]


def test_every_code_of_a_reject_has_a_sentence() -> None:
    assert codes_in_calls()["Reject"] | codes_in_texts()["Reject"] | {"short_line", "long_line", "nul"} <= set(REJECTS)


def test_every_code_of_a_remark_has_a_sentence() -> None:
    found = codes_in_calls()["Remark"] | codes_in_texts()["Remark"]
    assert found <= set(REMARKS), found - set(REMARKS)


@pytest.mark.parametrize("n", [1, 1234])
@pytest.mark.parametrize("words", [REJECTS, REMARKS], ids=["rejects", "remarks"])
def test_every_sentence_is_whole_in_both_languages(words: dict[str, object], n: int) -> None:
    told: dict[Language, dict[str, str]] = {}
    for language in LANGUAGES:
        use(language)
        told[language] = {code: line(n) for code, line in words.items()}  # type: ignore[operator]
    use("nl")
    for code in words:
        dutch, english = told["nl"][code], told["en"][code]
        assert dutch != english, code
        for line in (dutch, english):
            assert line.endswith("."), code
            assert "{" not in line, code
            assert code not in line, code


def test_a_code_without_a_sentence_still_shows_with_its_number() -> None:
    assert reject_lines({"something_new": 3}) == ["something_new: 3"]


def test_what_the_statement_tells_elsewhere_is_not_told_twice() -> None:
    counts = dict.fromkeys(REMARKS, 1)
    assert len(remark_lines(counts)) == len(REMARKS) - len(TOLD_ELSEWHERE)
    assert len(remark_lines(counts, worth_a_look=True)) == len(WORTH_A_LOOK)
    assert set(REMARKS) >= TOLD_ELSEWHERE | WORTH_A_LOOK
