"""Several who look after one database at once: each does all of it, or says who else is at it."""

from __future__ import annotations

from collections import Counter

from tests.databases import Databases
from tests.faults.running import Ended, Programs, must_be_sound, told
from tests.history import little_of_everything


def at_once(programs: Programs, url: str, *commands: str) -> list[Ended]:
    """How the commands ended that were all begun before any had ended."""
    begun = [programs.start(url, command) for command in commands]
    return [each.ended() for each in begun]


def test_four_who_make_a_database_make_one(databases: Databases, programs: Programs) -> None:
    with databases.lend(databases.create()) as url:
        ended = at_once(programs, url, *["init"] * 4)
        assert [each.code for each in ended] == [0] * 4, ended
        topics = Counter(topic for topic, _ in told(url))
        assert topics["Partnership.Founded"] == 1
        assert topics["Agency.Joined"] == 13
        must_be_sound(url)


def test_of_several_who_rebuild_one_does_and_the_others_say_so(
    databases: Databases, programs: Programs
) -> None:
    with databases.lend(databases.prepare(little_of_everything)) as url:
        before = told(url)
        ended = at_once(programs, url, *["rebuild"] * 3)
        assert {each.code for each in ended} <= {0, 2}, ended
        assert 0 in {each.code for each in ended}, ended
        assert all(each.err for each in ended if each.code == 2), ended
        assert told(url) == before
        must_be_sound(url)
