"""A fact as a sentence a clinician would sign: third person, past where it was observed, complete.

The clinician's own words are kept; only what keeps them from being a sentence is changed. No fact,
actor, place or outcome is added: where the summary leaves the actor out, the sentence is passive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from notegen.engines.rules.reading import Fact
from notegen.evidence.clauses import CLIENT, CLINICIAN, Clause, grammar, parse
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.morphology import plural_noun
from notegen.evidence.names import names
from notegen.evidence.text import Word, join

_REPORTING: Final = frozenset({"report", "risk", "response.said", "medication"})
_TO_PAST: Final = frozenset(
    {
        "report",
        "risk",
        "observation",
        "response.seen",
        "response.said",
        "response.judged",
        "intervention",
        "homework.review",
        "medication",
    }
)
_LEFT_OUT: Final = frozenset({",", ";", ":", "-", "–", "—", "/", "."})
_PRESENT_BE: Final = {"is": "was", "are": "were", "isn't": "was not", "aren't": "were not"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a clinician likes notes to read. `client` is the word for the client."""

    client: str = "Client"


def sentence(fact: Fact, lexicon: Lexicon, *, style: Style) -> str:
    """The fact as one sentence with a capital and a full stop."""
    words = _third_person(list(fact.words), fact, lexicon)
    words = _shed_joiners(words)
    words = _arrows(words)
    clause = parse(tuple(words), lexicon)
    completed = _complete(fact, clause, lexicon, style)
    return _finish(completed, style)


def _complete(fact: Fact, clause: Clause, lexicon: Lexicon, style: Style) -> str:
    if clause.subject is None and clause.verb is not None:
        return _verb_led(fact, clause, lexicon, style)
    if clause.verb is None:
        return _fragment(fact, clause, lexicon)
    if clause.passive and clause.subject is not None and not _has_auxiliary(clause):
        return _with_be(clause)
    return join(_in_past(fact, clause, lexicon))


def _has_auxiliary(clause: Clause) -> bool:
    verb = clause.words[clause.verb or 0].lower
    return verb in grammar().auxiliary or verb in grammar().contracted


def _with_be(clause: Clause) -> str:
    """ "Sleep diary reviewed line by line" -> "Sleep diary was reviewed line by line"."""
    begin, end = clause.subject or (0, 0)
    verb = clause.verb or 0
    be = "were" if _plural(clause.words[begin:end]) else "was"
    return (
        f"{join(clause.words[:end])} {be} {join([*clause.words[end:verb], *clause.words[verb:]])}"
    )


def _verb_led(fact: Fact, clause: Clause, lexicon: Lexicon, style: Style) -> str:
    """A clause without a subject: gets the one it left out, a passive, or stays an imperative."""
    first = clause.words[clause.verb or 0].lower
    if clause.passive and clause.verb == 0:
        return f"{_speaker(fact, style)} was {join(clause.words)}"
    if first == "will" and fact.speaker_person is not None:
        return f"{_speaker(fact, style)} {_lower_first(join(clause.words))}"
    if fact.kind == "plan" or (fact.kind == "homework.new" and clause.base != "assign"):
        return join(clause.words)
    if fact.kind in {"intervention", "homework.new", "safety"} and fact.speaker_person != CLINICIAN:
        passive = _passive(clause, lexicon)
        if passive is not None:
            return passive
    if fact.kind == "homework.new":
        return join(clause.words)
    if fact.kind in {
        "impression",
        "goal",
        "plan",
        "risk.appraisal",
        "safety",
        "measure",
        "measure.distress",
    }:
        return join(clause.words)
    if (
        fact.kind == "intervention"
        and fact.speaker_person != CLINICIAN
        and fact.speaker_person != "together"
    ):
        return join(clause.words)
    words = _in_past(fact, clause, lexicon)
    if not fact.speaker and not _only_client_does(fact, clause, lexicon):
        return join(words)
    return f"{_speaker(fact, style)} {_lower_first(join(words))}"


def _only_client_does(fact: Fact, clause: Clause, lexicon: Lexicon) -> bool:
    """True when nobody but the client can be meant by a clause without a subject.

    What is told, felt or shown is the client's; "emailed the form" may be anybody's, and no actor
    is added to it.
    """
    verb = clause.words[clause.verb or 0].lower
    rules = grammar()
    if verb in rules.modal:
        return False
    if fact.kind in {"risk", "observation", "homework.review"} or fact.kind.startswith("response"):
        return True
    if verb in rules.auxiliary:
        return clause.base is not None and (
            lexicon.verb_is(clause.base, "feel") or lexicon.verb_is(clause.base, "say")
        )
    return lexicon.verb_is(verb, "say") or lexicon.verb_is(verb, "feel")


