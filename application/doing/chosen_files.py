"""Files that somebody chose as evidence: what is taken, what they are called, and their hash.

All of it is found out before anything is decided, so never under the log's lock.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

from domain.kernel.deciding.files import File
from domain.kernel.plain import clean

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
LONGEST_NAME = 120
"""Characters of a name with its ending."""


class FileNotTakenError(ValueError):
    """The file is not one that is taken; the sentence says why, and what to do."""


@dataclass(frozen=True)
class ChosenFile(File):
    """A file with what is in it."""

    content: bytes = field(default=b"", repr=False)

    def __str__(self) -> str:
        """What a command that is given it twice is known by."""
        return f"{self.name}, {self.sha256}"


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, how browsers know it, and whether content is of it."""

    words: str
    mime: str
    fits: Callable[[bytes], bool]


def chosen(name: str, content: bytes) -> ChosenFile:
    """The file of that name and content. Raises FileNotTakenError."""
    called = safe_name(name)
    ending = PurePosixPath(called).suffix[1:].lower()
    format_ = _SAME.get(ending, ending)
    if format_ not in FORMATS:
        raise FileNotTakenError(f"“{called}” is not a kind of file that is taken. {TAKEN}")
    if not content:
        raise FileNotTakenError(f"“{called}” is empty. Choose it again.")
    if len(content) > LARGEST:
        raise FileNotTakenError(
            f"“{called}” is larger than {LARGEST // 1024**2} MB. Choose a smaller one, or give a "
            "link to it."
        )
    if not FORMATS[format_].fits(content):
        raise FileNotTakenError(
            f"“{called}” does not hold what its name says: it is no {FORMATS[format_].words}, or "
            "it holds macros. Save it anew as what it is, and choose that."
        )
    digest = hashlib.sha256(content).hexdigest()
    return ChosenFile(called, format_, len(content), digest, content)


def safe_name(name: str) -> str:
    """A file's own name, without folders and without what no name should have."""
    last = clean(name[-1000:]).replace("\\", "/").rpartition("/")[2]
    plain = "".join(
        "-" if each in '<>:"|?*' or unicodedata.category(each)[0] == "C" else each for each in last
    )
    stem, dot, ending = " ".join(plain.split()).lstrip(". ").rpartition(".")
    return f"{stem[: LONGEST_NAME - len(dot + ending)].rstrip()}{dot}{ending[:20]}" or "file"


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _is_text(content: bytes) -> bool:
    """Whether it is text of whatever encoding, and neither a program nor a page."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"\x7felf", b"#!", b"<!doctype", b"<html", b"<script", b"<?xml")):
        return False
    return b"\0" not in content or content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _zip_with(member: str) -> Callable[[bytes], bool]:
    """Whether it is a document in parts that has this one, and no macros."""

    def fits(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(content)) as parts:
                names = [name.lower() for name in parts.namelist()]
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        return member in names and not any(
            name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names
        )

    return fits


_OFFICE, _OPEN = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis"
FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", _begins(b"%PDF-")),
    "docx": Format(
        "Word document", f"{_OFFICE}.wordprocessingml.document", _zip_with("word/document.xml")
    ),
    "xlsx": Format("workbook", f"{_OFFICE}.spreadsheetml.sheet", _zip_with("xl/workbook.xml")),
    "pptx": Format(
        "presentation",
        f"{_OFFICE}.presentationml.presentation",
        _zip_with("ppt/presentation.xml"),
    ),
    "odt": Format("text document", f"{_OPEN}.opendocument.text", _zip_with("content.xml")),
    "ods": Format("workbook", f"{_OPEN}.opendocument.spreadsheet", _zip_with("content.xml")),
    "odp": Format("presentation", f"{_OPEN}.opendocument.presentation", _zip_with("content.xml")),
    "csv": Format("CSV file", "text/csv", _is_text),
    "txt": Format("text", "text/plain", _is_text),
    "eml": Format("e-mail", "message/rfc822", _is_text),
    "msg": Format("e-mail", "application/vnd.ms-outlook", _begins(b"\xd0\xcf\x11\xe0")),
    "png": Format("picture", "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Format("picture", "image/jpeg", _begins(b"\xff\xd8\xff")),
}
"""The kinds of file that are taken, by the ending of their names; none runs in a browser."""
_SAME = {"jpeg": "jpg", "text": "txt"}
TAKEN = "Choose one of these: " + ", ".join(sorted(FORMATS)) + "."
"""What is taken, in a sentence."""
