"""CSV files as people really have them: read record by record, whatever program wrote them."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, BinaryIO, TextIO, cast

from domain.kernel.errors import DomainError
from domain.kernel.plain import clean

LARGEST = 10 * 1024 * 1024
"""Bytes that a file may have, unless whoever reads it allows more."""

LONGEST_CELL = 32_767
"""Characters of a cell: no spreadsheet has longer ones."""
MOST_COLUMNS = 500
DELIMITERS = (",", ";", "\t", "|", "~", "^", ":")
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
    it starts (the first is 1). Of a document, by the places of its cells: `fills` are the colours
    of those without words, `merged` the words of those that they are merged with above."""

    line: int
    cells: list[str]
    fills: Mapping[int, str] = field(default_factory=dict)
    merged: Mapping[int, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not any(self.cells)


class CsvFile:
    """A binary file that was found to hold text, and not too much of it.

    `encoding` names its letters; they are found where it does not. `told` is what to tell of that.
    Raises FileRefusedError with what to do about it. The file must be seekable; it is read a
    piece at a time, so that its size does not matter to the memory.
    """

    def __init__(self, file: IO[bytes], *, largest: int = LARGEST, encoding: str = "") -> None:
        self._begin(file, largest)
        self.encoding, self.told = _encoding(file, encoding)

    others: Sequence[str] = ()
    """The sheets or tables of it that were not read."""

    def _begin(self, file: IO[bytes], largest: int) -> None:
        self._file = file
        self.size = _size(file, largest)

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
                    must_be_bounded(start, cells)
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
            if not self._file.closed:  # whoever stopped half way may have closed it before
                text.detach()


def _size(file: IO[bytes], largest: int) -> int:
    size = file.seek(0, io.SEEK_END)
    if size > largest:
        raise FileRefusedError(
            f"The file has {size / 2**20:,.0f} MiB; at most {largest / 2**20:,.0f} MiB can be "
            "loaded at once. Split it into smaller files."
        )
    return size


def _encoding(file: IO[bytes], named: str) -> tuple[str, str]:
    """In which letters the file is written, and what is to be told of that.

    The one that is `named`, where one is; else what its mark or its noughts say, UTF-8 where the
    whole file is that, and otherwise what Excel writes on Windows.
    """
    file.seek(0)
    start = file.read(4096)
    for sign, sentence in _OTHERS.items():
        if start.startswith(sign):
            raise FileRefusedError(sentence)
    if named:
        return _named(file, named), ""
    if utf16 := _utf16(start):
        if _wrong_byte(file, utf16) is None:
            return utf16, ""
        raise FileRefusedError(_NO_TEXT)
    wrong = _wrong_byte(file, "utf-8-sig")
    if wrong is None:
        return "utf-8-sig", ""
    line, column, byte, some_are_utf8 = wrong
    where = f"The byte at line {line}, column {column} (0x{byte:02X}) is not UTF-8"
    if some_are_utf8:
        raise FileRefusedError(
            f"{where}, though other letters of the file are. Correct it there and save the file as "
            "“CSV UTF-8”; or name the encoding in which the file was written."
        )
    if other := _rather(file):
        name, ours, theirs = other
        or_ours = f", or cp1252 if “{ours}” is right" if "\ufffd" not in ours else ""
        raise FileRefusedError(
            f"{where}. Read as Windows text (cp1252) it has “{ours}”, and as {name} “{theirs}”. "
            f"Say in which encoding it was written: {name}{or_ours}."
        )
    if _wrong_byte(file, "cp1252") is not None:
        raise FileRefusedError(_NO_TEXT)
    return "cp1252", (
        f"{where}, so the file was read as Windows text (cp1252). Name its encoding if it is "
        "another, such as mac_roman."
    )


_NO_TEXT = "This is not a text file. Save it as “CSV UTF-8”, and load that file."


_EXPECTED = frozenset("\u00a0–—‘’“”…•·£€§°±×÷½¼¾²³©®™«»àâäãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÁÂÄÇÉÈÊËÎÔÖÜ")
"""What there is in English papers besides ASCII."""
_WORD = re.compile(r"[^\s,;\"]{0,20}[\x80-\xff][^\s,;\"]{0,20}", re.ASCII)
"""Of bytes, each read as the letter of its number."""
_MOST_WORDS = 2_000
"""Different words with other letters than ASCII's by which an encoding is judged."""


def _rather(file: IO[bytes]) -> tuple[str, str, str] | None:
    """Another encoding than that of Windows in which the file makes more sense: its name, and a
    word that is odd as Windows text, as either has it. None where all of it does as that."""
    file.seek(0)
    words: dict[bytes, None] = {}
    while len(words) < _MOST_WORDS and (piece := file.read(_PIECE)):
        odd_ones = _WORD.findall(piece.decode("latin-1"))
        words.update(dict.fromkeys(each.encode("latin-1") for each in odd_ones))
    odd = _odd_word(words, "cp1252")
    for name in ("mac_roman", "cp850") if odd else ():
        if not _odd_word(words, name):
            return name, odd.decode("cp1252", "replace"), odd.decode(name, "replace")
    return None


def _odd_word(words: Iterable[bytes], encoding: str) -> bytes:
    """The first that is none of English: with another letter, or a capital behind a small one."""
    for word in words:
        text = word.decode(encoding, "replace")
        small_before = (a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(text))
        if any(not each.isascii() and each not in _EXPECTED for each in text) or any(small_before):
            return word
    return b""


def _utf16(start: bytes) -> str:
    """The kind of UTF-16 that the first bytes are, marked or by their noughts; "" for none."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[::2].count(0), start[1::2].count(0)
    if len(start) >= 8 and max(even, odd) > len(start) // 4 and min(even, odd) == 0:
        return "utf-16-le" if odd else "utf-16-be"
    return ""


def _named(file: IO[bytes], named: str) -> str:
    try:
        found = codecs.lookup(named.strip().replace(" ", "_"))
        b"".decode(found.name)
    except LookupError as error:
        raise FileRefusedError(
            f"“{named}” is no encoding that is known. Known are, among others: utf-8, utf-16, "
            "cp1252 (Windows), mac_roman, iso-8859-15."
        ) from error
    encoding = "utf-8-sig" if found.name == "utf-8" else found.name
    if wrong := _wrong_byte(file, encoding):
        line, column, byte, _ = wrong
        raise FileRefusedError(
            f"The byte at line {line}, column {column} (0x{byte:02X}) is not {named}. Correct it, "
            "or name another encoding."
        )
    return encoding


def _wrong_byte(file: IO[bytes], encoding: str) -> tuple[int, int, int, bool] | None:
    """Where the first byte stands that is not of the encoding: its line, its column (both from 1),
    what it is, and whether any letter before it was more than ASCII; None where all are."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line, column, more = 1, 1, False
    piece = b"-"
    while piece:
        piece = file.read(_PIECE)
        held = decoder.getstate()[0]
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            whole = held + piece
            text = whole[: error.start].decode(encoding, errors="ignore")
            line, column, more = _after(text, line, column, more)
            after = whole[error.end :].decode(encoding, errors="ignore")
            return line, column, whole[error.start], more or not after.isascii()
        if "\0" in text:
            raise FileRefusedError(
                "This is not a CSV file: it holds bytes that no text has. Save it as "
                "“CSV UTF-8”, and load that file."
            )
        line, column, more = _after(text, line, column, more)
    return None


def _after(text: str, line: int, column: int, more: bool) -> tuple[int, int, bool]:
    breaks = text.count("\n")
    last = len(text) - text.rfind("\n") if breaks else column + len(text)
    return line + breaks, last, more or not text.replace("\ufeff", "").isascii()


def must_be_bounded(line: int, cells: Sequence[str]) -> None:
    """Raises FileRefusedError where a row has too many cells, or one is too long."""
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
