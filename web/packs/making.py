"""Making an evidence pack: what happened, as a bag that proves itself (docs/proof.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from typing import IO

from application.ledger.ledger import Ledger
from application.proof.bags import Bag
from application.proof.keys import KeyFile, begun, proof_of
from application.proof.packs.differing import differs, made_before
from application.proof.packs.packing import (
    Attested,
    LeftOut,
    attest,
    put_entries,
    put_files,
    put_period,
    put_proof,
    seal,
)
from domain.kernel.item import Item
from domain.kernel.terms import HANDLING, Actor
from domain.kernel.vocabulary import said, speaking
from domain.partnership.proof import Pack, PackOf
from projections.view import View
from web.exports.registers import PACK_COLUMNS, csv_lines
from web.items.story import in_row, story_of
from web.moments import look
from web.packs.subjects import Subject, Wish
from web.packs.texts import Contents, check_it_yourself, readme, story_page
from web.proof.partners import keys_of_partners


@dataclass(frozen=True)
class MadePack:
    """A pack that was made and put on record; `differs` says how it is another one than the last
    that was made of the same, "" where it is not."""

    pack: Pack
    subject: Subject
    left_out: Sequence[LeftOut]
    differs: str


def make_pack(
    ledger: Ledger, file: KeyFile | None, wish: Wish, out: IO[bytes], *, as_at: str, by: Actor
) -> MadePack:
    """Write the evidence pack that somebody wants into a file, as at a moment, and record that.

    `as_at` is as people write a moment, "" for now. Raises NotFoundError, DomainError where there
    is no such thing or the words name no moment, KeyFileError, StorageError.
    """
    with ledger.reading() as connection:
        upto = look(ledger, connection, as_at).position
        partners = keys_of_partners(look(ledger, connection))
    by_then = f"#{upto}"
    with ledger.reading() as connection:
        subject = wish(ledger, look(ledger, connection, by_then))
    attested = attest(ledger, file, upto=upto, partners=partners)
    with ledger.reading() as connection:
        view = look(ledger, connection, by_then)
        with speaking(lambda: view.vocabulary):
            left_out = _write(ledger, view, subject, attested, out)
    pack = Pack(
        of=subject.of,
        items=tuple(subject.items),
        since=subject.since,
        upto=upto,
        checkpoint=str(attested.made.code),
        countersigned=len(attested.partners),
        left_out=sum(each.count for each in left_out),
        program=version("scrutiny-ledger"),
        sha256=_hashed(out),
        made_at=ledger.position(),
    )
    proof = proof_of(ledger)
    earlier = made_before(proof.packs if proof else (), pack)
    with ledger.writing():
        proof, occasion = begun(ledger, by)
        proof.record_pack(occasion, pack)
        ledger.save(proof)
    return MadePack(pack, subject, left_out, differs(ledger, earlier, pack))


def _write(
    ledger: Ledger, view: View, subject: Subject, attested: Attested, out: IO[bytes]
) -> Sequence[LeftOut]:
    """Write the bag; return what is not in it."""
    events = subject.held(ledger)
    items = dict.fromkeys(event.stored.item for event in events)
    stories = (story_of(ledger, Item, each, view).history for each in items)
    inside = (entry for entry in chain.from_iterable(stories) if entry.position > subject.since)
    history = sorted(inside, key=lambda entry: entry.position)
    bag = Bag(out, subject.folder)
    put_entries(bag, view.connection, events, attested)
    lost = put_files(bag, view.connection, events)
    left_out = [*(each for event in events for each in event.left_out), *lost]
    put_proof(bag, attested, left_out)
    if subject.of is PackOf.PERIOD:
        put_period(bag, subject.first, subject.upto)
    contents = Contents(subject, view, attested, history, events, left_out)
    rows = map(in_row, history)
    table = "".join(["\ufeff", *csv_lines(rows, PACK_COLUMNS, view=view)])
    bag.put("data/story.csv", table.encode())
    bag.put("data/story.html", story_page(contents).encode())
    bag.put("README.html", readme(contents).encode())
    bag.put("CHECK-IT-YOURSELF.txt", check_it_yourself(contents).encode())
    bag.close(_info(contents), seal=lambda listed: seal(attested, listed))
    return left_out


def _hashed(file: IO[bytes]) -> str:
    file.seek(0)
    found = sha256()
    for part in iter(partial(file.read, _PART), b""):
        found.update(part)
    return found.hexdigest()


_PART = 256 * 1024
"""Bytes."""


def _info(contents: Contents) -> list[tuple[str, str]]:
    of = contents.subject.name
    return [
        ("Source-Organization", said("{name}")),
        ("External-Identifier", of),
        ("External-Description", f"{of}, as it stood after event {contents.view.position}"),
        ("Bagging-Software-Agent", f"Scrutiny Ledger {version('scrutiny-ledger')}"),
        ("Handling", HANDLING),
        ("Ledger", contents.attested.made.checkpoint.origin),
        ("Checkpoint", str(contents.attested.made.code)),
    ]
