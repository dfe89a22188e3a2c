"""From where people come: believed of so many proxies as are said to be there, and of no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.web.visitor import Visitor
from web import create_app
from web.running.settings import Settings

WARNING = "forwarded address not trusted"


@pytest.fixture
def behind(ledger: Ledger, side: SideRecords) -> Iterator[Callable[[int], Visitor]]:
    """A visitor to a site that is told of so many proxies."""

    def visitor(proxies: int) -> Visitor:
        settings = Settings("", "k" * 32, proxies=proxies)
        return Visitor(create_app(settings, ledger=ledger, side=side))

    return visitor


def signs_in_from(visitor: Visitor, forwarded: str) -> str:
    """The address in the access log of somebody who signs in with that header."""
    visitor.client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    visitor.sign_in(Role.ADMINISTRATOR)
    return visitor.get("/access-log").rows[0][4]


def warnings(caplog: pytest.LogCaptureFixture) -> list[dict[str, str]]:
    return [
        each.msg
        for each in caplog.records
        if isinstance(each.msg, dict) and each.msg.get("event") == WARNING
    ]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
    ],
)
def test_a_visitor_comes_from_where_the_last_trusted_proxy_says(
    behind: Callable[[int], Visitor], proxies: int, forwarded: str, address: str
) -> None:
    assert signs_in_from(behind(proxies), forwarded) == address


def test_who_makes_up_an_address_is_slowed_down_all_the_same(
    behind: Callable[[int], Visitor],
) -> None:
    visitor = behind(1)
    for number in range(4):
        made_up = f"192.0.2.{number}, 203.0.113.9"
        visitor.client.environ_base["HTTP_X_FORWARDED_FOR"] = made_up
        visitor.sign_in("auditor", "a guess", status=422)
    visitor.sign_in("auditor", status=429)


def test_a_proxy_that_is_not_trusted_is_warned_of_once(
    behind: Callable[[int], Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    visitor = behind(0)
    for _ in range(3):
        signs_in_from(visitor, "203.0.113.9")
    [said] = warnings(caplog)
    assert said["came_from"] == "127.0.0.1"
    assert said["setting"] == "SCRUTINY_PROXIES"


def test_without_a_proxy_or_with_a_trusted_one_nobody_is_warned(
    behind: Callable[[int], Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    behind(0).sign_in("auditor")
    signs_in_from(behind(1), "203.0.113.9")
    assert warnings(caplog) == []
