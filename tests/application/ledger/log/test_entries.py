"""The form of the log, held to what docs/log-format.md says of it and to figures made by hand."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from freezegun import freeze_time

from application.ledger.log.entries import EntryMapper, Stored, Written, entry, leaf, stamp
from application.ledger.log.words_apart import (
    BETWEEN,
    TAKEN_OUT,
    digest,
    disclosed,
    disclosure,
    join,
    part,
)
from domain.disputes.dispute import Dispute
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Role, item_id
from domain.kernel.words import Code, Words, words_of
from domain.recommendations.recommendation import Recommendation
from domain.risks.risk import Risk
from tests.examples import example

# The entry and its leaf


def test_an_entry_is_one_line_of_json_in_this_order() -> None:
    line = entry(
        position=42,
        item="RSK-2026-004",
        version=3,
        topic="Risk.Assessed",
        recorded="2026-11-25T10:02:11.123456Z",
        state='{"measure":"current","note":"Ä “x”"}'.encode(),
    )
    assert line.decode() == (
        '{"position":42,"item":"RSK-2026-004","version":3,"topic":"Risk.Assessed",'
        '"recorded":"2026-11-25T10:02:11.123456Z",'
        '"event":{"measure":"current","note":"Ä “x”"}}'
    )
    assert json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")) == line.decode()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # (printf '\0'; printf %s "$line") | sha256sum
        (b"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (b"abc", "609f6e36d2405585188d5cfd761f407c7cc46a7d3f314c88270469dde315fcd1"),
    ],
)
def test_a_leaf_is_the_hash_of_a_zero_byte_and_the_entry(line: bytes, expected: str) -> None:
    assert leaf(line).hex() == expected


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 25, 10, 2, 11, 123456, UTC), "2026-11-25T10:02:11.123456Z"),
        (datetime(2026, 11, 25, 10, 2, 11, 0, UTC), "2026-11-25T10:02:11.000000Z"),
        (
            datetime(2026, 5, 12, 9, 30, tzinfo=timezone(timedelta(hours=10))),
            "2026-05-11T23:30:00.000000Z",
        ),
        (datetime(26, 1, 1, tzinfo=UTC), "0026-01-01T00:00:00.000000Z"),
    ],
)
def test_a_moment_is_stored_in_utc_with_six_digits(moment: datetime, text: str) -> None:
    assert stamp(moment) == text
    assert datetime.fromisoformat(text) == moment


def test_a_frozen_clock_tells_a_moment_like_any_other() -> None:
    with freeze_time("2026-11-25T10:02:11Z"):
        assert stamp(datetime.now(tz=UTC)) == "2026-11-25T10:02:11.000000Z"


# Words apart


def test_a_disclosure_is_the_one_of_the_rfc() -> None:
    """The first example of RFC 9901, 4.2.1 to 4.2.3, which has spaces between its members."""
    told = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert disclosed([told]) == [["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]]
    assert digest(told) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


def test_a_disclosure_can_be_read_with_the_standard_library_alone() -> None:
    told = disclosure("reason", "Ängste?>~")
    salt, name, value = json.loads(urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    assert (name, value) == ("reason", "Ängste?>~")
    assert len(urlsafe_b64decode(salt + "==")) == 16
    hashed = urlsafe_b64encode(sha256(told.encode()).digest()).decode().rstrip("=")
    assert digest(told) == hashed


def test_the_same_words_never_have_the_same_digest_twice() -> None:
    assert len({digest(disclosure("reason", "Yes.")) for _ in range(100)}) == 100


def test_words_leave_the_event_and_what_is_empty_stays() -> None:
    facts = {"measure": "current", "reason": "It rained.", "note": "", "themes": []}
    state, words = part(facts, ["reason", "note", "themes"])
    assert state == {"measure": "current", "note": "", "themes": [], "_sd": [digest(words)]}
    assert disclosed([words])[0][1:] == ["reason", "It rained."]
    assert part({"note": ""}, ["note"]) == ({"note": ""}, "")


def test_digests_are_sorted_so_that_their_order_tells_nothing() -> None:
    facts = {f"field{number}": "x" for number in range(9)}
    state, words = part(facts, facts)
    assert state["_sd"] == sorted(map(digest, words.split(BETWEEN)))


class Tried(Risk.Event):
    """An event with words of every type."""

    kind: Code
    text: Words
    names: list[Words]
    sayings: dict[str, Words]


def test_words_of_any_type_come_back_as_they_were() -> None:
    facts = {"kind": "x", "text": "a", "names": ["b", "c"], "sayings": {"d": "e"}}
    state, words = part(facts, words_of(Tried))
    assert set(state) == {"kind", "_sd"}
    assert join(state, words, Tried) == facts


def test_words_that_were_taken_out_are_said_to_be_in_their_own_type() -> None:
    facts = {"kind": "x", "text": "a", "names": ["b", "c"], "sayings": {"d": "e"}}
    state, words = part(facts, words_of(Tried))
    assert join(state, "", Tried) == {
        "kind": "x", "text": TAKEN_OUT, "names": [TAKEN_OUT], "sayings": {},
    }  # fmt: skip
    kept = BETWEEN.join(each for each in words.split(BETWEEN) if disclosed([each])[0][1] != "text")
    assert join(state, kept, Tried) == {**facts, "text": TAKEN_OUT}


def test_words_that_the_event_does_not_hold_are_refused() -> None:
    facts = {"kind": "x", "text": "a", "names": [], "sayings": {}}
    state, words = part(facts, words_of(Tried))
    other = disclosure("text", "b")
    for told in (other, f"{words}~{other}", f"{words}~{words}", f"{words}~", "x", "~"):
        with pytest.raises(ValueError, match="not those that were written"):
            join(state, told, Tried)


# Events there and back


def stored(written: Written) -> Stored:
    """What the log has of an event at position 1."""
    return Stored(
        written.originator_id,
        written.originator_version,
        written.topic,
        written.state,
        1,
        item=written.item,
        recorded=written.recorded,
        leaf=b"",
        words=written.words,
    )


def test_nothing_of_an_event_is_stored_twice() -> None:
    written = EntryMapper().to_stored_event(example(Risk.ReviewScheduled))
    assert json.loads(written.state) == {
        **example(Risk.ReviewScheduled).facts,
        "by": {"person": "b7e1", "role": "business_team", "agency": ""},
        "on": "2026-05-12",
    }
    assert (written.item, written.topic) == ("RSK-2026-001", "Risk.ReviewScheduled")
    assert written.originator_id == item_id("RSK-2026-001")
    assert written.recorded == "2026-05-12T09:30:00.000000Z"


@pytest.mark.parametrize(
    "event_class",
    [Risk.Recorded, Dispute.Recorded, Recommendation.Received],
    ids=lambda each: each.__qualname__,
)
def test_the_first_event_of_an_item_makes_the_item_again(event_class: type[Item.Event]) -> None:
    event = example(event_class)
    read = EntryMapper().to_domain_event(stored(EntryMapper().to_stored_event(event)))
    item: Any = read.mutate(None)
    assert item.reference == event.reference
    assert f"{type(item).__name__}.{event_class.__name__}" == event_class.__qualname__
    assert read.by == Actor("b7e1", Role.BUSINESS_TEAM, "")


def test_an_event_of_an_older_version_is_brought_up_to_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def upcast(facts: dict[str, Any]) -> None:
        facts["reason"] = f"{facts['reason']} (of version 1)"

    older = stored(EntryMapper().to_stored_event(example(Risk.Closed)))
    monkeypatch.setattr(Risk.Closed, "class_version", 2, raising=False)
    monkeypatch.setattr(Risk.Closed, "upcast_v1_v2", staticmethod(upcast), raising=False)
    newer = EntryMapper().to_stored_event(example(Risk.Closed))
    assert "class_version" not in json.loads(older.state)
    assert json.loads(newer.state)["class_version"] == 2
    said = example(Risk.Closed).why
    assert EntryMapper().to_domain_event(older).why == f"{said} (of version 1)"
    assert EntryMapper().to_domain_event(stored(newer)).why == said
