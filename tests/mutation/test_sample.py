"""A dozen changes of the rules' and the wire's code, each of which a test must notice. `make mutants` tries all."""

from __future__ import annotations

import subprocess
import sys

from tests.mutation.areas import ROOT


def test_a_sample_of_changes_is_noticed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "--area", "policy,wire", "--sample", "6",
         "--seed", "7", "--at-once", "1", "--unchecked"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"no test notices this:\n{done.stdout}\n{done.stderr}"
    assert done.stdout.count("6 places") == 2
