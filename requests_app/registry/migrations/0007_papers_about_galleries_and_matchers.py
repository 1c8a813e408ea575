"""Papers about galleries and matchers; a legal review that nobody recorded is unknown; scraped galleries are off.

"lawful" was what a gallery was while nothing was said. Where no day of a review is recorded either, nobody can have
said it, and the gallery is off until somebody does. The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

WHAT_NOBODY_SAID = """
UPDATE registry_gallery SET legal_review_decision = 'unknown'
 WHERE legal_review_decision = 'lawful' AND legal_reviewed_on IS NULL;
UPDATE registry_gallery SET allow_listed = false
 WHERE acquisition IN ('web_scraped', 'social_media_scraped', 'cctv_scraped', 'broker');
"""

READABLE = """
ALTER TABLE registry_paper
  ADD CONSTRAINT registry_paper_dated_readable
    CHECK (dated >= '1900-01-01' AND dated < '2201-01-01'),
  ADD CONSTRAINT registry_paper_valid_until_readable
    CHECK (valid_until >= '1900-01-01' AND valid_until < '2201-01-01');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_jurisdiction_by_two_people"),
    ]

    operations = [
        migrations.RunSQL(WHAT_NOBODY_SAID, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("legal_review", "Legal Review"),
                            ("impact_assessment", "Impact Assessment"),
                            ("collection", "Collection"),
                            ("regulator_disclosure", "Regulator Disclosure"),
                            ("accuracy_report", "Accuracy Report"),
                            ("differential_report", "Differential Report"),
                            ("probe_retention", "Probe Retention"),
                            ("contract", "Contract"),
                        ],
                        max_length=30,
                    ),
                ),
                ("engine_version", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("issuer", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("dated", models.DateField()),
                ("valid_until", models.DateField()),
                ("figures", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "ordering": ["code"],
            },
        ),
        migrations.AddField(
            model_name="matcher",
            name="engine_version",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="gallery",
            name="legal_review_decision",
            field=models.CharField(
                choices=[("unknown", "Unknown"), ("lawful", "Lawful"), ("unlawful", "Unlawful")],
                default="unknown",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="gallery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allow_listed", False),
                    models.Q(
                        (
                            "acquisition__in",
                            [
                                "broker",
                                "cctv_scraped",
                                "social_media_scraped",
                                "web_scraped",
                            ],
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="scraped_gallery_is_never_on_offer",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="gallery",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="registry.gallery",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="matcher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="registry.matcher",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("engine_version", ""),
                        ("gallery__isnull", False),
                        (
                            "kind__in",
                            [
                                "legal_review",
                                "impact_assessment",
                                "collection",
                                "regulator_disclosure",
                            ],
                        ),
                        ("matcher__isnull", True),
                    ),
                    models.Q(
                        ("gallery__isnull", True),
                        (
                            "kind__in",
                            [
                                "accuracy_report",
                                "differential_report",
                                "probe_retention",
                                "contract",
                            ],
                        ),
                        ("matcher__isnull", False),
                        models.Q(("engine_version", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="paper_is_about_what_its_kind_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="paper_has_a_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("dated"))),
                name="paper_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gallery__isnull", False)),
                fields=("gallery", "kind"),
                name="one_paper_a_gallery_and_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("matcher__isnull", False)),
                fields=("matcher", "engine_version", "kind"),
                name="one_paper_a_version_and_kind",
            ),
        ),
        migrations.RunSQL(READABLE, migrations.RunSQL.noop),
    ]
