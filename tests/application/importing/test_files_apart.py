"""A file that is taken apart by another process is read as any other, or refused in time."""

from __future__ import annotations

import io

import pytest

from application.importing.apart import FileApart
from application.importing.csv_files import DELIMITERS, CsvFile, FileRefusedError, Record
from application.ledger.ledger import Ledger
from tests.hostile_text import TEXTS
from tests.loading import PUBLISHED, load, many_risks

FILES = {
    "published": PUBLISHED,
    "long": many_risks(100).encode(),
    "of Windows": "title;note\nCafé;£5\n".encode("cp1252"),
    "with lines in cells": b'title,note\n"a\nb\nc",x\n\n\n"d\ne",y\n',
    "empty": b"",
    "with a broken cell": b'title\n"Fire" and flood\n',
    "with a broken cell far below": b"title\n" + b"Fire\n" * 50 + b'"Fire" and flood\n',
    "with a heading that is hostile": f"title,({' ' * 3000}\nFire,x\n".encode(),
}


def read(file: CsvFile) -> tuple[str, list[list[Record | str]]]:
    found: list[list[Record | str]] = []
    for delimiter in DELIMITERS:
        found.append([])
        try:
            for record in file.records(delimiter):
                found[-1].append(record)
        except FileRefusedError as refused:
            found[-1].append(refused.sentence)
    return file.encoding, found


@pytest.mark.parametrize("name", FILES)
def test_it_is_read_as_here(name: str) -> None:
    content = FILES[name]
    assert read(FileApart(io.BytesIO(content))) == read(CsvFile(io.BytesIO(content)))


@pytest.mark.parametrize("content", [b"\x00\x01", b"%PDF-1.7", b"PK\x03\x04"])
def test_it_is_refused_as_here(content: bytes) -> None:
    with pytest.raises(FileRefusedError) as here:
        CsvFile(io.BytesIO(content))
    with pytest.raises(FileRefusedError) as apart:
        FileApart(io.BytesIO(content))
    assert apart.value.sentence == here.value.sentence


def test_it_is_loaded_as_here(ledger: Ledger) -> None:
    told: list[tuple[str, int, int]] = []
    report = load(
        ledger, many_risks(60), opened=FileApart, progress=lambda *how_far: told.append(how_far)
    )
    assert report.loaded == 60
    checked = [each for each in told if each[0] == "Checking"]
    assert checked[-1][1] == checked[-1][2]


def test_what_takes_too_long_is_refused_in_a_sentence() -> None:
    with pytest.raises(FileRefusedError, match=r"could not be read within 0\.001 seconds"):
        FileApart(io.BytesIO(PUBLISHED), seconds=0.001)


def test_what_takes_too_much_memory_is_refused_in_a_sentence() -> None:
    commas = b"title" + b"," * 9_000_000
    with pytest.raises(FileRefusedError, match="could not be read within 64 MiB of memory"):
        FileApart(io.BytesIO(commas), memory=64 * 2**20)


@pytest.mark.parametrize("kind", TEXTS)
def test_hostile_text_is_taken_apart_in_time(kind: str) -> None:
    text = f'title\n"{TEXTS[kind][:30_000].replace(chr(34), chr(39))}"\n'
    found = FileApart(io.BytesIO(text.encode()), seconds=10)
    assert read(found) == read(CsvFile(io.BytesIO(text.encode())))
