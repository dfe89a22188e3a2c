"""Keys, checkpoints and countersignatures on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.commands.shared.arguments import (
    WHEN,
    opened,
    opened_by_owner,
    os_user,
    writes_a_file,
)
from web.commands.shared.console import give, say
from web.commands.shared.faults import Refusal

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger
    from application.proof.checkpoints import Checkpoint
    from application.proof.forking import Before
    from application.proof.keys import KeyFile
    from application.proof.making import Made
    from domain.kernel.terms import Actor

READ = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group()
def key() -> None:
    """The key that signs checkpoints of the log."""


@key.command()
def new() -> None:
    """Make the ledger's key, where it has none.

    It stands beside the SQLite database, or in the file that SCRUTINY_SIGNING_KEY names; only its
    owner may read it. It is in no backup: keep a copy of it apart from those.
    """
    from application.proof.keys import make_key

    with opened() as ledger:
        file = key_file_of(ledger)
        verifier = make_key(ledger, file, by=_actor(ledger))
        say(f"Made the key {verifier.id.hex()} in {file.path if file else ''}.")
        say("Keep a copy of that file apart from the backups. Give this line to whoever checks:")
        say(str(verifier))


@key.command()
def show() -> None:
    """Print the line by which others check what the key has signed."""
    from application.proof.keys import proof_of, verifiers_of

    with opened() as ledger:
        known = verifiers_of(proof_of(ledger))
    if not known:
        raise Refusal(
            "The ledger has no key, so its checkpoints are unsigned. Run “scrutiny key new”."
        )
    say(str(known[-1]))


@key.command()
@click.option("--reason", default="", help="Why; it is put on record.")
def rotate(*, reason: str) -> None:
    """Make another key in the place of the ledger's. The old one stands for old checkpoints."""
    from application.proof.keys import rotate_key

    with opened() as ledger:
        verifier = rotate_key(ledger, key_file_of(ledger), by=_actor(ledger), reason=reason)
        say(f"The key is {verifier.id.hex()} now. Give this line to whoever checks:")
        say(str(verifier))


@click.command()
@writes_a_file(required=False)
@click.option(
    "--for",
    "agency",
    metavar="AGENCY",
    help="Write what this Safeguarding Partner is given to countersign.",
)
@click.option(
    "--seen",
    type=click.IntRange(0),
    metavar="EVENTS",
    help="How many events that partner has seen, where it is not what the ledger knows.",
)
@click.option(
    "--countersigned", type=READ, metavar="FILE", help="Take in what a partner has countersigned."
)
@click.option(
    "--new-origin",
    is_flag=True,
    help="Put on record that what followed was lost, because an older backup was put back.",
)
def checkpoint(
    *, file: Path | None, agency: str | None, seen: int | None, countersigned: Path | None,
    new_origin: bool,
) -> None:  # fmt: skip
    """Make a checkpoint of the log: print it, or write it to FILE.

    It says what the log is now, in two lines. Kept elsewhere, it shows later that nothing in the
    log was changed since.
    """
    from application.keeping.whole_files import whole_file

    if countersigned:
        _take_in(countersigned)
        return
    if new_origin:
        _begin_origin()
        return
    with opened() as ledger:
        made = _made(ledger)
        text = _submission(ledger, made, agency, seen) if agency else str(made.note)
        if file is None:
            give(text)
            if not made.key_id:
                say(_UNSIGNED, err=True)
            return
        with whole_file(file) as (out, _):
            out.write(text.encode())
    say(f"Wrote the checkpoint {made.code} to {file}.")
    if not made.key_id:
        say(_UNSIGNED)


_UNSIGNED = "It is unsigned, because the ledger has no key. Run “scrutiny key new” for one."


def _made(ledger: Ledger) -> Made:
    from application.proof.making import make_checkpoint

    return make_checkpoint(ledger, key_file_of(ledger))


def _submission(ledger: Ledger, made: Made, agency: str, seen: int | None) -> str:
    from application.proof.witnesses import sightings, submission_for
    from web.commands.shared.arguments import agency_meant
    from web.moments import look

    with ledger.reading() as connection:
        reference = agency_meant(look(ledger, connection), agency)
        known = sightings(connection).get(reference)
        old = seen if seen is not None else known.size if known else 0
        return str(submission_for(connection, made, old=old))


def _take_in(file: Path) -> None:
    from application.proof.recognising import note_in
    from application.proof.witnesses import hand_in
    from web.moments import look
    from web.proof.partners import keys_of_partners

    with opened() as ledger:
        with ledger.reading() as connection:
            view = look(ledger, connection)
            keys = keys_of_partners(view)
            names = {agency: view.named(agency) for agency in keys}
        for each in hand_in(ledger, note_in(text_of(file)), keys):
            say(f"{names[each.agency]} has countersigned the first {each.size:,} events.")


def _begin_origin() -> None:
    from application.proof.forking import shared_with
    from application.proof.going_on import How, broken

    with opened_by_owner() as ledger:
        file = key_file_of(ledger)
        with ledger.reading() as connection:
            found = broken(ledger, connection, file)
            if found is None:
                raise Refusal(
                    "The log goes on from every checkpoint that is known here, so nothing is lost."
                )
            if found.how is How.ALTERED:
                raise Refusal(found.sentence)
            kept = shared_with(connection, found.known, position=ledger.position())
        _begin(ledger, file, found.known, kept)


