"""How dates and times are written in English: day first in words, ISO 8601 in tables, 24 hours.

Must hold nothing that a language does not decide.
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "Y-m-d"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
