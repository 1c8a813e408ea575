r"""A fact that is a day or a time is one of the calendar, and a fact that is a text has no character that is not seen.

The rest of the functions is as `0009` and `0012` made it. The text is frozen: a change is a new migration.
"""

from django.db import migrations

# The Gregorian calendar from 1900 to 2199: each day that every year has, and 29 February of the leap years. A pattern
# needs no statement, and the function that reads dates refuses with an error where a pattern says no.
DAY = (
    "((19|20|21)[0-9]{2}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    "|((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29)"
)
TIME = DAY + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{6}Z"

# Control characters, line and paragraph separators, format characters, which turn the direction of writing among other
# things, and what is drawn as nothing (Unicode: general categories Cc, Zl, Zp and Cf, Default_Ignorable_Code_Point).
UNSEEN = (
    r"\u0001-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)

SHAPES = (
    r"""
CREATE OR REPLACE FUNCTION audit.has_shape(value jsonb, shape text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  kind text := jsonb_typeof(value);
  said text := value #>> '{}';
BEGIN
  IF shape LIKE '%?' THEN
    RETURN kind = 'null' OR audit.has_shape(value, left(shape, -1));
  END IF;
  RETURN coalesce(CASE shape
    WHEN 'number' THEN kind = 'number' AND said ~ '^[0-9]{1,15}$'
    WHEN 'flag' THEN kind = 'boolean'
    WHEN 'id' THEN kind = 'string'
      AND said ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    WHEN 'digest' THEN kind = 'string' AND said ~ '^[0-9a-f]{64}$'
    WHEN 'day' THEN kind = 'string' AND said ~ '^DAY$'
    WHEN 'time' THEN kind = 'string' AND said ~ '^TIME$'
    WHEN 'code' THEN kind = 'string' AND said ~ '^[!-~]{0,200}$'
    WHEN 'text' THEN kind = 'string' AND length(said) <= 200 AND said !~ '[UNSEEN]'
    WHEN 'texts' THEN kind = 'array' AND jsonb_array_length(value) <= 1000
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS held
                      WHERE NOT audit.has_shape(held.value, 'text'))
    WHEN 'codes' THEN audit.all_like(value, '^[A-Za-z0-9_.:+-]{1,100}$')
    WHEN 'findings' THEN audit.all_like(value, '^[A-Z0-9-]{1,60} [A-Z+_-]{1,20} [a-z_]{1,20}$')
    WHEN 'packs' THEN audit.all_like(value, '^[a-z0-9-]{1,40} [0-9.]{1,20} [0-9a-f]{64}$')
    WHEN 'object' THEN kind = 'object'
    WHEN 'objects' THEN kind = 'array'
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS held
                      WHERE jsonb_typeof(held.value) <> 'object')
  END, false);
END $$;

CREATE OR REPLACE FUNCTION audit.plain_forms(shapes jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(jsonb_object_agg(fact.key, jsonb_build_array(
      '^(' || form.pattern || CASE WHEN fact.value LIKE '%?' THEN '|null' ELSE '' END || ')$',
      CASE WHEN fact.value LIKE '%?' THEN least(form.least, 4) ELSE form.least END, form.greatest)), '{}')
  FROM jsonb_each_text(shapes) AS fact JOIN (VALUES
    ('number', '[0-9]+', 1, 15),
    ('flag', 'true|false', 4, 5),
    ('id', '"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"', 38, 38),
    ('digest', '"[0-9a-f]+"', 66, 66),
    ('day', '"DAY"', 12, 12),
    ('time', '"TIME"', 29, 29),
    ('code', '"[]!#-[^-~]*"', 2, 202),
    ('text', '"[^"\\UNSEEN]*"', 2, 202),
    ('codes', '\[("[A-Za-z0-9_.:+-]+"(, "[A-Za-z0-9_.:+-]+")*)?\]', 2, 104)
  ) AS form(shape, pattern, least, greatest)
    ON form.shape = rtrim(fact.value, '?') AND fact.value NOT LIKE 'digest?'
  WHERE fact.key ~ '^[a-z_0-9]+$'
$$;
-- The patterns of each code are kept ready in its row: they are made anew.
UPDATE audit.code_right SET shapes = shapes;
""".replace("DAY", DAY)
    .replace("TIME", TIME)
    .replace("UNSEEN", UNSEEN)
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0015_append_in_fewer_expressions")]
    operations = [migrations.RunSQL(SHAPES, migrations.RunSQL.noop)]
