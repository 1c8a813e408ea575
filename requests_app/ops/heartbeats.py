"""When each background process last showed life."""

from django.db.models.functions import Now

from requests_app.ops.models import Heartbeat


def beat(process: str) -> None:
    """Write the database's present time for this process."""
    Heartbeat.objects.update_or_create(process=process, defaults={"at": Now()})
