"""The shape of the code: who may import whom, and house rules that a reader would else police.

Each rule is a function from a module to the lines that break it. Each test holds the rule against
the whole tree, and against a source that breaks it, so that a rule which sees nothing is noticed.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each layer imports the ones after it, never one before it.
LAYERS = ("app", "pages", "eval", "notegen")

ALLOWED_AT_TOP = {
    ".ci", ".docs", ".editorconfig", ".gitattributes", ".gitignore", ".streamlit", "LICENSE",
    "Makefile", "README.md", "app.py", "datasets", "eval", "notegen", "pages", "pyproject.toml",
    "requirements-dev.lock", "requirements.lock", "tests",
}  # fmt: skip

# Loading these takes longer than drafting a note: `import notegen` leaves them for first use.
HEAVY = {
    "cryptography", "datasets", "evaluate", "fpdf", "numpy", "openai", "pandas", "platformdirs",
    "pydantic", "sqlcipher3", "sqlite_utils", "streamlit",
}  # fmt: skip

NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "httpx2", "imaplib", "openai", "poplib", "requests",
    "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "websockets",
    "xmlrpc",
}  # fmt: skip


@dataclass(frozen=True)
class Module:
    """One source file and its path below the root of the repository."""

    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.path)

    @property
    def layer(self) -> str:
        return self.path.split("/", 1)[0].removesuffix(".py")

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of everything imported, also by name through importlib."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Import():
                    yield from ((node.lineno, alias.name) for alias in node.names)
                case ast.ImportFrom(level=0, module=str(module)):
                    yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
                case ast.ImportFrom():
                    yield node.lineno, f"{self.layer}.relative"
                case ast.Call(
                    func=ast.Name(id="import_module" | "__import__")
                    | ast.Attribute(attr="import_module"),
                    args=[ast.Constant(value=str(name)), *_],
                ):
                    yield node.lineno, name


Rule = Callable[[Module], list[str]]


def modules() -> list[Module]:
    files = [ROOT / "app.py"]
    for layer in LAYERS[1:]:
        files += sorted((ROOT / layer).rglob("*.py"))
    return [
        Module(file.relative_to(ROOT).as_posix(), file.read_text("utf-8"))
        for file in files
        if file.is_file()
    ]


def hold(rule: Rule) -> None:
    """Fail with every line of the tree that breaks `rule`."""
    tree = modules()
    assert len(tree) > 10, "the tree was not found"
    assert [broken for module in tree for broken in rule(module)] == []


def breaks(rule: Rule, path: str, source: str) -> bool:
    return bool(rule(Module(path, source)))


def imports_of(module: Module, banned: set[str], why: str) -> list[str]:
    return [
        f"{module.path}:{line}: imports {name}: {why}"
        for line, name in module.imports()
        if name.split(".", 1)[0] in banned
    ]


def upward_imports(module: Module) -> list[str]:
    above = set(LAYERS[: LAYERS.index(module.layer)])
    return imports_of(module, above | {"tests"}, f"{module.layer} may not know it")


def interface_imports(module: Module) -> list[str]:
    banned = {"notegen": {"streamlit", "pandas", "evaluate", "datasets"}, "eval": {"streamlit"}}
    return imports_of(module, banned.get(module.layer, set()), "not in this layer")


def network_imports(module: Module) -> list[str]:
    if module.layer != "notegen" or module.path.startswith("notegen/engines/llm"):
        return []
    return [
        broken
        for broken in imports_of(module, NETWORK, "only notegen.engines.llm uses the network")
        if "imports urllib.parse" not in broken
    ]


def session_state_uses(module: Module) -> list[str]:
    if module.path == "pages/_ui/session.py":
        return []
    found = [
        node.lineno
        for node in ast.walk(module.tree)
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "session_state"
            and not _of_a_left_session(module, node)
        )
        or (isinstance(node, ast.Name) and node.id == "session_state")
    ]
    found += [line for line, name in module.imports() if name.endswith(".session_state")]
    return [f"{module.path}:{line}: only pages/_ui/session.py uses it" for line in found]


def _of_a_left_session(module: Module, node: ast.Attribute) -> bool:
    """windows.py empties sessions that nobody looks at; `st.session_state` it may not touch."""
    is_streamlit = isinstance(node.value, ast.Name) and node.value.id in {"st", "streamlit"}
    return module.path == "pages/_ui/windows.py" and not is_streamlit


def unguarded_pages(module: Module) -> list[str]:
    folder, _, _ = module.path.rpartition("/")
    if folder != "pages":
        return []
    body = module.tree.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    for statement in body:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            if ast.unparse(statement) == "session.require_unlocked()":
                return []
            break
    return [f"{module.path}: does not begin with session.require_unlocked()"]


def long_files(module: Module) -> list[str]:
    length = len(module.source.splitlines())
    return [f"{module.path}: {length} lines, at most 400"] if length > 400 else []


def swallowed_exceptions(module: Module) -> list[str]:
    silent = [
        handler.lineno
        for handler in ast.walk(module.tree)
        if isinstance(handler, ast.ExceptHandler)
        and all(
            isinstance(statement, ast.Pass)
            or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
            for statement in handler.body
        )
    ]
    silent += [
        call.lineno
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] == "suppress"
        and {ast.unparse(name) for name in call.args} & {"Exception", "BaseException"}
    ]
    return [f"{module.path}:{line}: an exception vanishes here" for line in silent]


def test_imports_go_down_the_layers_only() -> None:
    hold(upward_imports)
    assert breaks(upward_imports, "notegen/a.py", "from eval import runner")
    assert breaks(upward_imports, "notegen/a.py", "def f():\n    import pages.note")
    assert breaks(upward_imports, "eval/a.py", "from pages._ui import session")
    assert breaks(upward_imports, "pages/a.py", "import app")
    assert breaks(upward_imports, "notegen/a.py", "importlib.import_module('eval.stats')")
    assert not breaks(upward_imports, "pages/a.py", "import notegen\nfrom eval import runner")


def test_core_and_workbench_know_no_interface() -> None:
    hold(interface_imports)
    assert breaks(interface_imports, "notegen/a.py", "import streamlit as st")
    assert breaks(interface_imports, "notegen/a.py", "from pandas import DataFrame")
    assert breaks(interface_imports, "notegen/a.py", "from evaluate import load")
    assert breaks(interface_imports, "eval/a.py", "from streamlit import text")


def test_only_the_llm_engine_uses_the_network() -> None:
    hold(network_imports)
    for source in ("import socket", "from urllib.request import urlopen", "import http.client"):
        assert breaks(network_imports, "notegen/store/a.py", source)
        assert not breaks(network_imports, "notegen/engines/llm.py", source)
    assert not breaks(network_imports, "notegen/a.py", "from urllib.parse import quote")


def test_only_the_session_module_touches_session_state() -> None:
    hold(session_state_uses)
    assert breaks(session_state_uses, "pages/note.py", "st.session_state['draft'] = 1")
    assert breaks(session_state_uses, "app.py", "from streamlit import session_state as s")
    assert not breaks(session_state_uses, "pages/_ui/session.py", "st.session_state.x = 1")
    assert breaks(session_state_uses, "pages/_ui/windows.py", "st.session_state.clear()")
    assert not breaks(session_state_uses, "pages/_ui/windows.py", "left.session_state.clear()")


def test_every_page_begins_by_requiring_an_unlocked_vault() -> None:
    hold(unguarded_pages)
    guarded = '"""Page."""\nfrom pages._ui import session\n\nsession.require_unlocked()\nrest()\n'
    assert not breaks(unguarded_pages, "pages/note.py", guarded)
    assert breaks(unguarded_pages, "pages/note.py", "import streamlit as st\nst.title('Note')\n")
    assert breaks(unguarded_pages, "pages/note.py", guarded.replace("session.", "x()\nsession."))
    assert breaks(unguarded_pages, "pages/note.py", '"""Only a docstring."""')


def test_files_stay_readable_in_length() -> None:
    hold(long_files)
    assert breaks(long_files, "notegen/a.py", "x = 1\n" * 401)
    assert not breaks(long_files, "notegen/a.py", "x = 1\n" * 400)


def test_no_exception_is_swallowed() -> None:
    hold(swallowed_exceptions)
    handler = "try:\n    f()\nexcept ValueError:\n    "
    assert breaks(swallowed_exceptions, "notegen/a.py", handler + "pass")
    assert breaks(swallowed_exceptions, "notegen/a.py", handler + "...")
    assert breaks(swallowed_exceptions, "eval/a.py", "with suppress(Exception):\n    f()")
    assert not breaks(swallowed_exceptions, "notegen/a.py", handler + "return None")


def package_marks(folder: Path) -> list[Path]:
    assert folder.is_dir()
    return list(folder.rglob("__init__.py"))


@pytest.mark.parametrize("folder", ["datasets", "pages", "tests"])
def test_data_pages_and_tests_are_no_packages(folder: str, tmp_path: Path) -> None:
    """One in datasets/ would shadow the Hugging Face package, one in tests/eval our own eval."""
    assert package_marks(ROOT / folder) == []
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "__init__.py").touch()
    assert package_marks(tmp_path)


def unexpected_at_top(paths: list[str]) -> set[str]:
    return {path.split("/", 1)[0] for path in paths} - ALLOWED_AT_TOP


def test_nothing_unexpected_lies_at_the_top() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = listing.stdout.splitlines()
    assert "pyproject.toml" in paths
    assert unexpected_at_top(paths) == set()
    assert unexpected_at_top(["scratch.py", "utils/x.py"]) == {"scratch.py", "utils"}


def loaded_by(statement: str) -> set[str]:
    """Top-level modules in a fresh interpreter after `statement`."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.split(".", 1)[0] for name in json.loads(run.stdout)}


def test_import_notegen_is_light() -> None:
    assert loaded_by("import notegen") & HEAVY == set()
    assert "cryptography" in loaded_by("import cryptography")
