"""The third person: the clinician's "I" becomes the therapist; the client's own words stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.text import Word

_CLINICIAN_WORDS: Final = {
    "i": "therapist",
    "me": "the therapist",
    "my": "the therapist's",
    "myself": "therapist",
    "i'm": "therapist is",
    "i've": "therapist has",
    "i'd": "therapist would",
    "i'll": "therapist will",
    "we": "client and therapist",
    "we've": "client and therapist have",
    "we're": "client and therapist are",
    "we'll": "client and therapist will",
    "we'd": "client and therapist had",
}
_OWN: Final = frozenset({"i", "me", "my", "myself"})
# Where the clinician's own account goes on after somebody's words.
_RESUMING: Final = frozenset(
    {"that", "and", "but", "so", "then", "when", "while", "after", "before", "until", "since", "as"}
)
_SUBJECT_WORDS: Final = 4
_AGREEING: Final = {
    "am": "is",
    "have": "has",
    "do": "does",
    "don't": "does not",
    "haven't": "has not",
    "dont": "does not",
    "aren't": "is not",
}


def third_person(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """The clinician's "I" becomes the therapist; quotations and the client's own "I" stay.

    Whose an "I" in reported words is ("says better if I wasn't here") nobody can tell without
    quotation marks, so it stays as it was typed, and so does what follows it.
    """
    out: list[Word] = []
    quoted = False
    voiced = False
    for index, word in enumerate(words):
        if word.text in {'"', "“", "”"}:
            quoted = not quoted
        if quoted:
            out.append(word)
            continue
        voiced = voiced or _is_voiced(word, out, lexicon)
        out.append(word if voiced else _for_clinician(word, words, index, lexicon))
    return _agreeing(out, lexicon)


def _is_voiced(word: Word, before: Sequence[Word], lexicon: Lexicon) -> bool:
    """True where a first person stands in what somebody else than the clinician said or thinks."""
    own = word.lower.split("'")[0]
    if own not in _OWN or not before:
        return False
    last = before[-1]
    if last.text == ":":
        return not _is_clinicians(before[:-1])
    if own in {"i", "my"} and (last.lower == "goes" or lexicon.verb_is(last.lower, "say")):
        return not _is_clinicians(before[:-1])
    at = max((i for i, w in enumerate(before) if lexicon.verb_is(w.lower, "quote")), default=-1)
    between = {w.lower for w in before[at + 1 :]}
    is_object = own != "i" and between <= {"to"}  # "told me", "says to me"
    if at < 0 or is_object or between & _RESUMING:
        return False
    return not _is_clinicians(before[:at])


def _is_clinicians(subject: Sequence[Word]) -> bool:
    """True where the clinician is the one who says it, or it was said to somebody ("was told")."""
    near = subject[-_SUBJECT_WORDS:]
    return any(w.text.endswith("therapist") for w in near) or (
        bool(near) and near[-1].lower in grammar().be
    )


def _for_clinician(word: Word, words: Sequence[Word], index: int, lexicon: Lexicon) -> Word:
    new = _CLINICIAN_WORDS.get(word.lower)
    if new is None or (index > 0 and word.text in {"Me", "My", "We"}):
        return word  # capital within a sentence: of a title, such as Hold Me Tight
    if word.lower == "i'd" and index + 1 < len(words):
        base = lexicon.verb(words[index + 1].lower)
        if (
            base is not None
            and words[index + 1].lower == lexicon.morphology.participle(base) != base
        ):
            new = "therapist had"
    return replace(word, text=new, lower="therapist" if new.startswith("therapist") else word.lower)


def _agreeing(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """ "therapist think" -> "therapist thinks", "therapist am" -> "therapist is"."""
    for index, word in enumerate(words[:-1]):
        if word.text != "therapist":
            continue
        at = index + 1
        while at < len(words) - 1 and (
            words[at].lower in grammar().adverb or words[at].lower.endswith("ly")
        ):
            at += 1
        if _turn_third(words, at, lexicon):
            for later in range(at + 1, len(words) - 1):  # "keeps it short and sends her back"
                if words[later].lower in {"and", "but"}:
                    _turn_third(words, later + 1, lexicon)
    return words


def _turn_third(words: list[Word], index: int, lexicon: Lexicon) -> bool:
    """Puts a base form at `index` into the third person; False where there is none."""
    word = words[index]
    if word.lower in _AGREEING:
        words[index] = word.says(_AGREEING[word.lower])
        return False
    base = lexicon.verb(word.lower)
    if base is None or word.lower != base or lexicon.morphology.past(base) == base:
        return False
    words[index] = word.says(lexicon.morphology.third(base))
    return True


def client_for_pronoun(words: list[Word], lexicon: Lexicon, *, client: str) -> list[Word]:
    """ "She'll call" -> "Client will call", "he's tired" -> "Client is tired"."""
    first = words[0]
    named = replace(first, text=client, lower=client.casefold())
    _, apostrophe, ending = first.lower.partition("'")
    if not apostrophe:
        return [named, *words[1:]]
    after = words[1].lower if len(words) > 1 else ""
    base = lexicon.verb(after)
    done = base is not None and after == lexicon.morphology.participle(base)
    verb = {
        "ll": "will",
        "d": "had" if done else "would",
        "s": "has" if done and after not in grammar().adjectival else "is",
    }[ending]
    return [named, replace(first, text=verb, lower=verb, spaced=True), *words[1:]]
