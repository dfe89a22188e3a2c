"""The words for its bodies are said when they are read: other ones change no register."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import write_settled
from domain.kernel.vocabulary import speaking
from domain.partnership.partnership import PARTNERSHIP
from tests.acts import do
from tests.databases import Databases
from tests.kent import SETTLED
from tests.web.deeds.lived import lived
from web.proof.verification import verified_now
from web.running.startup import open_ledger


def test_no_register_holds_what_a_body_was_called_once(sqlite_databases: Databases) -> None:
    with (
        sqlite_databases.lend(sqlite_databases.prepare(lived)) as url,
        closing(open_ledger(url)) as ledger,
    ):
        assert whole(ledger)
        words = replace(SETTLED.vocabulary, executive="the Board", lead_partners="the Chiefs")
        text = write_settled(replace(SETTLED, vocabulary=words))
        do(ledger, "partnership.change", PARTNERSHIP, text=text, reason="Agreed.")
        assert whole(ledger)


def whole(ledger: Ledger) -> bool:
    with speaking(lambda: ledger.settled.vocabulary):
        found = verified_now(ledger)
    assert not [str(fault) for area in found.areas for fault in area.faults]
    return found.whole
