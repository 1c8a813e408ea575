"""For how many days a lead may be acted on is the agency's to say: 30 until it does, and 90 at most."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_retention_periods")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="lead_days",
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(("lead_days__gte", 1), ("lead_days__lte", 90)),
                name="lead_lasts_a_day_to_a_quarter",
            ),
        ),
    ]
