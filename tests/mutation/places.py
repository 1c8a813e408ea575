"""The places of a module that can be changed, and the module with one of them changed.

Must not change what nobody can rely on: words for people, annotations, docstrings, patterns.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLS = {"all": "any", "any": "all", "min": "max", "max": "min"}
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{1,60}", re.ASCII)
# What these are given is for people, or says how a class is made.
_WORDS = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "dataclass",
          "NewType", "TypeVar", "cast"}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One change of one place; `key` names it as `MUTANT_CASE` takes it, `what` says it in code."""

    path: str
    line: int
    column: int
    kind: str
    within: str
    what: str

    @property
    def key(self) -> str:
        return f"{self.path}:{self.line}:{self.column}:{self.kind}"

    @property
    def lasting(self) -> str:
        """The name of a change that lines above it do not alter, for the list of equivalent ones."""
        return f"{self.path} | {self.within} | {self.what}"


@dataclass
class _Found:
    place: Place
    change: Callable[[], None]


def places(source: str, path: str) -> list[Place]:
    """Return every change that can be made to this source, in the order of the source."""
    return [found.place for found in _Finder(ast.parse(source), path).found]


def changed(source: str, path: str, key: str) -> ast.Module:
    """Return the source with one change made.

    Raises:
        LookupError: no place of this source has that key.
    """
    tree = ast.parse(source)
    for found in _Finder(tree, path).found:
        if found.place.key == key:
            found.change()
            return ast.fix_missing_locations(tree)
    raise LookupError(f"{key} is no place that can be changed; the source may have moved on.")


def of_file(root: Path, path: str) -> list[Place]:
    """Return the places of a file, given by its path from the root."""
    return places((root / path).read_text("utf-8"), path)


