"""What somebody had typed on a page that could not be received: sealed, for seven days, and for them alone.

It is no record of anything: nothing was done with it, and it goes when it is sent, dropped or too old.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

MOST_BYTES = 300_000
"""Of what is sealed. The longest page of ours takes about a tenth of it."""

LONGEST_PLACE = 300
MOST_PAGES = 50
"""Of one account; the database takes no more."""


class KeptTyping(models.Model):
    """One form that was not received, of one account and one page; the latest takes the place of an earlier.

    Attributes:
        place: the path of the page on which it was typed, without its query.
        search_request: the request that the page is about; it is sealed under that request's key.
        wrapped: where the page is about no request, the key under which it is sealed, wrapped.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, null=True, related_name="+"
    )
    place = models.CharField(max_length=LONGEST_PLACE)
    wrapped = models.BinaryField(null=True)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "place"], name="kept_typing_one_a_page"),
            models.CheckConstraint(
                condition=models.Q(search_request=None, wrapped__isnull=False)
                | models.Q(search_request__isnull=False, wrapped=None),
                name="kept_typing_has_one_key",
            ),
        ]
