"""The growing tree of hashes over the trail: leaves, frontier, root and proofs; pure arithmetic.

Source: RFC 6962, section 2.1 (Merkle hash tree with SHA-256); proofs are checked after RFC 9162, 2.1.3 and 2.1.4.
Every hash is 32 bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """Hash the bytes of one entry; the leading zero keeps leaves and nodes apart."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees (32 bytes each) into the node above them."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """What is needed to let a tree grow: the roots of its perfect subtrees, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> Self:
        """Make a frontier from what `packed` gave.

        Args:
            size: number of leaves.
            packed: its peaks, 32 bytes for each 1 among the binary digits of the size.

        Raises:
            ValueError: the peaks do not belong to a tree of this size.
        """
        if size < 0 or len(packed) != size.bit_count() * SIZE:
            msg = f"A tree of {size} leaves does not have a frontier of {len(packed)} bytes."
            raise ValueError(msg)
        return cls(size, [packed[at : at + SIZE] for at in range(0, len(packed), SIZE)])

    @property
    def packed(self) -> bytes:
        """Give the peaks in one string of bytes."""
        return b"".join(self.peaks)

    def add(self, leaf: bytes) -> None:
        """Let the tree grow by the hash of one leaf; amortised two hashes."""
        peaks, below = self.peaks, self.size
        self.size = below + 1
        while below & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            below >>= 1
        peaks.append(leaf)

    def root(self) -> bytes:
        """Give the root of all leaves so far; the root of no leaves is the hash of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        root = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root over hashes of leaves, in their order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """Give the largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Prove that a leaf is in the tree.

    Args:
        leaves: hashes of all leaves.
        index: place of the leaf, counted from 0.

    Returns:
        The neighbours on the way up, from the leaf to the root.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*inclusion_proof(left, index), root_of(right)]
    return [*inclusion_proof(right, index - split), root_of(left)]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof leads from a leaf at a place to the root of a tree of this size."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for neighbour in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(neighbour, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, neighbour)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Prove that a tree only grew since it had fewer leaves.

    Args:
        leaves: hashes of all leaves now.
        earlier: number of leaves then, at least one.

    Raises:
        IndexError: the tree never had this size.
    """
    if not 0 < earlier <= len(leaves):
        raise IndexError(earlier)
    return _subproof(leaves, earlier, whole=True)


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if earlier <= split:
        return [*_subproof(left, earlier, whole=whole), root_of(right)]
    return [*_subproof(right, earlier - split, whole=False), root_of(left)]


def has_grown(
    earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the tree of this root continues the earlier one."""
    if earlier == size:
        return not proof and earlier_root == root
    nodes = list(proof) if earlier & (earlier - 1) else [earlier_root, *proof]
    if not 0 < earlier < size or not nodes:
        return False
    place, last = earlier - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    return _climbed(place, last, nodes) == (earlier_root, root)


def _climbed(place: int, last: int, nodes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Rebuild the earlier and the later root from a proof; nothing when it is too long or too short."""
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, node)
        place, last = place >> 1, last >> 1
    return None if last else (old, new)
