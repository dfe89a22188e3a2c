"""The agencies as they are and as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, select

from domain.kernel.plain import normal
from domain.partnership.agency import AGENCY_KINDS, Agency, AgencyKind
from projections.columns import AGENCY, DAY, SEVERAL, TEXT, Column, OfCode
from projections.listed import each_of
from projections.questions import Question, Remembered, left_open
from projections.register import Register
from projections.versioned import Row
from projections.view import EVERYTHING, View

AGENCIES = Register(
    "agencies",
    Agency,
    columns=[
        Column("name", "Name", TEXT, sort="name", searched=True),
        Column("kind", "Kind", OfCode(AGENCY_KINDS), searched=True),
        Column("aliases", "Also known as", SEVERAL, lambda agency: sorted(agency.aliases),
               searched=True),
        Column("joined_on", "Joined", DAY),
        Column("left_on", "Left", DAY),
        Column("merged_into", "Merged into", AGENCY),
        Column("verifier", "Key by which it countersigns", TEXT, searched=False),
    ],
    shown=("name", "kind", "joined_on", "left_on"),
    usual="name",
)  # fmt: skip


def list_agencies(view: View) -> Sequence[Row]:
    """Every agency there has been, members first, by name."""
    return _LISTED.get(view.now, lambda: _listed(now=view.now)).rows(view)


def _listed(*, now: bool) -> Question:
    row, view = AGENCIES.c, left_open(now=now, sight=EVERYTHING)
    return Question(AGENCIES.select(view).order_by(row.left_on != "", row.name))


_LISTED: Remembered[Question] = Remembered()


def members(view: View) -> list[tuple[str, str]]:
    """Reference and name of the members at the moment, by name."""
    return [(row["reference"], row["name"]) for row in list_agencies(view) if not row["left_on"]]


def agency_names(view: View) -> dict[str, str]:
    """What each agency was called at the moment, by its reference; members first, by name."""
    return {row["reference"]: row["name"] for row in list_agencies(view)}


def safeguarding_partners(view: View) -> dict[AgencyKind, str]:
    """What the Safeguarding Partners are called, by their kind."""
    rows = AGENCIES.rows(view, AGENCIES.c.left_on == "", sort="-name")
    kinds = {row["name"]: AgencyKind(row["kind"]) for row in rows}
    return {kind: name for name, kind in kinds.items() if kind is not AgencyKind.RELEVANT}


def partners(view: View) -> list[Row]:
    """The Safeguarding Partners at the moment, by name."""
    row = AGENCIES.c
    relevant = AgencyKind.RELEVANT.value
    return list(AGENCIES.rows(view, row.left_on == "", row.kind != relevant, sort="name"))


def agency_called(view: View, words: str) -> str:
    """The reference of the present member with that name or alias (spelling aside), or ""."""
    return agencies_called(view).get(normal(words), "")


def agencies_called(view: View) -> dict[str, str]:
    """The references of the present members by every name and alias, as `normal` has it."""
    called: dict[str, str] = {}
    for row in list_agencies(view):
        if not row["left_on"]:
            for name in filter(None, [row["name"], *each_of(row["aliases"])]):
                called.setdefault(normal(name), row["reference"])
    return called


def name_of(agency: ColumnElement[str], view: View) -> ColumnElement[str]:
    """The name that an agency had at the moment, to sort by."""
    row = AGENCIES.table.alias()
    named = select(row.c.name).where(row.c.reference == agency, view.at(row))
    return named.scalar_subquery()


class NamesNow(Mapping[str, str]):
    """The names that the agencies have now, read when first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[str, str] | None = None

    @property
    def _read(self) -> dict[str, str]:
        if self._names is None:
            row = AGENCIES.c
            query = select(row.reference, row.name).where(row.until.is_(None))
            self._names = dict(self._connection.execute(query).tuples().all())
        return self._names

    def __getitem__(self, reference: str) -> str:
        if not reference:  # nobody's, so there is nothing to read
            raise KeyError(reference)
        return self._read[reference]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)
