"""Everything that is kept, in one place: what a backup has of it, and what erasing a person does.

Whoever adds a table or a file adds it here; a test compares this list with all that there are.
Tables that are derived from the log are not in it: they are made anew, and hold no more than it.
"""

from __future__ import annotations

from dataclasses import dataclass

BY_ID = "Nothing: it names people by the id of their account only."


@dataclass(frozen=True)
class Kept:
    """A table. `left_out`: why a backup has no row of it; "": it has all of them."""

    table: str
    holds: str
    erasing: str
    left_out: str = ""
    in_log_file: bool = False
    """Whether `export-log` writes it, too."""


KEPT = (
    Kept("stored_events", "What happened, in order", BY_ID, in_log_file=True),
    Kept(
        "words",
        "The words of what happened",
        "Nothing: they are about agencies. A name that somebody wrote into them stays there.",
        in_log_file=True,
    ),
    Kept(
        "tiles",
        "The tree over what happened: every 256 hashes of it, made anew from an exported log",
        "Nothing: they are hashes.",
        in_log_file=True,
    ),
    Kept("identity", "Which ledger it is, and the key of its commands", BY_ID, in_log_file=True),
    Kept("commands", "Which commands were performed, as digests", BY_ID, in_log_file=True),
    Kept("checkpoints", "What the log was at some sizes, signed where there is a key", BY_ID),
    Kept(
        "countersignatures",
        "Which Safeguarding Partner has seen the log at which size",
        "Nothing: they are of agencies.",
    ),
    Kept(
        "files",
        "The files that were put forward as evidence, each once, by its SHA-256",
        "Nothing: they are about agencies. A name that stands in one stays there.",
        in_log_file=True,
    ),
    Kept("clock_readings", "What the clocks of machines said, and who called them right", BY_ID),
    Kept(
        "accounts",
        "People: sign-in name, name, password as a digest, second factor",
        "The whole row goes, and their roles end on record. Backups from before still hold it.",
    ),
    Kept(
        "access_log",
        "Who signed in, was refused, or changed an account; for two years",
        "The addresses that they came from go. It names people by id.",
    ),
    Kept(
        "reads",
        "Who read which page or file, as it stood when; for a year",
        BY_ID,
    ),
    Kept(
        "sessions",
        "Who is signed in",
        "Their sessions end.",
        left_out="An ended session would come to life again: everybody signs in anew.",
    ),
    Kept(
        "sign_in_tries",
        "Failed sign-ins, as digests",
        "Nothing: they are forgotten within a day.",
        left_out="They count for a day at most.",
    ),
    Kept(
        "spent_codes",
        "Codes of second factors that were used, as digests: none may be used again",
        "They go.",
    ),
    Kept(
        "kept_words",
        "What somebody typed into a form that they have not sent, or whose session had ended; for "
        "a week",
        "It goes.",
        left_out="It is shown for a week at most.",
    ),
    Kept(
        "minute_drafts",
        "What is typed at an item of a meeting until it is in the minutes; for two years where it "
        "never is",
        "It goes.",
    ),
    Kept(
        "seen_up_to",
        "Up to which position of the log a person has marked what changed as seen",
        "It goes.",
    ),
    Kept(
        "signs",
        "When what has to be done regularly was done last",
        BY_ID,
    ),
    Kept(
        "uploads",
        "Files chosen in a form that was sent and could not be recorded yet; for a day",
        "They go.",
        left_out="They count for a day at most; whoever chose one chooses it again.",
    ),
    Kept("verifications", "What “scrutiny verify” looked at and found", BY_ID),
    Kept("alembic_version", "Which version the tables are of", BY_ID),
)
LEFT_OUT = tuple(each.table for each in KEPT if each.left_out)
BESIDE_THE_LOG = tuple(
    each.table
    for each in KEPT
    if not each.in_log_file and not each.left_out and each.table != "alembic_version"
)
"""The tables that have to stand beside an exported log, so that nothing is missing."""

FILES = {
    "": "the database",
    "-wal": "what was written to it last; one with the database",
    "-shm": "how programs share it; made anew",
    "-side": "sessions, tries to sign in, who signed in and read what, forms that were not sent",
    "-side-wal": "one with that",
    "-side-shm": "made anew",
    "-signing-key": "the key that signs checkpoints; in no backup, keep a copy elsewhere",
    "-signing-key-redactions": "what was redacted, by digests; in no backup, keep a copy elsewhere",
    "-signing-key-latest": "the latest checkpoint, by which an older database is known",
    "-maintenance": "who holds the maintenance lock; empty in a backup's place",
}
"""The files of a SQLite database, by what follows its name."""
