"""Files that are kept, as pages name them and as they are given out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from application.doing.chosen_files import FORMATS
from application.ledger.files import mark_of, whole
from domain.kernel.deciding.files import File
from web.view import reading

FILE_POLICY = "default-src 'none'; sandbox"
"""What the content security policy says of a file that somebody put forward: nothing in it runs."""


@dataclass(frozen=True)
class Kept:
    """Where a document is read: `href`, "" where it is not kept here, or no longer; `file` says in
    words which one it is and how large, or that it was redacted, "" for a link."""

    href: str
    file: str = ""
    sha256: str = ""


def kept_at(*, link: str, file: File | None, href: str) -> Kept:
    """Where a document is read that is a link, or a file that `href` gives out, or neither."""
    if file is None:
        return Kept(link)
    if mark := mark_of(reading(), file.sha256):
        return Kept("", f"{file.name}, {mark.says}", file.sha256)
    return Kept(href, f"{file.name}, {in_bytes(file.size)}", file.sha256)


def in_bytes(size: int) -> str:
    """The size of a file as people say it: “1.2 MB”."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:,.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def as_attachment(file: File) -> Response:
    """A stored file, never to be shown in the browser. Raises FileLostError or
    FileRedactedError."""
    answer = Response(whole(reading(), file.sha256), mimetype=FORMATS[file.format].mime)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
