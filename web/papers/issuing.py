"""Issuing a paper: it is kept whole with the meeting that it is for, and what it was made of is on
record with how the log is proved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version

from application.doing import access
from application.doing.access import Person
from application.doing.chosen_files import chosen
from application.doing.intents import perform
from application.ledger.commands import Command, Origin
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from application.proof.keys import KeyFile, begun, proof_of
from application.proof.making import make_checkpoint
from application.proof.papers import compared, issued_before
from domain.kernel.errors import DomainError, RepeatedCommandError
from domain.meetings.meeting import Meeting
from domain.partnership.issued import IssuedPaper
from web.papers.catalogue import KINDS
from web.papers.making import Wish, file_name, paper_of, template_of, written
from web.papers.paper import Paper

SEND = "meeting.send_paper"
"""The deed by which a meeting has a paper."""


@dataclass(frozen=True)
class Issued:
    """A paper that was issued: what is on record of it, the file, and in a sentence whether it is
    one that was issued before, "" where none was."""

    record: IssuedPaper
    paper: Paper
    content: bytes
    told: str


def issue(
    ledger: Ledger, file: KeyFile | None, wish: Wish, form: str, *,
    meeting: str, item: str, person: Person, confirmed: bool = False, command: str = "",
) -> Issued:  # fmt: skip
    """Make a paper, keep it whole as a paper of a meeting (of one item of its agenda, by number),
    and put on record what it was made of. A checkpoint of the log is made first.

    Raises what `perform` does, NotAllowedError where they may not see what it shows, KeyFileError,
    RepeatedCommandError where the command was performed before.
    """
    by = access.actor(person, KINDS[wish.name].deed)
    if command and was_issued(ledger, command, person=person):
        raise RepeatedCommandError("This paper was issued by the same form before.")
    if not (item.isascii() and item.isdigit() and int(item)):
        raise DomainError("Name the item of the agenda that the paper is for by its number.")
    make_checkpoint(ledger, file)
    with ledger.reading() as connection:
        paper = paper_of(ledger, connection, wish, sight=access.sight(person))
    content = written(paper, form)
    data = {"title": title_of(wish), "item": item, "file": chosen(file_name(paper, form), content)}
    with ledger.writing():
        made_at = ledger.position()
        outcome = perform(
            ledger, CATALOGUE[SEND], data, person=person, reference=meeting,
            confirmed=confirmed, command=command,
        )  # fmt: skip
        if outcome.repeated:
            raise RepeatedCommandError("This paper is just being issued by the same form.")
        number = max(ledger.get(Meeting, meeting).papers)
        record = record_of(
            paper, wish, form, content, meeting=meeting, number=number, made_at=made_at
        )
        proof, occasion = begun(ledger, by)
        earlier = issued_before(proof.papers, record)
        proof.record_paper(occasion, record)
        ledger.save(proof)
    told = compared(ledger, earlier, record) if earlier else ""
    return Issued(record, paper, content, told)


def was_issued(ledger: Ledger, command: str, *, person: Person) -> bool:
    """Whether a paper was issued by that command of this person."""
    return ledger.performed(Command(Origin.PERSON, person.id, SEND, command)) is not None


def title_of(wish: Wish) -> str:
    """What a paper is called on record: by its item's reference, and not in its words, which
    somebody may redact later."""
    return " ".join(filter(None, [KINDS[wish.name].title, wish.reference]))


def record_of(
    paper: Paper, wish: Wish, form: str, content: bytes, *, meeting: str, number: int, made_at: int
) -> IssuedPaper:
    """What is put on record of a paper."""
    return IssuedPaper(
        name=wish.name,
        title=title_of(wish),
        of=wish.reference,
        form=form,
        meeting=meeting,
        paper=number,
        as_at=paper.as_at,
        since=paper.since,
        marking=paper.marking,
        upto=paper.position,
        checkpoint=paper.code,
        program=version("scrutiny-ledger"),
        template=template_of(form),
        partial=paper.partial,
        sha256=sha256(content).hexdigest(),
        made_at=made_at,
    )


def told_of(ledger: Ledger, paper: Paper, wish: Wish, form: str, content: bytes) -> str:
    """Whether a paper that was made just now is one that was issued before, in a sentence; ""
    where none was."""
    proof = proof_of(ledger)
    now = record_of(paper, wish, form, content, meeting="", number=0, made_at=ledger.position())
    earlier = issued_before(proof.papers, now) if proof else None
    return compared(ledger, earlier, now) if earlier else ""


def as_made_now(ledger: Ledger, paper: IssuedPaper) -> IssuedPaper:
    """What would be on record of the same paper, made now by the same person: all but its hash."""
    return replace(
        paper,
        program=version("scrutiny-ledger"),
        template=template_of(paper.form),
        made_at=ledger.position(),
    )
