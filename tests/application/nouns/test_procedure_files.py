"""The procedure as a file: what is written can be read, and what is wrong is said in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.nouns.files.procedure_files import (
    LARGEST,
    ProcedureFileError,
    read_procedure,
    write_procedure,
)
from domain.procedure.rules import (
    BODIES_DECIDE,
    LONGEST_CLOCK,
    ClockStart,
    Decider,
    Ending,
    HowDecided,
    Rules,
    Stage,
)
from tests.kent import placeholder

SHIPPED = write_procedure(placeholder())
TOP = SHIPPED.partition("[[stage]]")[0]
FIRST = "Stage 1 (Direct resolution between the agencies)"


def faults(text: str) -> list[str]:
    """Why a file is refused, a sentence each."""
    with pytest.raises(ProcedureFileError) as refused:
        read_procedure(text)
    assert refused.value.sentence == " ".join(refused.value.faults)
    return refused.value.faults


def changed(old: str, new: str) -> str:
    """The file as shipped with one thing written in another way, the first time it is there."""
    assert old in SHIPPED
    return SHIPPED.replace(old, new, 1)


# There and back

line = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=20
).map(lambda words: words + r""" “=\'”"# """.strip())
days = st.integers(1, LONGEST_CLOCK)


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    """A procedure of some stages that work, with whatever words."""
    deciders = draw(st.lists(st.sampled_from(list(Decider)[:-1]), max_size=3))
    deciders += [draw(st.sampled_from([Decider.CONVENER, Decider.EXECUTIVE, Decider.LSP]))]
    endings = draw(st.lists(st.sampled_from([Ending.WITHDRAWN, Ending.NO_LONGER]), unique=True))
    stages = [
        Stage(
            f"stage {number}",
            draw(line),
            decided_by,
            draw(st.sampled_from(HowDecided)) if decided_by in BODIES_DECIDE else None,
            draw(days),
            ClockStart.ENTERED if number else draw(st.sampled_from(ClockStart)),
            draw(st.booleans()),
            tuple(asked[:1]),
            tuple(asked[1:]),
            f"stage {number + 1}" if number + 1 < len(deciders) else "",
        )
        for number, decided_by in enumerate(deciders)
        for asked in [draw(st.lists(line, max_size=3, unique=True))]
    ]
    return Rules(
        title=draw(line),
        stages=tuple(stages),
        note=draw(st.text(st.sampled_from("a\n\t“\\ "), max_size=20)),
        urgent_hours=draw(days),
        extensions=draw(st.integers(0, 3)),
        extension_days=draw(days),
        returns=draw(st.integers(0, 3)),
        automatic=draw(st.booleans()),
        issues_start_at=stages[-1].key,
        endings=(Ending.AGREED, Ending.DECIDED, *endings),
    )


@given(rules())
@settings(max_examples=50)
def test_what_is_written_reads_back_as_the_same(written: Rules) -> None:
    read = read_procedure(write_procedure(written))
    assert read == read_procedure(write_procedure(read))
    assert read.as_content().keys() == written.as_content().keys()
    for mine, other in zip(read.stages, written.stages, strict=True):
        assert (mine.key, mine.days, mine.decided_by) == (other.key, other.days, other.decided_by)
        assert len(mine.exit) == len(other.exit)
    assert read.note == written.note


def test_the_file_as_shipped_reads_back_as_the_same() -> None:
    assert read_procedure(SHIPPED) == placeholder()


def test_the_file_as_shipped_says_that_it_is_a_placeholder() -> None:
    assert "placeholder" in placeholder().title
    assert [(stage.key, stage.days) for stage in placeholder().in_order()] == [
        ("direct", 5),
        ("senior", 5),
        ("saas", 10),
        ("executive", 10),
        ("lsp", 10),
        ("external", None),
    ]


def test_what_may_be_left_out_has_a_usual_value() -> None:
    text = (
        changed('starts = "meeting"\n', "")
        .replace("urgent_may_skip = true\n", "")
        .replace("exit = []\n", "")
    )
    first = read_procedure(text).first
    assert (first.starts, first.urgent_may_skip) == (ClockStart.ENTERED, False)


def test_words_are_read_as_a_form_would_have_them() -> None:
    """What must be put on record is chosen from a form, which would otherwise never match it."""
    decomposed = changed("What was tried and what came of it", "  What was   tried,\u0301 then?")
    composed = read_procedure(decomposed.replace("tried,\u0301", "trie\u0301d"))
    assert composed.first.exit == ("What was tri\u00e9d then?",)


