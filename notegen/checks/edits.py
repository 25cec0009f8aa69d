"""When an engine's claim survives an edit, and which words of a sentence the clinician typed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from notegen.evidence.text import Span
from notegen.model import Origin, Statement

_WORD: Final = re.compile(r"\w+(?:['’/-]\w+)*")
# An edit that leaves this share of the engine's words, and of the new ones, keeps its claim.
_SURVIVING_SHARE: Final = 0.5


def claim_survives(original: str, edited: str) -> bool:
    """True when the edited sentence still makes the engine's claim.

    So it does as long as half of its words are the engine's: a letter, a word or a tense changed
    does not turn an invented claim into the clinician's. Retyping it does.
    """
    before, after = _words(original), _words(edited)
    if not before or not after:
        return False
    kept = sum(block.size for block in _matcher(before, after).get_matching_blocks())
    return kept >= _SURVIVING_SHARE * max(len(before), len(after))


def typed_spans(statement: Statement) -> tuple[Span, ...]:
    """The parts of an edited engine sentence that the clinician typed, as spans of its text."""
    if statement.original is None or statement.origin is not Origin.ENGINE:
        return ()
    before = _words(statement.original)
    matches = list(_WORD.finditer(statement.text))
    after = [match.group().casefold() for match in matches]
    spans = []
    for tag, _, _, start, end in _matcher(before, after).get_opcodes():
        if tag in {"replace", "insert"} and end > start:
            spans.append(Span(matches[start].start(), matches[end - 1].end()))
    return tuple(spans)


def _words(text: str) -> list[str]:
    return [match.group().casefold() for match in _WORD.finditer(text)]


def _matcher(before: list[str], after: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, before, after, autojunk=False)
