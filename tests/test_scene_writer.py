"""The scene writer escapes, measures, registers and checks what it draws; its SVG opens everywhere and renders to equal
bytes."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from visuals.lettering import cut, cut_middle, drawable, missing_glyphs, plain, text_width, wrap
from visuals.picture_frame import replaced_remarks
from visuals.render import PAPERS, in_our_letters, to_pdf, to_png
from visuals.scene import Scene
from visuals.scene_check import check_scene
from visuals.svg_writing import written

SVG = "{http://www.w3.org/2000/svg}"


def scene(**named: str) -> Scene:
    return Scene(**{"title": "T", "description": "D", "prefix": "p", **named}, layers=("back", "front"))  # type: ignore[arg-type]


def test_coordinates_have_at_most_one_decimal_and_no_minus_zero() -> None:
    assert [written(value) for value in (1, 1.0, 1.26, -0.04, 0.05, 1920)] == ["1", "1", "1.3", "0", "0.1", "1920"]


def test_any_text_is_shown_as_text_and_never_as_markup() -> None:
    drawn = scene()
    drawn.text("front", 10, 50, "<script>alert(1)</script> & ]]> \"'", size=30)
    found = [element.text for element in ElementTree.fromstring(drawn.svg()).iter(f"{SVG}text")]
    assert found == ["<script>alert(1)</script> & ]]> \"'"]
    assert check_scene(drawn) == []


def test_what_xml_does_not_allow_is_taken_out() -> None:
    drawn = scene(title="a\x00b\ud800c")
    drawn.text("front", 10, 50, "nul\x00 los \ud800 einde \ufffe", size=30)
    root = ElementTree.fromstring(drawn.svg())
    assert root.findtext(f"{SVG}title") == "abc"
    assert [element.text for element in root.iter(f"{SVG}text")] == ["nul los einde"]


def test_marks_that_turn_the_reading_direction_do_not_reach_title_and_description() -> None:
    assert ElementTree.fromstring(scene(description="a\u202eb").svg()).findtext(f"{SVG}desc") == "ab"


def test_a_letter_of_another_script_stays_for_a_browser_to_borrow_and_is_reported() -> None:
    drawn = scene()
    drawn.text("front", 10, 50, "blij 😀 ạ 日本 Отдел", size=30)
    assert [box.text for box in drawn.texts()] == ["blij 😀 ạ 日本 Отдел"]
    assert drawn.replaced == {"😀", "ạ", "日", "本", *"Отдел"}
    assert check_scene(drawn) == []
    assert list(replaced_remarks(drawn)) == [
        "9 soorten tekens staan niet in ons lettertype. Een browser leent ze van de computer; in PNG en PDF staat er een gewone letter of een vraagteken."
    ]


def test_what_no_font_shows_for_sure_is_a_question_mark() -> None:
    assert drawable("naar → \ue000\ue001 af ✓").text == "naar ? ? af ?"
    assert plain("blij 😀 ạ 日本 Отдел Ş") == "blij ? a ? ? Ş"
    assert plain("wat? 日本") == "wat? ??"


def test_a_name_that_is_read_from_right_to_left_does_not_turn_what_stands_around_it() -> None:
    assert drawable("מחלקת שירות > قسم").text == "\u2068מחלקת שירות\u2069 > \u2068قسم\u2069"
    again = drawable("מחלקת שירות > قسم").text
    assert drawable(again).text == again
    assert text_width(drawable("קסם").text, 20) == text_width("קסם", 20)
    assert drawable("af\u2067om").text == "af?om"


def test_a_png_holds_our_own_letters_only_so_that_every_computer_makes_the_same() -> None:
    foreign, ours = scene(), scene()
    foreign.text("front", 10, 50, "Отдел ạ", size=30)
    ours.text("front", 10, 50, "? a", size=30)
    assert "Отдел" in foreign.svg()
    assert to_png(foreign.svg()) == to_png(ours.svg())
    assert in_our_letters(ours.svg()) == ours.svg()


def test_turkish_polish_and_romanian_names_have_their_glyphs() -> None:
    text = "Şahin Łukasz Müller Ţepeş Ğ Ő ẞ – … × · − € ’"
    assert drawable(text).text == text
    assert missing_glyphs(text) == set()


def test_arrows_and_ticks_have_no_glyph() -> None:
    assert missing_glyphs("a → ✓") == {"→", "✓"}


def test_widths_grow_with_size_weight_and_text() -> None:
    assert text_width("ambtenaren", 20) == pytest.approx(2 * text_width("ambtenaren", 10))
    assert text_width("ambtenaren", 20, 400) < text_width("ambtenaren", 20, 600) < text_width("ambtenaren", 20, 700)
    assert text_width("", 20) == 0


def test_a_text_that_fits_is_not_cut_and_one_that_does_not_ends_in_an_ellipsis_within_its_width() -> None:
    assert cut("kort", 500, 30) == "kort"
    shorter = cut("Vergunningen, Toezicht & Handhaving", 200, 30)
    assert shorter.startswith("Vergunning")
    assert shorter.endswith("…")
    assert text_width(shorter, 30) <= 200


def test_a_cut_in_the_middle_keeps_what_tells_two_names_apart() -> None:
    east, west = (cut_middle(f"Handhaving Openbare Ruimte {side}", 200, 30) for side in ("Oost", "West"))
    assert east != west
    assert max(text_width(east, 30), text_width(west, 30)) <= 200


def test_a_text_of_200_000_characters_costs_no_time_and_stays_within_its_width() -> None:
    drawn = scene()
    box = drawn.text("front", 10, 50, "x" * 200_000, size=30, width=400)
    assert box.text.endswith("…")
    assert box.width <= 400


def test_wrapping_breaks_at_spaces_and_cuts_only_the_last_line() -> None:
    assert wrap("Werk en Inkomen", 1000, 30) == ("Werk en Inkomen",)
    assert wrap("Werk en Inkomen", 120, 30) == ("Werk en", "Inkomen")
    lines = wrap("Vergunningen, Toezicht & Handhaving Openbare Ruimte", 250, 30)
    assert lines[0] == "Vergunningen,"
    assert len(lines) == 2
    assert lines[1].startswith("Toezicht")
    assert lines[1].endswith("…")


def test_the_picture_says_what_it_is_to_people_who_do_not_see_it() -> None:
    root = ElementTree.fromstring(scene(title="22 ambtenaren", description="Drie zinnen.", prefix="kaart").svg())
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "kaart-title kaart-desc"
    assert root.find(f"{SVG}title").attrib == {"id": "kaart-title"}  # type: ignore[union-attr]
    assert root.findtext(f"{SVG}desc") == "Drie zinnen."


def test_the_static_picture_holds_plain_colours_and_no_features_that_office_programs_lack() -> None:
    drawn = scene()
    drawn.rect("back", 0, 0, 10, 10, fill="kier", role="lost", data={"question": "A"})
    drawn.hatch("back", 0, 0, 100, 15, fill="kier")
    svg = drawn.svg()
    assert "#C2410C" in svg
    assert not any(
        word in svg for word in ("var(", "clip", "pattern", "style=", "class=", "data-", "paint-order", "filter")
    )


def test_the_page_version_leaves_colours_to_the_page() -> None:
    drawn = scene()
    drawn.rect("back", 0, 0, 10, 10, fill="kier", role="lost", data={"question": "A"})
    svg = drawn.svg(output="html")
    assert 'fill="var(--kier)"' in svg
    assert 'class="lost"' in svg
    assert 'data-question="A"' in svg


def test_stripes_never_leave_their_rectangle() -> None:
    drawn = scene()
    drawn.hatch("back", 100, 200, 53, 15, fill="kier")
    path = next(iter(ElementTree.fromstring(drawn.svg()).iter(f"{SVG}path"))).get("d", "")
    points = [
        tuple(map(float, point.split())) for shape in path.split("M")[1:] for point in shape.rstrip("Z").split("L")
    ]
    assert min(x for x, _ in points) >= 100
    assert max(x for x, _ in points) <= 153
    assert min(y for _, y in points) >= 200
    assert max(y for _, y in points) <= 215
    assert path.count("M") >= 5


def test_the_check_finds_overlapping_small_pale_and_lost_text() -> None:
    drawn = scene()
    drawn.text("front", 100, 100, "een lange regel", size=30)
    drawn.text("front", 150, 105, "eroverheen", size=30)
    drawn.text("front", 100, 300, "klein", size=20)
    drawn.text("front", 100, 400, "bleek", size=30, fill="line")
    drawn.text("front", 1900, 500, "buiten beeld", size=30)
    drawn.text("front", 100, 600, "bron", size=24, role="source")
    drawn.circle("front", 500, 500, 10, fill="lane", role="mark", on="bg")
    found = "\n".join(check_scene(drawn))
    assert "“een lange regel” and “eroverheen” overlap" in found
    assert "“klein” is 20 px" in found
    assert "“bleek”" in found
    assert "“buiten beeld” lies outside the canvas" in found
    assert "mark “mark”: lane on bg" in found
    assert "bron" not in found


def test_the_check_asks_for_a_title_and_a_description() -> None:
    assert check_scene(scene(title="", description="\x00")) == ["the title is empty", "the description is empty"]


def test_equal_calls_give_equal_bytes_also_in_another_process() -> None:
    code = (
        "import hashlib;from visuals.scene import Scene;from visuals.render import to_png,to_pdf;"
        "s=Scene(title='T',description='D',prefix='p',layers=('a',));"
        "[s.text('a',40,100*w//400,'Şahin 123',size=40,weight=w) for w in (400,600,700)];"
        "s.hatch('a',9,9,99,19,fill='kier');"
        "v=s.svg();print(hashlib.sha256(v.encode()+to_png(v)+to_pdf(v)).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(3)
    }
    assert len(runs) == 1


def test_a_png_is_as_wide_as_asked_and_in_our_own_font() -> None:
    drawn = scene()
    empty = to_png(drawn.svg(), width=640)
    drawn.text("front", 100, 500, "ambtenaren", size=200, weight=700)
    image = to_png(drawn.svg(), width=640)
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(image[16:20], "big"), int.from_bytes(image[20:24], "big")) == (640, 360)
    assert len(image) > len(empty) + 500


@pytest.mark.parametrize("paper", ["A4", "A3", "A0"])
def test_a_pdf_fills_the_sheet_and_carries_our_font(paper: str) -> None:
    drawn = scene()
    drawn.text("front", 100, 500, "ambtenaren", size=100, weight=700)
    document = to_pdf(drawn.svg(), paper=paper)  # type: ignore[arg-type]
    across, down = PAPERS[paper]  # type: ignore[index]
    box = document.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert [float(number) for number in box] == pytest.approx([0, 0, across, down], abs=0.1)
    assert b"AtkinsonHyperlegibleNext-Bold" in document


def test_a_wide_pdf_has_the_shape_of_the_picture() -> None:
    document = to_pdf(scene().svg(), paper="wide")
    box = [float(number) for number in document.split(b"/MediaBox [")[1].split(b"]")[0].split()]
    assert box[2] / box[3] == pytest.approx(16 / 9, rel=0.001)
