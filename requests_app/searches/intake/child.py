"""The child process in which uploaded images are decoded: it limits itself, does one job, ends.

Must not open files, hold keys or write anything but its answer to standard output.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 15


def limit_this_process() -> None:
    """Set before any byte is read; a limit that is already lower stays."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        value = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (value, value))


def answer(order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """One order in, one answer out: a JSON head and the bytes that go with it."""
    from requests_app.searches.intake import pipeline
    from requests_app.searches.intake.results import Box, ProbeRefused

    try:
        if order["do"] == "draw":
            return {}, pipeline.draw(data, longest_side=order["longest_side"])
        crop = Box(**order["crop"]) if order["crop"] else None
        probe = pipeline.examine(data, crop=crop)
    except ProbeRefused as refusal:
        return {"refused": refusal.code, "params": refusal.params}, b""
    except MemoryError:
        return {"refused": "unreadable", "params": {}}, b""
    return {"probe": probe.as_json()}, probe.transmission


def main() -> None:
    limit_this_process()
    head, data = sys.stdin.buffer.read().split(b"\n", 1)
    reply, body = answer(json.loads(head), data)
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
