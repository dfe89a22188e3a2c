"""What the log is proved by: the keys that sign its checkpoints, where it had to begin anew, and
the evidence packs and papers that were given out.

Its events name public keys alone; the private one stands in a file outside the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.errors import DomainError
from domain.kernel.item import Item
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code, Ref, Words
from domain.partnership.issued import IssuedPaper

PROOF = "proof"
"""The reference of the one such item of a ledger."""


@dataclass(frozen=True)
class SigningKey:
    """A public key of the ledger, as the line that verifiers read; `until` is the size of the log
    at which another one took its place, None while it signs."""

    verifier: str
    until: int | None = None


@dataclass(frozen=True)
class Lost:
    """An origin that the ledger gave up as an older backup was put back.

    `kept` is the size up to which its log is for certain still the ledger's own; it is known to
    have had `size` events and the root `root`.
    """

    origin: str
    kept: int
    size: int
    root: str


class PackOf(StrEnum):
    """What an evidence pack is of."""

    ITEM = "item"
    """An item, with what was its own."""
    REPORT = "report"
    """Recommendations of one report."""
    PERIOD = "period"
    """Everything that was recorded between two positions of the log."""


@dataclass(frozen=True)
class Pack:
    """An evidence pack that was given out: which items' history it holds, up to which position of
    the log, what it hangs on besides, and the SHA-256 of its zip. That of a period holds all that
    comes after `since`, and names no items. `made_at` is the position that the log had reached
    when it was made."""

    of: PackOf
    items: tuple[str, ...]
    since: int
    upto: int
    checkpoint: str
    countersigned: int
    left_out: int
    program: str
    sha256: str
    made_at: int
    made_on: str = ""
    """The day on which it was put on record."""

    @property
    def signed(self) -> bool:
        """Whether the ledger had a key to sign it."""
        return not self.checkpoint.endswith("unsigned")

    @property
    def wish(self) -> tuple[object, ...]:
        """What it was asked to be of, whatever it held by its moment."""
        return (self.of, self.items[:1], self.since)

    def holds(self, item: str, *, position: int) -> bool:
        """Whether an event of an item at a position is in it."""
        inside = self.since < position <= self.upto
        return inside and (self.of is PackOf.PERIOD or item in self.items)

    @property
    def subject(self) -> str:
        """What it is of, as a sentence says it."""
        if self.of is PackOf.PERIOD:
            return f"events {self.since + 1} to {self.upto} of the log"
        first, *others = self.items
        more = f" and {len(others)} item{'s' if len(others) > 1 else ''} with it" if others else ""
        named = f"the report of {first}" if self.of is PackOf.REPORT else first
        return f"{named}{more} as it stood after event {self.upto}"


class Proof(Item):
    """How the log of the ledger is proved to others."""

    word = "proof"
    only = PROOF
    none_yet = "Nothing has been said yet of how this log is proved."

    @staticmethod
    def spelt(reference: str) -> str:
        return reference.lower()

    class Event(Item.Event):
        """Anything that happens to it."""

    class Begun(Event, Item.Created):
        """The ledger began to prove its log to others under an origin."""

        origin: Code

        def apply(self, aggregate: Proof) -> None:
            aggregate._start(self.origin)

        def sentence(self, names: AgencyNames) -> str:
            return f"began to prove the log as {self.origin}"

    class KeyMade(Event):
        """Checkpoints are signed by this key from now on."""

        verifier: Code

        def apply(self, aggregate: Proof) -> None:
            aggregate.keys = [*aggregate.keys, SigningKey(self.verifier)]

        def sentence(self, names: AgencyNames) -> str:
            return f"made the key that signs checkpoints: {self.verifier}"

    class KeyRotated(Event):
        """Another key signs from now on. The old one stands for checkpoints up to this size."""

        verifier: Code
        was: Code
        size: int
        reason: Words

        def apply(self, aggregate: Proof) -> None:
            *older, last = aggregate.keys
            replaced = SigningKey(last.verifier, self.size)
            aggregate.keys = [*older, replaced, SigningKey(self.verifier)]

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"replaced the key that signs checkpoints by {self.verifier}; {self.was} stands "
                f"for those of {self.size} events or fewer"
            )

    class OriginBegun(Event):
        """An older copy of the database was put back: what had come after it is lost, and the log
        goes on under another origin, so that nobody takes the one for the other.

        The first `kept` events are for certain the same in both."""

        origin: Code
        lost_origin: Code
        kept: int
        lost_size: int
        lost_root: Code

        def apply(self, aggregate: Proof) -> None:
            lost = Lost(self.lost_origin, self.kept, self.lost_size, self.lost_root)
            aggregate.lost = [*aggregate.lost, lost]
            aggregate.origin = self.origin

        def sentence(self, names: AgencyNames) -> str:
            kept = f" after the first {self.kept}" if self.kept else ""
            return (
                f"began a new origin, {self.origin}: an older copy was put back, and what happened"
                f"{kept} up to event {self.lost_size} of {self.lost_origin}, whose root was "
                f"{self.lost_root}, is lost where this log lacks it"
            )

    class PackMade(Event):
        """An evidence pack was made and given out: the history of these items up to event `upto`;
        or, of a period, all that happened after event `since`.

        `of` is what it is of: an item with its own, a report, a period. `checkpoint` is the short
        code of the one that it is proved by, `countersigned` by how many that was countersigned,
        `left_out` how many words and files are not in it, `program` the version that made it,
        `sha256` the hash of its zip. `made_at` is how many events the log had before this one.
        """

        of: Code
        items: list[Ref]
        since: int
        upto: int
        checkpoint: Code
        countersigned: int
        left_out: int
        program: Code
        sha256: Code
        made_at: int

        def apply(self, aggregate: Proof) -> None:
            aggregate.packs = [*aggregate.packs, self._pack]

        @property
        def _pack(self) -> Pack:
            facts = self.facts
            of, items = PackOf(facts.pop("of")), tuple(facts.pop("items"))
            return Pack(of, items, **facts, made_on=self.on)

        def sentence(self, names: AgencyNames) -> str:
            subject = self._pack.subject
            return f"made an evidence pack of {subject}; its SHA-256 is {self.sha256}"

    class PaperIssued(Event):
        """A paper was issued to a meeting, which keeps it whole as its paper of that number.

        `name` is which paper, `of` the item that it is about, `form` what kind of file it is.
        `as_at` and `since` are the moments by which it is made again, `marking` how it is to be
        handled, `upto` the position of the
        log up to which it tells, `checkpoint` the short code that it bears, `program` the version
        that made it, `template` the SHA-256 of its template, `partial` whether its maker did not
        see all, `sha256` the hash of its file. `made_at` is how many events the log had before
        this one and the paper's own.
        """

        name: Code
        title: Words
        of: Ref
        form: Code
        meeting: Ref
        paper: int
        as_at: Code
        since: Code
        marking: Code
        upto: int
        checkpoint: Code
        program: Code
        template: Code
        partial: bool
        sha256: Code
        made_at: int

        def apply(self, aggregate: Proof) -> None:
            aggregate.papers = [*aggregate.papers, IssuedPaper(**self.facts, made_on=self.on)]

        def sentence(self, names: AgencyNames) -> str:
            return (
                f"issued “{self.title}” to {self.meeting} as its paper {self.paper}, under the "
                f"checkpoint {self.checkpoint}; its SHA-256 is {self.sha256}"
            )

    def _start(self, origin: str) -> None:
        self.origin = origin
        self.keys: list[SigningKey] = []
        self.lost: list[Lost] = []
        self.packs: list[Pack] = []
        self.papers: list[IssuedPaper] = []

    @property
    def key(self) -> str:
        """The verifier line of the key that signs now; "" for none."""
        return self.keys[-1].verifier if self.keys else ""

    @classmethod
    def begin(cls, occasion: Occasion, *, origin: str) -> Proof:
        """Begin to prove a log under its origin."""
        return cls._begin(occasion, cls.Begun, reference=PROOF, origin=origin)

    def make_key(self, occasion: Occasion, *, verifier: str) -> None:
        """Let a first key sign."""
        if self.keys:
            raise DomainError("The ledger has a key. Run “scrutiny key rotate” for another one.")
        self._record(occasion, self.KeyMade, verifier=verifier)

    def rotate_key(self, occasion: Occasion, *, verifier: str, size: int, reason: str) -> None:
        """Let another key sign; `size` is how many events the log has."""
        if not self.keys:
            raise DomainError("The ledger has no key yet. Run “scrutiny key new”.")
        if verifier in [each.verifier for each in self.keys]:
            raise DomainError("That key was used before. A new one must be new.")
        self._record(
            occasion, self.KeyRotated, verifier=verifier, was=self.key, size=size, reason=reason
        )

    def begin_origin(
        self, occasion: Occasion, *, origin: str, lost_origin: str, kept: int, lost_size: int,
        lost_root: str,
    ) -> None:  # fmt: skip
        """Go on under another origin, because what a later log held after `kept` events was
        lost."""
        if lost_size <= kept:
            raise DomainError("Nothing was lost.")
        self._record(
            occasion, self.OriginBegun, origin=origin, lost_origin=lost_origin, kept=kept,
            lost_size=lost_size, lost_root=lost_root,
        )  # fmt: skip

    def record_pack(self, occasion: Occasion, pack: Pack) -> None:
        """Put on record that an evidence pack was given out."""
        self._record(
            occasion, self.PackMade, of=pack.of.value, items=[*pack.items], since=pack.since,
            upto=pack.upto,
            checkpoint=pack.checkpoint, countersigned=pack.countersigned, left_out=pack.left_out,
            program=pack.program, sha256=pack.sha256, made_at=pack.made_at,
        )  # fmt: skip

    def record_paper(self, occasion: Occasion, paper: IssuedPaper) -> None:
        """Put on record that a paper was issued to a meeting."""
        facts = vars(paper).copy()
        del facts["made_on"]  # the event's own day
        self._record(occasion, self.PaperIssued, **facts)

    def papers_under(self, checkpoint: str) -> list[IssuedPaper]:
        """The papers that bear a short code, the first issued first."""
        return [each for each in self.papers if each.checkpoint == checkpoint]

    def packs_with(self, item: str, *, position: int) -> list[Pack]:
        """The packs that were given out with an event of an item, so that they may hold words
        which were taken out of the ledger since; the first made first."""
        return [each for each in self.packs if each.holds(item, position=position)]
