"""Whatever program wrote the file, its records are read, or a sentence says why they cannot be."""

from __future__ import annotations

import io

import pytest

from application.importing.files.csv_files import LONGEST_CELL, CsvFile, FileRefusedError, Record


def records(content: bytes, delimiter: str = ",") -> list[Record]:
    return list(CsvFile(io.BytesIO(content)).records(delimiter))


def cells(content: bytes) -> list[list[str]]:
    return [record.cells for record in records(content)]


def why_refused(content: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        records(content)
    return refused.value.sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    text = "title,note\nChildren’s café – Wye,£5\n"
    assert cells(text.encode(encoding)) == [["title", "note"], ["Children’s café – Wye", "£5"]]


def test_utf_8_is_recognised_even_where_a_character_lies_across_two_pieces_of_reading() -> None:
    text = "title\n" + "x" * 32_764 + "\n" + "x" * 32_764 + "é"
    assert len(text.encode("utf-8")[: 64 * 1024].decode(errors="ignore").encode()) == 64 * 1024 - 1
    assert cells(text.encode())[2][0].endswith("xé")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(ending: str) -> None:
    found = records(ending.join(["title", "One", "", '"Two', 'lines"', "Three"]).encode())
    assert [record.line for record in found] == [1, 2, 4, 6]
    assert found[2].cells == ["Two\nlines"]


def test_a_record_is_known_by_the_line_on_which_it_starts() -> None:
    found = records(b'title,note\n"a\nb\nc",x\n\n\n"d\ne",y\nf,z\n')
    assert [(record.line, record.cells[-1]) for record in found] == [
        (1, "note"), (2, "x"), (7, "y"), (9, "z"),
    ]  # fmt: skip


def test_records_with_nothing_in_them_are_left_out() -> None:
    assert cells(b"title,note\n,\n  ,\t\nx,\n") == [["title", "note"], ["x", ""]]


def test_a_space_after_the_comma_does_not_spoil_quotation_marks() -> None:
    assert cells(b'a, "b, c", d\n') == [["a", "b, c", "d"]]


def test_a_cell_may_be_as_long_as_a_spreadsheets() -> None:
    assert len(cells(b"title\n" + b"x" * LONGEST_CELL)[1][0]) == LONGEST_CELL
    assert why_refused(b"title\nx\n" + b"x" * (LONGEST_CELL + 1)) == (
        "Line 3: a cell has more than 32,767 characters, which is the most that a spreadsheet "
        "holds. Perhaps a quotation mark is never closed."
    )


def test_a_row_has_at_most_so_many_cells() -> None:
    assert len(cells(b"title" + b",x" * 499)[0]) == 500
    assert why_refused(b"title\nx" + b",x" * 500) == (
        "Line 2: there are 501 cells; a row may have 500. Take out the columns that are not to be "
        "loaded."
    )


def test_white_space_is_collapsed_and_lines_and_paragraphs_stay() -> None:
    assert cells(b'"  a  \t b \r\n\r\n\r\n  c \n d\n\n",x\n')[0] == ["a b\n\n\nc\nd", "x"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00", "This is an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an Excel workbook"),
        (b"%PDF-1.7", "This is a PDF document"),
        (b"title\nabc\0def\n", "holds bytes that no text has"),
        (b"title\n\x81\xfe\xb2\xff\n", "This is not a text file"),
        (b"title\n\x81\x8d\xff\n", "Say in which encoding it was written: cp850."),
        (b"\xff\xfet\x00i\x00t\x00\x00\xd8", "This is not a text file"),
    ],
)
def test_what_is_no_csv_file_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    assert words in why_refused(content)


@pytest.mark.parametrize("content", [b'title\n"never closed\nx\n', b'title\n"a"b,c\n'])
def test_quotation_marks_that_do_not_pair_up_are_refused_with_the_line(content: bytes) -> None:
    assert why_refused(content).startswith("Line 2: the quotation marks do not pair up.")


def test_a_cell_that_swallows_the_rest_of_the_file_is_refused_with_the_line() -> None:
    assert "Line 2: a cell has more than 32,767" in why_refused(b'title\n"' + b"x" * 200_000)


def test_a_file_that_is_too_large_is_refused_before_any_of_it_is_read() -> None:
    class Unread(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(FileRefusedError, match="The file has 50 MiB; at most 10 MiB can be loaded"):
        CsvFile(Unread(bytes(50 * 2**20)))


def test_how_much_has_been_read_can_be_told() -> None:
    content = b"title\n" + b"a risk\n" * 10_000
    file = CsvFile(io.BytesIO(content))
    reading = file.records(",")
    next(reading)
    assert 0 < file.done < file.size == len(content)
    list(reading)
    assert file.done == file.size
