"""docs/partnership-folder.md says what may stand in a partnership's folder, and is kept by this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from application.nouns.files.partnership_files import write_settled
from domain.groups.vocabulary import GROUP_KINDS, Office, Standing, Substitutes
from domain.kernel.vocabulary import MEANINGS, Vocabulary, speaking
from domain.partnership.agency import AGENCY_KINDS
from domain.partnership.settled import LARGEST_AXIS, LONGEST
from tests.contracts.conftest import AsMadeNow
from tests.kent import FOUNDING

OPENING = """\
# A partnership's folder

Made from the program by `REGENERATE=1 pytest tests/contracts`; a test fails when it is out of date.

Nothing of a partnership is code. A ledger is founded from a folder of four files:

```
scrutiny partnership check FOLDER          could a ledger be founded from it? if not, why
scrutiny init --partnership FOLDER         found it; without --partnership, from partnerships/kent
scrutiny partnership show > changed.toml   what holds now
scrutiny partnership change changed.toml --reason "As agreed on 12 May."
```

`partnerships/kent` is what is shipped, `partnerships/westmarch` an invented second one. The folder
is read once, when the ledger is founded; what is changed afterwards is an event with a reason, and
what is looked at as of a past day goes by the words, thresholds and matrix of that day.
"""
GUIDANCE_IS = """\
### `[[guidance]]`

One table for each edition of the statutory guidance: its `title`, and `from_on`, the date from
which it is in force. What leans on the guidance names the edition in force at the date of the page.
There may be none; later editions are recorded on the site.
"""
NAMES_ARE = """\
Each is one line, as it stands within a sentence: “the Executive”, not “Executive”. A capital is set
where a sentence begins with it.
"""
AGENCIES_ARE = """\
One table `[[agency]]` for each member, in any order.

| key | what it is |
| --- | --- |
| `name` | what the agency is called; its reference is made of it |
| `kind` | {kinds} |
| `joined_on` | the date on which it became a member |
| `aliases` | other names by which documents mention it; may be left out |
"""
GROUPS_ARE = """\
One table `[[group]]` for each group that meets; there may be none.
"""
PROCEDURE_IS = """\
The escalation procedure, as `scrutiny procedure show` prints it and `scrutiny procedure check`
reads it. It is published as version 1 and is a placeholder until somebody confirms it.
"""


def page() -> str:
    return "\n".join([OPENING, *_chapters()])


def _chapters() -> Iterator[str]:
    yield "## partnership.toml\n"
    yield "### `[names]`\n"
    yield NAMES_ARE
    yield _table(("key", "what it is", "in Kent"), _names())
    yield "### `[thresholds]`\n"
    yield _table(("key", "what it is", "at most"), _thresholds())
    yield "### `[matrix]`\n"
    yield (
        f"`name`; `likelihoods` and `impacts`, from 2 to {LARGEST_AXIS} words each, the least "
        "first; and for each band a table\n`[[matrix.band]]` with its `name`, its `lowest` and its "
        "`highest` score, from low to high. A score that falls in no band\nis flagged.\n"
    )
    yield f"```toml\n{write_settled(FOUNDING.settled)}```\n"
    yield GUIDANCE_IS
    kinds = ", ".join(f"`{kind.value}` ({words})" for kind, words in AGENCY_KINDS.items())
    yield f"## agencies.toml\n\n{AGENCIES_ARE.format(kinds=kinds)}"
    yield f"## groups.toml\n\n{GROUPS_ARE}"
    yield _table(("key", "what it is"), _of_groups())
    yield f"## procedure.toml\n\n{PROCEDURE_IS}"


def _of_groups() -> Iterator[tuple[str, ...]]:
    with speaking(lambda: FOUNDING.settled.vocabulary):
        kinds = ", ".join(f"`{kind.value}` ({words})" for kind, words in GROUP_KINDS.items())
    substitutes, standings, offices = (
        " or ".join(f"`{code.value}`" for code in codes)
        for codes in (Substitutes, Standing, Office)
    )
    partners = ", ".join(f"`{kind.value}`" for kind in AGENCY_KINDS if kind.value != "relevant")
    yield "`name`, `short`", "what the group is called, and what people call it"
    yield "`kind`", kinds
    yield "`since`", "the date since which there is such a group"
    yield "`joint_with`", "areas whose partnership shares it; may be left out"
    yield (
        "`meetings`",
        "how many ordinary meetings there should be in a year; may be left out",
    )
    yield "`topics`", "the standing topics of its forward plan; may be left out"
    yield (
        "`[group.quorum]`",
        f"`each_of`: which Safeguarding Partners must be represented ({partners}); `members`: how "
        f"many in all; `chair_counts`: true or false; `substitutes`: {substitutes}; `source`: "
        "where it is written. Left out where nobody knows it",
    )
    yield (
        "`[[group.seat]]`",
        f"`role`; `agency`: its name, left out for none; `standing`: {standings}; `office`: "
        f"{offices}",
    )
    yield (
        "`[[group.document]]`",
        "a governing document: `title`, `edition`, `agreed_by`, `agreed_on`, `link`; its review is "
        "due a year later",
    )


def _names() -> Iterator[tuple[str, ...]]:
    for each in fields(Vocabulary):
        yield f"`{each.name}`", MEANINGS[each.name], getattr(FOUNDING.settled.vocabulary, each.name)


def _thresholds() -> Iterator[tuple[str, ...]]:
    meanings = {
        "verify_within": "working days within which a claim should be verified",
        "stale_after": "working days after which what was not updated is stale",
        "due_soon": "days before a due date from which it is soon",
    }
    for name, longest in LONGEST.items():
        yield f"`{name}`", meanings[name], str(longest)


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def test_the_page_of_the_folder_is_up_to_date(as_made_now: AsMadeNow) -> None:
    as_made_now("docs/partnership-folder.md", page())
