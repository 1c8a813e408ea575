"""Serves the pages of one checkout from a database of the bench, by gunicorn as production does.

It must run the code of the checkout that is named on PYTHONPATH, so it uses nothing else of the bench. Ends with its
parent process.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import django
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

PORT, DATABASE_PORT, DATABASE, FOLDER = (
    int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
)  # fmt: skip
AS_IN_PRODUCTION = (
    "worker_class", "workers", "threads", "timeout", "control_socket_disable", "post_worker_init"
)  # fmt: skip


class Server(BaseApplication):
    """Gunicorn with the configuration of the checkout, without its start-up checks: the bench is no installation."""

    def load_config(self) -> None:
        """Take over how production runs it."""
        written = runpy.run_path(str(Path.cwd() / "config" / "gunicorn.py"))
        self.cfg.set("bind", f"127.0.0.1:{PORT}")
        self.cfg.set("loglevel", "error")
        for name in AS_IN_PRODUCTION:
            if name in written:
                self.cfg.set(name, written[name])

    def load(self) -> Any:
        """The application, with its database, its keys and connections that stay open as production's do."""
        from django.conf import settings
        from django.db import connections

        from requests_app.web.requests_read import WebHandler
        from tests import conftest, support

        support.place.port, support.place.database = DATABASE_PORT, DATABASE
        conftest.point_django_at(DATABASE_PORT, DATABASE)
        for alias in connections.settings:
            connections.settings[alias]["CONN_MAX_AGE"] = 60
        settings.COUNTERSIGN_CONTENT_KEY_FILE = str(FOLDER / "secrets" / "content.key")
        return WebHandler()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    django.setup()
    Server().run()
