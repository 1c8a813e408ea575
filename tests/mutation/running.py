"""Run the tests of a changed module in a process of its own: forked from a warm one, and gone afterwards.

The warm process has loaded everything that is not ours, and nothing that is: so the child loads our
modules anew, the changed one among them, and what is worked out while loading is changed as well.
"""

from __future__ import annotations

import ast
import gc
import importlib
import importlib.abc
import importlib.util
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

OURS = ("requests_app", "tests", "config")
NEVER_LOADED = 97
_OUTCOMES = {
    0: "survived", 1: "killed", 2: "killed", 3: "killed", 4: "killed", NEVER_LOADED: "unloaded",
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """One changed module, as a file below `root`, and the test files that are to notice.

    Attributes:
        how: "plain" for tests without Django, "django", or "database" for those that need
            `tests/conftest.py` and its services.
    """

    key: str
    path: str
    tree: ast.Module | None
    tests: tuple[str, ...]
    root: Path
    how: str = "plain"


@dataclass(frozen=True)
class Outcome:
    """What came of one: killed, survived, unloaded, timeout or broken; with the end of what pytest said."""

    key: str
    result: str
    seconds: float
    said: str


class _Changed(importlib.abc.MetaPathFinder, SourceFileLoader):
    """Gives the changed tree in the place of one module."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        SourceFileLoader.__init__(self, name, path)
        self.tree = tree
        self.loaded = False

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        self.loaded = True
        return compile(self.tree, self.path, "exec", dont_inherit=True)


def warm(jobs: Iterable[Job], *, checked: bool = True) -> None:
    """Load into this process what is not ours of everything that these tests load.

    Args:
        jobs: those that will run.
        checked: run each test file once with nothing changed; otherwise only collect it.

    Raises:
        RuntimeError: the tests fail, or cannot be collected, before anything is changed.
    """
    alone = {
        (job.how, file): replace(job, tree=None, tests=(file,))
        for job in jobs
        for file in job.tests
    }
    for job in alone.values():
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            code = _pytest(job, [] if checked else ["--collect-only"], os.devnull)
            names = [name for name in sys.modules if name.partition(".")[0] not in OURS]
            with os.fdopen(write, "w") as pipe:
                json.dump([code, names], pipe)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        code, names = json.loads(said or "[-1, []]")
        if code != 0:
            tests = " ".join(job.tests)
            raise RuntimeError(f"{tests} fail before anything is changed (pytest: {code}).")
        for name in names:
            try:
                importlib.import_module(name)
            except Exception:  # noqa: BLE001, S112 - whatever needs Django set up loads in the child
                continue
    gc.collect()
    gc.freeze()  # so that a child's first collection does not copy all of it


def run_all(jobs: Sequence[Job], *, at_once: int, seconds: float) -> Iterable[Outcome]:
    """Run the jobs, so many at once, each no longer than so many seconds."""
    left, alive = list(reversed(jobs)), {}
    try:
        while left or alive:
            while left and len(alive) < at_once:
                job = left.pop()
                out = tempfile.NamedTemporaryFile("rb", prefix="mutant-")  # noqa: SIM115
                alive[_start(job, out.name)] = (job, time.monotonic(), out)
            for child, (job, began, out) in list(alive.items()):
                ended, status = os.waitpid(child, os.WNOHANG)
                took = time.monotonic() - began
                if not ended and took <= seconds:
                    continue
                if not ended:
                    _end(child)
                del alive[child]
                _end_group(child)
                result = _result(os.waitstatus_to_exitcode(status)) if ended else "timeout"
                yield Outcome(job.key, result, took, out.read().decode("utf-8", "replace")[-3000:])
                out.close()
            time.sleep(0.01)
    finally:
        for child in alive:
            _end(child)
            _end_group(child)


def _result(code: int) -> str:
    # A child that a signal ended (a fault in a library of C) has noticed as well.
    return "killed" if code < 0 else _OUTCOMES.get(code, "broken")


def _start(job: Job, out: str) -> int:
    child = os.fork()
    if child:
        return child
    code = NEVER_LOADED
    try:
        os.setsid()
        code = _pytest(job, ["-x"], out)
    finally:
        os._exit(code)


def _end(child: int) -> None:
    """End a child of ours that is still running, and take its status."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _end_group(child: int) -> None:
    """End what the child started itself: its session is its own."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


def _pytest(job: Job, options: list[str], out: str) -> int:
    descriptor = os.open(out, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(descriptor, number)
    os.chdir(job.root)
    sys.path.insert(0, str(job.root))
    sys.dont_write_bytecode = True
    hook = None
    if job.tree is not None:
        name = job.path.removesuffix(".py").replace("/", ".")
        hook = _Changed(name, str(job.root / job.path), job.tree)
        sys.meta_path.insert(0, hook)
    _no_examples_are_kept()
    import pytest

    given = ["-q", "--no-header", "--tb=line"]
    for plugin in ("cacheprovider", "xdist", "unraisableexception"):
        given += ["-p", f"no:{plugin}"]
    if job.how != "database":
        given.append("--noconftest")
    if job.how == "plain":
        given += ["-p", "no:django", "-c", str(Path(__file__).with_name("plain.ini"))]
        given += ["--rootdir", str(job.root)]
    code = int(pytest.main([*given, *options, *job.tests], plugins=[_QuickestFirst()]))
    sys.stdout.flush()
    if hook is not None and not hook.loaded and code == 0:
        return NEVER_LOADED
    return code


class _QuickestFirst:
    """Runs tests of many examples after those of one."""

    @staticmethod
    def pytest_collection_modifyitems(items: list[Any]) -> None:
        items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))


def _no_examples_are_kept() -> None:
    """Examples of a changed module must not be replayed against the real one; nor are they made small."""
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutation", database=None, derandomize=True, phases=phases)
    settings.load_profile("mutation")
