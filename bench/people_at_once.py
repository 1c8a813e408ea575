"""How many pages a second a web process draws for twenty people at once, and how long each waits.

Gunicorn serves the demonstration (or a database that an earlier run kept, BENCH_USE=folder with BENCH_SIZE=full) as
production does, on the processors that the people share with it, so a figure compares builds and nothing else.
BENCH_AGAINST=folder names the checkout of another commit: both serve in turns, and the ratio is printed. Ends with 1
where a page answers otherwise than it should.
"""

from __future__ import annotations

import http.client
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections
from grown import cluster, pages, timing  # cluster sets Django up

from requests_app.trial.embedded import processes

HERE = Path(__file__).resolve().parents[1]
PEOPLE, SECONDS, TURNS = 20, {"small": 10, "full": 30}[os.environ.get("BENCH_SIZE", "small")], 3
USED = os.environ.get("BENCH_USE", "")
DATABASE = "full" if USED and os.environ.get("BENCH_SIZE") == "full" else cluster.DEMO


@dataclass
class Served:
    """What one build did in all its turns: the milliseconds of each page, and the pages that failed."""

    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@contextmanager
def serving(checkout: Path, here: cluster.Cluster) -> Iterator[int]:
    """Let a checkout serve; gives the port on which it answers."""
    port = processes.free_port()
    environment = os.environ | {
        "PYTHONPATH": str(checkout),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    script = str(HERE / "bench" / "grown" / "serving.py")
    command = [sys.executable, "-P", script, str(port), str(here.server.port), DATABASE]
    server = subprocess.Popen(
        [*command, str(here.folder)], cwd=checkout, env=environment, start_new_session=True
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            if (
                _status(
                    http.client.HTTPConnection("127.0.0.1", port, timeout=30),
                    "/account/sign-in/",
                    "",
                )
                == 200
            ):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server does not answer.")


def _status(connection: http.client.HTTPConnection, address: str, cookie: str) -> int:
    connection.request("GET", address, headers={"Cookie": cookie, "Host": "testserver"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def together(port: int, asked: list[pages.Page], cookies: dict[str, str], seconds: int) -> Served:
    """Let everybody open one page after another, each their own order."""
    served, begun = Served(), time.monotonic()
    lock = threading.Lock()

    def open_pages(number: int) -> None:
        order = random.Random(number)
        while time.monotonic() < begun + seconds:
            page = order.choice(asked)
            opened = time.perf_counter()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                status = _status(connection, page.address, cookies.get(page.username, ""))
                connection.close()
            except OSError as problem:
                status, problem_name = 0, type(problem).__name__
                with lock:
                    served.faults.append(f"{page.name}: {problem_name}")
            took = (time.perf_counter() - opened) * 1000
            with lock:
                served.times.append(took)
                if status not in (0, 200):
                    served.faults.append(f"{page.name}: {status}")

    people = [threading.Thread(target=open_pages, args=[number]) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    served.rates.append(len(served.times) / (time.monotonic() - begun))
    return served


def measured(here: cluster.Cluster, builds: dict[str, Path]) -> dict[str, Served]:
    """Let the builds serve in turns, so that a noisy neighbour disturbs all alike."""
    here.work_in(DATABASE)
    asked = pages.all_of(here.server.url(DATABASE))
    browsers = timing.Browsers()
    cookies = {
        page.username: f"{settings.SESSION_COOKIE_NAME}="
        + browsers.of(page.username).cookies[settings.SESSION_COOKIE_NAME].value
        for page in asked
        if page.username
    }
    connections.close_all()
    found = {name: Served() for name in builds}
    for _ in range(TURNS):
        for name, checkout in builds.items():
            with serving(checkout, here) as port:
                together(port, asked, cookies, SECONDS // 3)  # to warm up
                turn = together(port, asked, cookies, SECONDS)
            found[name].times += turn.times
            found[name].rates += turn.rates
            found[name].faults += turn.faults
    return found


def main() -> None:
    """Measure this checkout, and another one in turns with it where one is named."""
    builds = {"this build": HERE}
    if against := os.environ.get("BENCH_AGAINST", ""):
        builds = {"the other": Path(against).resolve()} | builds
    with cluster.kept(USED) if USED else cluster.fresh() as here:
        found = measured(here, builds)
    for name, served in found.items():
        times = statistics.quantiles(served.times, n=20, method="inclusive")
        print(
            f"{name:11} {statistics.median(served.rates):6.1f} pages/s  p50 {times[9]:6.0f} ms  p95 {times[-1]:6.0f} ms"
            f"  {len(served.times)} pages, {len(served.faults)} failed"
        )
    if against:
        pairs = zip(found["this build"].rates, found["the other"].rates, strict=True)
        ratios = sorted(own / other for own, other in pairs)
        print(f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    if faults := [fault for served in found.values() for fault in served.faults]:
        raise SystemExit("\n".join(sorted(set(faults))))


if __name__ == "__main__":
    main()
