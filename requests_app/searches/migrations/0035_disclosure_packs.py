"""Disclosure packs: asked for by a decider, made part by part, taken until they expire.

The text is frozen: a change of a guard is a new migration.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROWS = """
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON searches_disclosurepack
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_disclosurepack
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER disclosurepack_filled_in_once BEFORE UPDATE ON searches_disclosurepack
  FOR EACH ROW EXECUTE FUNCTION accounts_filled_in_once('made_at', 'manifest', 'file_sha256', 'file_size', 'parts', 'left_out', 'expired_at');
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER disclosurepack_filled_in_once;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON searches_disclosurepart
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_disclosurepart ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON searches_disclosurepart
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE searches_disclosurepart ENABLE ALWAYS TRIGGER keep_table;
ALTER TABLE searches_disclosurepack ADD CONSTRAINT searches_disclosurepack_asked_at_readable
  CHECK (asked_at >= '1900-01-01' AND asked_at < '2201-01-01');
ALTER TABLE searches_disclosurepack ADD CONSTRAINT searches_disclosurepack_expires_at_readable
  CHECK (expires_at >= '1900-01-01' AND expires_at < '2201-01-01');
ALTER TABLE searches_disclosurepack ADD CONSTRAINT searches_disclosurepack_made_at_readable
  CHECK (made_at >= '1900-01-01' AND made_at < '2201-01-01');
ALTER TABLE searches_disclosurepack ADD CONSTRAINT searches_disclosurepack_expired_at_readable
  CHECK (expired_at >= '1900-01-01' AND expired_at < '2201-01-01');

-- The person behind the account is its own, and parts are of the request of their pack.
ALTER TABLE searches_disclosurepack ADD CONSTRAINT disclosure_account_is_person
  FOREIGN KEY (asked_by_id, asked_by_person_id) REFERENCES accounts_account (id, person_id);
ALTER TABLE searches_disclosurepart ADD CONSTRAINT part_of_a_disclosure_of_this_request
  FOREIGN KEY (pack_id, search_request_id) REFERENCES searches_disclosurepack (id, search_request_id);
"""

PACK = """
CREATE FUNCTION searches_guard_disclosurepack() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Only once it has ended in a lead or without one: before that, examiners must not learn what another one concluded.
  PERFORM FROM searches_searchrequest
    WHERE id = NEW.search_request_id AND unit_id = NEW.unit_id AND status IN ('NO_LEAD', 'LEAD_RELEASED', 'CLOSED')
      AND content_destroyed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nothing of this request can be disclosed'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT searches_decides_for(NEW.asked_by_id, NEW.search_request_id) OR EXISTS (
       SELECT FROM searches_examination AS compared
       WHERE compared.search_request_id = NEW.search_request_id AND compared.examiner_person_id = NEW.asked_by_person_id) THEN
    RAISE EXCEPTION 'a request is disclosed by a decider of the unit who neither asked for the search nor examined its result'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NEW.made_at IS NOT NULL OR NEW.expired_at IS NOT NULL
     OR NEW.number <> 1 + (SELECT count(*) FROM searches_disclosurepack WHERE search_request_id = NEW.search_request_id) THEN
    RAISE EXCEPTION 'a disclosure pack begins empty, and those of a request are numbered without gaps'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF abs(extract(epoch FROM clock_timestamp() - NEW.asked_at)) > 300
     OR NEW.expires_at > NEW.asked_at + make_interval(days =>
          coalesce((SELECT disclosure_days::integer FROM registry_agency), 14)) THEN
    RAISE EXCEPTION 'a disclosure pack is asked for now, and expires when the agency says'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_disclosurepack() FROM PUBLIC;
CREATE TRIGGER guard_disclosurepack BEFORE INSERT ON searches_disclosurepack
  FOR EACH ROW EXECUTE FUNCTION searches_guard_disclosurepack();
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER guard_disclosurepack;

CREATE FUNCTION searches_guard_disclosuremade() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.expired_at IS NOT NULL OR NEW.expires_at <= clock_timestamp()
     OR EXISTS (SELECT FROM searches_searchrequest WHERE id = NEW.search_request_id AND content_destroyed_at IS NOT NULL)
     OR abs(extract(epoch FROM clock_timestamp() - NEW.made_at)) > 300
     OR NEW.parts <> (SELECT count(*) FROM searches_disclosurepart WHERE pack_id = NEW.id AND left_out = '')
     OR NEW.left_out <> (SELECT count(*) FROM searches_disclosurepart WHERE pack_id = NEW.id AND left_out <> '') THEN
    RAISE EXCEPTION 'a disclosure pack is finished now, with the parts that it has'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_disclosuremade() FROM PUBLIC;
