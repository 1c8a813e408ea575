"""The demonstration matcher: OSIA over drawn shapes. It is not a face recogniser.

Must not be given an image of a person, and must not be enabled in production.
"""

NAME = "refmatcher"
VERSION = "1.0.0"
GALLERY = "SYNTHETIC-SHAPES"
MISSING_GALLERY = "SYNTHETIC-MISSING"
"""Drawings of its own, in the place of people who were reported missing."""
NOTICE = "NOT A FACE RECOGNISER: this program compares drawn shapes."
