"""When what came of a lead is reported, and whether a report that is overdue stops other requests, the agency says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0013_days_of_a_lead"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="overdue_stops_requests",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="agency",
            name="report_again_days",
            field=models.PositiveSmallIntegerField(default=90),
        ),
        migrations.AddField(
            model_name="agency",
            name="report_days",
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("report_again_days__gte", 1),
                    ("report_again_days__lte", 365),
                    ("report_days__gte", 1),
                    ("report_days__lte", 90),
                ),
                name="reports_come_within_a_year",
            ),
        ),
    ]