CREATE TRIGGER guard_disclosuremade BEFORE UPDATE ON searches_disclosurepack
  FOR EACH ROW WHEN (NEW.made_at IS DISTINCT FROM OLD.made_at) EXECUTE FUNCTION searches_guard_disclosuremade();
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER guard_disclosuremade;

CREATE FUNCTION searches_guard_disclosureexpired() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.expires_at > clock_timestamp()
       AND NOT EXISTS (SELECT FROM searches_searchrequest WHERE id = NEW.search_request_id AND content_destroyed_at IS NOT NULL)
     OR EXISTS (SELECT FROM searches_legalhold WHERE search_request_id = NEW.search_request_id AND released_at IS NULL) THEN
    RAISE EXCEPTION 'a disclosure pack is kept until its time is over, and as long as a legal hold stands'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_disclosureexpired() FROM PUBLIC;
CREATE TRIGGER guard_disclosureexpired BEFORE UPDATE ON searches_disclosurepack
  FOR EACH ROW WHEN (NEW.expired_at IS DISTINCT FROM OLD.expired_at) EXECUTE FUNCTION searches_guard_disclosureexpired();
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER guard_disclosureexpired;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_disclosurepack
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('disclosure.asked', 'request=search_request_id', 'object=id', 'account=asked_by_id', 'number=number', 'recipient=recipient', 'profile=profile');
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER making_needs_event AFTER UPDATE ON searches_disclosurepack
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.made_at IS NOT NULL AND OLD.made_at IS NULL)
  EXECUTE FUNCTION audit.require_event('disclosure.made', 'request=search_request_id', 'object=id', 'number=number', 'parts=parts', 'left_out=left_out', 'file_digest=file_sha256');
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER making_needs_event;
CREATE CONSTRAINT TRIGGER expiring_needs_event AFTER UPDATE ON searches_disclosurepack
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.expired_at IS NOT NULL AND OLD.expired_at IS NULL)
  EXECUTE FUNCTION audit.require_event('disclosure.expired', 'request=search_request_id', 'object=id', 'number=number');
