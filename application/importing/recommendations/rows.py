"""What a row of a published tracker means: the intents that put a recommendation on our list.

Its status arrives as history: what was reported, by whom, on which date. What follows from it is
done only as far as it is clear: a claim arrives as submitted, never as verified; an inspectorate's
own decision is mirrored with its reference. What has no place of its own stays word for word in
the note, and the row is flagged.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from application.importing.files.headings import Row
from application.importing.importable import Known, Plan, RowRefusedError, in_every_row
from application.importing.recommendations.columns import RECOMMENDATION_COLUMNS
from application.importing.recommendations.ours import OUR_RECOMMENDATIONS
from application.importing.recommendations.reading import RecommendationReading
from domain.kernel.days.dates import read_date
from domain.kernel.days.due import published_day
from domain.kernel.item import Item, long_date
from domain.recommendations.recommendation import Recommendation


class RecommendationRows:
    """The kind of file that holds recommendations, for importing.import_file."""

    noun = "recommendations"
    item_class = Recommendation
    columns = RECOMMENDATION_COLUMNS
    ours = OUR_RECOMMENDATIONS
    needed = "gist"
    publication = ("source_title", "source_body")
    editions = False

    def advice(self, columns: Collection[str]) -> Sequence[str]:
        if "source_title" in columns:
            return []
        return [
            "No column “source title” says which report the recommendations are of, so those of "
            f"two reports with the same number cannot be told apart. {in_every_row('source title')}"
        ]

    def number(self, row: Row) -> str:
        """Its number in its report; "" where it has none. The kind of source stands for a report
        that is not named."""
        number = row.cells.get("rec_ref", "")
        report = [row.cells.get("source_title", ""), row.cells.get("source_body", "")]
        source = " of ".join(filter(None, report)) or row.cells.get("source_type", "")
        return f"{number} of {source}" if number and source else ""

    def plan(self, row: Row, known: Known) -> Plan:
        reading = RecommendationReading(row, known)
        received = reading.receive()
        follows = list(reading.consequences())
        # Read after all else, because its note keeps what had no other place.
        return Plan([received, *reading.report(), *follows], reading.flags)

    def edition(self, row: Row) -> str:
        return read_date(row.cells.get("status_date", "")).iso

    def follow(self, row: Row, known: Known, history: Sequence[Item.Event]) -> Plan:
        reading = RecommendationReading(row, known)
        if reading.reported_on is None:
            raise RowRefusedError("This row differs from it, and does not say as at which day.")
        latest = _latest_report(history)
        if latest and reading.reported_on <= latest:
            raise RowRefusedError(
                "This row differs from it, and its status is not later than "
                f"{long_date(latest.isoformat())}."
            )
        item: Any = None
        for event in history:
            item = event.mutate(item)
        reading.not_before(date.fromisoformat(max(event.on for event in history)))
        reading.compare(item)
        follows = list(reading.consequences(item))
        flag = f"A later edition of {item.reference}: its status was added, and what follows."
        return Plan([*reading.report(), *follows], [flag, *reading.flags])


RECOMMENDATION_FILES = RecommendationRows()


def _latest_report(history: Sequence[Item.Event]) -> date | None:
    """The last day that a report of its status is about."""
    days = [
        published_day(event.reported) or date.fromisoformat(event.on)
        for event in history
        if isinstance(event, Recommendation.StatusReported)
    ]
    return max(days, default=None)
