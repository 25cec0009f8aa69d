"""A gentle word while a summary is still too thin to make a note of: what would help most.

Said of the reading that the draft will rest on, in one line, and never in the way of drafting.
"""

from __future__ import annotations

from typing import Final

from notegen.engines.rules.reading import read
from notegen.evidence.lexicon import lexicon
from notegen.model import MAX_SUMMARY_CHARS, SessionSummary

FEW_WORDS: Final = 12
ENOUGH_WORDS: Final = 80  # who writes this much has said what there was to say

# What a note needs, the most helpful first: kinds of fact that show it, and how to ask for it.
_NEEDS: Final = (
    (("intervention", "safety"), "what you did"),
    (("plan", "homework.new"), "what comes next"),
    (("report", "risk", "goal", "medication", "homework.review"), "what the client said"),
    (("response", "observation", "measure"), "how they seemed or responded"),
)
_ALWAYS_TOLD: Final = 2  # of these: a session can do without the others


def hint(text: str) -> str:
    """What would help most, in one line; empty where the summary is enough to make a note of.

    Empty too for a text that is no summary (none, too long or not text): drafting says that.
    """
    words = len(text.split())
    if not words or words >= ENOUGH_WORDS or len(text) > MAX_SUMMARY_CHARS or "\x00" in text:
        return ""
    missing = _missing(text)
    if words < FEW_WORDS:
        most = missing[0] if missing else "a sentence more on what mattered"
        return f"Rather short for a note. It would help most to add {most}."
    told = [need for _, need in _NEEDS[:_ALWAYS_TOLD] if need in missing]
    return f"It would help to add {' and '.join(told)}." if told else ""


def _missing(text: str) -> list[str]:
    facts = read(SessionSummary(text.encode("utf-8", "replace").decode()), lexicon()).facts
    stated = {fact.kind for fact in facts}
    return [
        need
        for kinds, need in _NEEDS
        if not any(kind == root or kind.startswith(f"{root}.") for kind in stated for root in kinds)
    ]
