"""Uses a product that has reminders, as a person would; run by test_small_noun.py in a process of
its own, because nouns, once declared, stay."""

from __future__ import annotations

import sys
from typing import Any, cast

from click.testing import CliRunner

import web.nouns
from application.nouns.catalogue import CATALOGUE
from tests.contracts.small_noun.noun import NOUN
from web.noun import declare

# What the two lines that a noun has beyond its own files come to.
declare(NOUN)
web.nouns.NOUNS = (*web.nouns.NOUNS, NOUN)
web.nouns.LISTED[NOUN.name] = NOUN
CATALOGUE.update({intent.name: intent for intent in NOUN.intents})

from domain.kernel.terms import Role  # noqa: E402
from tests.partnership import found  # noqa: E402
from tests.web.visitor import Visitor, fill_in  # noqa: E402
from web import create_app  # noqa: E402
from web.commands.cli import main  # noqa: E402
from web.running.settings import Settings  # noqa: E402
from web.running.startup import initialise, open_ledger  # noqa: E402


def try_it(database_url: str) -> None:
    initialise(database_url)
    found(database_url)
    app = create_app(Settings(database_url, "k" * 32), ledger=open_ledger(database_url))
    visitor = Visitor(app)
    visitor.sign_in(Role.BUSINESS_TEAM)
    form = visitor.get(visitor.get("/reminders").links["Note a reminder"])
    told = {"title": "Threshold guidance", "agency": "kent-police"}
    day = {"due_on-day": "1", "due_on-month": "2", "due_on-year": "2026"}
    visitor.post(form.form["action"], fill_in(form, **told, **day))
    [reference] = [words for words in visitor.get("/reminders").links if words.startswith("RMD-")]
    address = f"/reminders/{reference}"
    item = visitor.ask("GET", address).text
    assert "Threshold guidance" in item
    assert "Kent Police" in item
    done = visitor.get(visitor.get(address).links["Deal with it"])
    visitor.post(done.form["action"], fill_in(done, outcome="It is agreed."))
    assert "ealt with it: It is agreed." in visitor.ask("GET", address).text
    assert visitor.ask("GET", "/reminders.xlsx").status_code == 200
    assert 'href="/reminders"' in visitor.ask("GET", "/").text
    run = CliRunner().invoke(
        cast("Any", main), ["list", "reminders"], env={"SCRUTINY_DATABASE_URL": database_url}
    )
    assert run.exit_code == 0, run.output
    assert "Threshold guidance" in run.output


if __name__ == "__main__":
    try_it(sys.argv[1])
