"""Real services for the tests: a PostgreSQL with a migrated template, a clone of it for each test, a Redis.

It must not fake a part of ours, and lets no test reach beyond loopback.
"""

from __future__ import annotations

import copy
import functools
import gc
import ipaddress
import itertools
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.test import client as test_client
from django.test import override_settings
from django.utils import translation
from psycopg import sql as compose
from redis import Redis as Client
from whitenoise.base import WhiteNoise

from config import celery_app
from requests_app.ops import bootstrap, logins
from requests_app.registry import time_zone
from requests_app.searches import intake
from requests_app.trial.embedded import postgres, processes, redis, secrets
from requests_app.web import drawing
from requests_app.web.requests_read import WebRequest
from requests_app.workflow import repeated_refusals
from tests import builders, longest, matchers, support
from tests.accounts import agency as small
from tests.browser import chromium, playwright_driver
from tests.prepared import Prepared

__all__ = ["chromium", "playwright_driver"]

pytest_plugins = ["tests.database.writes"]

TEMPLATE = "countersign_template"
ROOM_FOR_A_CLUSTER = 4 * 2**30
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first and mark them, see `tests/longest.py`."""
    place = {name: number for number, name in enumerate(longest.FILES + longest.SOON_AFTER)}
    root = Path(__file__).parent.parent

    def number_of(item: pytest.Item) -> int:
        return place.get(item.path.relative_to(root).as_posix(), len(place))

    items.sort(key=number_of)
    for item in items:
        if number_of(item) < len(longest.FILES):
            item.add_marker("long")


def pytest_collection_finish() -> None:
    """Look for garbage less often: the tests themselves are hundreds of thousands of objects that stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session", autouse=True)
def _no_outside_network() -> Iterator[None]:
    """Refuse every connection of this process that leaves the machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _only_loopback(getattr(socket.socket, name)))
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _pages_ask_no_query() -> Iterator[None]:
    """Refuse every query while a page is drawn: its view has read all that it shows.

    This holds in every test that opens a page, those in a browser included.
    """

    def refuse(_execute: Any, statement: str, *_rest: Any) -> None:
        raise AssertionError(f"a page asks the database while it is drawn: {statement}")

    draw = drawing.draw

    def draw_alone(*args: Any, **named: Any) -> str:
        with ExitStack() as stack:
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(refuse))
            return draw(*args, **named)

    patch = pytest.MonkeyPatch()
    patch.setattr(drawing, "draw", draw_alone)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _requests_are_those_of_the_web_process() -> Iterator[None]:
    """Let Django's test client make its requests of the class that `config/wsgi.py` makes them of."""
    patch = pytest.MonkeyPatch()
    patch.setattr(test_client, "WSGIRequest", WebRequest)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Let each client of a test know the static files of a folder without looking through it again."""
    listed: dict[tuple[str, str], dict[str, Any]] = {}
    look_through = WhiteNoise.update_files_dictionary

    def remember(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            before, self.files = self.files, {}
            look_through(self, root, prefix)
            listed[root, prefix], self.files = self.files, before
        self.files.update(listed[root, prefix])

    patch = pytest.MonkeyPatch()
    patch.setattr(WhiteNoise, "update_files_dictionary", remember)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _a_picture_is_decoded_once() -> Iterator[None]:
    """Remember what the intake made of the same bytes: each time, it starts a process and loads numpy.

    Tests of the intake import its functions by name before this, and so call the real thing.
    """
    patch = pytest.MonkeyPatch()
    for name in ("take_in", "preview"):
        patch.setattr(intake, name, functools.lru_cache(maxsize=64)(getattr(intake, name)))
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _language_of_the_settings() -> Iterator[None]:
    """Leave no language behind: a page in French sets it for the thread, and nothing takes it back."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _the_time_zone_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first page of a test look up the agency's time zone, and none after it.

    A process looks it up anew after half a minute: in a slow test, a page would then ask one query more than
    the same page before it.
    """
    time_zone.forget()
    monkeypatch.setattr(time_zone, "KNOWN_FOR_SECONDS", float("inf"))


def _only_loopback(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            raise RuntimeError(f"A test tried to reach {address[0]}: tests stay on this machine.")
        return original(self, address)

    return connect


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def services_folder() -> Iterator[Path]:
    """A folder for this worker's services, gone afterwards; in memory where there is room."""
    folder = Path(tempfile.mkdtemp(prefix="countersign-tests-", dir=_memory_with_room()))
    folder.chmod(0o755)  # PostgreSQL may run as another user than we do
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _memory_with_room() -> str | None:
    """Return a file system in memory with room for a cluster, or None: copies cost half as much there."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM_FOR_A_CLUSTER:
        return None
    return str(memory)


@pytest.fixture(scope="session")
def postgres_server(services_folder: Path) -> Iterator[postgres.Postgres]:
    """A PostgreSQL of this worker: empty, quick and forgetful."""
    server = postgres.Postgres(
        services_folder / "postgres",
        port=processes.free_port(),
        password=support.SUPERUSER_PASSWORD,
        durable=False,
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_template(postgres_server: postgres.Postgres, django_db_blocker: Any) -> str:
    """The name of a database that the bootstrap made, roles and rights included."""
    support.place.port = postgres_server.port
    with django_db_blocker.unblock():
        bootstrap.bootstrap(
            bootstrap.Plan(postgres_server.url(), TEMPLATE, support.PASSWORDS, kind="trial"),
            verbosity=0,
        )
    _make_passwords_quick(postgres_server)
    return TEMPLATE


def _make_passwords_quick(server: postgres.Postgres) -> None:
    """Hash each login's password once and not 4096 times: a test connects again and again."""
    with psycopg.connect(server.url(), autocommit=True) as administrator:
        administrator.execute("SET scram_iterations = 1")
        passwords = support.PASSWORDS | {postgres.SUPERUSER: support.SUPERUSER_PASSWORD}
        for login, password in passwords.items():
            administrator.execute(
                compose.SQL("ALTER ROLE {} PASSWORD {}").format(
                    compose.Identifier(login), compose.Literal(password)
                )
            )


