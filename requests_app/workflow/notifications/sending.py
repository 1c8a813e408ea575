"""What it looks like when a mail could not be handed to the mail server.

Anything else is a fault of ours, and is not caught where mail is sent.
"""

from smtplib import SMTPException

from django.core.exceptions import ImproperlyConfigured

SENDING_FAILED = (SMTPException, OSError, ValueError, ImproperlyConfigured)
"""No server, no connection, a refusal, a way of mailing that cannot be opened as it is set up (a folder of
mail that is none), or an address that cannot be written into a letter: Django and Python raise a
ValueError (UnicodeError is one) for the last."""
