"""What is said to somebody who made a mistake that nobody is to blame for: the words, and what to do next."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from requests_app.outside.verify.__main__ import main
from tests.verify.exports import (
    ORIGIN,
    OTHER_KEY,
    Log,
    entries_for,
    policy_text,
    write_folder,
    write_zip,
)
from tests.verify.outer_exports import Outer, events
from tests.verify.support import codes, first, said, verify
from tests.verify.test_receipts import receipt, stored

LOG = Log(entries_for(700))
WHOLE = Outer(events(90), 80)


@pytest.fixture
def kept(tmp_path: Path) -> str:
    (tmp_path / "policy-kept").write_text(policy_text())
    return str(tmp_path / "policy-kept")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("log") / "export", LOG.files())


@pytest.fixture(scope="module")
def shorter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("log") / "export", Log(LOG.entries[:650]).files())


def damaged(path: Path) -> Path:
    """A whole export whose log.zip has one bit changed within the outer zip."""
    write_zip(path, WHOLE.files())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("log.zip")
    data = bytearray(path.read_bytes())
    data[entry.header_offset + 30 + len("log.zip") + entry.compress_size // 2] ^= 4
    path.write_bytes(data)
    return path


class TestCheckpointLaterThanTheExport:
    def test_both_sizes_and_both_possibilities_are_said(self, shorter: Path) -> None:
        for language, words in (
            ("en", ["700 entries", "only 650", "after the export", "newer export", "were removed"]),
            ("fr", ["700 entrées", "650 seulement", "postérieur", "plus récente", "supprimées"]),
        ):
            status, report = verify(shorter, "--checkpoint", LOG.note(), "--language", language)
            assert status == 1
            text = first(report)["text"]
            assert [word for word in words if word not in text] == []

    def test_only_a_copied_one_may_have_a_wrong_size(self, shorter: Path) -> None:
        _, report = verify(shorter, "--checkpoint", LOG.three_lines())
        assert codes(report)[0] == "log_shorter_or_typed"
        assert "compare its size" in first(report)["text"]
        _, report = verify(shorter, "--checkpoint", LOG.note())
        assert codes(report)[0] == "log_shorter"
        assert "compare its size" not in first(report)["text"]


class TestMistypedRoot:
    other = Log([*LOG.entries[:-1], LOG.entries[0]])

    def test_a_signature_must_hold_to_rule_it_out(self, export: Path, tmp_path: Path) -> None:
        """Without a policy that can be used no signature was checked, so the text may have been typed."""
        note = self.other.note(700)
        assert "rewritten" in codes(verify(export, "--checkpoint", note)[1])
        _, report = verify(export, "--checkpoint", note, "--policy", str(tmp_path / "nosuch"))
        assert "rewritten_or_typed" in codes(report)

    def test_so_it_is_for_a_receipt(self, tmp_path: Path) -> None:
        path = stored(tmp_path, receipt(LOG, 17))
        _, report = verify(path, "--checkpoint", self.other.note())
        assert codes(report) == ["rewritten"]
        unknown = Log(self.other.entries, key=OTHER_KEY).note()
        _, report = verify(path, "--checkpoint", unknown)
        assert codes(report) == ["rewritten_or_typed"]

    def test_three_lines_are_named_on_one(self, export: Path) -> None:
        """Control characters of line ends are nothing that a person typed."""
        _, report = verify(export, "--checkpoint", self.other.three_lines())
        assert "\\u000a" not in first(report)["text"]
        assert f"“{ORIGIN} 700 " in first(report)["text"]


class TestNoSuchFile:
    @pytest.mark.parametrize(
        "name", ["nosuch.txt", "my checkpoint.txt", "of the log.txt", "C:\\new\\nosuch.txt", "a/b"]
    )
    def test_one_line_that_is_no_checkpoint_is_the_name_of_a_file(
        self, export: Path, name: str
    ) -> None:
        status, report = verify(export, "--checkpoint", name)
        assert (status, codes(report)) == (2, ["given_missing"])
        assert "There is no file" in first(report)["text"]
        assert "name and the folder" in first(report)["text"]

    @pytest.mark.parametrize("text", ["a 12 x", "a\\n12\\nx", "a\n12\nx", "a\nb", "a 2058 b c", ""])
    def test_a_checkpoint_with_a_mistake_is_no_file(self, export: Path, text: str) -> None:
        status, report = verify(export, "--checkpoint", text)
        assert (status, codes(report)) == (2, ["held_bad"])

    def test_a_file_where_a_folder_is_named(self, export: Path) -> None:
        status, report = verify(export, "--policy", str(export / "checkpoint" / "nosuch.txt"))
        assert (status, codes(report)) == (2, ["given_missing"])


class TestNameOfTheLogOnTwoLines:
    head, tail = ORIGIN[:20], ORIGIN[20:]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\n  "])
    def test_it_is_joined(self, export: Path, end: str) -> None:
        size, root = LOG.three_lines(300).split("\n")[1:3]
        given = end.join([self.head, self.tail, size, root])
        status, report = verify(export, "--checkpoint", given, "--require-anchor")
        assert (status, report["anchored_by_checkpoint_at"]) == (0, 300)

    def test_a_receipt_is_compared_with_such_a_one(self, tmp_path: Path) -> None:
        lines = [self.head, self.tail, *LOG.three_lines().split("\n")[1:3]]
        status, report = verify(
            stored(tmp_path, receipt(LOG, 17)), "--checkpoint", "\n".join(lines)
        )
        assert (status, report["result"]) == (0, "receipt_held")

    def test_another_name_or_another_break_is_refused(self, export: Path) -> None:
        size, root = LOG.three_lines(300).split("\n")[1:3]
        for lines in (
            [self.head, "x" + self.tail, size, root],
            [self.tail, self.head, size, root],
            [self.head[:5], self.head[5:], self.tail, size, root],
            [ORIGIN, size, root[:9], root[9:]],
            [self.head, self.tail, size],
        ):
            status, report = verify(export, "--checkpoint", "\n".join(lines))
            assert (status, codes(report)) == (2, ["held_bad"]), lines

    def test_a_wrong_root_is_found_there_too(self, export: Path) -> None:
        size, root = LOG.three_lines(300).split("\n")[1:3]
        other = LOG.three_lines(301).split("\n")[2]
        assert root != other
        status, report = verify(
            export, "--checkpoint", "\n".join([self.head, self.tail, size, other])
        )
        assert (status, codes(report)) == (1, ["rewritten_or_typed"])


class TestDamagedZip:
    def test_it_is_told_once(self, tmp_path: Path) -> None:
        text = said(damaged(tmp_path / "x.zip"))[1]
        assert text.count("“log.zip” could not be read") == 1

    def test_other_faults_of_the_same_file_are_still_told(self, tmp_path: Path) -> None:
        files = WHOLE.files()
        files["log.zip"] = files["log.zip"][:-200]
        status, report = verify(write_folder(tmp_path / "x", files))
        assert status == 1
        assert codes(report)[:2] == ["file_size", "file_unreadable"]

    def test_what_was_given_was_not_applied(self, tmp_path: Path, kept: str) -> None:
        path = damaged(tmp_path / "x.zip")
        for given in (["--policy", kept], ["--checkpoint", WHOLE.log.note()]):
            status, text = said(path, *given)
            assert status == 2
            assert "NOT anchored" not in text
            assert "--policy" in text.split("\n", 1)[0]
            assert not verify(path, *given)[1]["anchored"]
            french = said(path, *given, "--language", "fr")[1]
            assert "NON ancré" not in french
        assert said(path)[1].startswith("NOT anchored, and COULD NOT BE CHECKED")
        assert verify(path, "--policy", kept, "--require-anchor")[0] == 2

    def test_a_policy_that_was_applied_is_not_said_to_wait(self, tmp_path: Path, kept: str) -> None:
        files = {**LOG.files(), "more": b""}
        text = said(write_folder(tmp_path / "x", files), "--policy", kept)[1]
        assert text.startswith("COULD NOT BE CHECKED in full: see below")

    def test_what_to_do_next_ends_it(self, tmp_path: Path) -> None:
        cut = tmp_path / "cut.zip"
        cut.write_bytes(write_zip(tmp_path / "y.zip", WHOLE.files()).read_bytes()[:-200])
        for path in (damaged(tmp_path / "x.zip"), cut):
            text = said(path)[1]
            assert text.splitlines()[-1].startswith("What to do next:")
            assert "\n\n\n" not in text
            french = said(path, "--language", "fr")[1]
            assert french.splitlines()[-1].startswith("Que faire\u00a0:")
        assert "download" in said(cut)[1]


class TestWhatToKeep:
    def test_it_is_said_where_the_checkpoint_lies(self, tmp_path: Path) -> None:
        files = WHOLE.files()
        for path in (write_zip(tmp_path / "x.zip", files), write_folder(tmp_path / "x", files)):
            last = said(path)[1].splitlines()[-1]
            assert "“checkpoint” from “log.zip”" in last
            last = said(path, "--language", "fr")[1].splitlines()[-1]
            assert "«\u00a0checkpoint\u00a0», qui se trouve dans «\u00a0log.zip\u00a0»" in last
        alone = write_zip(tmp_path / "the-log.zip", LOG.files())
        assert "“checkpoint” from “the-log.zip”" in said(alone)[1].splitlines()[-1]

    def test_in_a_folder_it_lies_open(self, export: Path, tmp_path: Path) -> None:
        assert "“checkpoint” (or" in said(export)[1].splitlines()[-1]
        files = {name: data for name, data in WHOLE.files().items() if name != "log.zip"}
        unpacked = write_folder(tmp_path / "x", files | WHOLE.log.files())
        assert "“checkpoint” (or" in said(unpacked)[1].splitlines()[-1]


class TestWords:
    def test_each_column_stands_in_marks_of_its_own(self, tmp_path: Path) -> None:
        path = write_folder(tmp_path / "x", WHOLE.files())
        assert "(columns “label_en”, “label_fr”, “person_name”," in said(path)[1]
        french = said(path, "--language", "fr")[1]
        assert (
            "(colonnes «\u00a0label_en\u00a0», «\u00a0label_fr\u00a0», «\u00a0person_name\u00a0»,"
            in french
        )

    def test_outcomes_are_said_in_the_language(self, tmp_path: Path) -> None:
        path = stored(tmp_path, receipt(LOG, 17))
        assert "search.viewed, success" in said(path)[1]
        assert "search.viewed, réussite" in said(path, "--language", "fr")[1]
        assert verify(path, "--language", "fr")[1]["event"]["outcome"] == "success"

    def test_a_receipt_that_does_not_hold_is_not_called_an_export(self, tmp_path: Path) -> None:
        path = stored(tmp_path, receipt(LOG, 17, entry=LOG.entries[18]))
        for language, words in (
            ("en", "keep this receipt as it is"),
            ("fr", "conservez ce reçu tel quel"),
        ):
            status, text = said(path, "--language", language)
            assert status == 1
            assert words in text.splitlines()[-1]

    def test_a_receipt_is_kept_too(self, tmp_path: Path) -> None:
        last = said(stored(tmp_path, receipt(LOG, 17)))[1].splitlines()[-1]
        assert last.startswith("What to do next: keep this receipt")


def test_the_help_asks_for_an_older_checkpoint(capsys: pytest.CaptureFixture[str]) -> None:
    for language, words in (("en", "older than the export"), ("fr", "antérieur à l’exportation")):
        assert main(["--help", "--language", language]) == 0
        assert words in " ".join(capsys.readouterr().out.split())