@pytest.fixture(scope="session", autouse=True)
def trial_secrets(services_folder: Path) -> secrets.Secrets:
    """Keys of this run: the content's wrapping key, and the dispatcher's grant key with its public half."""
    made = secrets.make(services_folder / "secrets")
    django_settings.COUNTERSIGN_CONTENT_KEY_FILE = str(made.content_key)
    django_settings.COUNTERSIGN_GRANT_KEY_FILE = str(made.grant_key)
    return made


@pytest.fixture
def database(
    postgres_server: postgres.Postgres, migrated_template: str, django_db_blocker: Any
) -> Iterator[str]:
    """A fresh, committing copy of the migrated database: `default` is the web's login in it."""
    with _copy_of(migrated_template, postgres_server, django_db_blocker) as name:
        yield name


@dataclass
class Templates:
    """Databases in which something has been done already, each kept for the tests that begin with it."""

    server: postgres.Postgres
    blocker: Any
    kept: dict[Any, tuple[str, Any]] = field(default_factory=dict)

    @contextmanager
    def after(self, prepare: Callable[[], Any], template: str) -> Iterator[Any]:
        """Give a copy of the database that `prepare` left, and a copy of what it returned.

        It runs once in a process, in a copy of `template`.
        """
        name = self.name_after(prepare, template)
        returned = self.kept[prepare][1]
        with _copy_of(name, self.server, self.blocker):
            yield copy.deepcopy(returned)

    def name_after(self, prepare: Callable[[], Any], template: str) -> str:
        """Return the name of the database that `prepare` left."""
        if prepare not in self.kept:
            self.kept[prepare] = self._made(prepare, template)
        return self.kept[prepare][0]

    def _made(self, prepare: Callable[[], Any], template: str) -> tuple[str, Any]:
        name = f"{TEMPLATE}_{next(_numbers)}"
        before = support.place.database
        with psycopg.connect(self.server.url(), autocommit=True) as administrator:
            _create(administrator, name, template)
        with self.blocker.unblock():
            point_django_at(self.server.port, name)
            support.place.database = name
            returned = prepare()
            connections.close_all()
            support.forget_connections()
        support.place.database = before
        return name, returned


@pytest.fixture(scope="session")
def templates(
    postgres_server: postgres.Postgres, trial_secrets: secrets.Secrets, django_db_blocker: Any
) -> Templates:
    """What tests of this process have prepared so far."""
    return Templates(postgres_server, django_db_blocker)


@pytest.fixture
def founded(templates: Templates, migrated_template: str) -> Iterator[small.Agency]:
    """Two administrators and a unit, in a database of this test's own; no throttle remembered."""
    with templates.after(small.found, migrated_template) as made:
        cache.clear()
        yield made


