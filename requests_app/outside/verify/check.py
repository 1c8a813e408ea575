"""The whole run: reads an export, checks all of it, and gives back a report.

Must not print and must not stop at the first thing that is wrong, unless reading on would be unsafe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from . import work
from .across import Across
from .entries import BadEntry, read_entry
from .findings import SHOWN
from .held import held_checkpoint, name_of, say_rewritten, say_shorter
from .notes import LONGEST_NOTE, Checkpoint, NotReadable, read_note
from .outer import Export, export_at, lies_in
from .policy import Policy
from .processes import by_many, by_one
from .report import Report
from .rows import check_rows
from .signatures import check_older, check_signers, policy_for
from .source import Reader, Source, Unreadable, Unsafe
from .tiles import (
    ENTRIES,
    LONGEST_TILE,
    BadBundle,
    Tile,
    count_of,
    rows_of,
    sort_names,
    width_at,
)
from .tree import HASH, WIDTH, Tree, leaf_hashes, root_of
from .whole import NEVER_READ, Whole
from .work import Bundle, Judged, Sought

MORE_FILES = 10_000
NAMED = 20
"""How many of the files that no check looks at are named."""
RUN = 16
"""Bundles that a process reads at a time."""
_Wanted = tuple[str, Checkpoint, bool]
"""Name, checkpoint, and whether it was kept elsewhere."""


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes:
        export: a folder or a zip; policy: kept elsewhere, or nothing; checkpoints: kept elsewhere, paths or texts.
        require_anchor: whether the lack of one is a finding; only_hashes: leave out what entries say.
    """

    export: str
    policy: str = ""
    checkpoints: tuple[str, ...] = ()
    require_anchor: bool = False
    only_hashes: bool = False
    processes: int = 1


Progress = Callable[[int, int], None]


def run(order: Order, progress: Progress) -> Report:
    """Check an export.

    Args:
        order: what is asked for; progress: is told how many events of how many were read.
    """
    report = Report(given=bool(order.policy or order.checkpoints))
    try:
        with export_at(order.export) as export:
            _check(order, export, report, progress)
    except Unsafe as error:
        code = "given_missing" if error.code == "no_export" else "unsafe"
        report.findings.add(code, why=error.code, file=error.name)
    if order.require_anchor and not report.anchored:
        report.findings.add("no_anchor")
    return report


def _check(order: Order, export: Export, report: Report, progress: Progress) -> None:
    """Check the files beside the log first: they say what to look for in it."""
    whole = None
    if export.outer is not None:
        whole = Whole(export.outer.open(), report.findings, beside=export.outer == export.log)
        whole.read()
        report.unread = whole.unread
    if (problem := export.problem) is not None:
        if not (whole and (problem.name, problem.code) in whole.told):
            report.findings.add("file_unreadable", file=problem.name, why=problem.code)
    elif export.log is not None:
        report.lies_in = lies_in(export)
        _Run(order, export.log, export.log.open(), report, progress, whole).all()
    elif whole and whole.manifest and whole.manifest.checkpoint is None:
        report.findings.add("log_unsigned")
    else:
        report.findings.add("no_checkpoint")
    if unread := report.unread:
        named = ", ".join(unread[:NAMED]) + (", …" if len(unread) > NAMED else "")
        report.findings.add("not_checked", files=named, count=len(unread))


