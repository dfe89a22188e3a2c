"""Performing what a row means, for the person who loads the file and with their rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError

from application.doing.access import Person
from application.doing.child_details import ChildDetailsError, looks_like, looks_like_under
from application.doing.intents import perform
from application.doing.twice import Another, TwiceError
from application.importing.files.headings import Headings, Row
from application.importing.importable import RowRefusedError, Step
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from domain.kernel.item import in_a_row
from domain.kernel.plain import normal


class Performing:
    """Does the steps of rows. `confirmed`: whoever loads the file has checked that no child can
    be identified from it; `anyway` says why rows that look like what is there are other ones;
    `lines` are those of the items that the file has made."""

    def __init__(
        self,
        ledger: Ledger,
        person: Person,
        headings: Headings,
        *,
        confirmed: bool,
        anyway: str = "",
        lines: Mapping[str, int],
    ) -> None:
        self._ledger = ledger
        self._person = person
        self._headings = headings
        self._confirmed = confirmed
        self._anyway = anyway
        self._lines = lines

    def perform(self, steps: Sequence[Step], row: Row, reference: str, flags: list[str]) -> str:
        """Do the steps of a row, to an item or so that there is one; return its reference.

        Raises RowRefusedError, and ChildDetailsError for what looks like a child's details and was
        not confirmed; where it was, that is flagged.
        """
        about = reference
        another = _another_than(row)

        by_heading = {
            heading: what
            for heading, words in self._said(row)
            if (what := looks_like_under(heading, words))
        }
        if by_heading:
            doubt = ChildDetailsError(
                labels={heading: heading for heading in by_heading}, looks_like=by_heading
            )
            if not self._confirmed:
                raise doubt
            flags.extend(self._flags(row, doubt))
        for step in steps:
            try:
                about = self._perform(step, about, another)
            except TwiceError as twice:
                lines = [self._lines.get(each, 0) for each in twice.like]
                if not all(lines):
                    raise
                both = f"The file lists both, on line {lines[-1]} and on line {row.line}."
                about = self._perform(step, about, another, anyway=both)
                flags.append(f"It looks like line {lines[-1]}, and was loaded as another one.")
            except ChildDetailsError as doubt:
                if not self._confirmed:
                    raise
                about = self._perform(step, about, another, confirmed=True)
                flags.extend(self._flags(row, doubt))
        return about

    def doubtful(self, row: Row, doubt: ChildDetailsError) -> Mapping[str, Sequence[str]]:
        """The headings under which the row looks like a child's details, each with which."""
        found = {
            heading: list(
                dict.fromkeys(
                    [*looks_like_under(heading, words), *looks_like(f"{heading}: {words}")]
                )
            )
            for heading, words in self._said(row)
        }
        found = {heading: what for heading, what in found.items() if what}
        return found or {doubt.labels[name]: what for name, what in doubt.looks_like.items()}

    def _said(self, row: Row) -> Iterator[tuple[str, str]]:
        for name, words in row.cells.items():
            yield self._headings.names.get(name, name), words
        yield from row.others.items()

    def _flags(self, row: Row, doubt: ChildDetailsError) -> Iterator[str]:
        for heading, what in self.doubtful(row, doubt).items():
            looks = f"what looks like {in_a_row(what)}"
            yield f"{heading}: {looks}; it was confirmed that no child can be identified."

    def _perform(
        self,
        step: Step,
        reference: str,
        another: Another,
        *,
        confirmed: bool = False,
        anyway: str = "",
    ) -> str:
        try:
            outcome = perform(
                self._ledger,
                step.intent,
                step.data,
                person=self._person,
                reference=reference,
                confirmed=confirmed,
                anyway=anyway or self._anyway,
                another=another,
            )
        except (ChildDetailsError, TwiceError):
            raise
        except ValidationError as error:
            name, reasons = next(iter(dict(error.messages_dict).items()))
            column = step.columns.get(name, "")
            raise RowRefusedError(" ".join(reasons), column=column) from error
        except DomainError as error:
            column = step.columns.get(error.field or "", "")
            raise RowRefusedError(error.sentence, column=column) from error
        return outcome.reference


def _another_than(row: Row) -> Another:
    """Whether an item is known to be another one than a row's: by another number where it comes
    from. A row of another ledger's register is known by its reference there alone."""
    number = normal(row.cells.get("number") or row.cells.get("risk_ref") or "")

    def another(item: Any) -> bool:
        elsewhere = normal(item.number_there)
        return bool(row.ours) or bool(number and elsewhere and number != elsewhere)

    return another