@pytest.fixture
def prepare() -> Callable[[builders.InventedAgency], Any] | None:
    """What the invented agency has done before the test begins; a module whose tests begin alike overrides it.

    What it returned is `agency.prepared`.
    """
    return None


@pytest.fixture
def agency(
    prepare: Callable[[builders.InventedAgency], Any] | None,
    templates: Templates,
    migrated_template: str,
) -> Iterator[builders.InventedAgency]:
    """A fresh copy of the database with the invented agency in it, and its people at hand."""
    template = templates.name_after(builders.found_agency, migrated_template)
    first = _beginning(Prepared(prepare)) if prepare else builders.InventedAgency.present
    with templates.after(first, template) as made:
        yield made


@functools.cache
def _beginning(prepared: Prepared) -> Callable[[], builders.InventedAgency]:
    """Return what brings the agency to where a module's tests begin: the same object each time."""

    def run() -> builders.InventedAgency:
        made = builders.InventedAgency.present()
        made.prepared = prepared.prepare(made)
        return made

    return run


def _create(administrator: psycopg.Connection[Any], name: str, template: str) -> None:
    administrator.execute(
        # Copied file by file: block by block through the log, which is usual, costs three times that.
        compose.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
            *map(compose.Identifier, (name, template, logins.OWNER))
        )
    )
    # A clone does not inherit who may use its template: the same as `ops.bootstrap.make_database`.
    administrator.execute(
        compose.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(compose.Identifier(name))
    )
    administrator.execute(
        compose.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            compose.Identifier(name),
            compose.SQL(", ").join(map(compose.Identifier, logins.LOGINS)),
        )
    )


@contextmanager
def _copy_of(
    template: str, postgres_server: postgres.Postgres, django_db_blocker: Any
) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres_server.url(), autocommit=True) as administrator:
        _create(administrator, name, template)
        support.place.database = name
        with django_db_blocker.unblock():
            point_django_at(postgres_server.port, name)
            yield name
            connections.close_all()
            support.forget_connections()
        administrator.execute(
            compose.SQL("DROP DATABASE {} WITH (FORCE)").format(compose.Identifier(name))
        )


def point_django_at(port: int, name: str) -> None:
    """Change every alias in place: threads that start later find the same settings."""
    connections.close_all()
    for alias in connections.settings:
        chosen = connections.settings[alias]
        chosen |= {"NAME": name, "HOST": processes.LOOPBACK, "PORT": str(port)}
        chosen["PASSWORD"] = support.PASSWORDS[chosen["USER"]]


@pytest.fixture(scope="session")
def redis_server(services_folder: Path) -> Iterator[redis.Redis]:
    """A Redis of this worker."""
    server = redis.Redis(services_folder / "redis", processes.free_port(), "password-of-redis")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def broker(redis_server: redis.Redis) -> Iterator[str]:
    """The URL of an empty Redis that the Celery app uses, waking workers after each commit."""
    with Client.from_url(redis_server.url) as client:
        client.flushall()
    with override_settings(COUNTERSIGN_BROKER_URL=redis_server.url, COUNTERSIGN_WAKE_WORKERS=True):
        _point_celery_at(redis_server.url)
        yield redis_server.url
    _point_celery_at(django_settings.COUNTERSIGN_BROKER_URL)


def _point_celery_at(url: str) -> None:
    celery_app.conf.broker_url = celery_app.conf.broker_write_url = url
    celery_app._pool = celery_app.amqp._producer_pool = None  # they remember the old address


@pytest.fixture
def connected_as() -> Any:
    """tests.support.connected_as, for those who like fixtures."""
    return support.connected_as


@pytest.fixture
def matcher(
    agency: builders.InventedAgency, trial_secrets: secrets.Secrets, tmp_path: Path
) -> Iterator[matchers.RunningMatcher]:
    """The demonstration matcher as a process of its own, and the invented agency's gallery pointing to it."""
    with matchers.running(trial_secrets.grant_public_keys, tmp_path) as running:
        matchers.point_to(running)
        yield running


@pytest.fixture(autouse=True)
def no_count_is_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute after a refusal was repeated, another test would have the database: nothing comes late."""
    monkeypatch.setattr(repeated_refusals, "_write_later", lambda: None)
