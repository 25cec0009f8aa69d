"""Promise 7, by reading the pages: only words of the program go where Streamlit renders Markdown.

Streamlit renders it in messages, captions, toasts, titles and in every widget's label and help. A
text that somebody typed, or that a file brought, goes into `st.text`, `st.code`, a widget's value
or our own components, which set `textContent`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
# Calls whose first argument is plain text or no text at all.
PLAIN = {"text", "code", "columns", "Page", "navigation", "form", "container"}
RENDERED = ("label", "body", "help", "title")
# What may stand there beside literal words, looked at one by one: numbers, and names for words of
# the program.
KNOWN = {
    "accuracy.py": {"line", "measured.split", "measured.version"},  # of the card that ships
    "chrome.py": {"_STYLE", "page", "_label(page)", "what", "waiting", "label"},
    "details_form.py": {"label", "LABELS[name]"},
    "gate.py": {"MIN_PASSPHRASE", "_CREATE"},
    "note.py": {"label"},
    "records_view.py": {"_PAGE"},
    "signed_view.py": {"label"},
}


def rendered(source: str) -> Iterator[tuple[int, str]]:
    """Every expression that is not literal words in a place that Streamlit renders."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        of, _, name = ast.unparse(call.func).rpartition(".")
        if of != "st":
            continue
        named = [item.value for item in call.keywords if item.arg in RENDERED]
        for given in ([] if name in PLAIN else call.args[:1]) + named:
            yield from ((call.lineno, text) for text in _not_literal(given))


def _not_literal(given: ast.expr) -> list[str]:
    if isinstance(given, ast.Constant):
        return []
    if isinstance(given, ast.IfExp):
        return [*_not_literal(given.body), *_not_literal(given.orelse)]
    if isinstance(given, ast.JoinedStr):
        parts = [part for part in given.values if isinstance(part, ast.FormattedValue)]
        return [ast.unparse(part.value) for part in parts]
    return [ast.unparse(given)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_only_words_of_the_program_are_rendered(script: Path) -> None:
    known = KNOWN.get(script.name, set())
    found = [(line, text) for line, text in rendered(script.read_text("utf-8"))]
    assert [(line, text) for line, text in found if text not in known] == []


@pytest.mark.parametrize(
    "line",
    [
        "st.caption(text)",
        'st.error(f"No note of {client}")',
        "st.toast(record.error.reason)",
        'st.expander("About " + note.details.client)',
        'st.text_input("Words", help=hint)',
        "st.markdown(label.strip())",
        'st.write("a" if plain else summary)',
    ],
)
def test_a_typed_text_in_such_a_place_is_noticed(line: str) -> None:
    assert len(list(rendered(line))) == 1


def test_literal_words_and_plain_text_are_not_taken_for_it() -> None:
    fine = 'st.caption("Words")\nst.text(summary)\nst.code(key)\nst.write("a" if b else "c")'
    assert list(rendered(fine)) == []
