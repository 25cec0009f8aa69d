"""A fact as a sentence a clinician would sign: third person, past where it was observed, complete.

The clinician's own words are kept; only what keeps them from being a sentence is changed. No fact,
actor, place or outcome is added: where the summary leaves the actor out, the sentence is passive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from notegen.engines.rules.fragments import complete_fragment
from notegen.engines.rules.passive import is_plural, passive
from notegen.engines.rules.reading import Fact
from notegen.engines.rules.voice import client_for_pronoun, third_person
from notegen.evidence.clauses import Clause, parse
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.syntax import CLIENT, CLINICIAN, TOGETHER
from notegen.evidence.text import Word, join, lower_first, upper_first

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
_PASSIVE_KINDS: Final = frozenset({"intervention", "homework.new", "safety", "medication.change"})
_SIGNS: Final = {"↑": "increased", "↓": "decreased", "&": "and", "@": "at"}
_THINGS_DO_TOO: Final = frozenset("start begin stop end continue last happen occur return".split())
_LEFT_OUT: Final = frozenset({",", ";", ":", "-", "–", "—", "/", "."})


@dataclass(frozen=True, slots=True)
class Style:
    """How a clinician likes notes to read. `client` is the word for the client."""

    client: str = "Client"


def sentence(fact: Fact, lexicon: Lexicon, *, style: Style, name_client: bool = False) -> str:
    """The fact as one sentence with a capital and a full stop.

    With `name_client` a pronoun that can only mean the client is written out.
    """
    words = list(fact.words)
    if name_client and fact.pronoun is not None:
        words = client_for_pronoun(words, lexicon, client=style.client)
    words = third_person(words, lexicon)
    words = _shed_joiners(words)
    words = _arrows(words)
    clause = parse(tuple(words), lexicon)
    completed = _complete(fact, clause, lexicon, style)
    return _finish(completed)


def _complete(fact: Fact, clause: Clause, lexicon: Lexicon, style: Style) -> str:
    if clause.subject is None and clause.verb is not None:
        return _verb_led(fact, clause, lexicon, style)
    if clause.verb is None:
        return complete_fragment(fact, clause, lexicon)
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
    be = "were" if is_plural(clause.words[begin:end]) else "was"
    return (
        f"{join(clause.words[:end])} {be} {join([*clause.words[end:verb], *clause.words[verb:]])}"
    )


def _verb_led(fact: Fact, clause: Clause, lexicon: Lexicon, style: Style) -> str:
    """A clause without a subject: gets the one it left out, a passive, or stays an imperative."""
    first = clause.words[clause.verb or 0].lower
    if clause.passive and clause.verb == 0:
        return f"{_speaker(fact, style)} was {join(clause.words)}"
    if first == "will" and fact.speaker_person is not None:
        return f"{_speaker(fact, style)} {lower_first(join(clause.words))}"
    if fact.kind == "plan" or (fact.kind == "homework.new" and clause.base != "assign"):
        return join(clause.words)
    by_whom = fact.kind != "medication.change" or "by" in clause.lowers
    if fact.kind in _PASSIVE_KINDS and by_whom and fact.speaker_person != CLINICIAN:
        without_actor = passive(clause, lexicon)
        if without_actor is not None:
            return without_actor
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
    if lexicon.is_a(clause.base, "inquire") and fact.kind.startswith(("risk", "intervention")):
        return join(words)  # who asks about risk is the clinician, who is not named
    if not fact.speaker and not _only_client_does(fact, clause, lexicon):
        return join(words)
    return f"{_speaker(fact, style)} {lower_first(join(words))}"


def _only_client_does(fact: Fact, clause: Clause, lexicon: Lexicon) -> bool:
    """True when nobody but the client can be meant by a clause without a subject.

    What is told, felt or shown is the client's; "emailed the form" may be anybody's, and no actor
    is added to it.
    """
    verb = clause.words[clause.verb or 0].lower
    rules = grammar()
    if verb in rules.modal or clause.base in _THINGS_DO_TOO or lexicon.is_a(clause.base, "anybody"):
        return False
    if clause.base in {"tell", "ask", "inform"} and "therapist" not in join(clause.words):
        return False  # "told mum": by whom is not said
    if fact.kind in {"risk", "observation", "homework.review"} or fact.kind.startswith("response"):
        return True
    if verb in rules.auxiliary:
        return clause.base is not None and (
            lexicon.verb_is(clause.base, "feel") or lexicon.verb_is(clause.base, "say")
        )
    return lexicon.verb_is(verb, "say") or lexicon.verb_is(verb, "feel")


def _speaker(fact: Fact, style: Style) -> str:
    reacts = fact.kind.startswith("response") and fact.speaker_person in {CLINICIAN, TOGETHER}
    if not fact.speaker or fact.speaker_person == CLIENT or reacts:
        return style.client
    if fact.speaker_person == CLINICIAN:
        return "Therapist"
    if fact.speaker_person == "together":
        return f"{style.client} and therapist"
    return upper_first(join(fact.speaker))


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
    turns = lexicon.verb_is(verb.lower, "say") or (
        lexicon.verb_is(verb.lower, "observe") and (fact.kind in {"observation", "response.seen"})
    )
    if clause.base in {"become", "get"} or not turns:
        return words
    if verb.lower == forms.third(base) or (
        verb.lower == base and base != forms.past(base) and clause.person is not None
    ):
        words[clause.verb] = verb.says(forms.past(base))
    return words


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
    """ "14 -> 11" as "14 to 11", "↑" as "increased": signs as words, with room around them."""
    out: list[Word] = []
    after_sign = False
    for word in words:
        said = "to" if _is_arrow(word.text) else _SIGNS.get(word.text)
        room = said is not None or (after_sign and word.is_word)
        shown = word if said is None else word.says(said)
        out.append(replace(shown, spaced=word.spaced or room))
        after_sign = said is not None
    return out


def _is_arrow(text: str) -> bool:
    return text in {"→", "=>"} or (text.endswith(">") and text[:1] in {"-", "–", "—"})


def _finish(text: str) -> str:
    """Capital first letter, one full stop, single spaces."""
    text = " ".join(text.split()).strip(" ,;:-–—")
    while text.endswith((",", ";", ":")):
        text = text[:-1].rstrip()
    if not text:
        return text
    text = upper_first(text)
    if text[-1] not in ".!?…" and text[-2:] not in {'."', '?"', '!"', ".”", "?”"}:
        text += "."
    return text
