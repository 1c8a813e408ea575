"""Celery entry points: one call into a use case each, an id in and nothing out.

No task decides anything that a row has not decided; each process imports only the tasks of its own queue.
"""
