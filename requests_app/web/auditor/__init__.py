"""The auditors' pages: the log as a query console, each request's timeline, sealed content, exports.

Must not read the log but through use cases, which record that it was read.
"""
