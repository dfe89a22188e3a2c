"""What a row of a published risk register means: the intents that put it on our register.

What cannot be said by an intent is never dropped: it stays word for word in the note of the
source, and the row is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from application.catalogue import CATALOGUE
from application.fields import LINE, PROSE, Prose
from application.headings import Row, normal
from application.importing import Known, Plan, RowRefusedError, Step
from application.published_dates import read_date
from application.published_scores import PublishedScore, read_factor, read_response, read_score
from application.risk_columns import RISK_COLUMNS
from application.risks import (
    ASSESS,
    CHOOSE_RESPONSE,
    CITE_SOURCE,
    PUBLISHED_OWNER,
    RECORD,
    SCHEDULE_REVIEW,
    SET_TARGET_DATE,
)
from domain.errors import DomainError
from domain.item import Item, long_date
from domain.matrix import Matrix, Score
from domain.risk import KIND_NAMES, Kind, Measure, Response, Risk

ADD_CONTROL = CATALOGUE["risk.add_control"]
JUDGE_PROXIMITY = CATALOGUE["risk.judge_proximity"]


class RiskRows:
    """The kind of file that holds risks, for importing.import_file."""

    noun = "risks"
    item_class = Risk
    columns = RISK_COLUMNS
    needed = "gist"

    def number(self, row: Row) -> str:
        number, body = row.cells.get("risk_ref"), row.cells.get("register_body")
        return f"{number} of {body}" if number and body else ""

    def plan(self, row: Row, known: Known) -> Plan:
        reading = _Reading(row, known)
        record = reading.record()
        rest = [
            *reading.scores(),
            *reading.owner(),
            *reading.response(),
            *reading.dates(),
            *reading.controls(),
            *reading.proximity(),
        ]
        reading.status()
        # Cited after all else has been read, because the note keeps what had no other place.
        return Plan([record, *reading.source(), *rest], reading.flags)

    def edition(self, row: Row) -> str:
        day = read_date(row.cells.get("as_at", "")).day
        return day.isoformat() if day else ""

    def follow(self, row: Row, known: Known, history: Sequence[Item.Event]) -> Plan:
        reading = _Reading(row, known)
        if not reading.on:
            raise RowRefusedError("This row differs from it, and does not say as at which day.")
        latest = _latest_day(history)
        if reading.on <= latest:
            raise RowRefusedError(
                f"This row differs from it, and is not later than {long_date(latest)}."
            )
        risk: Any = None
        for event in history:
            risk = event.mutate(risk)
        movements = reading.movements(risk)
        reading.keep_wording(risk)
        return Plan([*reading.source(), *movements], reading.flags)


RISKS = RiskRows()


def _latest_day(history: Sequence[Item.Event]) -> str:
    """The last day that the risk's sources and its assessments since then are about."""
    latest, cited_on = "", ""
    for event in history:
        if isinstance(event, Risk.SourceCited):
            end = read_date(event.source_as_at).end
            latest, cited_on = end.isoformat() if end else event.on, event.on
        elif isinstance(event, Risk.Scored) and event.on > max(latest, cited_on):
            latest = event.on
    return latest


@dataclass(frozen=True)
class _Columns:
    """The columns that make up one score."""

    likelihood: str
    impact: str
    score: str

    def of(self, field: str | None) -> str:
        return {"likelihood": self.likelihood, "impact": self.impact}.get(field or "", self.score)


_SCORES = {
    Measure.INHERENT: _Columns("inherent_likelihood", "inherent_impact", "inherent_score"),
    Measure.CURRENT: _Columns("likelihood", "impact", "current_score"),
    Measure.TARGET: _Columns("target_likelihood", "target_impact", "target_score"),
}
_KINDS = {normal(name): kind for kind, name in KIND_NAMES.items()}
_OPEN = {"open", "live", "active", "ongoing", "current"}
_CLOSED = {"closed", "close", "removed", "archived", "deleted", "retired"}
_COLOURS = {"green": 0, "amber": 1, "red": 2}
"""The place of a colour among three bands, from the lowest."""


