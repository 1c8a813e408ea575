"""Settings by purpose: base, trial, test and production.

This file must stay empty of settings: each process names the module it wants.
"""
