"""What a file that somebody chose is called, and what it is known by."""

from __future__ import annotations

import pytest

from application.doing.chosen_files import LONGEST_NAME, chosen, safe_name


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("plan.pdf", "plan.pdf"),
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\x00b\r\n.txt", "a-b-.txt"),
        ("plan\u202efdp.txt", "planfdp.txt"),
        ('a"b<c>|d?.txt', "a-b-c--d-.txt"),
        (".htaccess", "htaccess"),
        ("  plan   2 .pdf", "plan 2.pdf"),
        ("", "file"),
        ("ж" * 500 + ".pdf", "ж" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_nothing_else(name: str, called: str) -> None:
    assert safe_name(name) == called


def test_the_same_file_is_known_again() -> None:
    first, again = chosen("a.txt", b"words"), chosen("a.txt", b"words")
    assert str(first) == str(again)
    assert str(first) != str(chosen("a.txt", b"other words"))
    assert "words" not in repr(first)
