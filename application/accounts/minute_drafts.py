"""What a secretary types while a meeting goes on, kept with the side records until it is minuted.

A draft that changes each few seconds is no business history. There is one for each item, with a
version: whoever saves an older one is told, and their words are kept beside it, for them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from application.accounts.side import minute_drafts

KEPT_FOR = timedelta(days=2 * 365)
"""As long as somebody may still look for words that never came into the minutes. What did is not
kept here any longer."""
SHARED = ""
"""In place of a person: the draft that everybody types at."""


@dataclass(frozen=True)
class MinuteDraft:
    """What was typed of an item; `by` saved it last, at a moment in ISO's form. `version` 0:
    nothing was."""

    words: str = ""
    minute: str = ""
    version: int = 0
    by: str = ""
    at: str = ""


NOTHING = MinuteDraft()


def draft_of(
    connection: Connection, meeting: str, item: int, *, person: str = SHARED
) -> MinuteDraft:
    """The draft of an item, or the words that a person could not save because of another’s."""
    row = connection.execute(select(minute_drafts).where(*_here(meeting, item, person))).first()
    return MinuteDraft(row.words, row.minute, row.version, row.by, row.at) if row else NOTHING


@dataclass(frozen=True)
class Kept:
    """The draft of an item, or what `person` could not save because of another’s."""

    item: int
    person: str
    draft: MinuteDraft


def drafts_of(connection: Connection, meeting: str) -> list[Kept]:
    """Everything that is typed of a meeting, item by item, each draft before what stands beside
    it."""
    row = minute_drafts.c
    wanted = (
        select(minute_drafts)
        .where(row.meeting == meeting, row.words != "")
        .order_by(row.item, row.person)
    )
    return [
        Kept(
            each.item,
            each.person,
            MinuteDraft(each.words, each.minute, each.version, each.by, each.at),
        )
        for each in connection.execute(wanted)
    ]


def settle_draft(connection: Connection, meeting: str, item: int, words: str) -> None:
    """Keep the words of a draft no longer: they are in the minutes. Whoever typed on meanwhile
    loses nothing."""
    here = *_here(meeting, item, SHARED), minute_drafts.c.words == words
    connection.execute(update(minute_drafts).where(*here).values(words=""))


def save_draft(
    connection: Connection, meeting: str, item: int, draft: MinuteDraft, *, now: datetime
) -> bool:
    """Save what `draft.by` typed over the version that they saw; False where it has changed.

    Their words are then kept beside it, after those of theirs that are there already.
    """
    at = now.isoformat(timespec="microseconds")
    facts = {"words": draft.words, "minute": draft.minute, "by": draft.by, "at": at}
    known = draft_of(connection, meeting, item)
    if (known.words, known.minute) != (draft.words, draft.minute):
        saved = known.version == draft.version and _put(
            connection, meeting, item, facts, version=draft.version
        )
        if not saved:
            _keep_aside(connection, meeting, item, facts)
            return False
    connection.execute(delete(minute_drafts).where(*_here(meeting, item, draft.by)))
    oldest = (now - KEPT_FOR).isoformat(timespec="microseconds")
    connection.execute(delete(minute_drafts).where(minute_drafts.c.at < oldest))
    return True


def forget_aside(connection: Connection, person: str) -> None:
    """Forget the words that a person could not save because of another’s."""
    connection.execute(delete(minute_drafts).where(minute_drafts.c.person == person))


def _put(
    connection: Connection, meeting: str, item: int, facts: dict[str, str], *, version: int
) -> bool:
    """Write the next version of the draft; False where somebody was faster."""
    if version == 0:
        row = {"meeting": meeting, "item": item, "person": SHARED, "version": 1, **facts}
        connection.execute(insert(minute_drafts).values(**row))
        return True
    here = *_here(meeting, item, SHARED), minute_drafts.c.version == version
    changed = connection.execute(
        update(minute_drafts).where(*here).values(version=version + 1, **facts)
    )
    return changed.rowcount == 1


def _keep_aside(connection: Connection, meeting: str, item: int, facts: dict[str, str]) -> None:
    before = draft_of(connection, meeting, item, person=facts["by"]).words
    words = facts["words"]
    if before and before not in words:
        words = f"{before}\n\n{words}"
    connection.execute(delete(minute_drafts).where(*_here(meeting, item, facts["by"])))
    connection.execute(
        insert(minute_drafts).values(
            meeting=meeting, item=item, person=facts["by"], version=0, **{**facts, "words": words}
        )
    )


def _here(meeting: str, item: int, person: str) -> tuple[ColumnElement[bool], ...]:
    row = minute_drafts.c
    return row.meeting == meeting, row.item == item, row.person == person
