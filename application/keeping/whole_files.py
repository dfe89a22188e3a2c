"""Files that have their name only once they are whole on the disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EEXIST
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file to write and read, its owner's alone, and where it is until it is whole.

    It is put under its name at the end, in place of what was there; where anything goes wrong, what
    was there stays. Raises OSError that names the file, never the one on its way; what is there
    and is no file, such as a device, is never replaced.
    """
    with naming(path):
        if path.exists() and not path.is_file():
            raise OSError(EEXIST, "This is no file. Name a file", str(path))
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.absolute().parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w+b") as out:
                yield out, temporary
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """A folder for what is on its way, on the same disk as a file; gone at the end.

    Raises OSError that names the file.
    """
    with (
        naming(beside),
        tempfile.TemporaryDirectory(
            prefix=f".{beside.name}-", dir=beside.absolute().parent
        ) as folder,
    ):
        yield Path(folder)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let a fault say the name that somebody gave, not one that nobody knows."""
    try:
        yield
    except OSError as error:
        hidden = str(path.absolute().parent / f".{path.name}-")
        if str(error.filename or "").startswith(hidden):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
