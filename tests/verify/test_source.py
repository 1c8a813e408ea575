"""Folders and zips that no export is: they are not read any further, and the reason is told."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from tests.verify.exports import Log, entries_for, write_folder, write_zip
from tests.verify.support import first, verify

FILES = Log(entries_for(40)).files()


def why(export: Path) -> tuple[int, str]:
    status, report = verify(export)
    told = first(report)
    return status, told["facts"].get("why", told["code"])


@pytest.mark.parametrize(
    "name", ["../checkpoint", "/etc/x", "a/../../b", "a//b", "./a", "a\\b", "C:x", "a/./b"]
)
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    assert why(write_zip(tmp_path / "x.zip", {**FILES, name: b""})) == (2, "name_unsafe")


def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    export = write_zip(tmp_path / "x.zip", FILES)
    with zipfile.ZipFile(export, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("checkpoint", FILES["checkpoint"])
    assert why(export) == (2, "name_twice")


@pytest.mark.parametrize("mode", [0o120777, 0o010644, 0o020644, 0o060644])
def test_a_link_or_device_in_a_zip(tmp_path: Path, mode: int) -> None:
    export = write_zip(tmp_path / "x.zip", FILES)
    entry = zipfile.ZipInfo("link")
    entry.create_system, entry.external_attr = 3, mode << 16
    with zipfile.ZipFile(export, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert why(export) == (2, "not_a_file")


def test_a_link_in_a_folder(tmp_path: Path) -> None:
    export = write_folder(tmp_path / "x", FILES)
    (tmp_path / "real").write_bytes(FILES["checkpoint"])
    (export / "checkpoint").unlink()
    (export / "checkpoint").symlink_to(tmp_path / "real")
    status, report = verify(export)
    assert status == 2
    assert {f["facts"].get("why") for f in report["findings"]} & {"file_closed", "not_a_file"}


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    export = write_folder(tmp_path / "x", FILES)
    (export / "loop").symlink_to(export)
    assert why(export) == (2, "not_a_file")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    export = write_folder(tmp_path / "x", {k: v for k, v in FILES.items() if k != "checkpoint"})
    os.mkfifo(export / "checkpoint")
    assert why(export)[0] == 2


def test_folders_within_folders_without_end(tmp_path: Path) -> None:
    export = write_folder(tmp_path / "x", {**FILES, "a/" * 40 + "b": b""})
    assert why(export) == (2, "too_deep")


def test_more_files_than_a_log_of_this_size_needs(tmp_path: Path) -> None:
    more = {f"m/{number}": b"" for number in range(10_010)}
    assert why(write_zip(tmp_path / "x.zip", {**FILES, **more})) == (2, "too_many_files")


@pytest.mark.parametrize(
    "name", ["checkpoint", "policy", "tile/0/000.p/40", "tile/entries/000.p/40", "checkpoints/9"]
)
def test_a_file_that_unpacks_to_far_more(tmp_path: Path, name: str) -> None:
    """40 million bytes of zeros are 40 kB in a zip."""
    export = write_zip(tmp_path / "x.zip", {**FILES, name: bytes(40_000_000)})
    assert export.stat().st_size < 200_000
    status, report = verify(export)
    assert status == 2
    assert "file_long" in {f["facts"].get("why") for f in report["findings"]}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_unpacks_without_a_bound(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", method) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    assert why(tmp_path / "x.zip") == (2, "file_method")


def test_a_zip_that_lies_about_a_length(tmp_path: Path) -> None:
    export = write_zip(tmp_path / "x.zip", {**FILES, "tile/0/000.p/40": bytes(40_000_000)})
    data = bytearray(export.read_bytes())
    length = (40_000_000).to_bytes(4, "little")
    assert data.count(length) == 2
    export.write_bytes(data.replace(length, (1280).to_bytes(4, "little")))
    status, report = verify(export)
    assert status in (1, 2)
    assert "file_damaged" in {f["facts"].get("why") for f in report["findings"]}


def test_files_of_a_zip_that_lie_over_one_another(tmp_path: Path) -> None:
    """Both names of the list of files lead to the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("checkpoint", FILES["checkpoint"])
        archive.filelist.append(zipfile.ZipInfo("checkpoinu"))
        archive.filelist[1].file_size = archive.filelist[1].compress_size = 100
        archive.filelist[1].header_offset = 5
        archive.filelist[1].CRC = 0
        archive._didModify = True
    (tmp_path / "x.zip").write_bytes(made.getvalue())
    status, report = verify(tmp_path / "x.zip")
    assert status == 2
    assert "zip_overlap" in {f["facts"].get("why") for f in report["findings"]}


def test_a_zip_that_is_cut_anywhere(tmp_path: Path) -> None:
    data = write_zip(tmp_path / "x.zip", FILES).read_bytes()
    for length in range(0, len(data), max(1, len(data) // 60)):
        (tmp_path / "cut.zip").write_bytes(data[:length])
        assert why(tmp_path / "cut.zip") == (2, "zip_damaged"), length


def test_a_zip_with_one_bit_changed_anywhere(tmp_path: Path) -> None:
    data = write_zip(tmp_path / "x.zip", FILES).read_bytes()
    good = verify(tmp_path / "x.zip")
    for at in range(0, len(data), max(1, len(data) // 150)):
        changed = bytearray(data)
        changed[at] ^= 4
        (tmp_path / "bit.zip").write_bytes(changed)
        result = verify(tmp_path / "bit.zip")
        # Bits that say when a file was made, or by which program, change nothing that is read.
        assert result[0] != 0 or result == good, at


def test_a_list_of_files_that_fills_the_memory(tmp_path: Path) -> None:
    data = bytearray(write_zip(tmp_path / "x.zip", FILES).read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = (100_000_000).to_bytes(4, "little")
    (tmp_path / "x.zip").write_bytes(data)
    assert why(tmp_path / "x.zip") == (2, "zip_too_large")


def test_nothing_there(tmp_path: Path) -> None:
    assert why(tmp_path / "none") == (2, "no_export")
    (tmp_path / "empty").mkdir()
    assert why(tmp_path / "empty") == (2, "no_checkpoint")
    (tmp_path / "file").write_text("hello")
    assert why(tmp_path / "file") == (2, "zip_damaged")
    assert verify(Path("x\0y"))[0] == 2