def _speaker(fact: Fact, style: Style) -> str:
    if not fact.speaker or fact.speaker_person == CLIENT:
        return style.client
    if fact.speaker_person == CLINICIAN:
        return "Therapist"
    if fact.speaker_person == "together":
        return f"{style.client} and therapist"
    return _upper_first(join(fact.speaker))


def _passive(clause: Clause, lexicon: Lexicon) -> str | None:
    """ "practiced grounding techniques" -> "Grounding techniques were practiced".

    Only for a plain object; "explained that ..." becomes "It was explained that ...". None where
    the sentence would come out crooked.
    """
    if clause.base is None or clause.verb is None or clause.base in _NO_PASSIVE:
        return None
    if lexicon.verb(clause.words[clause.verb].lower) != clause.base:
        return None  # behind an auxiliary
    rules = grammar()
    participle = lexicon.morphology.participle(clause.base)
    rest = list(clause.words[clause.verb + 1 :])
    if not rest or (not rest[0].is_word and rest[0].text not in {'"', "“"}):
        return None
    if rest[0].lower in {"that", "how", "why", "whether"}:
        return f"It was {participle} {join(rest)}"
    if rest[0].lower in rules.preposition | rules.nominative | rules.adverb | _OBJECT_PRONOUNS:
        return None
    cut = _end_of_object(rest, lexicon)
    thing, tail = rest[:cut], rest[cut:]
    if not thing or any(word.lower in rules.auxiliary | rules.nominative for word in thing):
        return None
    if any(word.lower in _JOINING and _verb_after(tail, i, lexicon) for i, word in enumerate(tail)):
        return None
    be = "were" if _plural(thing) else "was"
    parts = [join(thing), be, participle]
    if tail:
        parts.append(join(tail))
    return " ".join(parts).replace(" ,", ",").replace(" ;", ";").replace(" .", ".")


_NO_PASSIVE: Final = frozenset(
    {
        "tell",
        "ask",
        "be",
        "have",
        "do",
        "work",
        "talk",
        "end",
        "close",
        "begin",
        "start",
        "go",
        "let",
    }
)
_OBJECT_PRONOUNS: Final = frozenset(
    {"him", "her", "them", "me", "us", "it", "himself", "herself", "themselves"}
)
_JOINING: Final = frozenset({"and", "but", ",", ";", "then"})


