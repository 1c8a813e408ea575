"""Celery entry points: a row id in, one call into `workflow`, nothing out.

They must not decide anything: a message is only a hint, the rows hold the truth.
"""
