"""Signatures of submitted texts, which go with the key of their request, and what a check found by them.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

SIGNATURES = """
ALTER TABLE searches_textsignature ADD CONSTRAINT searches_textsignature_submitted_at_readable
  CHECK (submitted_at >= '1900-01-01 00:00:00+00' AND submitted_at < '2201-01-01 00:00:00+00');
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_textsignature
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('search.submitted search.texts_indexed',
    'request=search_request_id', 'version=version');
ALTER TABLE searches_textsignature ENABLE ALWAYS TRIGGER needs_event;

-- For every login, the owner as well: a signature is of a version that was submitted, never changes, lives
-- as long as the key that opens its text, and no longer.
CREATE FUNCTION searches_guard_textsignature() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'a signature stays as it is until its text is erased' USING ERRCODE = 'check_violation';
  ELSIF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT FROM searches_contentkey
               WHERE search_request_id = OLD.search_request_id AND wrapped IS NOT NULL) THEN
      RAISE EXCEPTION 'a signature is deleted when the key of its text is destroyed'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  -- The lock lets a key be destroyed before or after this, and not in between.
  PERFORM FROM searches_contentkey
    WHERE search_request_id = NEW.search_request_id AND wrapped IS NOT NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a text that was erased has no signature' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM searches_justification
                 WHERE search_request_id = NEW.search_request_id AND version = NEW.version
                   AND submitted_at = NEW.submitted_at) THEN
    RAISE EXCEPTION 'a signature is of a version that was submitted then'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_textsignature() FROM PUBLIC;
CREATE TRIGGER guard_textsignature BEFORE INSERT OR UPDATE OR DELETE ON searches_textsignature
  FOR EACH ROW EXECUTE FUNCTION searches_guard_textsignature();
ALTER TABLE searches_textsignature ENABLE ALWAYS TRIGGER guard_textsignature;
CREATE TRIGGER guard_table BEFORE TRUNCATE ON searches_textsignature
  FOR EACH STATEMENT EXECUTE FUNCTION searches_guard_textsignature();
ALTER TABLE searches_textsignature ENABLE ALWAYS TRIGGER guard_table;

CREATE FUNCTION searches_erase_textsignatures() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM searches_textsignature WHERE search_request_id = NEW.search_request_id;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_erase_textsignatures() FROM PUBLIC;
CREATE TRIGGER erases_textsignatures AFTER UPDATE ON searches_contentkey
  FOR EACH ROW WHEN (NEW.wrapped IS NULL) EXECUTE FUNCTION searches_erase_textsignatures();
ALTER TABLE searches_contentkey ENABLE ALWAYS TRIGGER erases_textsignatures;
"""

FOUND = """
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_aliketext
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('search.checked', 'request=search_request_id');
ALTER TABLE searches_aliketext ENABLE ALWAYS TRIGGER needs_event;

-- What was found belongs to the check of the same request, and is a submitted version in the same unit.
CREATE FUNCTION searches_guard_aliketext() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_checkrun AS run
    JOIN searches_searchrequest AS mine ON mine.id = run.search_request_id
    JOIN searches_searchrequest AS other ON other.unit_id = mine.unit_id
    WHERE run.id = NEW.check_run_id AND mine.id = NEW.search_request_id AND other.id = NEW.found_id
      AND NEW.found_version BETWEEN 1 AND other.version AND NEW.per_mille BETWEEN 1 AND 1000
  ) THEN
    RAISE EXCEPTION 'a check finds submitted texts of its own unit' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_aliketext() FROM PUBLIC;
CREATE TRIGGER guard_aliketext BEFORE INSERT ON searches_aliketext
  FOR EACH ROW EXECUTE FUNCTION searches_guard_aliketext();
ALTER TABLE searches_aliketext ENABLE ALWAYS TRIGGER guard_aliketext;
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON searches_aliketext
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_aliketext ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_aliketext
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_aliketext ENABLE ALWAYS TRIGGER keep_table;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0013_time_open_in_all"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlikeText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("field", models.CharField(max_length=30)),
                ("found_version", models.PositiveSmallIntegerField()),
                ("per_mille", models.PositiveSmallIntegerField()),
                (
                    "check_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alike_texts",
                        to="searches.checkrun",
                    ),
                ),
                (
                    "found",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="searches.searchrequest",
                    ),
                ),
                (
                    "search_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["field", "-per_mille"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_run", "field", "found"), name="one_alike_text_a_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found", models.F("search_request")), _negated=True),
                        name="alike_text_of_another_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TextSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("field", models.CharField(max_length=30)),
                ("submitted_at", models.DateTimeField()),
                ("words", models.CharField(max_length=64)),
                (
                    "bands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "search_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_signatures",
                        to="searches.searchrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["words", "-submitted_at"], name="text_same_words"),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["bands"], name="text_bands"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("search_request", "version", "field"), name="one_signature_a_text"
                    )
                ],
            },
        ),
        migrations.RunSQL(SIGNATURES, migrations.RunSQL.noop),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
