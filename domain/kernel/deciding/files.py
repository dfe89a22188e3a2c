"""Files and links: what an event holds of a document that can be read.

A file itself is stored beside the log under its SHA-256; an event holds what it was called, its
kind, its size and that hash.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.deciding.links import why_no_link
from domain.kernel.errors import DomainError
from domain.kernel.words import Code, Words


@dataclass(frozen=True)
class File:
    """A file, without what is in it. `format` is one of those that are taken, such as “pdf”, `size`
    the number of its bytes, `sha256` their hash in hexadecimal."""

    name: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Filed:
    """What an event holds of a document: a link, or a file that is stored under its SHA-256.

    `format` is the file's kind, such as “pdf”, and `size` counts its bytes; of a link they are ""
    and 0, and where there is neither all are.
    """

    link: Words
    file_name: Words
    format: Code
    size: int
    sha256: Code

    @property
    def file(self) -> File | None:
        """The file, where it is one."""
        return File(self.file_name, self.format, self.size, self.sha256) if self.sha256 else None

    @property
    def shown_as(self) -> str:
        """What the document is to its item, within a sentence: “evidence 3”."""
        raise NotImplementedError(type(self).__qualname__)


def filed(*, link: str, file: File | None, needed: bool = False) -> dict[str, str | int]:
    """A file or a link as the fields of an event hold it (Filed).

    Raises DomainError where both are given, where the link is none, and where one is needed.
    """
    if needed and not link and not file:
        raise DomainError("Select a file, or enter a link.", field="link")
    if link and file:
        raise DomainError("Select a file or enter a link, not both.", field="link")
    if link and (wrong := why_no_link(link)):
        raise DomainError(wrong, field="link")
    return {
        "link": link,
        "file_name": file.name if file else "",
        "format": file.format if file else "",
        "size": file.size if file else 0,
        "sha256": file.sha256 if file else "",
    }
