"""What the page of an item says above all else: that it was recorded in error, or is said to be;
and that words of it were redacted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from application.doing import access
from application.proof.packs.holding import packs_with_words, papers_that_may
from domain.kernel.item import in_a_row, long_date
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.mending.redeciding import Redecidable
from domain.redactions.redaction import Redaction
from domain.redactions.vocabulary import BECAUSE, Basis
from projections.redactions.redactions import done_to
from projections.view import View
from web.forms.acting import moves_for
from web.items.story import people_by_id
from web.noun import noun_of
from web.view import ledger, person, the_view

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
    view = the_view()
    wrong = _notices(item, view) if isinstance(item, MayBeInError) else []
    return [
        replace(each, words=view.told(each.words), reason=view.told(each.reason))
        for each in [*wrong, *_redacted(item.reference, view), *_given_out(item)]
    ]


def _redacted(reference: str, view: View) -> list[Notice]:
    """Each redaction of an item; whoever may not see redactions is told of it, too."""
    sees = access.may(person(), "see.redactions") is not None
    return [
        Notice(
            f"Redacted on {long_date(row['decided_on'])}",
            f"Taken out because {BECAUSE[Basis(row['basis'])]}: {row['what']}.",
            "",
            [_leading_to(row["reference"], view)] if sees else (),
        )
        for row in done_to(view, reference)
    ]


def _given_out(item: Any) -> list[Notice]:
    return [*_in_packs(item), *_in_papers(item)]


def _in_packs(item: Any) -> list[Notice]:
    """Of a redaction: which evidence packs were given out with the words."""
    packs = packs_with_words(ledger(), item) if isinstance(item, Redaction) else []
    if not packs:
        return []
    which = "; ".join(f"up to event {each.upto:,}, SHA-256 {each.sha256}" for each in packs)
    return [
        Notice(
            "Evidence packs that were given out hold what was redacted",
            f"Ask whoever has them to delete them, and make new ones: {which}.",
            "",
        )
    ]


def _in_papers(item: Any) -> list[Notice]:
    """Of a redaction: which papers were issued to meetings while the words were there."""
    papers = papers_that_may(ledger(), item) if isinstance(item, Redaction) else []
    if not papers:
        return []
    which = [f"“{each.title}”, paper {each.paper} of {each.meeting}" for each in papers]
    return [
        Notice(
            "Papers that were issued to meetings may hold what was redacted",
            f"Look into {in_a_row(which)}. One that holds it is redacted as the file that it is, "
            "from the history of its meeting.",
            "",
        )
    ]


def _leading_to(reference: str, view: View) -> tuple[str, str]:
    return reference, url_for("redactions.item", reference=reference)


def _notices(item: MayBeInError, view: View) -> list[Notice]:
    if isinstance(item, Redecidable) and (asked := item.redecision) and not item.in_error:
        who = people_by_id(view.connection)(asked.by)
        proposed = Notice(
            "Correction of a decision proposed, confirmation awaited",
            f"{who} proposed on {long_date(asked.on)} that the {asked.what} of “{asked.called}” "
            f"should not be “{asked.says(view.names)}” but “{asked.should_say(view.names)}”. "
            "Until those who decided, or who hold that role now, have confirmed it, the decision "
            "stands as it is.",
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
