"""The Partnership Risk Register: the register, and what passes with time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, union

from domain.kernel.plain import in_order
from domain.kernel.terms import Sight
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure, score_words
from domain.risks.words import FORUMS, KINDS, RESPONSES_CHOSEN, STATUSES
from projections.columns import (
    AGENCY,
    CORRECTIONS,
    DAY,
    ITEM,
    ITEMS,
    NUMBER,
    NUMBERED,
    SAID,
    TEXT,
    THEME,
    YES_NO,
    Column,
    OfCode,
    internal,
    known,
    theme_keys,
)
from projections.evidenced import CHANGED, EVIDENCE, changed_filter, story_of_evidence
from projections.filters import (
    Condition,
    Filter,
    OfAgencyWith,
    OfTheme,
    OneOf,
    OneOfThese,
    Option,
    State,
    Tick,
    undated,
)  # fmt: skip
from projections.indexes import Quick
from projections.passages import Passage
from projections.questions import Question, Remembered, left_open
from projections.register import Register
from projections.versioned import Row
from projections.view import View
from projections.words_used import words_used

UNSCORED = "unscored"


# ---------------------------------------------------------------- what is asked of it


def is_open() -> ColumnElement[bool]:
    """On the register."""
    return RISKS.c.status == "open"  # type: ignore[no-any-return]


def is_closed() -> ColumnElement[bool]:
    """No longer on the register."""
    return RISKS.c.status == "closed"  # type: ignore[no-any-return]


def escalated() -> ColumnElement[bool]:
    """Awaiting an answer from beyond the group."""
    return RISKS.c.escalated_to > ""  # type: ignore[no-any-return]


def overdue(view: View) -> ColumnElement[bool]:
    """The next review is before the moment's date."""
    return known(RISKS.c.review_on) < view.today


def target_passed(view: View) -> ColumnElement[bool]:
    """The target date is before the moment's date and the target is not reached."""
    reached = func.coalesce(RISKS.c.current_figure <= RISKS.c.target_figure, False)
    return and_(known(RISKS.c.target_on) < view.today, not_(reached))


def target_passed_or_moved(view: View) -> ColumnElement[bool]:
    """Open, and the target date has passed, or was ever moved: each found by its own index."""
    row = RISKS.c
    each = [
        RISKS.narrowed(select(row.since), view, is_open(), which)
        for which in (target_passed(view), row.target_moves > 0)
    ]
    return row.since.in_(union(*each))  # type: ignore[no-any-return]


def off_the_map(view: View) -> ColumnElement[bool]:
    """Open, and likelihood or impact of the current score is not known."""
    row = RISKS.c
    each = [
        RISKS.narrowed(select(row.since), view, is_open(), unknown.is_(None))
        for unknown in (row.current_likelihood, row.current_impact)
    ]
    return row.since.in_(union(*each))  # type: ignore[no-any-return]


def at_place(likelihood: int, impact: int) -> ColumnElement[bool]:
    """Of that current likelihood and impact."""
    row = RISKS.c
    return and_(row.current_likelihood == likelihood, row.current_impact == impact)


def above_target(view: View) -> ColumnElement[bool]:
    """The current score is above the target score."""
    return RISKS.c.current_figure > RISKS.c.target_figure  # type: ignore[no-any-return]


def above_appetite(view: View) -> ColumnElement[bool]:
    """The current score is above what the partnership is willing to live with."""
    return and_(RISKS.c.appetite > 0, RISKS.c.current_figure > RISKS.c.appetite)


def without_owner(view: View) -> ColumnElement[bool]:
    """Neither a role nor an agency is accountable."""
    return and_(RISKS.c.owner_agency == "", RISKS.c.owner_role == "")


def unscored(view: View) -> ColumnElement[bool]:
    """It has no current figure."""
    return RISKS.c.current_figure.is_(None)  # type: ignore[no-any-return]


HYGIENE: Mapping[str, tuple[str, Condition]] = {
    "no_owner": ("No owner", without_owner),
    "no_score": ("No current score", unscored),
    "overdue_review": ("Review overdue", overdue),
    "no_review": ("No review planned", lambda view: known(RISKS.c.review_on).is_(None)),
    "corrected": ("Corrected since it was recorded", lambda view: RISKS.c.corrections > 0),
    "odd_score": ("Score is odd", lambda view: RISKS.c.current_flag > ""),
}
"""What makes an open risk unfit to be relied on."""


class InBand(Filter):
    """Those whose current score is in a band, or that have none."""

    def options(self, view: View) -> list[Option]:
        highest_first = [(band.name, band.name) for band in reversed(view.matrix.bands)]
        return [*highest_first, (UNSCORED, "Not scored")]

    def condition(self, value: str, view: View) -> ColumnElement[bool]:
        if value == UNSCORED:
            return unscored(view)
        return RISKS.c.current_band == value  # type: ignore[no-any-return]


