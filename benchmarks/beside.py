"""The site beside the yardstick: the same work over HTTP, in turn, on the same database server."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from sqlalchemy import create_engine, make_url, text

from benchmarks.clients import Client, Site
from benchmarks.figures import Figure, in_turn, middle
from benchmarks.partnership import RISKS, THE_RISKS, Partnership, large_partnership
from benchmarks.serving import ours_served, theirs_served
from benchmarks.visitor import Visitor
from tests.postgresql_server import start_server

_READERS = 8


@dataclass(frozen=True)
class Beside:
    """Both sites on one kind of database, each with as many risks and as long a past."""

    database: str
    partnership: Partnership
    ours: Site
    theirs: Site

    def figure(
        self,
        name: str,
        act: Callable[[Site], Callable[[], object]],
        *,
        rounds: int,
        times: int,
        aim: float,
        more_is_better: bool = False,
    ) -> Figure:
        """What `act` makes of each site, in turn; `times` is how often it does its work.

        The ratio is of the time that it took, or, where more is better, of what was done in it.
        """
        taken = in_turn(act(self.ours), act(self.theirs), rounds=rounds)
        ours, theirs = (middle(each) / times * 1000 for each in zip(*taken, strict=True))
        ratios = (them / us if more_is_better else us / them for us, them in taken)
        return Figure(
            f"{self.database}: {name}, ours ÷ theirs",
            middle(ratios),
            "",
            aim=aim,
            at_least=more_is_better,
            details=f"{ours:.1f} ms and {theirs:.1f} ms each",
        )


# ---------------------------------------------------------------- the figures


def write(beside: Beside) -> Figure:
    """A score given over HTTP by one client after another."""
    act = _writing(beside, clients=1, each=20)
    return beside.figure("a write, 1 client", act, rounds=9, times=20, aim=0.8)


def writes_of_eight(beside: Beside) -> Figure:
    """Scores given by eight clients at once."""
    act = _writing(beside, clients=8, each=5)
    return beside.figure("a write, 2 workers and 8 clients", act, rounds=7, times=40, aim=0.8)


def writes_among_readers(beside: Beside) -> Figure:
    """Scores given by four clients while eight others read the register."""
    act = _writing(beside, clients=4, each=8, readers=_READERS)
    name = "writes a second, 4 writers and 8 readers"
    return beside.figure(name, act, rounds=5, times=32, aim=1.2, more_is_better=True)


def first_page(beside: Beside) -> Figure:
    """The first page of the register, by score."""
    aim = 0.5 if beside.database == "PostgreSQL" else 0.8
    return _page(beside, "page 1 by score", "/risks", aim=aim)


def late_page(beside: Beside) -> Figure:
    """The hundredth page of the register, by score."""
    aim = 0.5 if beside.database == "PostgreSQL" else 0.8
    return _page(beside, "page 100 by score", "/risks?page=100", aim=aim)


def home(beside: Beside) -> Figure:
    """Home of the Business Team."""
    return _page(beside, "home", "/", aim=0.8)


def item(beside: Beside) -> Figure:
    """One risk with its history of five entries."""
    return _page(beside, "one item with history", "/risks/RSK-2026-5000", aim=0.8)


def audit(beside: Beside) -> Figure:
    """The first page of the audit trail."""
    return _page(beside, "audit", "/audit", aim=0.8)


def table_file(beside: Beside) -> Figure:
    """The whole register as CSV."""
    return _page(beside, f"CSV of {RISKS:,}", "/risks.csv", aim=0.7, times=1, rounds=7)


def page_as_at(beside: Beside) -> Figure:
    """The first page of the register as at the middle of the log, and now: ours alone."""
    client = beside.ours.client()
    past = f"/risks?as-at=%23{beside.partnership.middle}"
    taken = in_turn(_gets(client, past), _gets(client, "/risks"), rounds=15)
    then, now = (middle(each) / _TIMES * 1000 for each in zip(*taken, strict=True))
    return Figure(
        f"{beside.database}: page as at the middle of the log ÷ now",
        middle(past / present for past, present in taken),
        "",
        aim=1.3,
        details=f"{then:.1f} ms and {now:.1f} ms",
    )


ALL = (
    write, writes_of_eight, writes_among_readers, first_page, late_page, home, item, audit,
    table_file, page_as_at,
)  # fmt: skip


# ---------------------------------------------------------------- the work

_TIMES = 5


def _page(
    beside: Beside, name: str, path: str, *, aim: float, times: int = _TIMES, rounds: int = 15
) -> Figure:
    def act(site: Site) -> Callable[[], object]:
        return _gets(site.client(), path, times=times)

    return beside.figure(name, act, rounds=rounds, times=times, aim=aim)


def _gets(client: Client, path: str, *, times: int = _TIMES) -> Callable[[], object]:
    def get() -> None:
        for _ in range(times):
            client.get(path)

    return get


def _writing(
    beside: Beside, *, clients: int, each: int, readers: int = 0
) -> Callable[[Site], Callable[[], object]]:
    """So many writers at once, each with a risk of its own, while others read."""

    def of_site(site: Site) -> Callable[[], object]:
        references = beside.partnership.references[:clients]
        writers = [site.client() for _ in references]
        for writer, reference in zip(writers, references, strict=True):
            writer.prepare(reference)
        looking = [site.client() for _ in range(readers)]
        numbers = [0]

        def write_all() -> None:
            numbers[0] += each
            over = Event()
            with ThreadPoolExecutor(clients + readers) as pool:
                reading = [pool.submit(_read_until, over, reader) for reader in looking]
                writing = [
                    pool.submit(_write, writer, reference, numbers[0], each)
                    for writer, reference in zip(writers, references, strict=True)
                ]
                try:
                    for done in writing:
                        done.result()
                finally:
                    over.set()
                for done in reading:
                    done.result()

        return write_all

    return of_site


def _write(client: Client, reference: str, start: int, each: int) -> None:
    for number in range(start, start + each):
        client.assess(reference, number)


def _read_until(over: Event, client: Client) -> None:
    while not over.is_set():
        client.get("/risks")


# ---------------------------------------------------------------- the two sites


@contextmanager
def on_sqlite() -> Iterator[Beside]:
    """Both on a SQLite file each."""
    with (
        tempfile.TemporaryDirectory(prefix="scrutiny-bench-") as folder,
        _beside("SQLite", f"sqlite:///{folder}/ours.db", f"sqlite:///{folder}/theirs.db") as both,
    ):
        yield both


@contextmanager
def on_postgresql() -> Iterator[Beside]:
    """Both on one server that keeps what it confirmed. Raises NoServer."""
    server = start_server(durable=True)
    try:
        url, engine = make_url(server.url), create_engine(server.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for name in ("ours", "theirs"):
                connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        ours, theirs = (url.set(database=name).render_as_string() for name in ("ours", "theirs"))
        with _beside("PostgreSQL", ours, theirs) as both:
            yield both
    finally:
        server.stop()


@contextmanager
def _beside(database: str, our_url: str, their_url: str) -> Iterator[Beside]:
    secret = secrets.token_hex(32)
    settings = {"YARDSTICK_DATABASE_URL": their_url, "YARDSTICK_SECRET_KEY": secret}
    with large_partnership(THE_RISKS, url=our_url) as partnership:
        visitor = Visitor(partnership)
        session = _fill_theirs(settings)
        _settle(partnership)
        with (
            ours_served(our_url, partnership.settings.secret_key) as our_port,
            theirs_served(settings) as their_port,
        ):
            yield Beside(
                database,
                partnership,
                Site("ours", our_port, visitor.cookie),
                Site("theirs", their_port, f"sessionid={session}"),
            )


def _fill_theirs(settings: dict[str, str]) -> str:
    """The key of a session on the yardstick, filled like ours."""
    command = [sys.executable, "-m", "benchmarks.yardstick.filling", str(RISKS)]
    told = subprocess.check_output(command, env={**os.environ, **settings}, text=True)
    return told.strip()


def _settle(partnership: Partnership) -> None:
    """Let the database know how large its tables are, as a running one does after a while."""
    with partnership.ledger.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    partnership.ledger.engine.dispose()
