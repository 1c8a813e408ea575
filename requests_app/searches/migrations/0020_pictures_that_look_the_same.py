"""Pictures that look the same are found by indexes: the hash as bits, which the database makes for every login.

The text is frozen: a change of the order of the bits or of the bands is a new migration, and so is one of
`alike_pictures.py`, which asks these indexes.
"""

from django.db import migrations, models

# Bits that lie beside each other in the picture are alike wherever its background is flat. The n-th bit of the
# new order is the bit 125n (modulo 256) of the hash: seven rows down and thirteen columns on, so that each
# band takes its bits from everywhere. The order has no bearing on how many bits differ.
SPREAD = """
CREATE FUNCTION searches_spread_bits(hash text) RETURNS bit(256)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  given bit(256) := ('x' || hash)::bit(256);
  spread bit(256) := given;
BEGIN
  FOR place IN 0..255 LOOP
    spread := set_bit(spread, place, get_bit(given, place * 125 % 256));
  END LOOP;
  RETURN spread;
END $$;
ALTER TABLE searches_probefingerprint
  ADD COLUMN spread_bits bit(256) GENERATED ALWAYS AS (searches_spread_bits(perceptual_hash)) STORED;
"""

# Eleven bands of 23 or 24 bits. Each index holds all that the search reads, so that it reads no table.
_CUTS = (0, 23, 46, 69, 93, 116, 139, 162, 186, 209, 232, 256)
BANDS = "".join(
    f"CREATE INDEX fingerprint_band_{band + 1:02d} ON searches_probefingerprint"
    f" ((substring(spread_bits FROM {_CUTS[band] + 1} FOR {_CUTS[band + 1] - _CUTS[band]})::integer))"
    " INCLUDE (spread_bits, probe_id);\n"
    for band in range(11)
)
# An index answers alone for rows that a vacuum has seen: not after each fifth new row, but each fiftieth.
VACUUM = "ALTER TABLE searches_probefingerprint SET (autovacuum_vacuum_insert_scale_factor = 0.02);"


class Migration(migrations.Migration):
    dependencies = [
        ("searches", "0019_rules_keep_content"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="probefingerprint",
            constraint=models.CheckConstraint(
                condition=models.Q(("perceptual_hash__regex", "^[0-9a-f]{64}$")),
                name="perceptual_hash_of_256_bits",
            ),
        ),
        migrations.RunSQL(
            SPREAD,
            migrations.RunSQL.noop,
            # Django has no field for bits, and reads them as a text.
            state_operations=[
                migrations.AddField(
                    model_name="probefingerprint",
                    name="spread_bits",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("perceptual_hash"), function="searches_spread_bits"
                        ),
                        output_field=models.TextField(),
                    ),
                ),
            ],
        ),
        migrations.RunSQL(BANDS + VACUUM, migrations.RunSQL.noop),
    ]