def _seen_by(sight: Sight, row: Any) -> ColumnElement[bool]:
    """What was raised where the reader sits, and what their agencies own or raised (SAF 2)."""
    own = sorted(sight.agencies)
    return or_(
        row.owner_agency.in_(own),
        row.raised_by.in_(own),
        row.raised_in.in_(sorted(sight.forums)),
    )


# ---------------------------------------------------------------- the register


def _story(risk: Risk, view: View) -> dict[str, str]:
    """The scores, the controls and the evidence, each in words."""
    scores = {
        f"{measure.capitalize()} score": score_words(score)
        for measure, score in risk.scores.items()
    }
    controls = {f"Control {number}": text for number, text in risk.controls.items()}
    return {**scores, **controls, **story_of_evidence(risk, view)}


def _decided(part: str) -> Callable[[Risk], Any]:
    return lambda risk: getattr(risk.decided, part) if risk.decided else None


def _score(words: str, measure: Measure, sort: str = "") -> Iterator[Column[Risk]]:
    def part(name: str) -> Callable[[Risk], Any]:
        return lambda risk: getattr(risk.score(measure), name)

    for name, label, kind in (
        ("likelihood", f"{words} likelihood", NUMBER),
        ("impact", f"{words} impact", NUMBER),
        ("figure", f"{words} score", NUMBER),
        ("band", f"{words} band", TEXT),
        ("published", f"{words} score as published", TEXT),
        ("flag", f"{words} score: what is odd", TEXT),
    ):
        by = sort if name == "figure" else ""
        key = f"{measure}_{name}"
        yield Column(key, label, kind, part(name), sort=by, searched=False, in_story=False)


RISKS: Register[Risk] = Register(
    "risks",
    Risk,
    columns=[
        Column("status", "Status", OfCode(STATUSES), sort="status"),
        Column("kind", "Kind", OfCode(KINDS)),
        Column("title", "Title", TEXT, sort="title", searched=True),
        Column("cause", "Cause", TEXT, searched=True),
        Column("event", "Event", TEXT, searched=True),
        Column("consequence", "Consequence", TEXT, searched=True),
        Column("theme", "Theme", THEME, searched=True),
        theme_keys(lambda risk: filter(None, [risk.theme])),
        Column("warning", "How it shows itself", TEXT),
        Column("raised_in", "Raised in", OfCode(FORUMS)),
        Column("raised_by", "Raised by", AGENCY),
        Column("owner_role", "Owner’s role", TEXT, searched=True),
        Column("owner_agency", "Owner’s agency", AGENCY, sort="owner"),
        *_score("Current", Measure.CURRENT, "score"),
        *_score("Inherent", Measure.INHERENT),
        *_score("Target", Measure.TARGET, "target"),
        Column("assessed_on", "Last assessed", DAY, in_story=False),
        Column("movement_reason", "Reason for the last movement", TEXT, in_story=False),
        # The version at which the current score was last assessed: corrections keep it.
        internal(Column("assessment", "Assessment", NUMBER)),
        Column("response", "Response", OfCode(RESPONSES_CHOSEN)),
        Column("appetite", "Appetite", NUMBER),
        Column("proximity", "Proximity", TEXT),
        Column("controls", "Controls in place", NUMBER, lambda risk: len(risk.controls),
               in_story=False),
        Column("target_on", "Target date", DAY),
        Column("first_target_on", "First target date", DAY, in_story=False),
        Column("target_moves", "Times the target date moved", NUMBER),
        Column("review_on", "Next review", DAY, sort="review"),
        Column("reviewed_on", "Last review", DAY),
        Column("cadence", "Months between reviews", NUMBER),
        Column("escalated_to", "Awaits an answer from", TEXT, searched=False),
        Column("escalated_on", "Escalated", DAY, sort="escalated"),
        Column("question", "Question", TEXT),
        Column("decision", "Last decision", SAID, _decided("words")),
        Column("decided_on", "Decided", DAY, _decided("on"), in_story=False),
        internal(Column("decided_version", "Decided on version", NUMBER, _decided("version"))),
        internal(Column("decided_position", "Decided at position", NUMBER, _decided("position"))),
        Column("closed_on", "Closed", DAY),
        Column("closing", "Why closed", TEXT),
        Column("merged_into", "Merged into", ITEM),
        Column("source_body", "Published by", TEXT, searched=True),
        Column("source_register", "Published in", TEXT, searched=True),
        Column("source_reference", "Number there", NUMBERED, sort="number", searched=True),
        Column("source_as_at", "Published as at", TEXT),
        Column("published_band", "Band as published", TEXT, searched=False),
        Column("published_direction", "Direction as published", TEXT, searched=False),
        EVIDENCE,
        CHANGED,
        Column("links", "Linked items", ITEMS, lambda risk: sorted(risk.links, key=in_order)),
        Column("recorded_on", "Recorded", DAY, sort="recorded"),
        CORRECTIONS,
        Column("overdue", "Review overdue", YES_NO, at=overdue),
    ],
    quick=[
        Quick(["status"], by="-current_figure", then=True),
        Quick(["status", "current_band"], by="-current_figure",
              also=["owner_agency", "raised_by", "raised_in"]),
        Quick(["status", "current_band"], then=True, now=False),
        Quick(["status", "owner_agency"], by="-current_figure", also=["owner_role", "review_on"]),
        Quick(["status"], by="review_on"),
        Quick(["status", "escalated_to"], by="escalated_on"),
        Quick(["status", "current_likelihood", "current_impact"], by="-current_figure",
              name="place"),
        Quick(["status", "current_impact"]),
        Quick(["status", "current_flag"]),
        Quick(["status", "appetite"], also=["current_figure"]),
        Quick(["status"], by="target_on", also=["current_figure", "target_figure"]),
        Quick(["status", "target_moves"]),
    ],
    version=9,
    shown=("reference", "current_figure", "current_band", "title", "owner_agency", "review_on"),
    usual="-score",
    filters=[
        State("status", "Status", lambda: RISKS.c.status,
              {"open": ("Open", is_open), "closed": ("Closed", is_closed)},
              all="Open and closed"),
        InBand("band", "Band", hint="Those whose current score is in this band."),
        OfAgencyWith("owner_agency", "Owner’s agency",
                     lambda agency: RISKS.c.owner_agency == agency),
        OneOf("kind", "Kind", lambda: RISKS.c.kind, KINDS),
        OfTheme("theme", "Theme", lambda: RISKS.c.theme_keys,
                lambda view: words_used(RISKS, "theme", view),
                hint="Those with this theme."),
        Tick("escalated", "Awaiting an answer", lambda view: escalated(),
             hint="Those that await an answer."),
        Tick("overdue", "Review overdue", overdue, hint="Those whose review is overdue."),
        undated(lambda: RISKS.c.review_on, "review date"),
        Tick("above_target", "Above target", above_target, hint="Those above their target."),
        Tick("above_appetite", "Above appetite", above_appetite,
             hint="Those above the appetite set for them."),
        Tick("target_dates", "Target date passed or moved", target_passed_or_moved,
             hint="Those whose target date has passed or was moved."),
        Tick("off_the_map", "Likelihood or impact not known", off_the_map,
             hint="Those whose likelihood or impact is not known."),
        OneOfThese("hygiene", "Needs tidying", HYGIENE, hint="Those that lack something."),
        changed_filter(lambda: RISKS.c.changed_since_decided),
    ],
    seen=_seen_by,
    story=_story,
    besides=lambda risk: (Passage(f"Control {n}", words) for n, words in risk.controls.items()),
)  # fmt: skip