class _Run:
    def __init__(
        self,
        order: Order,
        source: Source,
        reader: Reader,
        report: Report,
        progress: Progress,
        export: Whole | None,
    ) -> None:
        self.export = export
        self.order, self.source, self.reader = order, source, reader
        self.report, self.findings, self.progress = report, report.findings, progress
        self.tree = Tree()
        self.whole = True
        self.read = 0

    def all(self) -> None:
        """Check everything, in the order in which a reader wants to hear of it."""
        checkpoint = self._checkpoint()
        policy = policy_for(self.reader, self.order.policy, self.findings)
        if checkpoint is None:
            list(self.reader.names(MORE_FILES * 100))
            return
        self.report.origin, self.report.size = checkpoint.origin, checkpoint.size
        self.report.root = checkpoint.root.hex()
        most = count_of(checkpoint.size) + MORE_FILES
        self.rows = rows_of(checkpoint.size)
        self.stock = sort_names(self.reader.names(most), checkpoint.size)
        check_signers(checkpoint, policy, self.report, kept=bool(self.order.policy))
        if self.export:
            self.export.check_checkpoint(checkpoint)
        across = Across(self.findings)
        try:
            self._say_stock()
            for judged, first in self._judged():
                across.take(judged, first)
            self._check_tiles()
            self._check_root(checkpoint)
            self._check_older(policy, checkpoint)
            if self.order.only_hashes:
                self.findings.add("entries_unread")
            else:
                self._check_across(across)
        finally:
            across.close()

    def _checkpoint(self) -> Checkpoint | None:
        try:
            return read_note(self.reader.read("checkpoint", LONGEST_NOTE))
        except NotReadable as error:
            self.findings.add("note_bad", also=error.facts, file="checkpoint", why=error.code)
        except Unreadable as error:
            if error.code == "file_missing":
                self.findings.add("no_checkpoint")
            else:
                self.findings.add("file_unreadable", file=error.name, why=error.code)
        return None

    def _say_stock(self) -> None:
        """Say which files are missing, and which are there that no log of this size has."""
        for level, count in self.rows.items():
            there = sum(each[0] == level for each in self.stock.exact)
            there += sum(each[0] == level for each in self.stock.fuller)
            lacking = -(-count // WIDTH) - there
            for number in islice(self.stock.missing(self.rows, level), min(lacking, SHOWN)):
                name = Tile(level, number, width_at(self.rows, level, number)).name
                code = "bundle_missing" if level == ENTRIES else "tile_missing"
                index = number * WIDTH ** (max(level, 0) + 1)
                self.findings.add(code, index, file=name, count=lacking)
                self.whole = self.whole and level != ENTRIES
        for (level, number), width in sorted(self.stock.fuller.items()):
            self.findings.add("cut_from_fuller", file=Tile(level, number, width).name)
        for name in self.stock.beyond:
            self.findings.add("beyond", file=name, size=self.report.size)
        known = {"checkpoint", "policy", *NEVER_READ}
        if self.export and self.export.beside:
            return  # what lies beside the log was told by name before
        self.report.unread += [
            name
            for name in self.stock.others
            if name not in known and not name.startswith("checkpoints/")
        ]

    def _bundles(self) -> Iterator[list[Bundle]]:
        """Runs of bundles that are there, in the log's order."""
        numbers = sorted(
            number
            for level, number in self.stock.exact | self.stock.fuller.keys()
            if level == ENTRIES
        )
        for at in range(0, len(numbers), RUN):
            yield [self._bundle(number) for number in numbers[at : at + RUN]]

    def _bundle(self, number: int) -> Bundle:
        return Bundle(
            number,
            width_at(self.rows, ENTRIES, number),
            self._lies(ENTRIES, number),
            self._lies(0, number),
        )

    def _lies(self, level: int, number: int) -> int:
        if (level, number) in self.stock.exact:
            return width_at(self.rows, level, number)
        return self.stock.fuller.get((level, number), 0)

    def _judged(self) -> Iterator[tuple[Judged, int]]:
        """Have all runs of bundles read, grow the tree by them, and hand on what they gave."""
        look = not self.order.only_hashes
        results = (
            by_many(self.source, self._bundles(), look, self._sought(), self.order.processes)
            if self.order.processes > 1 and self.report.size > RUN * WIDTH
            else by_one(self.source, self._bundles(), look, self._sought())
        )
        for bundles, judged in results:
            self._grow(bundles, judged.roots)
            self.read += sum(bundle.width for bundle in bundles)
            self.progress(self.read, self.report.size)
            yield judged, bundles[0].number * WIDTH

    def _sought(self) -> Sought:
        manifest = self.export.manifest if self.export else None
        if manifest is None or self.export is None:
            return Sought()
        return Sought(manifest.export, manifest.filter, self.export.schema)

    def _grow(self, bundles: list[Bundle], roots: list[bytes]) -> None:
        for bundle, root in zip(bundles, roots, strict=True):
            follows = self.tree.size == bundle.number * WIDTH
            self.whole = self.whole and follows and bool(root)
            if not follows or not root:
                continue
            if bundle.width == WIDTH:
                self.tree.add_whole(root)
            else:
                self.tree.open = root

    def _check_tiles(self) -> None:
        """Compare the tiles above level 0, and those that an earlier, smaller log left."""
        for level, number in sorted(self.stock.exact | self.stock.fuller.keys()):
            if level > 0:
                width = width_at(self.rows, level, number)
                self._check_tile(Tile(level, number, self._lies(level, number)), width)
        for tile in sorted(self.stock.older):
            if tile.level == ENTRIES:
                self._check_older_bundle(tile)
            else:
                self._check_tile(tile, tile.width)

    def _check_tile(self, tile: Tile, width: int) -> None:
        try:
            data = self.reader.read(tile.name, LONGEST_TILE)
            if tile.level:
                wanted = self.tree.tile(tile.level, tile.number, width)
            else:
                wanted = self._leaves(tile.number)[: width * HASH]
        except Unreadable as error:
            self.findings.add("file_unreadable", file=error.name, why=error.code)
            return
        if len(data) != tile.width * HASH:
            self.findings.add(
                "tile_length", file=tile.name, found=len(data), wanted=tile.width * HASH
            )
        elif wanted and data[: len(wanted)] != wanted:
            at = work.first_difference(data, wanted)
            index = (tile.number * WIDTH + at) * WIDTH**tile.level
            self.findings.add("tile_differs", index, file=tile.name, place=at)

    def _check_older_bundle(self, tile: Tile) -> None:
        try:
            bundle = Bundle(tile.number, tile.width, tile.width, 0)
            leaves = leaf_hashes(work.read_bundle(self.reader, bundle))
            wanted = self._leaves(tile.number)
        except Unreadable as error:
            self.findings.add("file_unreadable", file=error.name, why=error.code)
        except BadBundle as error:
            self.findings.add(
                error.code,
                tile.number * WIDTH + error.found,
                file=tile.name,
                byte=error.byte,
                found=error.found,
                wanted=tile.width,
            )
        else:
            if wanted and not wanted.startswith(leaves):
                at = work.first_difference(leaves, wanted)
                self.findings.add(
                    "tile_differs", tile.number * WIDTH + at, file=tile.name, place=at
                )

    def _leaves(self, number: int) -> bytes:
        """The hashes of the leaves of one tile, computed from its entries again; nothing where they are not known."""
        if number * WIDTH >= self.tree.size:
            return b""
        if (number + 1) * WIDTH > self.tree.size:
            return self.tree.open
        try:
            leaves = leaf_hashes(work.read_bundle(self.reader, self._bundle(number)))
        except (Unreadable, BadBundle):
            leaves = b""
        if root_of(leaves) != self.tree.tile_root(number):
            self.findings.add("changed", number * WIDTH, file=Tile(ENTRIES, number).name)
            return b""
        return leaves

    def _root_at(self, size: int) -> bytes | None:
        """The root at a size, computed from the entries; None where they are not all known."""
        if size > self.tree.size:
            return None
        leaves = self._leaves(size // WIDTH)[: size % WIDTH * HASH] if size % WIDTH else b""
        return self.tree.root_at(size, leaves) if len(leaves) == size % WIDTH * HASH else None

    def _check_root(self, checkpoint: Checkpoint) -> None:
        root = self._root_at(checkpoint.size)
        if root is None:
            self.findings.add("root_unknown", size=checkpoint.size, known=self.tree.size)
        elif root != checkpoint.root:
            self.findings.add(
                "root_differs", size=checkpoint.size, found=root.hex(), wanted=checkpoint.root.hex()
            )

    def _check_older(self, policy: Policy | None, checkpoint: Checkpoint) -> None:
        for name, older, kept in self._olders():
            if not check_older(name, older, policy, checkpoint.origin, self.findings):
                continue
            if older.size > checkpoint.size:
                count = older.size - checkpoint.size
                if kept:
                    say_shorter(name, older, policy, checkpoint.size, self.findings)
                else:
                    self.findings.add("log_cut", file=name, size=older.size, count=count)
            elif (root := self._root_at(older.size)) is None:
                self.findings.add("root_at_unknown", file=name, size=older.size)
            elif root != older.root and kept:
                say_rewritten(name, older, policy, self.findings)
            elif root != older.root:
                self.findings.add("rewritten", older.size, file=name, size=older.size)
            elif kept:
                self.report.held = max(self.report.held, older.size)
            else:
                self.report.older += 1

    def _olders(self) -> Iterator[_Wanted]:
        """The earlier checkpoints of the export, then those that were kept elsewhere."""
        for name in self.stock.others:
            if not name.startswith("checkpoints/"):
                continue
            try:
                older = read_note(self.reader.read(name, LONGEST_NOTE))
            except NotReadable as error:
                self.findings.add("note_bad", also=error.facts, file=name, why=error.code)
            except Unreadable as error:
                self.findings.add("file_unreadable", file=error.name, why=error.code)
            else:
                if name != f"checkpoints/{older.size}":
                    self.findings.add("name_differs", file=name, size=older.size)
                yield name, older, False
        for given in self.order.checkpoints:
            if (held := held_checkpoint(given, self.report.origin, self.findings)) is not None:
                if not held.size:
                    self.findings.add("held_empty", file=name_of(given))
                yield name_of(given), held, True

    def _check_across(self, across: Across) -> None:
        whole = self.whole and self.tree.size == self.report.size
        across.check_ids()
        across.check_chains(whole=whole)
        if not whole:
            self.findings.add("chain_unknown")
        for size, index, root in across.signed():
            if size > index:
                self.findings.add("signed_ahead", index, size=size)
            elif (found := self._root_at(size)) is None:
                self.findings.add("root_at_unknown", index, file="checkpoint.signed", size=size)
            elif found != root:
                self.findings.add("signed_differs", index, size=size)
        report = self.report
        report.events, report.requests = across.events, across.requests
        report.installation = across.installation
        report.earliest, report.latest = across.earliest, across.latest
        if self.export:
            self.export.check_told(across.told, across.installation)
            across.differences.say(self.findings)
            check_rows(self.export, across, self._code_at, self.report, whole=whole)

    def _code_at(self, index: int) -> str:
        try:
            entries = work.read_bundle(self.reader, self._bundle(index // WIDTH))
            return read_entry(entries[index % WIDTH]).code
        except (Unreadable, BadBundle, BadEntry):
            return "–"  # the file changed meanwhile
