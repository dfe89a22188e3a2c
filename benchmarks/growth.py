"""How what a person waits for grows with the ledger: 10,000 risks, and thirty times as many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import count

from application.doing.intents import perform
from application.nouns.risks import ASSESS
from benchmarks import proving
from benchmarks.figures import Figure, in_turn, middle
from benchmarks.partnership import THE_RISKS, Partnership, large_partnership, somebody
from benchmarks.visitor import Visitor

_LARGE = 300_000
_AIM = 2


@dataclass(frozen=True)
class Grown:
    """A ledger of 50,000 events, and one with 1,500,000 made of the same story."""

    small: Partnership
    large: Partnership


@contextmanager
def grown() -> Iterator[Grown]:
    """Both, on SQLite. The large one takes some ten minutes and 2 GB of memory to fill."""
    with ExitStack() as stack:
        small = stack.enter_context(large_partnership(THE_RISKS))
        story = replace(THE_RISKS, count=_LARGE)
        yield Grown(small, stack.enter_context(large_partnership(story)))


def command(grown: Grown) -> Figure:
    """A score given, by the use case."""
    return _figure(grown, "a command", _commands, times=50)


def register(grown: Grown) -> Figure:
    """The first page of the register."""
    return _page(grown, "the register", "/risks")


def late_page(grown: Grown) -> Figure:
    """The hundredth page of the register."""
    return _page(grown, "page 100 of the register", "/risks?page=100")


def home(grown: Grown) -> Figure:
    """Home of the Business Team."""
    return _page(grown, "home", "/")


def item(grown: Grown) -> Figure:
    """One risk with its history."""
    return _page(grown, "one item", "/risks/RSK-2026-5000")


def audit(grown: Grown) -> Figure:
    """The first page of the audit trail."""
    return _page(grown, "audit", "/audit")


def executive(grown: Grown) -> Figure:
    """What the Executive sees."""
    return _page(grown, "executive", "/executive")


def scrutineer(grown: Grown) -> Figure:
    """What the Independent Scrutineer sees."""
    return _page(grown, "scrutineer", "/scrutineer")


def inclusion(grown: Grown) -> Figure:
    """A proof of inclusion in the whole of the large log."""
    return proving.inclusion(grown.large)


def hashing(grown: Grown) -> Figure:
    """Verify's hashing of the large log, beside bare SHA-256 of the same rows."""
    return proving.hashing(grown.large)


def verified(grown: Grown) -> Figure:
    """Full verify of the large log."""
    return proving.verified(grown.large)


def verifying_memory(grown: Grown) -> Figure:
    """And the memory that it took."""
    return proving.verifying_memory(grown.large)


ALL = (
    command, register, late_page, home, item, audit, executive, scrutineer,
    inclusion, hashing, verified, verifying_memory,
)  # fmt: skip


def _page(grown: Grown, name: str, path: str) -> Figure:
    def gets(partnership: Partnership) -> Callable[[], object]:
        visitor = Visitor(partnership)
        return lambda: visitor.get(path)

    return _figure(grown, name, gets, times=1)


def _figure(
    grown: Grown, name: str, act: Callable[[Partnership], Callable[[], object]], *, times: int
) -> Figure:
    taken = in_turn(act(grown.large), act(grown.small), rounds=7)
    large, small = (middle(each) / times * 1000 for each in zip(*taken, strict=True))
    return Figure(
        f"{name}: {len(grown.large.references):,} risks to {len(grown.small.references):,}",
        middle(large / small for large, small in taken),
        "×",
        aim=_AIM,
        details=f"{large:.1f} ms and {small:.1f} ms",
    )


def _commands(partnership: Partnership) -> Callable[[], object]:
    person, numbers = somebody(partnership.ledger), count()

    def assess() -> None:
        for number in (next(numbers) for _ in range(50)):
            assessment = {
                "measure": "current",
                "likelihood": str(1 + number % 5),
                "impact": str(1 + number % 4),
                "reason": "Two more vacancies since the last meeting.",
            }
            perform(
                partnership.ledger,
                ASSESS,
                assessment,
                person=person,
                reference=partnership.references[number],
                command=f"growth {number}",
            )

    return assess
