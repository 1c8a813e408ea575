"""For how long a disclosure pack can be taken, and who usually gets the whole candidate list, is the agency's to say."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_days_of_an_incident")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="disclosure_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddField(
            model_name="agency",
            name="disclosure_full_for",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                null=True,
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(("disclosure_days__gte", 1), ("disclosure_days__lte", 90)),
                name="disclosures_last_a_day_to_a_quarter",
            ),
        ),
    ]
