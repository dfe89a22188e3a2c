"""A redaction: words that one event holds, or a file that it put forward, are taken out of the
record for good.

An administrator proposes it and the data protection officer, another person, agrees: then the
words go and cannot come back. The entry in the log stays byte for byte, because it never held
them; so every proof holds. A redaction names the words by where they stand, and never repeats them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypedDict

from domain.kernel.errors import DomainError
from domain.kernel.item import Item, in_a_row
from domain.kernel.mending.agreeing import Proposal, by_somebody_else
from domain.kernel.moves import move
from domain.kernel.plain import normal
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code, Ref, Words
from domain.redactions.vocabulary import BASES, Basis, Status

FILE = "sha256"
"""The field of an event that names a stored file. No field of words is called so."""


class Place(TypedDict):
    """Where words stand: in which field of which step of the item, at which position of the log.

    `digest` is what the log keeps of them, whether they are there or not. Of a file, whose field is
    FILE, it is the SHA-256: the file goes from wherever it was put forward.
    """

    step: int
    position: int
    field: Code
    digest: Code


@dataclass(frozen=True)
class OnRecord:
    """Words of an event that are still there: where they stand, and what they say, of a file its
    SHA-256."""

    place: Place
    said: str


class WordsOnRecord(Protocol):
    """Finds what one step of an item says and the file that it put forward, by field.

    Raises NotFoundError: no such step.
    """

    def __call__(self, reference: str, step: int, /) -> Mapping[str, OnRecord]: ...


class WaitingRedactions(Protocol):
    """What redactions name about which nobody has decided yet: which of them, by the digest."""

    def __call__(self) -> Mapping[str, str]: ...


_SHORT = 4
"""Words of fewer letters are not looked for in the reason: they would be found in any."""
_RUN = 4
"""So many words in a row are a repetition, wherever in what is said they stand."""
_DIGITS = 6
"""So is a word with so many digits: the number of a telephone, a case, a child."""


def what_goes(places: Sequence[Place]) -> str:
    """What goes by a redaction, and from where: “words in step 2 and the file in step 3”."""
    files = [place for place in places if place["field"] == FILE]
    words = [place for place in places if place["field"] != FILE]
    those = f"the file{'s' if len({each['digest'] for each in files}) > 1 else ''}"
    told = ((words, "words"), (files, those))
    return in_a_row(f"{what} in {steps_of(some)}" for some, what in told if some)


def steps_of(places: Sequence[Place]) -> str:
    """The steps in which words stand, as a sentence lists them."""
    steps = sorted({place["step"] for place in places})
    return f"step{'s' if len(steps) > 1 else ''} {in_a_row(map(str, steps))}"


class Redaction(Item):
    """One decision about words that should not be on record."""

    word = "redaction"
    prefix = "RED"

    class Event(Item.Event):
        """Anything that happens to a redaction."""

    class Proposed(Event, Item.Created):
        """Somebody proposed to take words out. Nothing has gone yet."""

        of: Ref
        places: list[Place]
        basis: Code
        reason: Words

        def apply(self, aggregate: Redaction) -> None:
            aggregate._start(self.of, self.places, self.basis)
            aggregate.reason = self.reason
            aggregate.proposal = Proposal(self.by.person, self.on, self.reason)

        def sentence(self, names: AgencyNames) -> str:
            return f"proposed to redact {what_goes(self.places)} of {self.of}"

    class Agreed(Event):
        """Somebody else agreed: with this event the words have gone."""

        of: Ref
        places: list[Place]
        basis: Code

        def apply(self, aggregate: Redaction) -> None:
            aggregate._done(self.on)

        def sentence(self, names: AgencyNames) -> str:
            went = "was" if _is_one_file(self.places) else "were"
            return f"agreed: {what_goes(self.places)} of {self.of} {went} redacted"

    class Declined(Event):
        """The words stay."""

        of: Ref
        reason: Words

        def apply(self, aggregate: Redaction) -> None:
            aggregate.status, aggregate.proposal = Status.DECLINED, None
            aggregate.decided_on, aggregate.why_declined = self.on, self.reason

        def sentence(self, names: AgencyNames) -> str:
            return f"declined to redact words of {self.of}"

    class Repeated(Event, Item.Created):
        """An older copy of the ledger was put back, which held words that had been redacted since:
        they were taken out again, as agreed then."""

        of: Ref
        places: list[Place]
        basis: Code

        def apply(self, aggregate: Redaction) -> None:
            aggregate._start(self.of, self.places, self.basis)
            aggregate._done(self.on)

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"took {what_goes(self.places)} of {self.of} out again, which an older copy of the "
                "ledger had brought back"
            )

    def _start(self, of: str, places: list[Place], basis: str) -> None:
        self.of, self.places, self.basis = of, places, Basis(basis)
        self.status = Status.PROPOSED
        self.proposal: Proposal | None = None
        self.reason = self.decided_on = self.why_declined = ""

    def _done(self, on: str) -> None:
        self.status, self.proposal, self.decided_on = Status.DONE, None, on

    @property
    def title(self) -> str:
        """Where the words stand, or stood."""
        return f"{self.of}, {steps_of(self.places)}"

    @property
    def legal_basis(self) -> str:
        return BASES[self.basis]

    @classmethod
    @move()
    def propose(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        of: str,
        words: Sequence[str],
        basis: Basis,
        reason: str,
        on_record: WordsOnRecord,
        waiting: WaitingRedactions,
    ) -> Redaction:
        """Propose to take words out: each is called as `named` says."""
        found = [_found(on_record, of, each) for each in words]
        _must_not_wait([each.place for each in found], waiting())
        if any(_repeats(reason, each.said) for each in found if each.place["field"] != FILE):
            raise DomainError(
                "The reason repeats the words that are to go. Say what kind of words they are, "
                "and leave them out.",
                field="reason",
            )
        return cls._begin(
            occasion, cls.Proposed, reference=reference,
            of=of, places=[each.place for each in found], basis=basis.value, reason=reason,
        )  # fmt: skip

    @classmethod
    def repeat(
        cls, occasion: Occasion, *, reference: str, of: str, places: list[Place], basis: str
    ) -> Redaction:
        """Take words out again that an older copy of the ledger brought back."""
        return cls._begin(
            occasion, cls.Repeated, reference=reference, of=of, places=places, basis=basis
        )

    def _is_undecided(self) -> str | None:
        """A guard: nobody has decided about it yet."""
        if self.status is Status.PROPOSED:
            return None
        return "That has been decided already."

    @move(_is_undecided, by=[by_somebody_else(lambda item: item.proposal)])
    def agree(self, occasion: Occasion, *, on_record: WordsOnRecord) -> None:
        """Agree, so that what is named goes for good; it cannot be brought back."""
        if not all(_is_there(on_record, self.of, place) for place in self.places):
            raise DomainError(
                "Some of that has gone already, by another redaction. Decline this one, and let "
                "what is still there be proposed anew."
            )
        self._record(occasion, self.Agreed, of=self.of, places=self.places, basis=self.basis.value)

    @move(_is_undecided, by=[by_somebody_else(lambda item: item.proposal)])
    def decline(self, occasion: Occasion, *, reason: str) -> None:
        """Let it stay, because it is needed or under a legal hold."""
        self._record(occasion, self.Declined, of=self.of, reason=reason)


def named(place: Place) -> str:
    """How a form names a place: “3/reason”."""
    return f"{place['step']}/{place['field']}"


def called(field: str) -> str:
    """What a field of words is called to people: “why_declined” is “Why declined”."""
    if field == FILE:
        return "File"
    return field.replace("_", " ").capitalize()


def _found(on_record: WordsOnRecord, of: str, name: str) -> OnRecord:
    step, _, field = name.partition("/")
    found = on_record(of, int(step)).get(field) if step.isdecimal() else None
    if found is None:
        raise DomainError(
            "Some of that is no longer there, or cannot be taken out. Choose again.",
            field="words",
        )
    return found


def _is_one_file(places: Sequence[Place]) -> bool:
    return {each["field"] for each in places} == {FILE} and len({e["digest"] for e in places}) == 1


def _is_there(on_record: WordsOnRecord, of: str, place: Place) -> bool:
    found = on_record(of, place["step"]).get(place["field"])
    return found is not None and found.place["digest"] == place["digest"]


def _must_not_wait(places: Sequence[Place], waiting: Mapping[str, str]) -> None:
    """Refuse what another redaction names, about which nobody has decided."""
    for place in places:
        if other := waiting.get(place["digest"]):
            raise DomainError(
                f"{called(place['field'])} in step {place['step']} is named by {other} already, "
                "which waits for the data protection officer. Leave it out, or wait for that.",
                field="words",
            )


def _repeats(reason: str, said: str) -> bool:
    """Whether a reason says what is to go, or enough of it to tell what that was: all of it, some
    words of it in a row, or a number. Capitals, spaces and marks make no difference."""
    given, gone = normal(reason).split(), normal(said).split()
    if not gone:
        return False
    size = min(len(gone), _RUN)
    runs = {tuple(gone[at : at + size]) for at in range(len(gone) - size + 1)}
    if len("".join(gone)) >= _SHORT and any(
        tuple(given[at : at + size]) in runs for at in range(len(given) - size + 1)
    ):
        return True
    numbers = {word for word in gone if sum(map(str.isdecimal, word)) >= _DIGITS}
    return not numbers.isdisjoint(given)
