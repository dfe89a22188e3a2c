"""A paper that was issued to a meeting: what it was made of, and where it is kept whole."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class IssuedPaper:
    """Which paper, of which item ("": of none), as which kind of file; for which meeting, whose
    paper of which number it is.

    `as_at` and `since` are its moments, as they are given to make it again (`since` "": what it is
    usually compared with); `upto` is the position of the log up to which it tells. `checkpoint` is
    the short code that it bears. It hangs besides on the version of the `program`, on its
    `template` (by the SHA-256), and on whether it is `partial`: whoever made it did not see all.
    `made_at` is how many events the log had when it was put on record, `made_on` the day.
    """

    name: str
    title: str
    of: str
    form: str
    meeting: str
    paper: int
    as_at: str
    since: str
    marking: str
    upto: int
    checkpoint: str
    program: str
    template: str
    partial: bool
    sha256: str
    made_at: int
    made_on: str = ""

    @property
    def wish(self) -> tuple[str, ...]:
        """What it was asked to be of, whenever, and as what."""
        return (self.name, self.of, self.form)

    @property
    def moments(self) -> tuple[str, ...]:
        """The moments that it tells of, and how it is marked."""
        return (self.as_at, self.since, self.marking)
