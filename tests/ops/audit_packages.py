"""`make audit`: asks whether the pinned packages have known weaknesses, of Python and of JavaScript.

It must not take silence for a good answer: what could not be asked is said, and fails too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from requests_app.ops.assets import npm

ROOT = Path(__file__).parents[2]
REQUIREMENTS = "requirements.txt"
NOTHING_FOUND, FOUND, NOT_ASKED = 0, 1, 2


def main() -> None:
    """Ask for both kinds of packages, always.

    Errors: SystemExit with 1 where a weakness is known, else 2 where something could not be asked.
    """
    answers = [python_packages(), javascript_packages()]
    sys.exit(FOUND if FOUND in answers else max(answers))


def python_packages() -> int:
    """Ask about what production installs, by pip-audit; say what it answers."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", REQUIREMENTS,
               "--require-hashes", "--disable-pip", "--progress-spinner", "off",
               "--format", "json"]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    answer = _json(done.stdout)
    if not isinstance(answer, dict) or "dependencies" not in answer:
        return _not_asked(REQUIREMENTS, "pip-audit", done.stderr)
    packages: list[dict[str, Any]] = answer["dependencies"]
    found = [each for each in packages if each.get("vulns")]
    for each in found:
        for known in each["vulns"]:
            fixed = ", ".join(known["fix_versions"]) or "no version yet"
            _say(f"{each['name']} {each['version']}: {known['id']}, mended in {fixed}")
    skipped = [each for each in packages if "skip_reason" in each]
    if skipped:
        _say(
            f"{REQUIREMENTS}: {len(skipped)} of {len(packages)} packages could not be asked about, "
            f"as: {skipped[0]['skip_reason']}"
        )
    if found:
        return FOUND
    if skipped or not packages:
        return NOT_ASKED
    _say(f"{REQUIREMENTS}: no known weakness in {len(packages)} packages")
    return NOTHING_FOUND


def javascript_packages() -> int:
    """Ask about what styles and scripts are built and checked with, by npm; say what it answers."""
    command, environment = npm()
    done = subprocess.run(
        [*command, "audit", "--json"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    answer = _json(done.stdout)
    if not isinstance(answer, dict) or "vulnerabilities" not in answer:
        return _not_asked("package-lock.json", "npm audit", done.stderr)
    for name, known in answer["vulnerabilities"].items():
        _say(f"{name} {known['range']}: {known['severity']}; `npm audit` says more")
    if answer["vulnerabilities"]:
        return FOUND
    _say("package-lock.json: no known weakness")
    return NOTHING_FOUND


def _not_asked(what: str, tool: str, said: str) -> int:
    last = said.strip().splitlines()[-3:] or ["it said nothing"]
    _say(f"{what}: NOT asked about, {tool} got no answer: {' / '.join(last)}")
    return NOT_ASKED


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
