"""Making an evidence pack: the history of an item as a bag that proves itself (docs/packs.md)."""

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
from application.proof.packs.packing import (
    Attested,
    LeftOut,
    attest,
    held,
    put_entries,
    put_files,
    put_proof,
    seal,
)
from domain.kernel.errors import NotFoundError
from domain.kernel.item import Item
from domain.kernel.terms import HANDLING, Actor
from domain.kernel.vocabulary import said, speaking
from domain.partnership.proof import Pack
from projections.view import View
from web.exporting import PACK_COLUMNS, csv_lines
from web.items.story import in_row, story_of
from web.moments import look
from web.noun import noun_called
from web.packs.items import items_of
from web.packs.texts import Contents, check_it_yourself, readme, story_page
from web.proof.partners import keys_of_partners


@dataclass(frozen=True)
class MadePack:
    """A pack that was made and put on record; `differs` says how it is another one than the last
    that was made of the same, "" where it is not."""

    pack: Pack
    name: str
    left_out: Sequence[LeftOut]
    differs: str


def make_pack(
    ledger: Ledger, file: KeyFile | None, reference: str, out: IO[bytes], *, as_at: str, by: Actor
) -> MadePack:
    """Write the evidence pack of an item and its own into a file, as at a moment, and record that.

    `reference` is as the log has it, `as_at` as people write a moment, "" for now. Raises
    NotFoundError, DomainError where the words name no moment, KeyFileError, StorageError.
    """
    with ledger.reading() as connection:
        upto = look(ledger, connection, as_at).position
        partners = keys_of_partners(look(ledger, connection))
    if noun_called(reference) is None:
        raise NotFoundError(f"There is no {reference}.")
    by_then = f"#{upto}"
    with ledger.reading() as connection:
        view = look(ledger, connection, by_then)
        story_of(ledger, Item, reference, view)  # or there is none
        items = items_of(reference, view)
    attested = attest(ledger, file, upto=upto, partners=partners)
    with ledger.reading() as connection:
        view = look(ledger, connection, by_then)
        with speaking(lambda: view.vocabulary):
            left_out = _write(ledger, view, items, attested, out)
    pack = Pack(
        items=tuple(items),
        upto=upto,
        checkpoint=str(attested.made.code),
        countersigned=len(attested.partners),
        left_out=sum(each.count for each in left_out),
        program=version("scrutiny-ledger"),
        sha256=_hashed(out),
        made_at=ledger.position(),
    )
    earlier = _earlier(ledger, pack)
    with ledger.writing():
        proof, occasion = begun(ledger, by)
        proof.record_pack(occasion, pack)
        ledger.save(proof)
    return MadePack(pack, f"{_folder(reference, upto)}.zip", left_out, differs(earlier, pack))


def _write(
    ledger: Ledger, view: View, items: Sequence[str], attested: Attested, out: IO[bytes]
) -> Sequence[LeftOut]:
    """Write the bag; return what is not in it."""
    events = held(ledger, items, upto=view.position)
    stories = [story_of(ledger, Item, each, view).history for each in items]
    history = sorted(chain(*stories), key=lambda entry: entry.position)
    bag = Bag(out, _folder(items[0], view.position))
    put_entries(bag, view.connection, events, attested)
    lost = put_files(bag, view.connection, events)
    left_out = [*(each for event in events for each in event.left_out), *lost]
    put_proof(bag, attested, left_out)
    contents = Contents(items, view, attested, history, events, left_out)
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
    of = contents.reference
    return [
        ("Source-Organization", said("{name}")),
        ("External-Identifier", of),
        ("External-Description", f"{of} as it stood after event {contents.view.position}"),
        ("Bagging-Software-Agent", f"Scrutiny Ledger {version('scrutiny-ledger')}"),
        ("Handling", HANDLING),
        ("Ledger", contents.attested.made.checkpoint.origin),
        ("Checkpoint", str(contents.attested.made.code)),
    ]


def _folder(reference: str, upto: int) -> str:
    """What a pack is called and unpacked to."""
    plain = (each if each.isascii() and each.isalnum() else "-" for each in reference)
    return f"{''.join(plain)}-position-{upto}"


def _earlier(ledger: Ledger, pack: Pack) -> Pack | None:
    """The last pack that was made of the same."""
    proof = proof_of(ledger)
    packs = proof.packs if proof else []
    return next((each for each in reversed(packs) if each.same_wish(pack)), None)


def differs(earlier: Pack | None, pack: Pack) -> str:
    """How a pack is another one than an earlier one of the same, in a sentence; "" for not."""
    if earlier is None or earlier.sha256 == pack.sha256:
        return ""
    changed = [
        f"{what} {was} then and {now} now"
        for what, was, now in (
            ("the program was", earlier.program, pack.program),
            ("the checkpoint was", earlier.checkpoint, pack.checkpoint),
            ("partners that countersigned were", earlier.countersigned, pack.countersigned),
            ("texts and files left out were", earlier.left_out, pack.left_out),
        )
        if was != now
    ]
    why = "; ".join(changed) or "what people, agencies or keys are called is told otherwise"
    return f"It is not the same as the pack made of the same before: {why}."
