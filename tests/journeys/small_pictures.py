"""Pictures of a page, small enough for a repository, and the words that stand in them."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator

from playwright.sync_api import Page

WIDTH, HEIGHT = 1080, 660
COLOURS = 48
"""Letters keep their smooth edges with so many, and a picture takes a third of its size."""
_MARGIN = 12

_TOP = """start => {
  const main = document.querySelector("main"), found = start && [
    document.getElementById(start),
    ...[...main.querySelectorAll("h1, h2, h3")].filter(each => each.textContent.startsWith(start)),
  ].find(each => each);
  if (start && !found) throw new Error(`nothing there is called ${start}`);
  return (found || main).getBoundingClientRect().top + scrollY;
}"""
_WORDS = """([top, bottom]) => {
  const seen = [], walk = document.createTreeWalker(document.querySelector("main"), 4);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const words = node.textContent.replace(/\\s+/g, " ").trim(), range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const whole = box.top + scrollY >= top && box.bottom + scrollY <= bottom;
    const shown = node.parentElement.checkVisibility() && box.width > 1 && box.height > 1;
    const lasting = !node.parentElement.closest("code");
    if (words && whole && shown && lasting) seen.push(words);
  }
  return seen;
}"""
"""What stands wholly in the picture. A code of the log's tree is another one each time."""
_COUNT = re.compile(r"(?<=position )[\d,]+|[\d,]+(?= events)")
"""What moves with each thing that is added to the story of the demonstration."""


def top_of(page: Page, start: str) -> float:
    """Where a picture begins that starts at an id or a heading; "" for the start of the page."""
    return float(page.evaluate(_TOP, start)) - (_MARGIN if start else 0)


def words_in_picture(page: Page, start: str) -> list[str]:
    """The words that the picture shows, each piece of text once for each time that it stands."""
    top = top_of(page, start)
    found: list[str] = page.evaluate(_WORDS, [top, top + HEIGHT])
    return [_COUNT.sub("…", each) for each in found]


def picture_of(page: Page, start: str) -> bytes:
    """A picture of `WIDTH` by `HEIGHT` from there on, as a PNG of few colours."""
    clip = {"x": 0.0, "y": max(0.0, top_of(page, start)), "width": WIDTH, "height": HEIGHT}
    return _with_few_colours(page.screenshot(full_page=True, clip=clip))  # type: ignore[arg-type]


def _with_few_colours(png: bytes) -> bytes:
    """The same picture by a palette of its commonest colours (PNG, third edition, 11.2)."""
    width, height, depth, kind, _, _, interlaced = struct.unpack(">2I5B", png[16:29])
    assert (depth, interlaced) == (8, 0), "not as Chromium makes them"
    data = b"".join(body for name, body in _chunks(png) if name == b"IDAT")
    rows = [*_rows(zlib.decompress(data), width=width, each=3 if kind == 2 else 4)]
    counted = Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    place = {colour: _nearest(colour, palette) for colour in counted}
    lines = b"".join(b"\0" + bytes(place[colour] for colour in row) for row in rows)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in [
            (b"IHDR", struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(palette)),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        ]
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _rows(data: bytes, *, width: int, each: int) -> Iterator[list[bytes]]:
    """The colours of each line, once its filter is undone (PNG, third edition, 9.2)."""
    before, length = bytearray(width * each), width * each
    for start in range(0, len(data), length + 1):
        how, line = data[start], bytearray(data[start + 1 : start + 1 + length])
        for at in range(length) if how else ():
            left = line[at - each] if at >= each else 0
            corner = before[at - each] if at >= each else 0
            guess = (0, left, before[at], (left + before[at]) // 2, 0)[how]
            line[at] = (line[at] + (guess if how < 4 else _paeth(left, before[at], corner))) % 256
        yield [bytes(line[at : at + 3]) for at in range(0, length, each)]
        before = line


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    if colour in palette:
        return palette.index(colour)
    distance = [sum((one - other) ** 2 for one, other in zip(colour, each, strict=True))
                for each in palette]  # fmt: skip
    return distance.index(min(distance))
