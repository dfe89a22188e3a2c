"""The tree, held to other people's vectors and to the definition in RFC 9162."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ledger.log.tree import EMPTY, WIDTH, GrowingTree, Tree, extends, includes, root_of

VECTORS = json.loads(
    (Path(__file__).parents[3] / "data" / "rfc6962-proof-vectors.json").read_text(encoding="utf-8")
)
"""196 cases of transparency-dev/merkle, as others use them, too."""
LEAVES = [sha256(number.to_bytes(4)).digest() for number in range(2 * WIDTH * WIDTH // 3)]


def bytes_of(word: str | None) -> bytes:
    return b64decode(word or "")


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=lambda case: case["file"])
def test_a_proof_of_inclusion_is_taken_or_refused_as_by_others(case: dict[str, Any]) -> None:
    taken = includes(
        bytes_of(case["leafHash"]),
        index=case["leafIdx"],
        size=case["treeSize"],
        root=bytes_of(case["root"]),
        proof=[bytes_of(each) for each in case["proof"] or []],
    )
    assert taken is not case["wantErr"]


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=lambda case: case["file"])
def test_a_proof_of_extension_is_taken_or_refused_as_by_others(case: dict[str, Any]) -> None:
    taken = extends(
        old=case["size1"],
        old_root=bytes_of(case["root1"]),
        size=case["size2"],
        root=bytes_of(case["root2"]),
        proof=[bytes_of(each) for each in case["proof"] or []],
    )
    assert taken is not case["wantErr"]


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = max(1 << power for power in range(len(leaves).bit_length()) if 1 << power < len(leaves))
    left, right = by_definition(leaves[:half]), by_definition(leaves[half:])
    return sha256(b"\x01" + left + right).digest()


def tiles_over(leaves: Sequence[bytes]) -> Callable[[int, int], Sequence[bytes]]:
    levels = [list(leaves)]
    while len(levels[-1]) >= WIDTH:
        below = levels[-1]
        full = range(0, len(below) // WIDTH * WIDTH, WIDTH)
        levels.append([by_definition(below[first : first + WIDTH]) for first in full])
    return lambda level, number: levels[level][number * WIDTH : (number + 1) * WIDTH]


EDGES = [1, 2, 3, 255, 256, 257, 511, 512, 513, len(LEAVES)]
sizes = st.one_of(st.sampled_from(EDGES), st.integers(1, 3 * WIDTH))


@given(sizes)
def test_a_root_is_that_of_the_definition_whoever_makes_it(size: int) -> None:
    leaves = LEAVES[:size]
    growing = GrowingTree()
    filled = [tile for leaf in leaves for tile in growing.add(leaf)]
    expected = by_definition(leaves)
    assert Tree(size, tiles_over(leaves)).root() == expected
    assert growing.root() == root_of(leaves) == expected
    assert [(number, b"".join(hashes)) for level, number, hashes in filled if not level] == [
        (number, b"".join(leaves[number * WIDTH : (number + 1) * WIDTH]))
        for number in range(size // WIDTH)
    ]


def test_no_leaves_have_the_root_that_the_definition_gives_them() -> None:
    assert EMPTY == by_definition([]) == root_of([]) == GrowingTree().root()
    assert Tree(0, tiles_over([])).root() == EMPTY


@given(sizes, st.data())
def test_what_is_proved_of_a_leaf_is_found_true_and_of_another_false(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(size, tiles_over(LEAVES[:size]))
    proof, root = tree.inclusion(index), tree.root()
    assert includes(LEAVES[index], index=index, size=size, root=root, proof=proof)
    assert not includes(EMPTY, index=index, size=size, root=root, proof=proof)
    for wrong in (proof[:-1], [*proof, EMPTY], [EMPTY, *proof[1:]]) if proof else ([EMPTY],):
        assert not includes(LEAVES[index], index=index, size=size, root=root, proof=wrong)


@given(sizes, st.data())
def test_what_is_proved_of_a_beginning_is_found_true_and_of_another_false(
    size: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, size))
    tree = Tree(size, tiles_over(LEAVES[:size]))
    proof, root = tree.consistency(old), tree.root()
    old_root = Tree(old, tiles_over(LEAVES[:old])).root()
    assert extends(old=old, old_root=old_root, size=size, root=root, proof=proof)
    assert not extends(old=old, old_root=EMPTY, size=size, root=root, proof=proof)
    assert not extends(old=old, old_root=old_root, size=size, root=EMPTY, proof=proof)


def test_every_tree_extends_every_earlier_one() -> None:
    roots = [Tree(size, tiles_over(LEAVES[:size])) for size in range(1, 40)]
    for earlier, later in pairwise(roots):
        assert extends(
            old=earlier.size, old_root=earlier.root(), size=later.size, root=later.root(),
            proof=later.consistency(earlier.size),
        )  # fmt: skip


def test_there_is_no_proof_of_what_is_not_in_the_tree() -> None:
    tree = Tree(3, tiles_over(LEAVES[:3]))
    with pytest.raises(ValueError, match="no leaf 3"):
        tree.inclusion(3)
    with pytest.raises(ValueError, match="no beginning"):
        tree.consistency(4)
    assert tree.consistency(0) == []  # of nothing there is nothing to prove
