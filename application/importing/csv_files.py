"""CSV files as people really have them: read record by record, whatever program wrote them."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, TextIO, cast

from domain.kernel.errors import DomainError
from domain.kernel.plain import clean

LARGEST = 10 * 1024 * 1024
"""Bytes that a file may have, unless whoever reads it allows more."""

LONGEST_CELL = 32_767
"""Characters of a cell: no spreadsheet has longer ones."""
MOST_COLUMNS = 500
DELIMITERS = (",", ";", "\t")
_PIECE = 64 * 1024
_WORKBOOK = (
    "This is an Excel workbook or a zipped file, not a CSV file. Open it in Excel, save the sheet "
    "as “CSV UTF-8”, and load that file."
)
_OTHERS = {
    b"PK\x03\x04": _WORKBOOK,
    b"\xd0\xcf\x11\xe0": _WORKBOOK,
    b"%PDF": "This is a PDF document, not a CSV file.",
}


class FileRefusedError(DomainError):
    """Nothing can be loaded from the file, whatever its rows say."""


@dataclass(frozen=True)
class Record:
    """One record: its cells, in which white space is collapsed, and the line of the file on which
    it starts (the first is 1)."""

    line: int
    cells: list[str]

    @property
    def empty(self) -> bool:
        return not any(self.cells)


class CsvFile:
    """A binary file that was found to hold text, and not too much of it.

    Raises FileRefusedError with what to do about it. The file must be seekable; it is read a
    piece at a time, so that its size does not matter to the memory.
    """

    def __init__(self, file: IO[bytes], *, largest: int = LARGEST) -> None:
        self._file = file
        self.size = _size(file, largest)
        self.encoding = _encoding(file)

    @property
    def sha256(self) -> str:
        """What tells the file from every other."""
        self._file.seek(0)
        found = hashlib.sha256()
        while piece := self._file.read(_PIECE):
            found.update(piece)
        return found.hexdigest()

    @property
    def done(self) -> int:
        """How many bytes have been read."""
        return self._file.tell()

    def records(self, delimiter: str) -> Iterator[Record]:
        """Every record that has anything in it.

        Raises FileRefusedError on broken quotation, on a cell of more than `LONGEST_CELL`
        characters and on more than `MOST_COLUMNS` cells.
        """
        with self._text() as text:
            reader = csv.reader(text, delimiter=delimiter, skipinitialspace=True, strict=True)
            start = 1
            try:
                for cells in reader:
                    _must_be_bounded(start, cells)
                    record = Record(start, [clean(cell) for cell in cells])
                    start = reader.line_num + 1
                    if not record.empty:
                        yield record
            except csv.Error as error:
                raise FileRefusedError(_broken(start, error)) from error

    @contextmanager
    def _text(self) -> Iterator[TextIO]:
        self._file.seek(0)
        text = io.TextIOWrapper(cast("BinaryIO", self._file), encoding=self.encoding, newline="")
        try:
            yield text
        finally:
            text.detach()


def _size(file: IO[bytes], largest: int) -> int:
    size = file.seek(0, io.SEEK_END)
    if size > largest:
        raise FileRefusedError(
            f"The file has {size / 2**20:,.0f} MiB; at most {largest / 2**20:,.0f} MiB can be "
            "loaded at once. Split it into smaller files."
        )
    return size


def _encoding(file: IO[bytes]) -> str:
    """UTF-8 where the whole file is that, otherwise what Excel writes on Windows."""
    file.seek(0)
    start = file.read(4)
    for sign, sentence in _OTHERS.items():
        if start.startswith(sign):
            raise FileRefusedError(sentence)
    marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        if _decodes(file, encoding):
            return encoding
    raise FileRefusedError("This is not a text file. Save it as “CSV UTF-8”, and load that file.")


def _decodes(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(_PIECE):
            if "\0" in decoder.decode(piece):
                raise FileRefusedError(
                    "This is not a CSV file: it holds bytes that no text has. Save it as "
                    "“CSV UTF-8”, and load that file."
                )
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _must_be_bounded(line: int, cells: Sequence[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise FileRefusedError(
            f"Line {line}: there are {len(cells):,} cells; a row may have {MOST_COLUMNS}. Take out "
            "the columns that are not to be loaded."
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise FileRefusedError(_too_long(line))


def _too_long(line: int) -> str:
    return (
        f"Line {line}: a cell has more than {LONGEST_CELL:,} characters, which is the most that a "
        "spreadsheet holds. Perhaps a quotation mark is never closed."
    )


def _broken(line: int, error: csv.Error) -> str:
    if "field larger" in str(error):
        return _too_long(line)
    return (
        f"Line {line}: the quotation marks do not pair up. A cell that starts with one must end "
        "with one, and a quotation mark inside such a cell is written twice."
    )
