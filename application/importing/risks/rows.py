"""What a row of a published risk register means: the intents that put it on our register.

What cannot be said by an intent is never dropped: it stays word for word in the note of the
source, and the row is flagged.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from application.importing.files.headings import Row
from application.importing.importable import Known, Plan, RowRefusedError, in_every_row
from application.importing.risks.columns import RISK_COLUMNS
from application.importing.risks.ours import OUR_RISKS
from application.importing.risks.reading import RiskReading
from domain.kernel.days.dates import latest_day, read_date
from domain.kernel.item import Item, long_date
from domain.risks.risk import Risk


class RiskRows:
    """The kind of file that holds risks, for importing.import_file."""

    noun = "risks"
    item_class = Risk
    columns = RISK_COLUMNS
    ours = OUR_RISKS
    needed = "gist"
    publication = ("register_body", "register_title")
    editions = True

    def advice(self, columns: Collection[str]) -> Sequence[str]:
        if "register_body" in columns:
            return []
        return [
            "No column “register body” says who published the register, so a later edition of it "
            f"cannot be told from new risks. {in_every_row('register body')}"
        ]

    def number(self, row: Row) -> str:
        number, body = row.cells.get("risk_ref"), row.cells.get("register_body")
        return f"{number} of {body}" if number and body else ""

    def plan(self, row: Row, known: Known) -> Plan:
        reading = RiskReading(row, known)
        record = reading.record()
        rest = [
            *reading.scores(),
            *reading.owner(),
            *reading.appetite(),
            *reading.response(),
            *reading.dates(),
            *reading.controls(),
            *reading.proximity(),
        ]
        reading.status()
        # Cited after all else has been read, because the note keeps what had no other place.
        return Plan([record, *reading.source(), *rest], reading.flags)

    def edition(self, row: Row) -> str:
        day = read_date(row.cells.get("as_at", "")).end
        return day.isoformat() if day else ""

    def follow(self, row: Row, known: Known, history: Sequence[Item.Event]) -> Plan:
        reading = RiskReading(row, known)
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


RISK_FILES = RiskRows()


def _latest_day(history: Sequence[Item.Event]) -> str:
    """The last day that the risk's sources and its assessments since then are about."""
    latest, cited_on = "", ""
    for event in history:
        if isinstance(event, Risk.SourceCited):
            end = latest_day(event.source_as_at)
            latest, cited_on = end.isoformat() if end else event.on, event.on
        elif isinstance(event, Risk.Scored) and event.on != cited_on:
            latest = max(latest, event.on)
    return latest