# What is wrong with it


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "days = 5",
            "dayz = 5",
            f"{FIRST}: “dayz” is not known. Did you mean “days”?",
        ),
        (
            "decided_by =",
            "decidedby =",
            f"{FIRST}: “decidedby” is not known. Did you mean “decided_by”?",
        ),
        ("urgent_hours", "urgent_hour", "“urgent_hour” is not known. Did you mean “urgent_hours”?"),
        ("[[stage]]", "[[stages]]", "“stages” is not known. Did you mean “stage”?"),
        (
            "title =",
            "qqq = 1\ntitle =",
            "“qqq” is not known. Known are: title, note, single_cases, minutes_days, "
            "urgent_hours, extensions, extension_days, returns, automatic, issues_start_at, "
            "endings, stage.",
        ),
        ("title =", "note2 =", "“title” is missing."),
        ('key = "direct"\n', "", f"{FIRST}: “key” is missing."),
        (
            'name = "Direct resolution between the agencies"\n',
            "",
            "Stage 1 (direct): “name” is missing.",
        ),
        (
            "days = 5\n",
            "",
            "The days of “Direct resolution between the agencies” are missing.",
        ),
        ("days = 5", "days = true", f"{FIRST}: “days”: Not a valid integer."),
        ("days = 5", "days = 5.5", f"{FIRST}: “days”: Not a valid integer."),
        ("days = 5", 'days = "five"', f"{FIRST}: “days”: Not a valid integer."),
        ("days = 5", "days = inf", f"{FIRST}: “days”: Not a valid integer."),
        (
            "days = 5",
            "days = -1",
            f"{FIRST}: “days”: Must be greater than or equal to 0 and less than or equal to 1000.",
        ),
        (
            '"parties"',
            '"vote"',
            f"{FIRST}: “decided_by”: must be one of parties, senior_officers, convener, "
            "executive, lsp, nobody.",
        ),
        (
            '"meeting"',
            '"dawn"',
            f"{FIRST}: “starts”: must be one of meeting, circulated, approved, minutes, entered.",
        ),
        (
            '"withdrawn"',
            '"peace"',
            "“endings”: must be one of agreed, decided, withdrawn, superseded, no_longer, "
            "answered.",
        ),
        ("automatic = false", 'automatic = "no"', "“automatic”: Not a valid boolean."),
        ('title = "', 'title = 5 # "', "“title”: Not a valid string."),
        (
            '"Senior managers"',
            "1979-05-27",
            "Stage 2 (1979-05-27): “name”: Not a valid string.",
        ),
        ('title = "', f'title = "{"x" * 200}', "“title”: Longer than maximum length 200."),
        (
            'title = "',
            'title = "\\u0000',
            "“title”: has a character that cannot be printed (U+0000).",
        ),
        (
            'title = "',
            'title = "\\u007f',
            "“title”: has a character that cannot be printed (U+007F).",
        ),
        (
            'then = "senior"',
            'then = "direct"',
            "It turns in a circle: “Direct resolution between the agencies” leads back to "
            "“Direct resolution between the agencies”.",
        ),
        (
            'decided_by = "lsp"',
            'decided_by = "nobody"',
            "Nobody may decide the stage “Lead Safeguarding Partners”, and it is not the last.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_where(old: str, new: str, sentence: str) -> None:
    assert sentence in faults(changed(old, new))


@pytest.mark.parametrize(
    ("stage", "sentences"),
    [
        ("stage = 3\n", ["“stage”: Not a valid list."]),
        ('[stage]\nkey = "x"\n', ["“stage”: Not a valid list."]),
        ("stage = [1]\n", ["Stage 1 must be a table, [[stage]]."]),
        ("stage = []\n", ["It has no stages."]),
    ],
)
def test_stages_are_a_list_of_tables(stage: str, sentences: list[str]) -> None:
    assert faults(TOP + stage) == sentences


@pytest.mark.parametrize(
    "text",
    ["the title is", "title = ", "days = " + "9" * 6_000, "a = " + "[" * 10_000, "\x00", "﻿a = 1"],
    ids=["words", "half a line", "a number without end", "lists in lists", "NUL", "a mark"],
)
def test_what_is_not_toml_is_refused(text: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith("This is not TOML. ")


def test_an_empty_file_lacks_everything() -> None:
    assert "“title” is missing." in faults("")


def test_a_file_that_is_too_long_is_not_read() -> None:
    assert faults("#" * (LARGEST + 1)) == ["The file has more than 20,000 characters."]


def test_every_fault_is_said_at_once() -> None:
    text = changed("urgent_hours", "urgent_hour").replace("days = 10", "days = ten", 1)
    assert len(faults(text.replace("days = ten", 'days = "ten"'))) == 3
