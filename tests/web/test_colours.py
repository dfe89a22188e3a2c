"""The colours of the site: written in one place, and readable on each other in both schemes."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = (files("web") / "static" / "ledger.css").read_text()
FIRST = CSS.index("/* The only home of colours")
LAST = CSS.index("--ledger-font")
DARK = CSS.index("@media screen and (prefers-color-scheme: dark)")
LITERAL = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(|:\s*(?:white|black)\b", re.IGNORECASE)
BANDS = ["high", "medium", "low", "plain"]
GROUNDS = ["paper", "surface"]
READ = [
    *((text, ground) for ground in GROUNDS
      for text in ("ink", "ink-soft", "brand", "brand-strong", "visited", "worse", "better",
                   "error", "success")),
    *((f"{band}-ink", band) for band in BANDS),
    *((f"{band}-ink", "paper") for band in BANDS),
    *(("ink", ground) for ground in ("medium", "target", "quiet-button", "line")),
    ("brand", "medium"),
    ("on-brand", "brand"),
    ("on-brand", "success"),
    *(("header-ink", f"button{each}") for each in ("", "-hover")),
    *(("header-ink", f"warning{each}") for each in ("", "-hover")),
    *((text, "header") for text in ("header-ink", "header-ink-soft")),
    ("focus-ink", "focus"),
]  # fmt: skip
"""Which words stand on which ground."""
SEEN = [
    *((f"{band}-edge", ground) for band in BANDS for ground in (band, "paper")),
    *(("brand", ground) for ground in GROUNDS),
]
"""Which edges and marks say something on which ground."""


def colours(scheme: str) -> dict[str, str]:
    """The value of each colour in a scheme."""
    light = CSS[FIRST:DARK]
    dark = CSS[DARK : CSS.index("@media (forced-colors")]
    parts = light + (dark if scheme == "dark" else "")
    return dict(re.findall(r"--ledger-([a-z-]+): (#[0-9a-f]{3,6});", parts))


def luminance(colour: str) -> float:
    """How bright it is, as WCAG 2.2 reckons it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most_there_can_be() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


def test_a_colour_is_written_nowhere_but_in_its_home() -> None:
    assert LITERAL.findall(CSS[:FIRST] + CSS[LAST:]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_and_edges_seen_in_both_schemes(scheme: str) -> None:
    of = colours(scheme)
    faint = [
        f"{text} on {ground}: {found:.2f}"
        for pairs, least in ((READ, 4.5), (SEEN, 3))
        for text, ground in pairs
        if (found := contrast(of[text], of[ground])) < least
    ]
    assert faint == []


def test_what_has_the_focus_stands_out_from_the_page_in_both_schemes() -> None:
    for scheme in ("light", "dark"):
        of = colours(scheme)
        assert max(contrast(of[each], of["paper"]) for each in ("focus", "focus-ink")) > 3