def awaiting_answer(view: View) -> list[Row]:
    """The escalations without an answer, the oldest first."""
    return RISKS.rows(view, is_open(), escalated(), sort="escalated")


def target_dates(view: View) -> list[Row]:
    """The open risks whose target date has passed or was ever moved."""
    return RISKS.rows(view, target_passed_or_moved(view))


def band_counts(view: View) -> dict[str, int]:
    """How many open risks there are in each band of the moment; "" counts those without one."""
    bands = ("", *(band.name for band in view.matrix.bands))
    key = (view.now, view.sight, bands)
    counted = _BANDS.get(key, lambda: _in_each_band(*key)).one(view)
    return {band: count for band, count in zip(bands, counted, strict=True) if count}


def _in_each_band(now: bool, sight: Sight, bands: Sequence[str]) -> Question:
    view = left_open(now=now, sight=sight)
    in_band = [and_(is_open(), RISKS.c.current_band == band) for band in bands]
    return Question(select(*(RISKS.counted(view, each) for each in in_band)))


_BANDS: Remembered[Question] = Remembered()


def hygiene_counts(view: View) -> list[tuple[str, str, int]]:
    """Key, words and number of the open risks that break each rule of hygiene."""
    whose = (view.now, view.sight)
    counted = _LACKS.get(whose, lambda: _lacking(*whose)).one(view)
    named = zip(HYGIENE.items(), counted, strict=True)
    return [(key, words, count) for (key, (words, _)), count in named]


def _lacking(now: bool, sight: Sight) -> Question:
    view = left_open(now=now, sight=sight)
    broken = [and_(is_open(), holds(view)) for _, holds in HYGIENE.values()]
    return Question(select(*(RISKS.counted(view, each) for each in broken)))


_LACKS: Remembered[Question] = Remembered()
