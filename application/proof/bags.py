"""Bags: folders whose every file is named with its SHA-256 (RFC 8493), as a zip.

The same content gives the same bytes, whenever and wherever it is written: nothing is compressed,
and every file has the same date and rights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PAYLOAD = "data/"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can name."""
_UNIX = 3
_RIGHTS = 0o100644 << 16


class Bag:
    """A bag on its way into a file, one piece after the other."""

    def __init__(self, file: IO[bytes], folder: str) -> None:
        """`folder` is what it is unpacked to."""
        self._zip = ZipFile(file, "w", ZIP_STORED)
        self._folder = folder
        self._sums: dict[str, str] = {}
        self._octets = 0

    def put(self, path: str, content: bytes) -> None:
        """Put a file in: payload where the path begins with “data/”, else something about it."""
        if path in self._sums:
            raise ValueError(f"There is {path} in the bag already.")
        self._write(path, content)
        self._sums[path] = sha256(content).hexdigest()
        if path.startswith(PAYLOAD):
            self._octets += len(content)

    def close(
        self, info: Sequence[tuple[str, str]], *, seal: Callable[[bytes], tuple[str, bytes]]
    ) -> None:
        """Say what is in it, and end it. `seal` makes a file, by name and content, of the list of
        all that is not payload, where the list of the payload has its hash."""
        payload = [path for path in self._sums if path.startswith(PAYLOAD)]
        lines = [*info, ("Payload-Oxum", f"{self._octets}.{len(payload)}")]
        self.put("bagit.txt", _DECLARATION.encode())
        self.put("bag-info.txt", "".join(f"{name}: {each}\n" for name, each in lines).encode())
        self.put(MANIFEST, self._listed(payload))
        self.put(*seal(self._listed(self._tags())))
        self._write(TAG_MANIFEST, self._listed(self._tags()))
        self._zip.close()

    def _tags(self) -> list[str]:
        return [path for path in self._sums if not path.startswith(PAYLOAD)]

    def _listed(self, paths: Sequence[str]) -> bytes:
        """What `sha256sum` prints of them."""
        return "".join(f"{self._sums[path]}  {path}\n" for path in sorted(paths)).encode()

    def _write(self, path: str, content: bytes) -> None:
        entry = ZipInfo(f"{self._folder}/{path}", _FIRST_DAY)
        entry.create_system, entry.external_attr = _UNIX, _RIGHTS
        self._zip.writestr(entry, content)