class _Finder:
    def __init__(self, tree: ast.Module, path: str) -> None:
        self.path = path
        self.found: list[_Found] = []
        self._members = _members(tree)
        self._body(tree.body, "module")
        self.found.sort(key=lambda one: (one.place.line, one.place.column, one.place.kind))
        seen: dict[str, int] = {}
        for one in self.found:  # a sum of a sum begins where it begins
            times = seen[one.place.key] = seen.get(one.place.key, 0) + 1
            if times > 1:
                one.place = replace(one.place, kind=f"{one.place.kind}.{times}")

    def _add(
        self,
        node: ast.expr | ast.stmt,
        kind: str,
        within: str,
        what: str,
        change: Callable[[], None],
    ) -> None:
        place = Place(self.path, node.lineno, node.col_offset, kind, within, what)
        self.found.append(_Found(place, change))

    def _swap(
        self,
        holder: ast.AST,
        name: str,
        number: int | None,
        new: ast.expr,
        kind: str,
        within: str,
    ) -> None:
        """A change that puts another expression in the place of one."""
        held = getattr(holder, name)
        old = held if number is None else held[number]

        def change() -> None:
            ast.copy_location(new, old)
            if number is None:
                setattr(holder, name, new)
            else:
                held[number] = new

        where = f" in {_short(holder)}" if isinstance(old, ast.Constant | ast.Attribute) else ""
        if isinstance(holder, ast.Dict) and name == "values" and holder.keys[number or 0]:
            where = f" at {_short(holder.keys[number or 0])}"  # type: ignore[arg-type]
        self._add(old, kind, within, f"{_short(old)} → {_short(new)}{where}", change)

    # --- statements

    def _body(self, body: list[ast.stmt], within: str) -> None:
        for number, statement in enumerate(body):
            if number == 0 and _is_text(statement):
                continue
            self._removal(body, number, within)
            self._statement(statement, within)

    def _removal(self, body: list[ast.stmt], number: int, within: str) -> None:
        statement = body[number]
        removable = isinstance(statement, ast.Raise | ast.Continue | ast.Break) or (
            isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call | ast.Await)
        )
        if isinstance(statement, ast.Return) and statement.value is not None:
            removable = not (
                isinstance(statement.value, ast.Constant) and not statement.value.value
            )
        if removable:

            def change() -> None:
                body[number] = ast.copy_location(ast.Pass(), statement)

            self._add(statement, "remove", within, f"{_short(statement)} → pass", change)

    def _statement(self, node: ast.stmt, within: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = node.name if within == "module" else f"{within}.{node.name}"
            if not isinstance(node, ast.ClassDef):
                for values in (node.args.defaults, node.args.kw_defaults):
                    for number, value in enumerate(values):
                        if value is not None:
                            self._expression(node.args, _field(node.args, values), number, inner)
            self._body(node.body, inner)
            return
        if isinstance(node, ast.Import | ast.ImportFrom) or _only_for_types(node):
            return
        if isinstance(node, ast.Raise):  # its words are for people; that it raises is tried above
            return
        if isinstance(node, ast.If | ast.While):
            self._negated(node, within)
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "type_comment", "targets", "target"}:
                continue
            self._field(node, name, value, within)

    def _field(self, node: ast.AST, name: str, value: object, within: str) -> None:
        if isinstance(value, ast.expr):
            self._expression(node, name, None, within)
        elif isinstance(value, list) and value:
            if isinstance(value[0], ast.stmt):
                self._body(value, within)
                return
            for number, item in enumerate(value):
                if isinstance(item, ast.expr):
                    self._expression(node, name, number, within)
                elif isinstance(item, ast.AST):
                    self._inside(item, within)

    def _inside(self, node: ast.AST, within: str) -> None:
        for name, value in ast.iter_fields(node):
            if name not in {"annotation", "target", "optional_vars"}:
                self._field(node, name, value, within)

    # --- expressions

    def _expression(self, holder: ast.AST, name: str, number: int | None, within: str) -> None:
        held = getattr(holder, name)
        node = held if number is None else held[number]
        if isinstance(node, ast.JoinedStr):
            return
        if isinstance(node, ast.Constant) and _names_what_is_read(holder):
            return
        for kind, new in self._instead_of(node):
            self._swap(holder, name, number, new, kind, within)
        if isinstance(node, ast.Call) and _called(node) in _WORDS:
            return
        if isinstance(node, ast.Subscript) and _is_type(node):
            return
        if isinstance(node, ast.IfExp):
            self._negated(node, within)
        self._inside(node, within)

    def _instead_of(self, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        if isinstance(node, ast.Compare):
            for number, operator in enumerate(node.ops):
                other = _COMPARISONS[type(operator)]()
                operators = [*node.ops[:number], other, *node.ops[number + 1 :]]
                yield f"compare{number}", ast.Compare(node.left, operators, node.comparators)
        elif isinstance(node, ast.BoolOp):
            swapped = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
            yield "and-or", ast.BoolOp(swapped, node.values)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield "not", node.operand
        elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            if not _is_type(node):
                yield "sum", ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
        elif isinstance(node, ast.Call) and _called(node) in _CALLS:
            other_name = ast.Name(_CALLS[_called(node)], ast.Load())
            yield "every", ast.Call(other_name, node.args, node.keywords)
        elif isinstance(node, ast.Attribute):
            other_member = self._other_member(node)
            if other_member:
                yield "member", ast.Attribute(node.value, other_member, ast.Load())
        elif isinstance(node, ast.Constant):
            yield from _other_constants(node.value)

    def _other_member(self, node: ast.Attribute) -> str | None:
        if not isinstance(node.value, ast.Name) or not node.attr.isupper():
            return None
        known = self._members.get(node.value.id, [])
        if len(known) < 2 or node.attr not in known:
            return None
        return known[(known.index(node.attr) + 1) % len(known)]

    def _negated(self, node: ast.If | ast.While | ast.IfExp, within: str) -> None:
        """A condition without an operator of its own is tried by its opposite."""
        if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
            new = ast.UnaryOp(ast.Not(), node.test)
            self._swap(node, "test", None, new, "negate", within)


def _members(tree: ast.Module) -> dict[str, list[str]]:
    """The codes that a module names of each class of codes, such as Status.DRAFT."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            known = found.setdefault(node.value.id, [])
            if node.attr.isupper() and node.attr not in known:
                known.append(node.attr)
    return {name: sorted(known) for name, known in found.items()}


def _other_constants(value: object) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(value, bool):
        yield "truth", ast.Constant(not value)
    elif isinstance(value, int):
        yield "plus", ast.Constant(value + 1)
        yield "minus", ast.Constant(value - 1)
    elif isinstance(value, str) and _CODE.fullmatch(value):
        yield "code", ast.Constant(value + "_other")


def _field(holder: ast.AST, values: object) -> str:
    return next(name for name, value in ast.iter_fields(holder) if value is values)


def _names_what_is_read(holder: ast.AST) -> bool:
    """Whether a text given here only names a field in the words of an error."""
    return isinstance(holder, ast.Call) and _called(holder).startswith(("read_", "_optional"))


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _only_for_types(node: ast.stmt) -> bool:
    if _is_text(node):
        return True
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in {"__all__", "__slots__"}
    return False


def _is_type(node: ast.expr) -> bool:
    """Whether an expression reads like a type: `str | int`, `Literal["a"]`, `dict[str, int]`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _is_type(node.left) and _is_type(node.right)
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and (
            node.value.id in {"list", "dict", "tuple", "set", "frozenset", "type"}
            or node.value.id[:1].isupper()
        ) and not node.value.id.isupper()  # fmt: skip
    if isinstance(node, ast.Constant):
        return node.value is None
    return isinstance(node, ast.Name) and (node.id in {"str", "int", "bool", "list", "tuple", "dict"}
                                           or node.id[:1].isupper())  # fmt: skip


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2] if not isinstance(node.func, ast.Call) else ""


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:60]} … {text[-27:]}"
