"""Many people write through the site while it dies, loses its database or is simply busy."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from signal import SIGKILL
from threading import Event

import pytest
from sqlalchemy import NullPool, create_engine, text

from projections.risks.risk_register import RISKS
from tests.databases import Databases
from tests.faults.browsing import BROKEN, Browser, Writer, served
from tests.faults.program import Fault
from tests.faults.running import LONG, Programs, chance, must_be_sound, seeds
from tests.partnership import found
from tests.postgresql_server import start_server
from tests.reading import looking
from web.running.startup import initialise, open_ledger

EACH = 12 if LONG else 4
Writers = Callable[[int, int], list[Writer]]


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """The partnership of the tests, on each database."""
    with databases.lend(databases.prepare(found)) as url:
        yield url


@pytest.fixture
def writers() -> Iterator[Writers]:
    """Gives so many writers at a port, each signed in."""
    with ExitStack() as at_the_end:

        def come(port: int, count: int) -> list[Writer]:
            browsers = [at_the_end.enter_context(closing(Browser(port))) for _ in range(count)]
            for browser in browsers:
                browser.sign_in()
            return [Writer(f"Writer {number}", each) for number, each in enumerate(browsers)]

        yield come


def at_once(acts: Sequence[Callable[[], None]]) -> None:
    """Let each act happen in a thread of its own; raises what any of them raised."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def recorded(url: str) -> Counter[str]:
    """How often each title stands in the register."""
    with closing(open_ledger(url)) as ledger, looking(ledger) as view:
        return Counter(row["title"] for row in RISKS.rows(view))


@pytest.mark.parametrize("seed", seeds(1, long=30))
def test_a_site_that_is_killed_has_kept_what_it_confirmed_and_halved_nothing(
    seed: int, url: str, programs: Programs, writers: Writers
) -> None:
    step = chance(seed, "serve").randint(100, 900)
    team: list[Writer] = []
    with served(programs, url, fault=Fault(die_at=step)) as (port, _):
        try:
            team = writers(port, 4)
        except BROKEN:
            pass  # it died while they signed in
        else:
            at_once([lambda each=each: each.write_until_it_breaks(500) for each in team])
    must_be_sound(url)
    there = recorded(url)
    assert all(there[title] == 1 for each in team for title in each.confirmed)
    assert set(there) <= {title for each in team for title in each.titles}
    assert max(there.values(), default=1) == 1

    with served(programs, url) as (port, _):
        for each in team:
            each.browser.moved_to(port)
            each.write_whatever_happens(1)
    assert recorded(url) == Counter(title for each in team for title in each.titles)
    must_be_sound(url)


def test_eight_writers_lose_no_update_and_leave_no_gap(
    url: str, programs: Programs, writers: Writers
) -> None:
    with served(programs, url) as (port, _):
        first, *others = writers(port, 8)
        first.write_whatever_happens(1)
        with closing(open_ledger(url)) as ledger, looking(ledger) as view:
            ((reference, title),) = [(row["reference"], row["title"]) for row in RISKS.rows(view)]
        assert title == first.titles[0]
        at_once([assessing(each.browser, reference, each.name, 2) for each in (first, *others)])
    with closing(open_ledger(url)) as ledger:
        history = ledger.history(reference)
    assert [event.originator_version for event in history] == list(range(1, 18))
    reasons = [str(getattr(event, "reason")) for event in history[1:]]  # noqa: B009
    assert len(set(reasons)) == len(reasons) == 16
    must_be_sound(url)


def assessing(browser: Browser, reference: str, name: str, times: int) -> Callable[[], None]:
    """Give a risk so many scores, each from the form that the person saw last."""

    def assess() -> None:
        path, left = f"/risks/{reference}/assess", times
        while left:
            data = {"measure": "current", "likelihood": "3", "impact": str(1 + left)}
            form = browser.form(path)
            status, said = browser.send(path, {**form, **data, "reason": f"{name}, {left}"})
            assert status in (303, 409), said
            left -= status == 303

    return assess


@contextmanager
def while_they_write(team: Sequence[Writer], each: int) -> Iterator[Callable[[], None]]:
    """Everybody writes; gives a function that returns once somebody more was confirmed."""
    done = Event()

    def confirmed() -> int:
        return sum(len(writer.confirmed) for writer in team)

    def one_more() -> None:
        before = confirmed()
        while confirmed() == before and not done.is_set():
            done.wait(0.01)

    with ThreadPoolExecutor(len(team)) as pool:
        writing = [pool.submit(writer.write_whatever_happens, each) for writer in team]
        for every in writing:
            every.add_done_callback(
                lambda _: done.set() if all(w.done() for w in writing) else None
            )
        yield one_more
        for every in writing:
            every.result()
    assert confirmed() == each * len(team)


def cut_everybody_off(url: str) -> None:
    """End every connection of others to that database."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def crash(url: str) -> None:
    """Kill one of the server's processes: it then ends all others, and recovers from its log."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        os.kill(connection.scalar(text("SELECT pg_backend_pid()")) or 0, SIGKILL)
        connection.invalidate()


def test_connections_that_are_cut_lose_and_double_nothing(
    postgresql_databases: Databases, programs: Programs, writers: Writers
) -> None:
    with postgresql_databases.lend(postgresql_databases.prepare(found)) as url:
        with served(programs, url) as (port, _):
            team = writers(port, 4)
            with while_they_write(team, EACH) as one_more:
                for _ in range(EACH):
                    one_more()
                    cut_everybody_off(url)
        assert recorded(url) == Counter(title for each in team for title in each.titles)
        must_be_sound(url)


def test_a_server_that_crashes_or_is_restarted_loses_and_doubles_nothing(
    programs: Programs, writers: Writers
) -> None:
    server = start_server(durable=True)
    try:
        initialise(server.url)
        found(server.url)
        with served(programs, server.url) as (port, _):
            team = writers(port, 4)
            with while_they_write(team, EACH) as one_more:
                for _ in range(3 if LONG else 1):
                    one_more()
                    crash(server.url)
                    one_more()
                    server.restart()
        assert recorded(server.url) == Counter(title for each in team for title in each.titles)
        must_be_sound(server.url)
    finally:
        server.stop()
