"""The tree of hashes: the published vectors, and every proof against a root computed the slow way."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import tree

# Test data of the certificate transparency reference implementation of RFC 6962.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
leaves_of = st.lists(st.binary(max_size=4).map(tree.leaf_hash), min_size=1, max_size=70)


def slow_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert tree.root_of([tree.leaf_hash(data) for data in INPUTS[:size]]).hex() == ROOTS[size]


@given(leaves=st.lists(st.binary(max_size=4).map(tree.leaf_hash), max_size=70))
def test_the_growing_root_is_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert tree.root_of(leaves) == slow_root(leaves)


@given(leaves=leaves_of, data=st.data())
def test_a_tree_goes_on_from_its_frontier(leaves: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(leaves)))
    first = tree.Frontier()
    for leaf in leaves[:cut]:
        first.add(leaf)
    second = tree.Frontier.unpacked(first.size, first.packed)
    for leaf in leaves[cut:]:
        second.add(leaf)
    assert second.root() == slow_root(leaves)


@given(leaves=leaves_of, data=st.data())
def test_only_the_leaf_itself_is_proven_to_be_in_its_place(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, proof = slow_root(leaves), tree.inclusion_proof(leaves, index)
    assert tree.is_included(leaves[index], index, len(leaves), proof, root)
    assert not tree.is_included(tree.leaf_hash(b"another"), index, len(leaves), proof, root)
    assert not tree.is_included(leaves[index], index, len(leaves), [*proof, root], root)
    assert not tree.is_included(leaves[index], len(leaves), len(leaves), proof, root)
    elsewhere = data.draw(st.integers(0, len(leaves) - 1))
    if leaves[elsewhere] != leaves[index]:
        assert not tree.is_included(leaves[index], elsewhere, len(leaves), proof, root)


@given(leaves=leaves_of, data=st.data())
def test_growth_is_proven_and_a_changed_past_is_not(
    leaves: list[bytes], data: st.DataObject
) -> None:
    earlier = data.draw(st.integers(1, len(leaves)))
    proof = tree.consistency_proof(leaves, earlier)
    before, now = slow_root(leaves[:earlier]), slow_root(leaves)
    assert tree.has_grown(earlier, before, len(leaves), now, proof)
    bent = slow_root([tree.leaf_hash(b"bent past"), *leaves[1:earlier]])
    assert not tree.has_grown(earlier, bent, len(leaves), now, proof)
    assert not tree.has_grown(earlier, before, len(leaves), tree.leaf_hash(b"other"), proof)
    assert not tree.has_grown(earlier, before, len(leaves), now, [*proof, now])


@pytest.mark.parametrize(("size", "packed"), [(3, b""), (-1, b""), (4, bytes(64)), (1, bytes(31))])
def test_a_frontier_that_cannot_belong_to_its_size_is_refused(size: int, packed: bytes) -> None:
    with pytest.raises(ValueError, match="does not have a frontier"):
        tree.Frontier.unpacked(size, packed)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        tree.inclusion_proof([tree.leaf_hash(b"")] * 3, index)
    with pytest.raises(IndexError):
        tree.consistency_proof([tree.leaf_hash(b"")] * 3, index + 1 if index > 0 else 0)
