"""What is agreed or reviewed of a group: its governing documents as they hold."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.groups.group import Group
from domain.kernel.item import long_date


def the_documents(group: Group, known: Known) -> Iterator[Point]:
    """Each document in the edition that holds, who agreed it, and when it is reviewed next."""
    if not group.documents:
        yield Point("Governing documents", "None on record.")
    for number, each in group.documents.items():
        words = (
            f"{each.title}, {each.edition}, agreed by {each.agreed_by} on "
            f"{long_date(each.agreed_on)}; review due on {long_date(each.review_due_on)} "
            f"({each.working})"
        )
        yield Point(f"Document {number}", words, each.link)
