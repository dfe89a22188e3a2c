"""Correcting how a decision was written down: its words, its date, its minute, who assented or who
chaired. Only whoever decided, or who holds that role now, can say that it was meant otherwise;
until then nothing has changed.

The Business Team proposes. Where several decided together, each of them confirms. Whoever never
signs in can confirm by letter or e-mail, which somebody else than the proposer records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.kernel.bodies import BODY_ROLES, Body
from domain.kernel.days.dates import read_date
from domain.kernel.deciding.decisions import Decidable, Made
from domain.kernel.deciding.minutes import NO_MINUTE, Minute, Minuted, must_be_minuted
from domain.kernel.errors import DomainError
from domain.kernel.item import Item, long_date, post_of
from domain.kernel.mending.agreeing import Proposal, by_somebody_else
from domain.kernel.moves import move
from domain.kernel.terms import Actor, AgencyNames, Occasion, Role
from domain.kernel.words import Code, Ref, Words, words_of

WORDS, DAY, MINUTE, ASSENT, CHAIR = "words", "date", "minute", "assent", "chair"
"""What of a decision can be corrected."""
_SAID_IN = ("decision", "terms", "finding", "reply", "answer", "words", "reason")
"""The fields of events in which the words of a decision stand, the likeliest first."""


@dataclass(frozen=True)
class Voice:
    """One of those who decided: a person, or whoever holds a role (for an agency) now."""

    person: str = ""
    role: Role | None = None
    agency: str = ""

    def is_of(self, by: Actor) -> bool:
        """Whether somebody can speak with it."""
        if self.person and by.person == self.person:
            return True
        holds = by.role is self.role if self.role else by.role is not Role.BUSINESS_TEAM
        named = self.role is not None or self.agency != ""
        return named and holds and self.agency in {"", by.agency}

    @property
    def token(self) -> str:
        """What it is called where it is looked for, with no name in it."""
        return f"{self.person}/{self.role or ''}/{self.agency}"


@dataclass(frozen=True)
class Chair:
    """Who chaired a decision: a role, and an agency where that is known."""

    role: str = ""
    agency: str = ""

    def in_words(self, names: AgencyNames) -> str:
        """Who it was."""
        return post_of(self.role, names.get(self.agency, self.agency))


@dataclass(frozen=True)
class Taken:
    """A decision that was taken: its words, who decided, and its minute where it can have one.

    `assents` are the days on which agencies assented, `could` the names of those that could have,
    where that is known, `chair` who chaired. `by_power`: outside a meeting it takes a power that is
    on record.
    """

    words: str
    voices: Sequence[Voice]
    minute: Minute | None = None
    assents: Mapping[str, str] = field(default_factory=dict)
    could: AgencyNames = field(default_factory=dict)
    chair: Chair = Chair()
    by_power: bool = False


@dataclass(frozen=True)
class Redecision(Proposal):
    """A proposal to correct a decision: that of an item's version, and what of it.

    `awaited` are those who have not confirmed it yet; `minute` is what its minute should be, where
    that is what is wrong, `agency` that of the right chair.
    """

    version: int
    called: str
    what: str
    was: str
    becomes: str
    awaited: Sequence[Voice]
    minute: Minute = NO_MINUTE
    agency: str = ""

    def says(self, names: AgencyNames) -> str:
        """What the decision says now, in words."""
        return _in_words(self.what, self.was, names)

    def should_say(self, names: AgencyNames) -> str:
        """What it should say, in words."""
        return _in_words(self.what, self.becomes, names, agency=self.agency)


def _is_proposed(item: Redecidable) -> str | None:
    return None if item.redecision else "No correction of a decision has been proposed."


def _none_is_proposed(item: Redecidable) -> str | None:
    if item.redecision is None:
        return None
    return "A correction of a decision has been proposed already, and awaits its confirmation."


def _has_decisions(item: Redecidable) -> str | None:
    return None if item.taken else f"Nothing has been decided about {item.reference} yet."


def _decided_it(item: Redecidable, by: Actor) -> str | None:
    """A guard: whoever decided, or holds that role now; or somebody who has it from them."""
    asked = item.redecision
    if asked is None or by.role is Role.BUSINESS_TEAM:
        return None
    if any(voice.is_of(by) for voice in asked.awaited):
        return None
    return "Only those who decided it, or who hold that role now, can confirm this."


class Redecidable(Decidable):
    """An item whose decisions can be corrected, once those who took them confirm it."""

    class Event(Decidable.Event):
        """Anything that happens to it."""

    class RedecisionProposed(Event, Minuted):
        """Somebody said that a decision had been written down wrongly; nothing has changed yet.

        The minute is what that should be, where it is what is wrong. Of an assent `was` and
        `becomes` are agencies; `agency` is that of the right chair.
        """

        decision: int
        called: Words
        what: Code
        was: Words
        becomes: Words
        agency: Ref
        reason: Words

        def apply(self, aggregate: Redecidable) -> None:
            aggregate.redecision = Redecision(
                by=self.by.person,
                on=self.on,
                reason=self.reason,
                version=self.decision,
                called=self.called,
                what=self.what,
                was=self.was,
                becomes=self.becomes,
                awaited=aggregate._awaited(self.decision, self.what, self.was, self.becomes),
                minute=self.minuted,
                agency=self.agency,
            )

        def sentence(self, names: AgencyNames) -> str:
            was, becomes = _both(self, names)
            return (
                f"proposed to correct the {self.what} of the decision “{self.called}” from {was} "
                f"to {becomes}; those who decided have to confirm it"
            )

    class RedecisionConfirmed(Event, Minuted):
        """One of those who decided confirmed it; with the last of them it holds (`holds`).

        `known_by` says how that is known, where somebody else records it. The minute is what that
        should be, where it is what was wrong.
        """

        decision: int
        called: Words
        what: Code
        was: Words
        becomes: Words
        agency: Ref
        voice: Code
        known_by: Words
        proposed_by: Ref
        holds: bool

        def apply(self, aggregate: Redecidable) -> None:
            aggregate._confirm(self)

        def sentence(self, names: AgencyNames) -> str:
            was, becomes = _both(self, names)
            how = f" ({self.known_by})" if self.known_by else ""
            what = f"the {self.what} of the decision “{self.called}”"
            if not self.holds:
                return f"confirmed that {what} should be {becomes}{how}; others have yet to"
            return f"confirmed it{how}: corrected {what} from {was} to {becomes}"

    class RedecisionDeclined(Event):
        """The decision stays as it was written down."""

        decision: int
        called: Words
        reason: Words

        def apply(self, aggregate: Redecidable) -> None:
            aggregate.redecision = None

        def sentence(self, names: AgencyNames) -> str:
            return f"declined to correct the decision “{self.called}”"

    def __init__(self, reference: Ref) -> None:
        super().__init__(reference)
        self.taken: dict[int, Taken] = {}
        """What was decided, by the version of the item that it made."""
        self.redecision: Redecision | None = None

    def decisions_to_correct(self) -> list[tuple[str, str]]:
        """What can be corrected of each decision: what it is known by, and what it says now."""
        found = []
        for version, each in self.taken.items():
            called = self.made[version].words
            if each.words:
                found.append((f"{version} {WORDS}", f"{called}: its words, “{_short(each.words)}”"))
            if each.minute:
                where = _in_words(MINUTE, each.minute.words, {})
                found.append((f"{version} {MINUTE}", f"{called}: its minute, “{_short(where)}”"))
            for agency in each.assents:
                name = each.could.get(agency, agency)
                found.append((f"{version} {ASSENT} {agency}", f"{called}: the assent of {name}"))
            if each.chair.role:
                who = each.chair.in_words(each.could)
                found.append((f"{version} {CHAIR}", f"{called}: who chaired, “{_short(who)}”"))
            found.append((f"{version} {DAY}", f"{called}: its date"))
        return found

    @property
    def confirmers(self) -> list[str]:
        """By what those are found whose confirmation is awaited."""
        return [each.token for each in self.redecision.awaited] if self.redecision else []

    @move(_has_decisions, _none_is_proposed)
    def propose_redecision(
        self,
        occasion: Occasion,
        *,
        decision: str,
        becomes: str = "",
        agency: str = "",
        minute: Minute | None = None,
        reason: str,
    ) -> None:
        """Say how a decision should have been written down, in which `minute`, or by which
        `agency` or chair."""
        if decision not in dict(self.decisions_to_correct()):
            raise DomainError("Choose a decision that was recorded.", field="decision")
        number, _, rest = decision.partition(" ")
        version, (what, _, named) = int(number), rest.partition(" ")
        if what not in {ASSENT, CHAIR} and agency:
            raise DomainError(
                "Choose an assent or who chaired above, or leave the agency empty.", field="agency"
            )
        if what == MINUTE:
            taken = self.taken[version]
            right = must_be_minuted("they", occasion, minute, by_power=taken.by_power)
            was, text = (taken.minute or NO_MINUTE).words, right.words
            self._must_be_minuted_by_then(right, version)
        else:
            right = NO_MINUTE
            if minute:
                raise DomainError(
                    "Choose the minute of a decision above, or leave the meeting, the minute and "
                    "the power empty.",
                    field="meeting",
                )
            was, text = self._should_say(version, what, named, becomes, agency, occasion.on)
        chair = self.taken[version].chair
        if text == was and not (what == CHAIR and agency != chair.agency):
            wrong = {MINUTE: "meeting", ASSENT: "agency"}.get(what, "becomes")
            raise DomainError("That is what is on record already.", field=wrong)
        if what == CHAIR:
            was = chair.in_words(self.taken[version].could)
        self._record(
            occasion,
            self.RedecisionProposed,
            decision=version,
            called=self.made[version].words,
            what=what,
            was=was,
            becomes=text,
            agency=agency if what == CHAIR else "",
            reason=reason,
            **right.facts,
        )

    def _should_say(
        self, version: int, what: str, named: str, becomes: str, agency: str, today: date
    ) -> tuple[str, str]:
        """What a decision says of that, and what it should say. Raises DomainError."""
        taken = self.taken[version]
        if what == ASSENT:
            if not agency:
                raise DomainError("Select the agency that assented.", field="agency")
            if agency != named and self._has_assented(version, agency):
                raise DomainError("That agency has assented, too.", field="agency")
            if taken.could and agency not in taken.could:
                raise DomainError("That agency could not assent to it.", field="agency")
            return named, agency
        said = {WORDS: taken.words, CHAIR: taken.chair.role, DAY: self.made[version].on}[what]
        text = _day(becomes, today) if what == DAY else becomes
        if not text:
            raise DomainError("Enter what it should say.", field="becomes")
        return said, text

    @move(_is_proposed, by=[by_somebody_else(lambda item: item.redecision), _decided_it])
    def confirm_redecision(
        self, occasion: Occasion, *, confirmed_by: str = "", known_by: str = ""
    ) -> None:
        """Confirm it, as one of those who decided; or record that one of them did."""
        asked: Any = self.redecision
        voice = next((each for each in asked.awaited if each.is_of(occasion.by)), None)
        if voice is None:
            voice = self._heard(asked.awaited, confirmed_by, known_by)
        self._record(
            occasion,
            self.RedecisionConfirmed,
            decision=asked.version,
            called=asked.called,
            what=asked.what,
            was=asked.was,
            becomes=asked.becomes,
            agency=asked.agency,
            voice=voice.token,
            known_by=known_by,
            proposed_by=asked.by,
            holds=len(asked.awaited) == 1,
            **asked.minute.facts,
        )

    @move(_is_proposed)
    def decline_redecision(self, occasion: Occasion, *, reason: str) -> None:
        """Let the decision stay as it was written down; whoever proposed it takes it back so."""
        asked: Any = self.redecision
        self._record(
            occasion,
            self.RedecisionDeclined,
            decision=asked.version,
            called=asked.called,
            reason=reason,
        )

    def _must_be_minuted_by_then(self, minute: Minute, version: int) -> None:
        if minute.date > self.made[version].on:
            raise DomainError(
                f"It was decided on {long_date(self.made[version].on)}, before that meeting. If "
                "that date is wrong, correct it first.",
                field="minuted_on",
            )

    def _heard(self, awaited: Sequence[Voice], confirmed_by: str, known_by: str) -> Voice:
        if not known_by:
            raise DomainError(
                "Only those who decided can confirm it. If they have done so by letter or e-mail, "
                "enter which and of which date.",
                field="known_by",
            )
        if not confirmed_by and len(awaited) == 1:
            return awaited[0]
        for each in awaited:
            if each.token == confirmed_by:
                return each
        raise DomainError("Select who confirmed it.", field="confirmed_by")

    def _weigh(self, event: Any) -> None:
        super()._weigh(event)
        version = event.originator_version
        if version in self.made and event.decided_as:
            minute = event.minuted if isinstance(event, Minuted) else None
            chair = Chair(getattr(event, "chair_role", ""), getattr(event, "chair_agency", ""))
            assents, could = self._assents_of(event)
            by_power = isinstance(event, Minuted) and event.by_power
            self.taken[version] = Taken(
                _words_of(event), self._voices(event), minute, assents, could, chair, by_power
            )

    def _assents_of(self, event: Any) -> tuple[Mapping[str, str], AgencyNames]:
        """The days on which agencies assented by an event, and the names of those that could."""
        return {}, {}

    def _has_assented(self, version: int, agency: str) -> bool:
        """Whether it is on record what an agency itself said to a decision."""
        return agency in self.taken[version].assents

    def _awaited(self, version: int, what: str, was: str, becomes: str) -> Sequence[Voice]:
        """Those who decided, as it is said that it was."""
        voices = self.taken[version].voices
        if what != ASSENT:
            return voices
        return [_in_place(each, was, becomes) for each in voices]

    def _voices(self, event: Any) -> Sequence[Voice]:
        """Who decided: a body by those who assented, a body as such, an agency, or a person."""
        body = BODY_ROLES.get(Body(event.to)) if getattr(event, "to", "") in set(Body) else None
        if body:
            return [Voice(role=body)]
        if agency := event.by.on_behalf_of or getattr(event, "agency", ""):
            return [Voice(agency=agency)]
        return [Voice(event.by.person, event.by.role, event.by.agency)]

    def _confirm(self, event: RedecisionConfirmed) -> None:
        asked: Any = self.redecision
        if not event.holds:
            awaited = [each for each in asked.awaited if each.token != event.voice]
            self.redecision = replace(asked, awaited=awaited)
            return
        self.redecision = None
        self.corrections += 1
        version, made = event.decision, self.made[event.decision]
        if event.what == WORDS:
            self.taken[version] = replace(self.taken[version], words=event.becomes)
        elif event.what == MINUTE:
            self.taken[version] = replace(self.taken[version], minute=event.minuted)
        elif event.what == CHAIR:
            chair = Chair(event.becomes, event.agency)
            self.taken[version] = replace(self.taken[version], chair=chair)
        elif event.what == ASSENT:
            self._let_assent(version, event.was, event.becomes)
        else:
            self.made[version] = Made(made.called, event.becomes)
        self._take_redecision(event)

    def _let_assent(self, version: int, wrong: str, right: str) -> None:
        """An agency assented instead of the one that had been named."""
        taken = self.taken[version]
        assents = {right if each == wrong else each: day for each, day in taken.assents.items()}
        voices = [_in_place(each, wrong, right) for each in taken.voices]
        self.taken[version] = replace(taken, assents=assents, voices=voices)
        was, now = (taken.could.get(each, each) for each in (wrong, right))
        made = self.made[version]
        self.made[version] = Made(made.called.replace(was, now), made.on)

    def _take_redecision(self, event: RedecisionConfirmed) -> None:
        """Let what the item says of its decisions follow; each kind's own."""


def _words_of(event: Item.Event) -> str:
    free = words_of(type(event))
    return next((str(getattr(event, each)) for each in _SAID_IN if each in free), "")


def _day(typed: str, today: date) -> str:
    found = read_date(typed)
    if found.day is None or found.told:
        raise DomainError("Give a real date of one day, such as 14 January 2026.", field="becomes")
    if found.day > today:
        raise DomainError("A decision must not be dated in the future.", field="becomes")
    return found.day.isoformat()


def _in_place(voice: Voice, wrong: str, right: str) -> Voice:
    return replace(voice, agency=right) if voice.agency == wrong else voice


def _in_words(what: str, text: str, names: AgencyNames, *, agency: str = "") -> str:
    if what == MINUTE:
        return text or "nothing"
    if what == ASSENT:
        return names.get(text, text)
    if what == CHAIR:
        return post_of(text, names.get(agency, agency))
    return long_date(text) if what == DAY else text


def _both(event: Any, names: AgencyNames) -> tuple[str, str]:
    """What it was and what it becomes, each between quotation marks."""
    was = _in_words(event.what, event.was, names)
    becomes = _in_words(event.what, event.becomes, names, agency=event.agency)
    return f"“{was}”", f"“{becomes}”"


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
