"""What rules of a place ask of the registry, and which pictures a matcher can compare; empty until it is recorded."""

import django.contrib.postgres.fields
from django.db import migrations, models

READABLE = """
ALTER TABLE registry_gallery
  ADD CONSTRAINT registry_gallery_last_purged_on_readable
    CHECK (last_purged_on >= '1900-01-01' AND last_purged_on < '2201-01-01'),
  ADD CONSTRAINT registry_gallery_in_service_on_readable
    CHECK (in_service_on >= '1900-01-01' AND in_service_on < '2201-01-01');
"""
NO_LONGER = """
ALTER TABLE registry_gallery
  DROP CONSTRAINT registry_gallery_last_purged_on_readable,
  DROP CONSTRAINT registry_gallery_in_service_on_readable;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0008_offences_that_are_serious_enough"),
    ]

    operations = [
        migrations.AddField(
            model_name="matcher",
            name="least_eyes_apart",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matcher",
            name="poses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="accountable_officer",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="agency",
            name="policy_address",
            field=models.URLField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="agency",
            name="access_contact",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="agency",
            name="complaints_contact",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="gallery",
            name="youth_periods_applied",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gallery",
            name="last_purged_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="gallery",
            name="in_service_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(READABLE, NO_LONGER),
    ]
