"""Celery entry points: one call into a use case each, an id in and nothing out.
No task decides anything that a row has not decided; every message is only a hint."""

from requests_app.tasks import dispatch, exports, worker

__all__ = ["dispatch", "exports", "worker"]
