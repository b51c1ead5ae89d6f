"""The codes of refusals, faults and notices that the source really uses."""

import ast
from collections.abc import Iterator
from pathlib import Path

import service

ROOT = Path(service.__file__).parent
# Never answered over HTTP: commands print their own sentences.
_ELSEWHERE = ("cli",)
REFUSALS = {"TaliqError", "NotFound", "Refused", "Conflict", "Unavailable"}
# name of the call → position of its code
FAULTS = {"Fault": 1, "flawed": 0, "Flaw": 0}


def refusal_codes() -> dict[str, str]:
    """Code → file of every refusal raised by name, and of every class of refusals."""
    found: dict[str, str] = {}
    for path, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in REFUSALS:
                found |= _constant(node.args, 0, path)
            if isinstance(node, ast.ClassDef) and {_name(base) for base in node.bases} & REFUSALS:
                found |= _class_code(node, path)
    return found


def fault_codes() -> dict[str, str]:
    """Code → file of every fault of a field."""
    found: dict[str, str] = {}
    for path, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (position := FAULTS.get(_name(node.func))) is not None:
                found |= _constant(node.args, position, path)
    return found


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(ROOT.rglob("*.py")):
        path = file.relative_to(ROOT)
        if path.parts[0] not in _ELSEWHERE:
            yield str(path), ast.parse(file.read_text(encoding="utf-8"))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _constant(arguments: list[ast.expr], position: int, path: str) -> dict[str, str]:
    if len(arguments) > position and isinstance(argument := arguments[position], ast.Constant):
        return {str(argument.value): path}
    return {}


def _class_code(node: ast.ClassDef, path: str) -> dict[str, str]:
    return {
        str(line.value.value): path
        for line in node.body
        if isinstance(line, ast.Assign)
        and _name(line.targets[0]) == "code"
        and isinstance(line.value, ast.Constant)
    }