def _verb_after(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """True when a verb in the past follows: a second action that a passive would leave hanging."""
    for word in words[index + 1 : index + 3]:
        base = lexicon.verb(word.lower)
        if base is not None and word.lower == lexicon.morphology.past(base):
            return True
    return False


def _end_of_object(words: Sequence[Word], lexicon: Lexicon) -> int:
    """Where the object of a verb ends: at a preposition other than "of", or a mark."""
    rules = grammar()
    for index, word in enumerate(words):
        if word.text in {".", ",", ";", "(", "-", "–"}:
            return index
        before = lexicon.verb(words[index - 1].lower) if index > 1 else None
        if before is not None and words[index - 1].lower == lexicon.morphology.participle(before):
            continue  # "a routine tied to brushing": what follows belongs to the thing
        if index and word.lower in rules.preposition - {"of", "like"} | _AFTER_OBJECT:
            return index
    return len(words)


def _plural(words: Sequence[Word]) -> bool:
    lowers = [word.lower for word in words]
    if "and" in lowers:
        return True
    if "of" in lowers:
        lowers = lowers[: lowers.index("of")]
    return bool(lowers) and plural_noun(lowers[-1])


def _fragment(fact: Fact, clause: Clause, lexicon: Lexicon) -> str:
    """A fragment without a verb, completed where that adds nothing."""
    words = list(clause.words)
    for complete in _FRAGMENTS:
        text = complete(fact, words, lexicon)
        if text is not None:
            return text
    return join(words)


def _scale(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    """ "PHQ-9 14 to 11" -> "PHQ-9 went from 14 to 11"; "PHQ-9 14" -> "PHQ-9 was 14"."""
    if not fact.kind.startswith("measure") or len(words) < 2:
        return None
    known = names().scales | names().distress
    if words[0].lower not in known or not words[1].is_number:
        return None
    lowers = [word.lower for word in words]
    if len(words) > 3 and lowers[2] == "to" and words[3].is_number:
        return f"{words[0].text} went from {join(words[1:])}"
    if "/" in words[1].text and fact.kind == "measure.distress":
        return None
    return f"{words[0].text} was {join(words[1:])}"


def _described(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    """ "affect flat" -> "Affect was flat"; "good eye contact" -> "Eye contact was good"."""
    if fact.kind not in {"observation", "report", "response.seen", "measure"}:
        return None
    rules = grammar()
    core = [word for word in words if word.text != "."]
    lowers = [word.lower for word in core]
    person = len(core) > 1 and (lowers[0] in lexicon.client or lowers[0] in {"she", "he", "they"})
    if person and (
        lowers[1] in rules.descriptive - {"a", "not", "still"} or lowers[1] in rules.adjectival
    ):
        be = "were" if lowers[0] in {"they", "clients"} else "was"
        return f"{core[0].text} {be} {join(core[1:])}"
    if any(not word.is_word and word.text not in {",", "-"} for word in core) or len(core) > 9:
        return None
    head = 0
    while head < len(core) and lowers[head] in rules.descriptive:
        head += 1
    tail = len(core)
    while tail > 0 and (
        lowers[tail - 1] in rules.descriptive | {"and", "but"} or core[tail - 1].text == ","
    ):
        tail -= 1
    if 0 < tail < len(core) and head == 0 and tail <= 3 and "," not in lowers[:tail]:
        be = "were" if _plural(core[:tail]) else "was"
        return f"{join(core[:tail])} {be} {join(core[tail:])}"
    if 0 < head < len(core) and len(core) - head <= 3 and fact.lead.has("mood_subject"):
        thing = core[head:]
        if all(word.is_word for word in thing) and not any(
            w.lower in rules.preposition for w in thing
        ):
            be = "were" if _plural(thing) else "was"
            return f"{join(thing)} {be} {join(core[:head])}"
    if head == len(core) and fact.kind == "observation":
        return f"Client was {_and_list(join(core))}"
    return None


def _homework(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    if fact.kind != "homework.new":
        return None
    if words[0].lower in {"homework", "assignment", "assigned"} or fact.lead.starts_with(
        "homework"
    ):
        return None
    return f"Homework: {_lower_first(join(words))}"


def _labelled(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    """A fragment under a heading that names what it is about keeps that label."""
    label = fact.topic.strip().rstrip(":-–—= ").strip()
    if not label or fact.heading in {"plan", "intervention", "response", "report_all"}:
        return None
    text = " ".join(_expanded_label(label, lexicon))
    return f"{_upper_first(text)}: {join(words)}"


def _expanded_label(label: str, lexicon: Lexicon) -> list[str]:
    return [lexicon.expansion(part) or part for part in label.split()]


def _intervention(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    """ "Box breathing" -> "Box breathing was used"."""
    core = [word for word in words if word.text != "."]
    if fact.kind != "intervention" or not all(
        word.is_word or word.text in {",", "-"} for word in core
    ):
        return None
    if core and core[0].lower == "some" and fact.lead.has("intervention_noun"):
        return f"There was {join(core)}"
    if len(core) > 8 or not fact.lead.starts_with("intervention_noun", within=2):
        return None
    cut = _end_of_object(core, lexicon)
    be = "were" if _plural(core[:cut]) else "was"
    verb = "provided" if core[0].lower == "psychoeducation" else "used"
    tail = f" {join(core[cut:])}" if core[cut:] else ""
    if core[0].lower == "psychoeducation":
        return f"{join(core)} {be} {verb}"
    return f"{join(core[:cut])} {be} {verb}{tail}".replace(" ,", ",")


_AFTER_OBJECT: Final = frozenset(
    {
        "to",
        "that",
        "how",
        "because",
        "when",
        "until",
        "while",
        "again",
        "today",
        "together",
        "using",
        "which",
        "who",
        "where",
    }
)
_FRAGMENTS: Final[tuple[Callable[[Fact, list[Word], Lexicon], str | None], ...]] = (
    _labelled,
    _scale,
    _described,
    _homework,
    _intervention,
)


def _in_past(fact: Fact, clause: Clause, lexicon: Lexicon) -> list[Word]:
    """The clause with reporting and observing verbs in the past ("reports" -> "reported").

    Only those: "lives with her mother" stays true in the present.
    """
    words = list(clause.words)
    if clause.verb is None or fact.kind not in _TO_PAST:
        return words
    verb = words[clause.verb]
    base = lexicon.verb(verb.lower)
    if base is None:
        return words
    forms = lexicon.morphology
    turns = (
        lexicon.verb_is(verb.lower, "say")
        or (lexicon.verb_is(verb.lower, "observe")
        and (fact.kind in {"observation", "response.seen"}))
    )
    if clause.base in {"become", "get"} or not turns:
        return words
    if verb.lower == forms.third(base) or (
        verb.lower == base and base != forms.past(base) and clause.person not in {None}
    ):
        words[clause.verb] = verb.says(forms.past(base))
    return words


def _third_person(words: list[Word], fact: Fact, lexicon: Lexicon) -> list[Word]:
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
            and word.lower.split("'")[0] in {"i", "my"}
        ):
            voiced = True  # "he said I never told her": the client's own voice
        out.append(word if voiced else _for_clinician(word, words, index, out, lexicon))
    return _agreeing(out, lexicon)


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


def _for_clinician(
    word: Word, words: Sequence[Word], index: int, out: Sequence[Word], lexicon: Lexicon
) -> Word:
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


_AGREEING: Final = {
    "am": "is",
    "have": "has",
    "do": "does",
    "don't": "does not",
    "haven't": "has not",
    "dont": "does not",
    "aren't": "is not",
}


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


def _shed_joiners(words: list[Word]) -> list[Word]:
    """Without the "and", "but", "then" that joined the fact to the one before it."""
    begin = 0
    if [word.lower for word in words[:2]] == ["plan", "is"] and len(words) > 3:
        begin = 3 if words[2].lower in {"to", "for", "that"} else 2
    joiners = {
        "and",
        "but",
        "then",
        "so",
        "plus",
        "&",
        "+",
        "though",
        "although",
        "however",
        "also",
    }
    while begin < len(words) - 1 and (
        words[begin].lower in joiners or words[begin].text in _LEFT_OUT
    ):
        begin += 1
    return words[begin:]


def _arrows(words: list[Word]) -> list[Word]:
    """ "14 -> 11" as "14 to 11", "↑" as "increased"."""
    out: list[Word] = []
    for word in words:
        if word.text in {"↑", "↓"}:
            out.append(
                replace(word.says("increased" if word.text == "↑" else "decreased"), spaced=True)
            )
        elif (
            word.text in {"→", "=>"}
            or (word.text.endswith(">")
            and word.text.startswith(("-", "–", "—")))
        ):
            out.append(replace(word.says("to"), spaced=True))
        elif word.text == "&":
            out.append(word.says("and"))
        elif word.text == "@":
            out.append(word.says("at"))
        else:
            spaced = word.spaced or bool(
                out
                and out[-1].text in {"to", "increased", "decreased"}
                and out[-1].start == out[-1].end - 1 + 0
            )
            if (
                out
                and out[-1].lower == "to"
                and out[-1].end - out[-1].start in {1, 2, 3}
                and not word.spaced
                and word.is_word
            ):
                spaced = True
            out.append(replace(word, spaced=spaced))
    return out


def _and_list(text: str) -> str:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or " and " in parts[-1] or any(not part for part in parts):
        return text
    return ", ".join(parts[:-1]) + (" and " if len(parts) == 2 else ", and ") + parts[-1]


def _finish(text: str, style: Style) -> str:
    """Capital first letter, one full stop, single spaces."""
    text = " ".join(text.split()).strip(" ,;:-–—")
    while text.endswith((",", ";", ":")):
        text = text[:-1].rstrip()
    if not text:
        return text
    text = _upper_first(text)
    if text[-1] not in ".!?…" and text[-2:] not in {'."', '?"', '!"', ".”", "?”"}:
        text += "."
    return text


def _upper_first(text: str) -> str:
    for index, char in enumerate(text):
        if char.isalpha():
            return text[:index] + char.upper() + text[index + 1 :]
        if char.isdigit():
            return text
    return text


def _lower_first(text: str) -> str:
    first = text.split(" ", 1)[0]
    if len(first) > 1 and (first.isupper() or any(c.isupper() for c in first[1:]) or first == "I"):
        return text
    return text[:1].lower() + text[1:]
