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
    """The clinician's "I" becomes the therapist; quotations and the client's own "I" stay."""
    out: list[Word] = []
    quoted = False
    voiced = False
    for index, word in enumerate(words):
        if word.text in {'"', "“", "”"}:
            quoted = not quoted
        if quoted:
            out.append(word)
            continue
        before = out[-1] if out else None
        if (
            before is not None
            and (lexicon.verb_is(before.lower, "say") or before.text == ":")
            and not any(w.text.endswith("therapist") for w in out[-3:])
            and not (len(out) > 1 and out[-2].lower in grammar().be)
            and word.lower.split("'")[0] in {"i", "my"}
        ):
            voiced = True  # "he said I never told her": the client's own voice
        out.append(word if voiced else _for_clinician(word, words, index, lexicon))
    return _agreeing(out, lexicon)


def _for_clinician(word: Word, words: Sequence[Word], index: int, lexicon: Lexicon) -> Word:
    new = _CLINICIAN_WORDS.get(word.lower)
    if new is None:
        return word
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
