"""Lists are read by key along an index, and sweeps look at what waits alone."""

import datetime

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_letters_to_auditors"),
        ("searches", "0020_pictures_that_look_the_same"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_unread",
        ),
        migrations.RemoveIndex(
            model_name="searchrequest",
            name="search_mine",
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["decided_by", "-decided_at", "id"], name="decision_mine"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at", None)), fields=["account"], name="notice_unread"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["account", "-created_at", "id"], name="notice_newest"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("email_tried_at__isnull", False), ("emailed_at", None)),
                fields=["email_tried_at"],
                name="notice_failed",
            ),
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                models.Case(
                    models.When(then=models.Value(1), urgency="routine"),
                    default=models.Value(0),
                    output_field=models.SmallIntegerField(),
                ),
                django.db.models.functions.comparison.Coalesce(
                    "needed_by",
                    models.Value(
                        datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.UTC),
                        output_field=models.DateTimeField(),
                    ),
                ),
                models.F("submitted_at"),
                models.F("created_at"),
                models.F("id"),
                condition=models.Q(("status", "AWAITING_DECISION")),
                name="search_to_decide",
            ),
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["AWAITING_DECISION", "RETURNED", "APPROVED", "SEARCH_FAILED"])
                ),
                fields=["lapses_at"],
                name="search_to_expire",
            ),
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                condition=models.Q(("status", "RESULT_RECEIVED")),
                fields=["unit", "status_since", "id"],
                name="search_to_examine",
            ),
        ),
        migrations.AddIndex(
            model_name="searchrequest",
            index=models.Index(
                fields=["requested_by", "-status_since", "-created_at", "id"], name="search_mine"
            ),
        ),
    ]
