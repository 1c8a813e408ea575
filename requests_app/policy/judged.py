"""Tells from a condition what its rule can establish at the most: that something is given, is long enough, agrees.

A pack says it too (`judges`), and is refused where the two differ: nobody may believe that a rule which counts
characters has judged what they say.
"""

from __future__ import annotations

from typing import Any

from requests_app.policy import schema
from requests_app.policy.conditions import Condition
from requests_app.policy.schema import ELEMENT
from requests_app.policy.syntax import Scope, element_of, operands, path_of, syntax_of
from requests_app.policy.vocabulary import Judges

RECORDED = frozenset({"db", "u", "appr", "ag", "srch"})
"""Groups of facts that the agency has recorded or the product sets: no answer of the officer's is among them."""

RECORDED_ELSEWHERE = frozenset({"ex.examining_valid_until"})
"""Facts of the same kind in other groups."""

FIGURES_OF_TEXT = frozenset({"length", "reason_length", "generic", "likeness"})
"""What is measured of a text: its form, whatever it says."""

YES_OR_NO = {
    "req.case_number_valid": Judges.FORM,
    "req.offence.statute_ref_given": Judges.PRESENCE,
    "req.offence.attempt": Judges.ANSWER,
    "req.legal_basis.citation_given": Judges.PRESENCE,
    "req.legal_basis.document_attached": Judges.PRESENCE,
    "req.legal_basis.no_expiry_stated": Judges.ANSWER,
    "req.legal_basis.legal_advice_given": Judges.PRESENCE,
    "req.result_unit_given": Judges.PRESENCE,
    "req.no_prosecution_declared": Judges.ANSWER,
    "req.predicate_facts[].source_given": Judges.PRESENCE,
    "req.evidence_ref_given": Judges.PRESENCE,
    "req.target_specific": Judges.ANSWER,
    "img.authority_given": Judges.PRESENCE,
    "img.custody_ref_given": Judges.PRESENCE,
    "img.taken_after_collected": Judges.CONSISTENCY,
    "img.original_kept": Judges.PRESENCE,
    "img.cropped": Judges.PRESENCE,
    "img.limits_stated": Judges.PRESENCE,
    "ex.picture_shown": Judges.PRESENCE,
    "fu.recalled": Judges.REGISTRY,
    "fu.expired": Judges.REGISTRY,
    "fu.evidence[].supports": Judges.ANSWER,
    "fu.evidence[].is_independent": Judges.ANSWER,
    "fu.evidence[].from_line_up": Judges.ANSWER,
    "fu.line_up.same_picture": Judges.ANSWER,
    "fu.line_up.is_blind": Judges.ANSWER,
    "fu.line_up.witness_saw": Judges.ANSWER,
    "fu.line_up.witness_told": Judges.ANSWER,
    "fu.line_up.is_sequential": Judges.ANSWER,
    "fu.line_up.is_recorded": Judges.ANSWER,
    "fu.relies_on_search": Judges.ANSWER,
}
"""What a fact that is true or false stands for; of those that are recorded, see RECORDED."""

_COMPARED = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in"})


def judges_of(condition: Condition) -> frozenset[Judges]:
    """Return what a condition can establish.

    An answer that only says when the rule applies is left out beside anything else: "a routine request with fewer
    than three means" compares a number and goes by an answer, and is a rule about the number.
    """
    seen: dict[str, set[Judges]] = {}
    _walk(syntax_of(condition.program).expr, {}, seen)
    # has() beside a use of the same fact guards that use, and demands nothing more than it does.
    kinds = {
        kind for found in seen.values() for kind in (found - {Judges.PRESENCE} or {Judges.PRESENCE})
    }
    return frozenset(kinds - {Judges.ANSWER} or kinds)


def _walk(expr: Any, scope: Scope, seen: dict[str, set[Judges]]) -> None:
    kind = expr.WhichOneof("kind")
    if kind == "call":
        _call(expr, scope, seen)
    elif kind == "loop":
        loop = expr.loop
        _walk(loop.iter_range, scope, seen)
        inner = {**scope, loop.iter_var: element_of(loop.iter_range, scope), loop.accu_var: None}
        for part in (loop.accu_init, loop.loop_condition, loop.loop_step, loop.result):
            _walk(part, inner, seen)
    elif kind == "list":
        for item in expr.list.elements:
            _walk(item, scope, seen)
    elif kind == "select":
        path = path_of(expr, scope)
        if path is None or path not in schema.paths():
            return
        if expr.select.test_only:
            _note(seen, path, Judges.PRESENCE)
        elif not schema.paths()[path].is_group:  # a list of rows tells by what is asked of its rows
            _note(seen, path, _alone(path))


def _call(expr: Any, scope: Scope, seen: dict[str, set[Judges]]) -> None:
    parts = operands(expr)
    if expr.call.function not in _COMPARED:
        for part in parts:
            _walk(part, scope, seen)
        return
    named = [[path for path in _named(part, scope) if path in schema.paths()] for part in parts]
    with_nothing = any(_is_nothing(part) for part in parts)
    for paths in named:
        for path in paths:
            if all(named):
                _note(seen, path, Judges.CONSISTENCY)
                if _is_recorded(path):
                    _note(seen, path, Judges.REGISTRY)
            else:
                _note(seen, path, _compared(path, with_nothing=with_nothing))
    for part in parts:
        if part.WhichOneof("kind") != "select":
            _walk(part, scope, seen)


def _is_nothing(part: Any) -> bool:
    constant = part.const if part.WhichOneof("kind") == "const" else None
    return constant is not None and constant.HasField("number") and constant.number == 0


def _named(part: Any, scope: Scope) -> list[str]:
    """The facts that one side of a comparison stands for: itself, the list it counts, or what it adds up."""
    path = path_of(part, scope)
    if path is not None:
        return [path]
    if part.WhichOneof("kind") == "call":
        return [path for each in operands(part) for path in _named(each, scope)]
    counted = element_of(part, scope) if part.WhichOneof("kind") == "loop" else None
    return [counted.removesuffix(ELEMENT)] if counted else []


def _compared(path: str, *, with_nothing: bool) -> Judges:
    """What comparing a fact with something written in the rule establishes."""
    fact = schema.paths()[path]
    if _is_recorded(path):
        return Judges.REGISTRY
    if path.rpartition(".")[2] in FIGURES_OF_TEXT:
        return Judges.FORM
    if fact.codes is not None:
        return Judges.ANSWER
    if fact.python is bool:
        return YES_OR_NO[path]
    if fact.many and with_nothing:
        return Judges.PRESENCE
    return Judges.THRESHOLD


def _alone(path: str) -> Judges:
    """What a fact that stands by itself establishes: one that is true or false, or a list that is gone through."""
    if _is_recorded(path):
        return Judges.REGISTRY
    return YES_OR_NO.get(path, Judges.ANSWER)


def _is_recorded(path: str) -> bool:
    return path.partition(".")[0] in RECORDED or path in RECORDED_ELSEWHERE


def _note(seen: dict[str, set[Judges]], path: str, kind: Judges) -> None:
    seen.setdefault(path, set()).add(kind)
