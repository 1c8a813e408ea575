"""Which pictures a matcher can compare, as its maker documents it; empty until somebody has recorded that."""

import django.contrib.postgres.fields
from django.db import migrations, models


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
    ]