class _Reading:
    """Reads one row, noting on the way what is odd and what must be kept in the note."""

    def __init__(self, row: Row, known: Known) -> None:
        self.on = ""
        """The ISO date as at which the row was published; "" when none can be told."""
        self._row = row
        self._known = known
        self._flags: list[str] = []
        self._cells = dict(row.cells)
        self._kept: list[str] = []
        self._odd: dict[str, list[str]] = {}
        self._date()
        self._sort_out_impact()

    @property
    def flags(self) -> list[str]:
        """What is odd about the row, in sentences; the same oddity of several scores in one."""
        odd = [f"{_list(names)} score: {flag}" for flag, names in self._odd.items()]
        return [*self._flags, *odd]

    # ------------------------------------------------------------ what it is, and where it stood

    def record(self) -> Step:
        if not self._cell("gist"):
            raise RowRefusedError("The row does not say what the risk is.", column="gist")
        title = self._line("gist")
        return self._step(
            RECORD,
            {
                "kind": self._kind(),
                "title": title,
                "cause": self._cell("cause"),
                "event": self._cell("event"),
                "consequence": self._cell("consequence"),
                "theme": self._line("theme"),
            },
            title="gist",
        )

    def source(self) -> Iterator[Step]:
        """Where it was published, if anything is known of that."""
        lines = {field: self._line(column) for field, column in _SOURCE.items()}
        note = self._note()
        if note or any(lines.values()):
            yield self._step(
                CITE_SOURCE, {**lines, "source_note": note}, **_SOURCE, source_note="note"
            )

    # ------------------------------------------------------------ its scores

    def scores(self) -> Iterator[Step]:
        """Each score that anything is known of; the current one after the previous one."""
        for measure in Measure:
            score = self._score(measure)
            if measure is Measure.CURRENT:
                self._compare_band(score)
                previous = self._previous(score)
                if score and previous:
                    yield self._assess(measure, Score(published=previous))
                    yield self._assess(measure, score, reason=self._move(previous, score))
                    continue
            if score:
                yield self._assess(measure, score)

    def movements(self, risk: Risk) -> list[Step]:
        """The scores that differ from those that the risk has."""
        published_in = self._cell("register_title") or self._cell("register_body")
        reason = _short(f"Published in {published_in}, as at {long_date(self.on)}.")
        steps = []
        for measure in Measure:
            score = self._score(measure)
            if measure is Measure.CURRENT:
                self._compare_band(score)
            if score and score != risk.scores.get(measure):
                steps.append(self._assess(measure, score, reason=reason))
        moved = "" if steps else " No score moved."
        self._flag(
            f"A later edition of {risk.reference}: its source and its scores were added.{moved}"
        )
        return steps

    def _score(self, measure: Measure) -> Score | None:
        columns = _SCORES[measure]
        likelihood = self._factor(columns.likelihood, self._known.matrix.likelihoods)
        impact = self._factor(columns.impact, self._known.matrix.impacts)
        published = read_score(self._line(columns.score))
        if likelihood is None and impact is None and self._fits(published):
            likelihood, impact = published.likelihood, published.impact
        if likelihood is None and impact is None and not published.words:
            return None
        try:
            score = self._known.matrix.judge(
                likelihood=likelihood, impact=impact, published=published.words
            )
        except DomainError as error:
            raise RowRefusedError(error.sentence, column=columns.of(error.field)) from error
        if score.flag:
            self._odd.setdefault(score.flag, []).append(measure.value)
        return score

    def _factor(self, column: str, names: tuple[str, ...]) -> int | None:
        words = self._cell(column)
        if not words:
            return None
        factor = read_factor(words, names)
        if factor.number is None:
            self._flag(f"{_label(column)} “{_short(words, 40)}” is no number from 1 to 5.")
            self._keep(column)
        elif factor.from_words:
            self._flag(
                f"{_label(column)} “{words}” was read as {factor.number}, its place in the "
                f"{self._known.matrix.name} matrix."
            )
        return factor.number

    def _fits(self, score: PublishedScore) -> bool:
        """Whether the factors that stand in the words of the score are in our matrix."""
        matrix = self._known.matrix
        return (score.likelihood or 0) in range(1, len(matrix.likelihoods) + 1) and (
            score.impact or 0
        ) in range(1, len(matrix.impacts) + 1)

    def _compare_band(self, score: Score | None) -> None:
        band = self._line("band_as_published")
        if not band:
            return
        if score is None or score.figure is None:
            self._flag(f"Published as {band}, without a score.")
        elif score.band and not _same_band(band, score.band, self._known.matrix):
            self._flag(
                f"Published as {band}; {score.figure} is {score.band} in the "
                f"{self._known.matrix.name} matrix."
            )

    def _previous(self, score: Score | None) -> str:
        """The previous score, where the current one can be told to have moved from it."""
        words = read_score(self._line("previous_score")).words
        if words and score and words.isascii() and words.isdigit():
            return words
        if words:
            self._flag(f"Previous score “{words}”: kept in the note, as no movement can be shown.")
            self._keep("previous_score")
        return ""

    def _move(self, previous: str, score: Score) -> str:
        now = score.published or str(score.figure)
        direction = f" ({self._cell('direction')})" * bool(self._cell("direction"))
        moved = f"a move from {previous} to {now}" if previous != now else f"{now}, as before"
        return _short(f"Published as {moved}{direction}.")

    def _assess(self, measure: Measure, score: Score, *, reason: str = "") -> Step:
        columns = _SCORES[measure]
        return self._step(
            ASSESS,
            {
                "measure": measure.value,
                "likelihood": score.likelihood,
                "impact": score.impact,
                "published": score.published,
                "reason": reason,
            },
            likelihood=columns.likelihood,
            impact=columns.impact,
            published=columns.score,
        )

    # ------------------------------------------------------------ who answers for it, and how

    def owner(self) -> Iterator[Step]:
        role, name = self._line("owner_role"), self._line("owner_agency")
        agency = self._known.agency_called(name) if name else ""
        if role and not name and (agency := self._known.agency_called(role)):
            role = ""
        if name and not agency:
            role = ", ".join(filter(None, [role, name]))
            self._flag(f"“{name}” is no agency of the partnership; it stands in the owner’s role.")
        if role or agency:
            yield self._step(PUBLISHED_OWNER, {"owner_role": _short(role), "owner_agency": agency})

    def response(self) -> Iterator[Step]:
        words = self._cell("response_4t")
        response = read_response(words)
        if response:
            yield self._step(CHOOSE_RESPONSE, {"response": response.value}, response="response_4t")
            if response.value not in words.casefold():
                self._flag(f"Response “{_short(words, 40)}” was read as {response.value}.")
        elif words:
            ways = ", ".join(each.value for each in Response)
            self._flag(f"Response “{_short(words, 40)}” is not one of {ways}; it is kept.")

    def dates(self) -> Iterator[Step]:
        target = read_date(self._cell("target_on")).day
        if target:
            yield self._step(SET_TARGET_DATE, {"target_on": target.isoformat()})
        elif self._cell("target_on"):
            self._flag("Target date: not a full date; kept in the note.")
            self._keep("target_on")
        review = read_date(self._cell("review_on")).day
        if review and review.isoformat() >= (self.on or self._known.today.isoformat()):
            yield self._step(SCHEDULE_REVIEW, {"review_on": review.isoformat()})
        elif self._cell("review_on"):
            why = "before the date of the register" if review else "not a full date"
            self._flag(f"Review date: {why}; kept in the note.")
            self._keep("review_on")

    def controls(self) -> Iterator[Step]:
        for line in self._cell("controls").splitlines():
            if text := _BULLET.sub("", line).strip():
                yield self._step(ADD_CONTROL, {"text": text}, text="controls")

    def proximity(self) -> Iterator[Step]:
        if words := self._line("proximity"):
            yield self._step(JUDGE_PROXIMITY, {"proximity": words})

    def status(self) -> None:
        words = set(normal(self._cell("status")).split())
        if words & _CLOSED:
            self._flag("Published as closed; loaded as open. Close it with its reason.")
        if words - _OPEN:
            self._keep("status")

    # ------------------------------------------------------------ a later edition

    def keep_wording(self, risk: Risk) -> None:
        """Keep in the note what a later edition says besides its source and its scores."""
        title = _short(" ".join(self._cell("gist").split()))
        if title and title != risk.title:
            self._flag("Its wording differs; check that it is the same risk.")
            self._keep("gist")
        for column in _WORDING:
            self._keep(column)

    # ------------------------------------------------------------ how it is done

    def _date(self) -> None:
        words = self._cell("as_at")
        day = read_date(words).day
        if day and day <= self._known.today:
            self.on = day.isoformat()
        elif words:
            why = "is in the future" if day else "is not a full date"
            self._flag(f"“{_short(words, 40)}” {why}; today’s date is used, and the words kept.")

    def _kind(self) -> str:
        words = self._cell("kind")
        kind = _KINDS.get(normal(words), Kind.RISK)
        if words and normal(words) not in _KINDS:
            self._keep("kind")
        return kind.value

    def _sort_out_impact(self) -> None:
        """Some registers call the impact a consequence, and some the consequence an impact."""
        consequence, impact = self._cell("consequence"), self._cell("impact")
        impacts = self._known.matrix.impacts
        if consequence and not impact and read_factor(consequence, impacts).number is not None:
            self._cells["impact"] = self._cells.pop("consequence")
        elif impact and not consequence and len(impact.split()) > _FEW_WORDS:
            self._cells["consequence"] = self._cells.pop("impact")

    def _cell(self, column: str) -> str:
        return self._cells.get(column, "")

    def _line(self, column: str) -> str:
        """The cell on one line. One that is too long for that is shortened, and kept whole.

        What is too long to be kept as well is left, for the intent to refuse.
        """
        words = " ".join(self._cell(column).split())
        if not LINE < len(words) <= PROSE:
            return words
        if column == "gist" and not self._cell("event"):
            self._cells["event"] = self._cell("gist")
        else:
            self._keep(column)
        self._flag(f"{_label(column)} is too long for one line; it is kept whole elsewhere.")
        return _short(words)

    def _flag(self, words: str) -> None:
        if words not in self._flags:
            self._flags.append(words)

    def _keep(self, column: str) -> None:
        if words := self._cell(column):
            line = f"{_label(column)}: {words}"
            if line not in self._kept:
                self._kept.append(line)

    def _note(self) -> str:
        for heading, words in self._row.others.items():
            try:
                Prose(heading).deserialize(words)
            except ValidationError as error:
                raise RowRefusedError(str(error.messages[0]), column=heading) from error
        others = [f"{heading}: {words}" for heading, words in self._row.others.items()]
        return "\n".join(filter(None, [self._cell("note"), *self._kept, *others]))

    def _step(self, intent: Any, data: Mapping[str, Any], **columns: str) -> Step:
        return Step(intent, {**data, "on": self.on}, {**{name: name for name in data}, **columns})


_FEW_WORDS = 4
_LABELS = {"gist": "Title", "response_4t": "Response"}
_BULLET = re.compile(r"^\s*(?:[•·▪–*-]|\(?\d{1,2}[.)])\s+")
_SOURCE = {
    "source_body": "register_body",
    "source_register": "register_title",
    "source_reference": "risk_ref",
    "source_as_at": "as_at",
    "source_url": "source_url",
    "published_band": "band_as_published",
    "published_scheme": "band_scheme",
    "published_direction": "direction",
    "published_response": "response_4t",
}
_WORDING = (
    "cause", "event", "consequence", "theme", "kind", "owner_role", "owner_agency", "controls",
    "proximity", "previous_score", "review_on", "target_on", "status",
)  # fmt: skip


def _same_band(published: str, ours: str, matrix: Matrix) -> bool:
    names = [band.name.casefold() for band in matrix.bands]
    words = published.casefold()
    if words in _COLOURS and len(names) == len(_COLOURS):
        words = names[_COLOURS[words]]
    return words == ours.casefold()


def _label(column: str) -> str:
    return _LABELS.get(column, column.replace("_", " ").capitalize())


def _list(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names).capitalize()


def _short(words: str, longest: int = LINE) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
