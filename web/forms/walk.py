"""Somebody's way through a form in steps: each step is kept as it is answered, whatever is wrong
with it, and all of it is recorded by one command at the end.

A form that was begun has the id of that command in its address. So two tabs are two forms, a reload
or the way back shows what was answered, and sending it twice records it once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from application.accounts.kept_words import KEPT_FOR
from application.doing.intents import foreseen, refusals
from application.doing.steps import Steps
from application.ledger.commands import Command, Origin, Outcome
from domain.kernel.item import london_date, long_date
from web.forms.filled import typed
from web.forms.kept import address, begun, forget, forget_kept, keep_begun, kept_at
from web.forms.showing import Errors, Showing
from web.forms.steps import (
    ANSWERED,
    BEGUN,
    LATER,
    SHOWN,
    STEP,
    Addresses,
    Pairs,
    Trail,
    as_question,
    mark_of,
    pairs_of,
    steps_answered,
    without,
    words_of,
)
from web.security import new_command
from web.view import ledger, person

_NO_ERRORS: Errors = {}


@dataclass(frozen=True)
class Walk:
    """The way through the steps of the form that is shown; `then` is where the item's page is.

    `at` is where the form is, `draft` what was answered so far.
    """

    showing: Showing
    steps: Steps
    then: Callable[[Outcome], str]
    at: Addresses
    draft: MultiDict[str, str]

    @classmethod
    def of(cls, showing: Showing, steps: Steps, then: Callable[[Outcome], str]) -> Walk:
        """The way that the address names; a form that is not begun yet gets its id now."""
        at = showing.addresses(request.args.get(BEGUN, "")[:64] or new_command())
        return cls(showing, steps, then, at, kept_at(at.answers) if _has_begun() else MultiDict())

    # ------------------------------------------------------------------ what is asked for

    def page(self) -> Any:
        """The step that the address names; else the first that is not answered, or all answers."""
        if not self.draft and (first := self._recorded()):
            flash(f"What you had begun is recorded as {first.reference}.", "success")
            return redirect(self.then(first), 303)
        number = self._number() or (0 if _has_begun() else 1)
        if number:
            waiting = kept_at(address()) if _has_begun() else MultiDict()
            draft = self._with(number, self._of(number, waiting)) if waiting else self.draft
            return self._question(number, draft, kept=waiting)
        left = self._left(self.draft)
        return redirect(self.at.step(left[0]), 303) if left else self._answers()

    def answered(self) -> Any:
        """Keep what was answered in a step, then say what is wrong with it or lead on."""
        if not self.draft and self._recorded():
            anew = replace(self.at, begun=new_command())  # the words that come late are kept, too
            return replace(self, at=anew)._answered(self._number() or 1)
        return self._answered(self._number() or 1)

    def _answered(self, number: int) -> Any:
        said, before = self._of(number, request.form), self._of(number, self.draft)
        draft = self._with(number, said)
        if _loses(before, to=said) and self._shown_other_than(number, before):
            return self._question(
                number, draft, status=409, replaces=before, conflict=self._kept_meanwhile(number)
            )
        if not keep_begun(self.at.answers, [*draft.items(multi=True)], called=self.showing.called):
            return self._question(number, draft, errors={"": [_NOT_KEPT]}, status=503)
        forget()
        if LATER in request.form:
            until = london_date(ledger().now() + KEPT_FOR).isoformat()
            flash(
                f"Nothing is recorded yet. What you typed is kept until {long_date(until)}.",
                "success",
            )
            return redirect(f"{url_for('home.home')}#begun", 303)
        wrong = self._wrong(draft)
        if wrong.keys() & {*self.steps.pages[number - 1].fields}:
            return self._question(number, draft, errors=wrong, status=422)
        leads_on = self._left(draft) and number < len(self.steps.pages)
        return redirect(self.at.step(number + 1) if leads_on else self.at.answers, 303)

    def end(self) -> None:
        """Keep nothing any longer of what is recorded now."""
        forget_kept(self.at.answers, *map(self.at.step, self._numbers))

    # ------------------------------------------------------------------ the pages

    def _question(
        self,
        number: int,
        draft: MultiDict[str, str],
        *,
        errors: Errors = _NO_ERRORS,
        status: int = 200,
        kept: MultiDict[str, str] | None = None,
        conflict: Mapping[str, Any] | None = None,
        replaces: Pairs | None = None,
    ) -> tuple[str, int]:
        """The page of a step. What is sent from it `replaces` those answers: what it shows, where
        nothing else is said."""
        values = self._values(draft)
        form, around = self.showing.form_with(
            values, errors, command=self.at.begun, kept=kept or MultiDict(), conflict=conflict
        )
        form = as_question(form, self.steps, number, self.at, self._left_out(values))
        replaced = self._of(number, self.draft) if replaces is None else replaces
        if errors:
            replaced = self._of(number, draft)  # that was kept before it was looked at
        form = replace(form, hidden={**form.hidden, SHOWN: mark_of(replaced)})
        trail = Trail(
            back=self.at.step(number - 1) if number > 1 else "",
            one_page="" if _has_begun() else self.at.one_page,
            begun=[] if _has_begun() else _begun_here(),
        )
        return self.showing.page(form, around, status, trail=trail)

    def _answers(self) -> tuple[str, int]:
        """The page with all answers, and what is still wrong with them."""
        values = self._values(self.draft)
        form, around = self.showing.form_with(
            values, self._wrong(self.draft), command=self.at.begun, kept=MultiDict(),
            foreseen=foreseen(
                ledger(), self.showing.intent, self._sent(self.draft), person=person()
            ),
        )  # fmt: skip
        return self.showing.answers(form, around, 200, at=self.at, values=values, said=self.draft)

    # ------------------------------------------------------------------ what was answered

    def _of(self, number: int, form: MultiDict[str, str]) -> Pairs:
        """What a form says of the fields of a step."""
        fields = self.showing.fields
        return pairs_of(form, {name: fields[name] for name in self.steps.pages[number - 1].fields})

    def _with(self, number: int, said: Pairs) -> MultiDict[str, str]:
        """What was answered so far, with that in a step."""
        others = [each for each in steps_answered(self.draft) if each != number]
        pairs = [pair for each in others for pair in self._of(each, self.draft)]
        numbers = " ".join(map(str, sorted([*others, number])))
        return MultiDict([*pairs, *said, (ANSWERED, numbers)])

    def _values(self, draft: MultiDict[str, str]) -> dict[str, Any]:
        """What stands in the fields: what was answered, else what the form begins with."""
        said = typed(self.showing.intent, draft, self.showing.asked)
        names = [
            name for number in steps_answered(draft) for name in self.steps.pages[number - 1].fields
        ]
        return {**self.showing.starting(), **{name: said[name] for name in names}}

    def _left_out(self, values: Mapping[str, Any]) -> frozenset[str]:
        return frozenset(self.steps.passes_over(values))

    def _wrong(self, draft: MultiDict[str, str]) -> Errors:
        """What would be refused if no more were answered than that."""
        return refusals(ledger(), self.showing.intent, self._sent(draft), person=person())

    def _sent(self, draft: MultiDict[str, str]) -> dict[str, Any]:
        """What a draft would send."""
        values = typed(self.showing.intent, draft, self.showing.asked)
        return without(values, self._left_out(values))

    def _left(self, draft: MultiDict[str, str]) -> list[int]:
        """The numbers of the steps that are still to be answered."""
        return [each for each in self._numbers if each not in steps_answered(draft)]

    def _shown_other_than(self, number: int, before: Pairs) -> bool:
        """Whether the page that was sent did not show what its answers would take the place of:
        another tab has answered the step meanwhile."""
        there = number in steps_answered(self.draft)
        return there and request.form.get(SHOWN, "") != mark_of(before)

    def _kept_meanwhile(self, number: int) -> dict[str, Any]:
        """What another tab has answered in a step, in sentences."""
        form, _ = self.showing.form_with(
            self._values(self.draft), _NO_ERRORS, command="", kept=MultiDict()
        )
        fields = [each for each in form.fields if each.name in self.steps.pages[number - 1].fields]
        told = [
            f"you answered “{each.label}” with “{words}”"
            for each in fields
            if (words := words_of(each))
        ]
        return {"sentences": told}

    @property
    def _numbers(self) -> range:
        return range(1, len(self.steps.pages) + 1)

    def _number(self) -> int:
        """The step that the address names; 0 for none."""
        said = request.args.get(STEP, "")
        return next((each for each in self._numbers if str(each) == said), 0)

    def _recorded(self) -> Outcome | None:
        """What was recorded of it, where it was."""
        if not _has_begun():
            return None
        intent = self.showing.intent
        return ledger().performed(Command(Origin.PERSON, person().id, intent.name, self.at.begun))


def _has_begun() -> bool:
    return bool(request.args.get(BEGUN))


def _begun_here() -> list[Mapping[str, str]]:
    """The forms of this address that the person has begun."""
    return [
        {"href": each.address, "words": each.about}
        for each in begun()
        if each.address.startswith(f"{request.path}?{BEGUN}=")
    ]


_NOT_KEPT = (
    "What you typed could not be kept just now, so stay on this page. Try again, or copy your "
    "words."
)


def _loses(before: Pairs, *, to: Pairs) -> bool:
    """Whether words of one answer are not in the other that is to take its place."""
    return any(value and (name, value) not in to for name, value in before)
