"""A clock that is wrong: the times of the log stay in order; what is refused leaves no trace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from application.ledger.clock import now
from application.ledger.log.log_tables import stored_events
from application.ledger.storage.database import connect
from tests.databases import Databases
from tests.faults.program import Fault
from tests.faults.running import LONG, Programs, must_be_sound, told
from tests.partnership import found


def recorded(url: str) -> list[str]:
    """When each event was recorded, in the order of the log."""
    engine = connect(url)
    with engine.connect() as connection:
        at = stored_events.c
        times = [*connection.scalars(select(at.recorded).order_by(at.position))]
    engine.dispose()
    return times


LEAPS = {"a year back": timedelta(days=-400), "ten years ahead": timedelta(days=4000)}
if LONG:
    LEAPS |= {
        "three hours back": timedelta(hours=-3),
        "three hours ahead": timedelta(hours=3),
    }


@pytest.mark.parametrize("leap", LEAPS)
def test_a_clock_that_leaps_and_comes_back_leaves_the_log_in_order(
    leap: str, databases: Databases, programs: Programs
) -> None:
    with databases.lend(databases.prepare(found)) as url:
        file = programs.folder / "risks.csv"
        for number, ahead in enumerate([timedelta(), LEAPS[leap], timedelta()]):
            file.write_text(f"title\nRisk {number}\n", "utf-8")
            before = told(url)
            ended = programs.run(url, "import", "risks", file, fault=Fault(clock=ahead))
            times = recorded(url)
            assert times == sorted(times)
            if ended.code:
                assert (ended.code, told(url)) == (2, before), ended
                assert "clock" in ended.err
            else:
                assert times[-1] >= (now() + ahead - timedelta(minutes=30)).isoformat()
        must_be_sound(url)
