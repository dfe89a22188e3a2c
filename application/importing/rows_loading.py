"""Loading the rows of a file, one after the other: which item each is about, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from application.doing.access import Person
from application.doing.child_details import ChildDetailsError
from application.doing.supply import seen_item
from application.doing.twice import TwiceError
from application.importing.files.headings import Headings, Row
from application.importing.importable import (
    Groups,
    Importable,
    Known,
    NoGroups,
    Plan,
    RowRefusedError,
)
from application.importing.ours.our_files import REFERENCE, OurRegister
from application.importing.ours.our_loading import Found, OurRows
from application.importing.performing import Performing
from application.importing.reports import Result, RowReport
from application.importing.row_commands import by_edition, by_number, by_reference, by_words
from application.ledger.commands import Command, Outcome
from application.ledger.ledger import Acted, Ledger
from domain.kernel.errors import NotFoundError, RepeatedCommandError
from domain.kernel.item import Item, Linkable, in_a_row, london_date

_ANOTHER = "Nothing was done. If it is another one, load the file again and say why."
_TAKE_IT_OUT = (
    "This ledger must hold no child’s name, date of birth or NHS number: take it out, or confirm "
    "for the file that no child can be identified from it."
)


@dataclass(frozen=True)
class FileRows:
    """How the rows of one file are loaded: for whom, and by what is known of its headings.

    `register` is the register of such items, which may have written the file; `confirmed`: no child
    can be identified from it. `numbers` are the lines of the publisher's numbers that were read.
    """

    importable: Importable
    person: Person
    agency_called: Callable[[str], str]
    headings: Headings
    register: OurRegister | None
    confirmed: bool
    anyway: str = ""
    groups: Groups = field(default_factory=NoGroups)
    numbers: dict[str, int] = field(default_factory=dict)

    def on(self, ledger: Ledger, lines: dict[str, int]) -> RowsLoading:
        """Loads them into a ledger; `lines` are those of the items that the file has made."""
        return RowsLoading(ledger, self, lines)


class RowsLoading:
    """The loading of one file's rows, one after the other."""

    def __init__(self, ledger: Ledger, file: FileRows, lines: dict[str, int]) -> None:
        self._ledger = ledger
        self._importable = file.importable
        self._person = file.person
        self._headings = file.headings
        self._lines = lines
        self._numbers = file.numbers
        self._known = Known(
            ledger.matrix, london_date(ledger.now()), cache(file.agency_called),
            lambda reference: there_is(ledger, reference, person=file.person),
            ledger.settled.themes, file.groups,
        )  # fmt: skip
        self._desk = Performing(
            ledger,
            file.person,
            file.headings,
            confirmed=file.confirmed,
            anyway=file.anyway,
            lines=lines,
        )
        self._ours = (
            OurRows(
                ledger, file.importable, file.register, self._known, file.headings, self._desk,
                file.person,
            )
            if file.register
            else None
        )  # fmt: skip

    def row(self, row: Row) -> RowReport:
        """Load one row and say what became of it. A refused one may be half done."""
        title = " ".join(row.cells.get(self._importable.needed, "").split())
        title = title if len(title) <= 80 else f"{title[:79]}…"
        if row.passed:
            return RowReport(row.line, title, Result.PASSED, reason=f"{row.passed}.")
        try:
            if row.fault:
                raise RowRefusedError(row.fault)
            if self._ours and REFERENCE in row.ours:
                return self._load_ours(row, self._ours, title)
            return self._loaded(row, title, *self._load(row))
        except RowRefusedError as refused:
            column = self._headings.names.get(refused.column, refused.column)
            return RowReport(
                row.line, title, Result.REFUSED,
                column=column, reason=refused.reason,
                flags=tuple(dict.fromkeys([*row.flags, *refused.flags])),
            )  # fmt: skip
        except TwiceError as twice:
            return RowReport(
                row.line, title, Result.PRESENT, twice.like[0],
                reason=f"{twice.reason} {_ANOTHER}", flags=row.flags, left_alone=True,
            )  # fmt: skip
        except ChildDetailsError as doubt:
            return self._doubted(row, title, self._desk.doubtful(row, doubt))

    def _doubted(self, row: Row, title: str, doubtful: Mapping[str, Sequence[str]]) -> RowReport:
        what = in_a_row(dict.fromkeys(each for found in doubtful.values() for each in found))
        reason = f"It holds what looks like {what}. {_TAKE_IT_OUT}"
        return RowReport(
            row.line, title, Result.REFUSED,
            column=", ".join(doubtful), reason=reason, flags=row.flags,
        )  # fmt: skip

    def _loaded(self, row: Row, title: str, outcome: Outcome, flags: Sequence[str]) -> RowReport:
        if outcome.repeated:
            return RowReport(row.line, title, Result.PRESENT, outcome.reference)
        self._lines.setdefault(outcome.reference, row.line)
        return RowReport(row.line, title, Result.LOADED, outcome.reference, tuple(flags))

    # ------------------------------------------------------------ rows of our own register

    def _load_ours(self, row: Row, ours: OurRows, title: str) -> RowReport:
        """Load a row of our own register: change the item that it is about, or make a new one."""
        command = by_reference(self._importable.noun, row.ours[REFERENCE], row.began)
        copied = self._ledger.performed(command)
        found = None if copied else self._here(row, ours)
        if found is None:
            try:
                return self._loaded(row, title, *self._new(row, ours, command))
            except RepeatedCommandError:
                assert copied
                found = ours.copy(self._seen(copied.reference))
        changed, flags = ours.change(row, found)
        result = Result.CHANGED if changed else Result.PRESENT
        return RowReport(
            row.line, title, result, found.item.reference, tuple(dict.fromkeys(flags)),
            changes=tuple(changed),
        )  # fmt: skip

    def _here(self, row: Row, ours: OurRows) -> Found | None:
        """The item that the row is about, if it was here before the file: the one of that
        reference, or the one that its publisher calls by the same number."""
        if row.ours[REFERENCE] not in self._lines and (found := ours.here(row)):
            return found
        known = self._ledger.performed(by_number(self._importable.noun, self._same(row)))
        if not self._same(row) or known is None or known.reference in self._lines:
            return None
        return ours.copy(self._seen(known.reference))

    def _new(self, row: Row, ours: OurRows, command: Command) -> tuple[Outcome, Sequence[str]]:
        """Make an item of a row of another ledger. Its publisher's number is taken from now on."""
        outcome, flags = self._once(command, row, lambda: self._importable.plan(row, self._known))
        if outcome.repeated:
            return outcome, flags
        item = self._seen(outcome.reference)
        number = by_number(self._importable.noun, self._same(row))
        if self._same(row) and self._ledger.performed(number) is None:
            self._ledger.once(
                number, [row.cells, row.others], lambda: (item, ()), permit=self._seen
            )
        return outcome, [*flags, *ours.not_taken(row, item)]

    def _same(self, row: Row) -> str:
        """What its publisher calls the row's item, however it is written; "" unknown."""
        return " ".join(self._importable.number(row).casefold().split())

    # ------------------------------------------------------------ rows of published files

    def _load(self, row: Row) -> tuple[Outcome, Sequence[str]]:
        if self._ours and (reference := self._ours.named(row)):
            raise RowRefusedError(
                f"It is {reference} of this ledger already. To change that from a file, download "
                "the list, change it there, and load that."
            )
        content = [row.cells, row.others]
        same = self._same(row)
        if same and not self._importable.editions:
            first_line = self._numbers.setdefault(same, row.line)
            if first_line != row.line:
                number = self._importable.number(row)
                raise RowRefusedError(f"{number} is already on line {first_line} of this file.")
        noun = self._importable.noun
        first = by_number(noun, same) if same else by_words(noun, content)
        try:
            return self._once(first, row, lambda: self._importable.plan(row, self._known))
        except RepeatedCommandError:
            return self._follow(row, first)

    def _follow(self, row: Row, first: Command) -> tuple[Outcome, Sequence[str]]:
        """Add a row to the item that an earlier row with the same number became."""
        earlier = self._ledger.performed(first)
        assert earlier is not None
        edition = by_edition(self._importable.noun, first, self._importable.edition(row))
        try:
            return self._once(
                edition,
                row,
                lambda: self._importable.follow(
                    row, self._known, self._ledger.history(self._seen(earlier.reference).reference)
                ),
                reference=earlier.reference,
            )
        except (RowRefusedError, RepeatedCommandError) as error:
            why = error.reason if isinstance(error, RowRefusedError) else ""
            raise RowRefusedError(self._same_number(row, earlier.reference, why)) from error

    def _once(
        self,
        command: Command,
        row: Row,
        make_plan: Callable[[], Plan],
        *,
        reference: str = "",
    ) -> tuple[Outcome, Sequence[str]]:
        content = [row.cells, row.others]
        flags: list[str] = []

        def act() -> Acted:
            plan = make_plan()
            flags.extend(plan.flags)
            try:
                about = self._desk.perform(plan.steps, row, reference, flags)
            except RowRefusedError as refused:
                refused.flags = flags
                raise
            return self._ledger.get(self._importable.item_class, about), ()

        outcome = self._ledger.once(command, content, act, permit=self._seen)
        return outcome, list(dict.fromkeys(flags))

    def _seen(self, reference: str) -> Item:
        """What a row led to before: an item of the file's kind, for somebody who may see it."""
        kind = self._importable.item_class
        try:
            return seen_item(self._ledger, kind, reference, person=self._person)
        except NotFoundError as error:
            raise RowRefusedError("What this row led to before is not yours to see.") from error

    def _same_number(self, row: Row, reference: str, why: str) -> str:
        line = self._lines.get(reference)
        where = f"on line {line} of this file, as" if line else "on the register as"
        why = why or "This row differs from it, and is not of a later date."
        return f"{self._importable.number(row)} is already {where} {reference}. {why}"


def there_is(ledger: Ledger, reference: str, *, person: Person) -> bool:
    """Whether there is an item with that reference that the person may see and link to."""
    try:
        seen_item(ledger, Linkable, reference, person=person)
    except NotFoundError:
        return False
    return True
