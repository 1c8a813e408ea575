"""How long the content of ended requests is kept, as the agency says."""

from django.db import migrations, models

PERIODS = [
    "with_case_file",
    "sealed_until_disposition",
    "minimum_period",
    "refused",
    "withdrawn",
    "expired",
    "person_at_risk",
]


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0011_legal_sign_off_by_two_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionPeriod",
            fields=[
                (
                    "code",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("days", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "retention period",
                "verbose_name_plural": "retention periods",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__in", PERIODS)),
                        name="retention_period_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 36500)),
                        name="retention_period_of_a_day_to_a_hundred_years",
                    ),
                ],
            },
        ),
    ]
