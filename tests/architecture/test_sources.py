"""Rules that hold for every source file."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PRODUCT = sorted(
    path for folder in ("config", "service", "workers") for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
# A migration is a record of one day: nobody edits it, and splitting it would hide its order.
MIGRATIONS = set((ROOT / "service" / "store" / "migrations" / "versions").glob("*.py"))
LONGEST_FILE = 300
_LATER = re.compile("TO" + "DO|FIX" + "ME|X{3}")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def comments(path: Path) -> str:
    tokens = tokenize.generate_tokens(io.StringIO(text(path)).readline)
    return "\n".join(token.string for token in tokens if token.type == tokenize.COMMENT)


def at_import(parent: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs when the module is imported: all but the bodies of functions."""
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (part for default in node.args.defaults for part in ast.walk(default))
        elif not isinstance(node, ast.Lambda):
            yield node
            yield from at_import(node)


def reads_environment(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"environ", "environb", "getenv"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    )


class TestProduct:
    def test_a_module_reads_no_environment_when_it_is_imported(self):
        readers = [path for path in PRODUCT if any(reads_environment(node) for node in at_import(tree(path)))]
        assert readers == []

    def test_a_module_says_what_it_is_for(self):
        assert [path for path in PRODUCT if path.stat().st_size and not ast.get_docstring(tree(path))] == []


class TestAnyFile:
    def test_it_is_short_enough_to_be_read(self):
        lengths = {
            name(path): len(text(path).splitlines()) for path in PRODUCT + TESTS if path not in MIGRATIONS
        }
        assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}

    def test_it_leaves_nothing_for_later(self):
        assert [name(path) for path in PRODUCT + TESTS if _LATER.search(comments(path))] == []


class TestEnvironment:
    def test_only_process_edges_read_it(self):
        readers = {
            name(path) for path in PRODUCT if any(reads_environment(node) for node in ast.walk(tree(path)))
        }
        assert {reader.split("/")[1] for reader in readers if reader.startswith("service/")} <= {
            "cli",
            "http",
        }
        assert "config/settings.py" not in readers
