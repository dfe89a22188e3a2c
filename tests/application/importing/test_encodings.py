"""In which letters a file is written: found, or named; one wrong byte is told by its place."""

from __future__ import annotations

import codecs
import io

import pytest

from application.importing.files.cells import read_cell
from application.importing.files.csv_files import CsvFile, FileRefusedError

TEXT = "title\nChildren’s homes – too few\n"
WORDS = "Children’s homes – too few"


def second(content: bytes, *, encoding: str = "") -> str:
    _, record = CsvFile(io.BytesIO(content), encoding=encoding).records(",")
    return record.cells[0]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(), codecs.BOM_UTF8 + TEXT.encode(), TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"), TEXT.encode("utf-16-be"), TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "marked", "utf-16", "unmarked", "big-endian", "windows"],
)  # fmt: skip
def test_an_encoding_that_can_be_told_is_found(content: bytes) -> None:
    assert second(content) == WORDS


@pytest.mark.parametrize("encoding", ["mac_roman", "Mac Roman", "cp1252", "utf-16", "UTF-8"])
def test_an_encoding_may_be_named(encoding: str) -> None:
    assert second(TEXT.encode(encoding.replace(" ", "_")), encoding=encoding) == WORDS


@pytest.mark.parametrize(
    ("encoding", "words", "wrong"),
    [
        ("mac_roman", "Children’s homes – “full”", "ChildrenÕs"),
        ("mac_roman", "A café in Gravesend", "cafŽ"),
        ("mac_roman", "Too few – again", "Ð"),
        ("cp850", "A café in Gravesend", "caf\u201a"),
    ],
)
def test_letters_that_windows_would_have_wrong_are_asked_about(
    encoding: str, words: str, wrong: str
) -> None:
    content = f"title\n{words}\n".encode(encoding)
    with pytest.raises(FileRefusedError, match=f"“{wrong}”, and as {encoding} “"):
        CsvFile(io.BytesIO(content))
    assert second(content, encoding=encoding) == words
    assert second(content, encoding="cp1252").startswith(words[:1])


@pytest.mark.parametrize(
    "words", ["Café, £5m – naïve", "“Smart” quotes… and Zoë’s", "ÉCOLE à côté", "½ of 20 °C"]
)
def test_what_windows_has_right_is_not_asked_about(words: str) -> None:
    content = f'title\n"{words}"\n'.encode("cp1252")
    assert second(content) == words


def test_one_byte_that_is_no_utf8_is_told_by_its_line_and_column() -> None:
    content = "title\nToo few – again".encode() + b"\x92s\n"
    refused = content + "“Smart” quotes\n".encode()  # which holds a byte that Windows has not
    with pytest.raises(FileRefusedError, match=r"line 2, column 16 \(0x92\) is not UTF-8"):
        CsvFile(io.BytesIO(refused))
    with pytest.raises(FileRefusedError, match=r"line 2, column 16 \(0x92\) is not UTF-8"):
        CsvFile(io.BytesIO(content))
    assert second(content, encoding="cp1252") == "Too few â€“ again’s"


def test_a_byte_far_into_the_file_is_found_where_it_stands() -> None:
    content = "é\n".encode() * 50_000 + b"abc\xff\n"
    with pytest.raises(FileRefusedError, match=r"line 50001, column 4 \(0xFF\)"):
        CsvFile(io.BytesIO(content))


def test_a_file_of_windows_letters_tells_the_first_of_them() -> None:
    file = CsvFile(io.BytesIO(TEXT.encode("cp1252")))
    assert file.told.startswith("The byte at line 2, column 9 (0x92) is not UTF-8, so the file was")


@pytest.mark.parametrize(
    ("encoding", "words"), [("klingon", "“klingon” is no encoding"), ("ascii", "line 2, column 9")]
)
def test_a_name_that_will_not_do_is_refused(encoding: str, words: str) -> None:
    with pytest.raises(FileRefusedError, match=words):
        CsvFile(io.BytesIO(TEXT.encode()), encoding=encoding)


def test_text_that_was_decoded_twice_is_put_right_and_flagged() -> None:
    found = read_cell(WORDS.encode().decode("cp1252"))
    assert found.words == WORDS
    assert found.told.startswith("has letters that were decoded twice")
    assert not read_cell("Âge and Ãlvaro").told


def test_letters_that_were_lost_on_the_way_are_flagged() -> None:
    lost = "has letters that were lost on the way"
    assert read_cell("children\ufffds homes").told.startswith(lost)
    half = read_cell("childrenâ€™s â€œfullâ€\ufffd")
    assert half.words == "childrenâ€™s â€œfullâ€\ufffd"
    assert half.told.startswith(lost)


@pytest.mark.parametrize("delimiter", list(",;\t|~^"))
def test_cells_may_be_parted_by_whatever_the_program_took(delimiter: str) -> None:
    content = f"a{delimiter}b\nc{delimiter}d\n".encode()
    assert [each.cells for each in CsvFile(io.BytesIO(content)).records(delimiter)] == [
        ["a", "b"], ["c", "d"],
    ]  # fmt: skip
