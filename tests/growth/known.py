"""What grows and is known to: a table, the page that reads it first, the kind of finding; and why it is here.

A finding that is not here fails, and so does a line here that is not found any more.
"""

from __future__ import annotations

OPEN = "only what waits or stands open is in this partial index, and it is counted or shown as one"
STAFF = "as many as the agency has people: a part of a name is looked for, or one condition reads two indexes"

KNOWN: dict[tuple[str, str, str], str] = {
    (
        "",
        "auditor:health",
        "long",
    ): "a window of the newest events, as long as it is whatever the log holds",
    (
        "",
        "auditor:figures",
        "long",
    ): "events without a leaf yet, up to a number; beyond it the whole log is read",
    (
        "accounts_account",
        "administrator:units",
        "unlimited",
    ): "the people of the units of one page are counted",
    ("accounts_account", "auditor:log", "whole"): STAFF,
    ("accounts_certificate", "administrator:people", "unlimited"): OPEN,
    (
        "accounts_person",
        "administrator:people",
        "read on",
    ): "the index has the order of this list; the filter is its key said in full",
    ("accounts_letter", "operator:outbox", "unlimited"): OPEN,
    ("accounts_letter", "operator_readiness", "unlimited"): OPEN,
    ("accounts_powerproposal", "administrator:people", "unlimited"): OPEN,
    ("accounts_powerproposal", "administrator:proposals", "unlimited"): OPEN,
    (
        "accounts_roleassignment",
        "administrator:units",
        "unindexed",
    ): "an index by person is there as well; the planner takes the smaller one of roles that are held",
    (
        "accounts_roleassignment",
        "officer:request",
        "unindexed",
    ): "an index by person is there as well; the planner takes the smaller one of roles that are held",
    (
        "accounts_roleassignment",
        "officer:requests",
        "unindexed",
    ): "an index by person is there as well; the planner takes the smaller one of roles that are held",
    ("accounts_roleassignment", "supervisor:leads", "unindexed"): STAFF,
    (
        "searches_searchrequest",
        "officer:requests",
        "unlimited",
    ): "the released leads of one person whose content is kept: whether a report is overdue is asked of each",
    (
        "searches_searchrequest",
        "supervisor:holds",
        "unlimited",
    ): "holds are few beside requests, and have indexes of their own; where they are many, the planner may begin with a unit's",
    (
        "dispatch_dispatch",
        "operator:outbox",
        "read on",
    ): "the index has the order of this list; the filter is its key said in full",
    ("dispatch_dispatch", "operator_readiness", "unlimited"): OPEN,
    ("dispatch_logcheck", "auditor:health", "unlimited"): OPEN,
    ("dispatch_logcheck", "auditor:health", "whole"): "one row a night",
    ("event", "auditor:log", "read on"): "what is common is read along the log, docs/adr/0032",
    ("id_range", "auditor:figures", "unindexed"): "one row for 4,096 events, docs/adr/0032",
    (
        "searches_disclosurepart",
        "supervisor:disclosure",
        "unlimited",
    ): "the parts of one pack: what was recorded of one request",
    ("searches_notice", "operator:outbox", "unlimited"): OPEN,
    ("searches_notice", "operator_readiness", "unlimited"): OPEN,
    (
        "searches_probefingerprint",
        "officer:tasks",
        "unlimited",
    ): "few pictures share a band of bits; what a band finds is compared in full",
    (
        "searches_textsignature",
        "officer:tasks",
        "unindexed",
    ): "the planner may not read the index of bands here, which gives no order (GIN)",
}
