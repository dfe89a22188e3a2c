"""The tree over the log's leaves (RFC 9162, 2.1): roots, proofs, and the checking of proofs.

A tile is 256 hashes that stand side by side eight levels apart, as C2SP's tlog-tiles has them:
tile `number` of level 0 holds leaves, and each hash of level 1 is the root of such a tile. Whoever
has the tiles computes any root, and any proof, from one tile of each level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from typing import NamedTuple

WIDTH = 256
"""Hashes in a tile."""
HEIGHT = 8
"""Levels of the tree from one level of tiles to the next."""
EMPTY = sha256().digest()
"""The root of no leaves."""

Hashes = Callable[[int, int], Sequence[bytes]]
"""The hashes of the tile of that level and number, as many as there are."""


def node(left: bytes, right: bytes) -> bytes:
    """The node over two others; the 0x01 tells it from a leaf."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes at hand, however many.

    They stand for equally many leaves each; the last may stand for fewer.
    """
    if not hashes:
        return EMPTY
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        odd = hashes[-1:] if len(hashes) % 2 else []
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + list(odd)
    return hashes[0]


class Tree:
    """The tree over the first `size` leaves of a log, read off its tiles, each at most once."""

    def __init__(self, size: int, hashes: Hashes) -> None:
        self.size = size
        self._hashes = cache(hashes)

    def root(self) -> bytes:
        """The hash that stands for all of it."""
        return self._over(0, self.size) if self.size else EMPTY

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that leaf `index`, counted from 0, is in it (2.1.3.1)."""
        if not 0 <= index < self.size:
            raise ValueError(f"There is no leaf {index} in a tree of {self.size}.")
        return list(self._path(index, 0, self.size))

    def consistency(self, old: int) -> list[bytes]:
        """The proof that the tree over the first `old` leaves is its beginning (2.1.4.1)."""
        if not 0 <= old <= self.size:
            raise ValueError(f"A tree of {old} is no beginning of one of {self.size}.")
        return list(self._extension(old, 0, self.size, whole=True)) if old else []

    def _path(self, index: int, start: int, stop: int) -> Iterator[bytes]:
        if stop - start == 1:
            return
        middle = start + _half(stop - start)
        if index < middle:
            yield from self._path(index, start, middle)
            yield self._over(middle, stop)
        else:
            yield from self._path(index, middle, stop)
            yield self._over(start, middle)

    def _extension(self, old: int, start: int, stop: int, *, whole: bool) -> Iterator[bytes]:
        """`whole`: whether what is known of the old tree is the root over this very stretch."""
        if old == stop:
            if not whole:
                yield self._over(start, stop)
            return
        middle = start + _half(stop - start)
        if old <= middle:
            yield from self._extension(old, start, middle, whole=whole)
            yield self._over(middle, stop)
        else:
            yield from self._extension(old, middle, stop, whole=False)
            yield self._over(start, middle)

    def _over(self, start: int, stop: int) -> bytes:
        """The hash over the leaves from `start` to before `stop`."""
        count = stop - start
        height = count.bit_length() - 1
        if count != 1 << height:
            middle = start + _half(count)
            return node(self._over(start, middle), self._over(middle, stop))
        level = height // HEIGHT
        first, wanted = start >> (level * HEIGHT), 1 << (height % HEIGHT)
        number, at = divmod(first, WIDTH)
        found = self._hashes(level, number)[at : at + wanted]
        if len(found) < wanted:
            raise LookupError(f"Tile {number} of level {level} has too few hashes.")
        return root_of(found)


class Tile(NamedTuple):
    """A full tile: its level, its number, its hashes."""

    level: int
    number: int
    hashes: Sequence[bytes]


_NONE: Sequence[Tile] = ()


class GrowingTree:
    """The tree while leaves are added one tile at a time; memory stays small at any size."""

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[list[bytes]] = [[]]

    def add(self, leaf: bytes) -> Sequence[Tile]:
        """Take a leaf; return the tiles that it fills."""
        self.size += 1
        leaves = self._levels[0]
        leaves.append(leaf)
        return _NONE if len(leaves) < WIDTH else list(self._filled())

    def _filled(self) -> Iterator[Tile]:
        """The tiles that are full now, each of which adds a hash to the level above."""
        level, number = 0, self.size
        while len(hashes := self._levels[level]) == WIDTH:
            number //= WIDTH
            yield Tile(level, number - 1, hashes)
            self._levels[level] = []
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(root_of(hashes))

    def root(self) -> bytes:
        """The root over what was added so far."""
        smaller: list[bytes] = []
        for hashes in self._levels:
            if hashes or smaller:
                smaller = [root_of([*hashes, *smaller])]
        return root_of(smaller)


def _half(count: int) -> int:
    """The largest power of two that is less than `count`."""
    return 1 << (count - 1).bit_length() - 1


# ---------------------------------------------------------------- checking what others give


def includes(leaf: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that a leaf is in the tree of that root (2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    at, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node(each, found)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def extends(*, old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of one root is the beginning of another's (2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if not _are_hashes(old_root, root, *proof):
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path or not proof:
        return False
    at, last = old - 1, size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    found_old = found = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            found_old, found = node(each, found_old), node(each, found)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found_old == old_root and found == root


def _are_hashes(*these: bytes) -> bool:
    return all(len(each) == len(EMPTY) for each in these)