def begin_origin_where_lost(ledger: Ledger, before: Before | None) -> None:
    """Go on under another origin where the log is not what is known of it: by a checkpoint, or by
    what was there `before`."""
    from application.proof.forking import lost_by_replacing

    file = key_file_of(ledger)
    if found := lost_by_replacing(ledger, file, before):
        _begin(ledger, file, *found)


def _begin(ledger: Ledger, file: KeyFile | None, lost: Checkpoint, kept: int) -> None:
    from application.proof.forking import begin_origin

    begin_origin(ledger, lost, file, kept=kept, by=_actor(ledger))
    after = f"after event {kept:,}" if kept else "in it"
    say(
        f"The log was known to have {lost.size:,} events, with the root {lost.root.hex()}. What "
        f"came {after} is lost where this log lacks it. That is on record, and the ledger goes on "
        f"as {ledger.origin}. Tell whoever keeps checkpoints."
    )


@click.command()
@click.argument("file", type=READ, required=False)
@click.option(
    "--new", "name", metavar="NAME", help="Make your key, under a name such as police.uk/w1."
)
@click.option("--trust", metavar="LINE", help="Trust the ledger's key that has this line.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where your key is, and what you have seen; a folder of your own, if not given.",
)
def countersign(
    *, file: Path | None, name: str | None, trust: str | None, folder: Path | None
) -> None:
    """Countersign the checkpoint in FILE, as a Safeguarding Partner, on a machine of your own.

    It is signed only if the log has done nothing but grow since you last saw it. Give what is
    printed back to the partnership.
    """
    from datetime import UTC

    from application.ledger import clock
    from application.proof.checkpoints import Submission
    from application.proof.countersigning import RewrittenError, Witness
    from web.commands.shared.faults import WRONG

    witness = Witness(folder or _own_folder())
    if not (file or name or trust):
        raise click.UsageError("Name the file to countersign, or give --new or --trust.")
    if name:
        say("Your key is made. Give this line to an administrator of the ledger:", err=True)
        say(str(witness.begin(name)))
    if trust:
        say(f"You trust the key {witness.trust(trust).id.hex()} from now on.", err=True)
    if file:
        try:
            submission = Submission.read(text_of(file))
            note = witness.countersign(submission, now=clock.now().astimezone(UTC))
        except RewrittenError as error:
            say(error.sentence)
            raise SystemExit(WRONG) from error
        give(str(note))


@click.command()
@click.argument("reference")
@writes_a_file()
@click.option("--as-at", "--to", "as_at", metavar="WHEN", default="",
              help=f"{WHEN} Now, if not given.")  # fmt: skip
@click.option("--from", "since", metavar="WHEN", help="Of “ledger”: what was recorded since then.")
@click.option("--report", is_flag=True,
              help="With all recommendations of the report that this one is of.")  # fmt: skip
def pack(*, reference: str, file: Path, as_at: str, since: str | None, report: bool) -> None:
    """Write the evidence pack of a dispute, risk, action, meeting and so on to FILE, a zip.

    It holds the whole history of the item, and all that somebody needs to check it elsewhere. With
    “ledger” for the reference it holds everything that was recorded between two moments.
    """
    from application.keeping.whole_files import whole_file
    from web.noun import as_in_the_log
    from web.nouns import NOUNS
    from web.packs import subjects
    from web.packs.making import make_pack

    assert NOUNS  # they are known once they are loaded
    if (reference == "ledger") != bool(since) or (since and report):
        raise click.UsageError(
            "A pack of a period is “scrutiny pack ledger FILE --from WHEN”; one of an item or a "
            "report has no --from."
        )
    of = subjects.report if report else subjects.item
    wish = subjects.period(since) if since else of(as_in_the_log(reference))
    with opened() as ledger, whole_file(file) as (out, _):
        made = make_pack(ledger, key_file_of(ledger), wish, out, as_at=as_at, by=_actor(ledger))
    say(f"Wrote the evidence pack of {made.subject.name} to {file}.")
    say(f"Its SHA-256 is {made.pack.sha256}; that is on record.")
    for words in (made.differs, "" if made.pack.signed else _UNSIGNED):
        if words:
            say(words)


def _own_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("scrutiny-countersigning")


def text_of(file: Path) -> str:
    """What a checkpoint's file holds. Ends the command where it is too long to be one."""
    if file.stat().st_size > _LARGEST:
        raise Refusal(f"{file} is too long to be a checkpoint.")
    return file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")


_LARGEST = 1_000_000


def begin_proof(ledger: Ledger) -> None:
    """Make a key beside a database that has just been made, and sign what the log holds."""
    from application.proof.keys import key_file, make_key
    from application.proof.making import make_checkpoint

    file = key_file(ledger.engine, named="")
    make_key(ledger, file, by=_actor(ledger))
    make_checkpoint(ledger, file)


def key_file_of(ledger: Ledger) -> KeyFile | None:
    """Where the key that signs checkpoints stands."""
    from application.proof.keys import key_file
    from web.running.settings import signing_key

    return key_file(ledger.engine, named=signing_key())


def _actor(ledger: Ledger) -> Actor:
    from domain.kernel.terms import Actor, Role

    return Actor(os_user(ledger).id, Role.ADMINISTRATOR)
