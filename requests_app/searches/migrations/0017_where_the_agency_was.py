"""Where the agency was stands with each check, so that whether a statute bound it reads the same in ten years."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0016_when_an_answer_is_needed"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkrun",
            name="place",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="checkrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__regex", "^([a-z]{2}(-[a-z]{2,4})?)?$")),
                name="place_is_a_code_of_a_place",
            ),
        ),
    ]