ALTER TABLE searches_disclosurepack ENABLE ALWAYS TRIGGER expiring_needs_event;
"""

PART = """
CREATE FUNCTION searches_guard_disclosurepart() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM FROM searches_disclosurepack AS pack
      JOIN searches_searchrequest AS disclosed ON disclosed.id = pack.search_request_id AND disclosed.content_destroyed_at IS NULL
      WHERE pack.id = NEW.pack_id AND pack.made_at IS NULL AND pack.expired_at IS NULL AND pack.expires_at > clock_timestamp()
      FOR NO KEY UPDATE OF pack;
    IF NOT FOUND OR NEW.left_out = '' AND NEW.sealed IS NULL
       OR NEW.number <> 1 + (SELECT count(*) FROM searches_disclosurepart WHERE pack_id = NEW.pack_id) THEN
      RAISE EXCEPTION 'parts are added to a disclosure pack that is being made, numbered without gaps'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.pack_id, NEW.search_request_id, NEW.number, NEW.name, NEW.left_out, NEW.size, NEW.sha256, NEW.event)
     IS DISTINCT FROM
     (OLD.id, OLD.pack_id, OLD.search_request_id, OLD.number, OLD.name, OLD.left_out, OLD.size, OLD.sha256, OLD.event)
     OR NEW.sealed IS NOT NULL
     OR NOT EXISTS (SELECT FROM searches_disclosurepack WHERE id = NEW.pack_id AND expired_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a part of a disclosure pack changes only by its end, once the pack has expired'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION searches_guard_disclosurepart() FROM PUBLIC;
CREATE TRIGGER guard_disclosurepart BEFORE INSERT OR UPDATE ON searches_disclosurepart
  FOR EACH ROW EXECUTE FUNCTION searches_guard_disclosurepart();
ALTER TABLE searches_disclosurepart ENABLE ALWAYS TRIGGER guard_disclosurepart;
CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON searches_disclosurepart
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('disclosure.continued', 'request=search_request_id', 'object=pack_id');
ALTER TABLE searches_disclosurepart ENABLE ALWAYS TRIGGER needs_event;

-- Destroys the keys and bytes of a pack whose time is over; returns how many parts those were, nothing where it is not.
CREATE FUNCTION searches_expire_disclosure(p_pack uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  disclosed uuid := (SELECT search_request_id FROM searches_disclosurepack WHERE id = p_pack);
  gone integer;
BEGIN
  PERFORM FROM searches_searchrequest WHERE id = disclosed FOR NO KEY UPDATE;
  UPDATE searches_disclosurepack AS pack SET expired_at = clock_timestamp()
    WHERE pack.id = p_pack AND pack.expired_at IS NULL
      AND (pack.expires_at <= clock_timestamp() OR EXISTS (
             SELECT FROM searches_searchrequest WHERE id = disclosed AND content_destroyed_at IS NOT NULL))
      AND NOT EXISTS (SELECT FROM searches_legalhold WHERE search_request_id = disclosed AND released_at IS NULL);
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  UPDATE searches_disclosurepart SET sealed = NULL, sealed_key = NULL WHERE pack_id = p_pack AND sealed IS NOT NULL;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION searches_expire_disclosure(uuid) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_lists_by_key"),
        ("searches", "0034_steps_judged_by_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DisclosurePack",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("recipient", models.CharField(max_length=20)),
                ("profile", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=2)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField(null=True)),
                ("manifest", models.BinaryField(null=True)),
                ("file_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("file_size", models.BigIntegerField(null=True)),
                ("parts", models.PositiveIntegerField(null=True)),
                ("left_out", models.PositiveIntegerField(null=True)),
                ("expired_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "search_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosure_packs",
                        to="searches.searchrequest",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosurePart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=100)),
                ("left_out", models.CharField(blank=True, default="", max_length=20)),
                ("size", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("event", models.BigIntegerField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("sealed_key", models.BinaryField(null=True)),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_parts",
                        to="searches.disclosurepack",
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
                "ordering": ["number"],
            },
        ),
        migrations.AddIndex(
            model_name="disclosurepack",
            index=models.Index(fields=["unit", "-asked_at", "id"], name="disclosure_of_a_unit"),
        ),
        migrations.AddIndex(
            model_name="disclosurepack",
            index=models.Index(
                condition=models.Q(("expired_at", None)),
                fields=["expires_at"],
                name="disclosure_to_expire",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepack",
            constraint=models.UniqueConstraint(
                fields=("search_request", "number"), name="one_disclosure_of_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepack",
            constraint=models.UniqueConstraint(
                fields=("id", "search_request"), name="disclosure_of_one_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepack",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="disclosures_count_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language__in", ["en", "fr"]),
                    ("profile__in", ("full", "others_unnamed")),
                    ("recipient__in", ("prosecutor", "defence", "court", "oversight")),
                ),
                name="disclosure_codes_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepack",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("asked_at"))),
                name="a_disclosure_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("file_sha256", ""),
                        ("file_size", None),
                        ("left_out", None),
                        ("made_at", None),
                        ("manifest", None),
                        ("parts", None),
                    ),
                    models.Q(
                        ("file_sha256__regex", "^[0-9a-f]{64}$"),
                        ("file_size__gte", 1),
                        ("left_out__isnull", False),
                        ("made_at__isnull", False),
                        ("manifest__isnull", False),
                        ("parts__gte", 1),
                    ),
                    _connector="OR",
                ),
                name="a_disclosure_is_whole_or_being_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepart",
            constraint=models.UniqueConstraint(
                fields=("pack", "number"), name="one_disclosed_part_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepart",
            constraint=models.UniqueConstraint(
                fields=("pack", "name"), name="one_disclosed_part_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepart",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="disclosed_parts_count_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name__regex", "^[a-z0-9]+([-/.][a-z0-9]+)*$"),
                    models.Q(("name", "manifest.json"), _negated=True),
                ),
                name="a_disclosed_part_has_a_plain_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_out", ""), ("sha256__regex", "^[0-9a-f]{64}$")),
                    models.Q(
                        ("event", None),
                        (
                            "left_out__in",
                            (
                                "destroyed",
                                "not_given_out",
                                "damaged",
                                "never_made",
                                "not_signed",
                                "not_made",
                            ),
                        ),
                        ("sealed", None),
                        ("sealed_key", None),
                        ("sha256", ""),
                        ("size", 0),
                    ),
                    _connector="OR",
                ),
                name="a_disclosed_part_is_there_or_left_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sealed", None), ("sealed_key", None)),
                    models.Q(("sealed__isnull", False), ("sealed_key__isnull", False)),
                    _connector="OR",
                ),
                name="a_disclosed_part_has_its_key",
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (ROWS, PACK, PART)),
    ]
