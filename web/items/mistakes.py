"""What the page of an item says above all else: that it was recorded in error, or is said to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from domain.kernel.in_error import MayBeInError
from domain.kernel.item import long_date
from domain.kernel.redeciding import DAY, Redecidable
from projections.view import View
from web.acting import moves_for
from web.items.story import people_by_id
from web.noun import noun_of
from web.view import the_view

_TO_DECISION = ("confirm_redecision", "decline_redecision")
_TO_ERROR = ("agree_in_error", "decline_in_error", "put_back")


@dataclass(frozen=True)
class Notice:
    """What is said: in a few words, then in a sentence, with the reason that was given.

    `links` are the words and the addresses of what the reader can do about it.
    """

    title: str
    words: str
    reason: str
    links: Sequence[tuple[str, str]] = ()


def mistakes_of(item: Any) -> list[Notice]:
    """What there is to say of an item, for whoever looks at its page and in words for them."""
    if not isinstance(item, MayBeInError):
        return []
    view = the_view()
    return [
        replace(each, words=view.told(each.words), reason=view.told(each.reason))
        for each in _notices(item, view)
    ]


def _notices(item: MayBeInError, view: View) -> list[Notice]:
    if isinstance(item, Redecidable) and (asked := item.redecision) and not item.in_error:
        who = people_by_id(view.connection)(asked.by)
        was, becomes = asked.was, asked.becomes
        if asked.what == DAY:
            was, becomes = long_date(was), long_date(becomes)
        proposed = Notice(
            "Correction of a decision proposed, confirmation awaited",
            f"{who} proposed on {long_date(asked.on)} that the {asked.what} of “{asked.called}” "
            f"should not be “{was}” but “{becomes}”. Until those who decided, or who hold that "
            "role now, have confirmed it, the decision stands as it is.",
            asked.reason,
            _links(item, _TO_DECISION),
        )
        return [proposed, *_said(item, view)]
    return _said(item, view)


def _said(item: MayBeInError, view: View) -> list[Notice]:
    if item.in_error:
        return [
            Notice(
                "Recorded in error",
                f"Agreed on {long_date(item.in_error_on)}. It is in no figure and no list; its "
                "history says who said so and who agreed.",
                item.in_error,
                _links(item, _TO_ERROR),
            )
        ]
    said = item.said_in_error
    if said is None:
        return []
    who = people_by_id(view.connection)(said.by)
    return [
        Notice(
            "Said to be recorded in error, agreement awaited",
            f"{who} said so on {long_date(said.on)}. It counts until somebody else has agreed.",
            said.reason,
            _links(item, _TO_ERROR),
        )
    ]


def _links(item: MayBeInError, answers: Sequence[str]) -> list[tuple[str, str]]:
    if not the_view().now:
        return []
    noun = noun_of(item)
    return [
        (each.title, url_for(f"{noun.pages.name}.act", reference=item.reference,
                             move=each.move.replace("_", "-")))
        for each in moves_for(item, [each for each in noun.intents if each.move in answers])
    ]  # fmt: skip
