"""What pictures draw, and what they say to whoever does not see them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

from markupsafe import Markup

from web.pictures.columns import Layer, columns
from web.pictures.drawing import Days, fitting, words
from web.pictures.shares import Part, Whole, shares
from web.pictures.spans import Bar, Row, Stretch, spans
from web.pictures.sparkline import course, sparkline

SVG = ElementTree.Element
QUARTERS = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 5, 12)]


def drawn(picture: Markup) -> SVG:
    """The picture as any reader of XML finds it; it must be an image with a name."""
    found = ElementTree.fromstring(picture)
    assert found.get("role") == "img"
    assert found.get("aria-label")
    return found


def told(picture: SVG) -> list[str]:
    return [each.text or "" for each in picture.iter("text")]


def looks(picture: SVG, part: str) -> list[SVG]:
    return [each for each in picture.iter() if each.get("class") == f"ledger-picture__{part}"]


def test_a_sparkline_says_its_numbers_and_rises_with_them() -> None:
    picture = drawn(sparkline("Score", (None, 5, 10, 25), 25))
    assert picture.get("aria-label") == ("Score by quarter, the last as it stands: none, 5, 10, 25")
    (course,) = looks(picture, "course")
    heights = [float(point.split()[1]) for point in (course.get("d") or "")[1:].split("L")]
    assert heights == sorted(heights, reverse=True) != [heights[0]] * 3
    (mark,) = looks(picture, "mark")
    assert float(mark.get("cy") or 0) == heights[-1]


def test_a_sparkline_has_a_gap_where_there_was_no_number() -> None:
    picture = drawn(sparkline("Score", (4, 4, None, 9, None, 16), 25))
    assert len(looks(picture, "course")) == 1
    assert len(looks(picture, "mark")) == 3  # two that stand alone, and the last once more


def test_a_single_number_is_no_course() -> None:
    assert sparkline("Score", (None, None, 25), 25) == ""


def test_a_number_beyond_the_scale_stays_in_the_picture() -> None:
    drawn_beyond = looks(drawn(sparkline("Score", (5, 99), 25)), "course")[0].get("d") or ""
    assert all(float(each) >= 0 for each in drawn_beyond[1:].replace("L", " ").split())


def test_a_course_says_each_number_and_its_quarter() -> None:
    picture = drawn(course("Score", QUARTERS, (None, 10, 20), 25))
    assert told(picture) == ["10", "20", "Dec", "2025", "Mar", "2026", "May"]
    assert picture.get("aria-label") == "Score by quarter, the last as it stands: none, 10, 20"
    assert course("Score", QUARTERS, (None, None, 20), 25) == ""


def test_columns_stand_on_each_other_and_say_their_numbers() -> None:
    layers = [
        Layer("Low", "ledger-band ledger-band--low", "", [4, 4, 2]),
        Layer("High", "ledger-band ledger-band--high", "rising", [4, 0, 6]),
    ]
    picture = drawn(columns("Risks by quarter.", QUARTERS, layers, key="bands"))
    words_told = told(picture)
    assert [each for each in words_told if each.isdigit()] == [
        "4", "4", "2", "4", "6", "8", "4", "8", "2025", "2026",
    ]  # fmt: skip
    assert words_told.count("Low") == words_told.count("High") == 1
    boxes = looks(picture, "layer")
    assert len(boxes) == 5  # a layer of none is not drawn
    low, high = boxes[0], boxes[3]
    assert float(high.get("y") or 0) + float(high.get("height") or 0) == float(low.get("y") or 0)
    ids = {each.get("id") for each in picture.iter("pattern")}
    assert {each.get("fill") for each in boxes} == {f"url(#{id_})" for id_ in ids}


def test_columns_without_anything_are_still_a_picture() -> None:
    layers = [Layer("Low", "ledger-band", "", [0, 0, 0])]
    assert looks(drawn(columns("None.", QUARTERS, layers, key="bands")), "layer") == []


def test_names_of_low_layers_do_not_stand_on_each_other() -> None:
    layers = [Layer(name, "ledger-band", "", [1, 1, each]) for name, each in
              (("A", 100), ("B", 0), ("C", 0), ("D", 1))]  # fmt: skip
    picture = drawn(columns("Risks.", QUARTERS, layers, key="bands"))
    feet = [float(each.get("y") or 0) for each in picture.iter("text") if each.text in "ABCD"]
    assert all(below - above >= 11 for below, above in pairwise(feet))


def test_words_are_escaped_and_cut_to_fit() -> None:
    assert "&lt;b&gt;" in words("<b>", (0, 0))
    assert fitting("x" * 60) == "x" * 43 + "…"
    assert fitting("short") == "short"


def test_a_day_beyond_the_line_stands_at_its_end() -> None:
    days = Days(date(2026, 1, 1), date(2026, 1, 11), width=100)
    asked = [date(2025, 1, 1), date(2026, 1, 6), date(2027, 1, 1)]
    assert [days.at(day) for day in asked] == [0, 50, 100]


IN_TIME, LATE = Stretch("ledger-band", "", "in time"), Stretch("ledger-band", "rising", "late")


def span(picture: SVG) -> list[tuple[float, float]]:
    """From where to where each bar goes; those of the key come last."""
    return [
        (float(each.get("x") or 0), float(each.get("x") or 0) + float(each.get("width") or 0))
        for each in looks(picture, "layer")
    ]


def test_spans_stand_on_one_line_of_days() -> None:
    jan, feb, mar = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
    rows = [
        Row("First", [Bar(jan, feb, IN_TIME)], due=mar),
        Row("Second", [Bar(feb, feb, IN_TIME), Bar(feb, mar, LATE)], was=jan, due=feb),
    ]
    picture = drawn(spans("Stages.", rows, today=feb, key="stages", was="first due"))
    first, short, late, *key = span(picture)
    assert first[1] == short[0] == late[0] < late[1]
    assert short[1] - short[0] == 2  # a stay of no day is seen
    assert len(key) == 2
    assert [each.text for each in picture.iter("text")][:2] == ["First", "Second"]
    assert {"1 January 2026", "1 March 2026", "today", "in time", "late", "first due", "due"} <= {
        *told(picture)
    }
    assert len(looks(picture, "today")) == 2, "one over the rows, one beside what it means"
    assert len(looks(picture, "due")) == 3  # one of each row, and one of the key
    assert len(looks(picture, "was")) == 2


def test_spans_of_a_single_day_have_no_broken_line() -> None:
    day = date(2026, 1, 1)
    picture = drawn(spans("One.", [Row("One", [Bar(day, day, LATE)])], today=day, key="a"))
    assert looks(picture, "today") == looks(picture, "due") == []


def test_shares_are_as_long_as_what_they_are_of() -> None:
    parts = [Part("claimed", "ledger-band", "falling"), Part("verified", "ledger-band", "")]
    wholes = [Whole("Audit", 4, [4, 2]), Whole("R" * 43, 3, [0, 0])]
    picture = drawn(shares("By source.", parts, wholes, key="claims"))
    full = float(looks(picture, "trough")[0].get("width") or 0)
    assert span(picture) == [(0, full), (0, full / 2)]
    assert told(picture) == [
        "Audit (4)", "4 claimed", "2 verified", f"{'R' * 43} (3)", "0 claimed", "0 verified",
    ]  # fmt: skip
