"""The file in which a signer remembers what it signed: torn, changed, full, and held by one alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from requests_app.outside.signer import memory
from requests_app.tlog.proofs import RightEdge
from tests.ops.test_production import ROOT
from tests.tlog.test_proofs import leaves, naive_root


def filled(folder: Path, *sizes: int) -> Path:
    """A memory with a line for each size; returns its file."""
    memory.begin(folder, RightEdge())
    for size in sizes:
        with memory.opened(folder) as kept:
            kept.remember(grown(kept.edge(), size))
    return folder / memory.FILE


def grown(edge: RightEdge, size: int) -> RightEdge:
    for leaf in leaves(size)[edge.size :]:
        edge.append(leaf)
    return edge


def test_what_was_signed_is_read_again(tmp_path: Path) -> None:
    filled(tmp_path / "m", 1, 5, 300)
    with memory.opened(tmp_path / "m") as kept:
        assert (kept.last.size, kept.last.root) == (300, naive_root(leaves(300)))
        assert grown(kept.edge(), 400).root() == naive_root(leaves(400))


def test_a_long_memory_is_read_from_its_end(tmp_path: Path) -> None:
    filled(tmp_path / "m", *range(1, 200))
    with memory.opened(tmp_path / "m") as kept:
        assert kept.last.size == 199


def test_nobody_else_can_open_the_file(tmp_path: Path) -> None:
    path = filled(tmp_path / "m", 3)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_line_that_was_cut_off_in_writing_was_never_signed(tmp_path: Path) -> None:
    path = filled(tmp_path / "m", 3, 9)
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    for cut in (1, 10, len(last) - 1):
        path.write_bytes(whole[:-cut])
        with memory.opened(tmp_path / "m") as kept:
            assert kept.last.size == 3
            kept.remember(grown(kept.edge(), 9))
        assert path.read_bytes() == whole


def test_any_changed_byte_is_seen(tmp_path: Path) -> None:
    path = filled(tmp_path / "m", 3, 9, 20)
    whole = bytearray(path.read_bytes())
    # All but the last line feed: without it, the last line was never finished.
    for at in range(len(whole) - 1):
        changed = whole.copy()
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises(memory.Damaged), memory.opened(tmp_path / "m"):
            pass


def test_a_line_taken_out_or_swapped_is_seen(tmp_path: Path) -> None:
    path = filled(tmp_path / "m", 3, 9, 20)
    head, first, *rest = path.read_bytes().splitlines(keepends=True)
    for lines in ([first, rest[0], rest[2]], [first, rest[1], rest[0], rest[2]], [rest[2]], []):
        path.write_bytes(head + b"".join(lines))
        with pytest.raises(memory.Damaged), memory.opened(tmp_path / "m"):
            pass


def test_what_does_not_go_on_is_not_remembered(tmp_path: Path) -> None:
    path = filled(tmp_path / "m", 9)
    before = path.read_bytes()
    with memory.opened(tmp_path / "m") as kept:
        for size in (3, 9):
            with pytest.raises(ValueError, match="do not go on"):
                kept.remember(grown(RightEdge(), size))
    assert path.read_bytes() == before


def test_a_memory_is_never_made_twice(tmp_path: Path) -> None:
    path = filled(tmp_path / "m", 9)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        memory.begin(tmp_path / "m", RightEdge())
    assert path.read_bytes() == before


FULL = """
import resource, signal, sys
from pathlib import Path
from requests_app.outside.signer import memory
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with memory.opened(Path(sys.argv[1])) as kept:
    edge = kept.edge()
    edge.append(bytes(32))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    try:
        kept.remember(edge)
    except OSError:
        print("not signed", kept.last.size)
"""


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_leaves_the_memory_as_it_was(tmp_path: Path, room: int) -> None:
    path = filled(tmp_path / "m", 9)
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path / "m", str(len(before) + room)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "not signed 9\n"
    assert path.read_bytes() == before
    with memory.opened(tmp_path / "m") as kept:
        kept.remember(grown(kept.edge(), 20))
    assert path.stat().st_size > len(before)
