"""When two spellings are one word: British and American forms, and typing errors.

Used to match content words only. Numbers, negation, names of drugs and of people get no tolerance.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz import fuzz

_OUR: Final = re.compile(r"^(behavi|col|fav|flav|hon|neighb|lab|hum|rum|harb|vig|end)our")
_ISE: Final = re.compile(r"(?<=\w{4})is(e|ed|es|er|ers|ing|ation|ations)$")
_DOUBLED: Final = re.compile(r"^(travel|cancel|counsel|label|model|signal|fuel|marvel)l(?=[eio])")
_WHOLE: Final = {
    "grey": "gray", "centre": "center", "centres": "centers", "programme": "program",
    "programmes": "programs", "practise": "practice", "practised": "practiced",
    "practising": "practicing", "learnt": "learned", "dreamt": "dreamed", "burnt": "burned",
    "whilst": "while", "towards": "toward", "afterwards": "afterward", "defence": "defense",
    "judgement": "judgment", "cheque": "check", "tyre": "tire", "ageing": "aging",
}  # fmt: skip
_KEEPS_ISE: Final = frozenset(
    "exercise exercised exercises exercising promise promised promises promising surprise "
    "surprised surprises surprising advertise supervise supervised supervises supervising "
    "improvise compromise compromised disguise disguised revise revised otherwise likewise "
    "precise concise premise premises franchise expertise enterprise comprise".split()
)
_SHORTEST: Final = 5  # letters; a change in a shorter word easily makes another word
_ALIKE: Final = 84  # of 100: one letter in six or more wrong, missing or exchanged


def american(word: str) -> str:
    """The American spelling of a folded word: behaviour -> behavior, practised -> practiced."""
    if word in _WHOLE:
        return _WHOLE[word]
    if "our" in word:
        word = _OUR.sub(r"\1or", word)
    if "ll" in word:
        word = _DOUBLED.sub(r"\1", word)
    return _ISE.sub(r"iz\1", word) if "is" in word and word not in _KEEPS_ISE else word


def is_typo_of(word: str, other: str) -> bool:
    """True when two folded words differ as a typing error makes them differ ("cravigns")."""
    if min(len(word), len(other)) < _SHORTEST or abs(len(word) - len(other)) > 2:
        return False
    if word[0] != other[0] or not (word.isalpha() and other.isalpha()):
        return False
    if word == other:
        return False
    return fuzz.ratio(word, other) >= _ALIKE or _letters_swapped(word, other)


def _letters_swapped(word: str, other: str) -> bool:
    """ "doctro", "Aprli": two neighbours have changed places."""
    if len(word) != len(other):
        return False
    wrong = [index for index in range(len(word)) if word[index] != other[index]]
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and word[wrong[0]] == other[wrong[1]]
        and word[wrong[1]] == other[wrong[0]]
    )
