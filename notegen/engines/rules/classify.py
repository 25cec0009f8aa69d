"""Which kind of fact a clause states.

One ordered list of tests, most certain first; each gives a kind and says whether it is sure. An
unsure clause takes over the kind of the clause before it in the same sentence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.evidence.clauses import CLIENT, CLINICIAN, TOGETHER, Clause, grammar
from notegen.evidence.lexicon import FOLDER, Lexicon

_CHECKING: Final = frozenset({"ask", "assess", "screen", "inquire", "check", "administer"})
_CLIENT_WORK: Final = frozenset(
    {"practice", "practise", "process", "rehearse", "role-play", "explore", "complete", "brainstorm"}
)
_CLIENT_REACTS: Final = frozenset(
    "identify recognize recognise notice sort name spot offer find manage choose place connect link "
    "generate list rate participate engage respond tolerate struggle interrupt nod repeat accept "
    "resist react put able see".split()
)
_LOGISTICS_ROOM: Final = 7  # words a logistic clause may have and still be nothing else


@dataclass(frozen=True, slots=True)
class Context:
    """What was read before: the heading's kind, the last kind, whether the work has begun."""

    heading: str | None = None
    previous: str | None = None
    after_work: bool = False
    first_in_sentence: bool = True
    plan_block: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact, and whether the clause's own words are enough to be sure of it."""

    name: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Names:
    """Names of scales, distress ratings and medication, folded."""

    scales: dict[str, str]
    distress: dict[str, str]
    medications: dict[str, str]
    psychotropic: frozenset[str]


@cache
def names() -> Names:
    """The shipped names, read once."""
    measures = tomllib.loads((FOLDER / "measures.toml").read_text("utf-8"))
    drugs = tomllib.loads((FOLDER / "medications.toml").read_text("utf-8"))
    known: dict[str, str] = {}
    psychotropic: set[str] = set()
    for group in ("psychotropic", "other"):
        for entry in drugs[group]:
            forms = entry.split("|")
            known |= {form: forms[0] for form in forms}
            if group == "psychotropic":
                psychotropic.update(forms)
    return Names(
        {form: name for name, forms in measures["scale"].items() for form in forms},
        {form: name for name, forms in measures["distress"].items() for form in forms},
        known,
        frozenset(psychotropic),
    )


def classify(clause: Clause, context: Context, lexicon: Lexicon) -> Kind:
    """The kind of fact that a clause states in its context."""
    for test in _TESTS:
        kind = test(clause, context, lexicon)
        if kind is not None:
            return kind
    return Kind("report", sure=clause.finite and clause.person is not None)


def _risk(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.has("safety_done"):
        ahead = clause.has("future") or (clause.starts_with("plan_start") and not _past(clause, lexicon))
        return Kind("plan" if ahead else "safety")
    if not clause.has("risk", "risk_appraisal") and context.heading != "risk":
        return None
    if context.heading == "plan" or clause.has("future") and not _client_speaks(clause, lexicon):
        return Kind("plan")
    if clause.person in {CLINICIAN, TOGETHER} and clause.base in _CHECKING:
        return Kind("intervention")
    if clause.has("risk_appraisal") and not _client_speaks(clause, lexicon):
        return Kind("risk.appraisal")
    if not clause.has("risk"):
        return Kind("risk", sure=False)
    return Kind("risk")


def _homework(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading in {"homework.new", "homework.review"}:
        return Kind(context.heading)
    if not clause.has("homework", "homework_done", "assign"):
        return None
    if clause.has("assign") and not clause.has("homework_done"):
        return Kind("homework.new")
    if clause.has("homework") and (clause.has("homework_done") or _past(clause, lexicon)):
        return Kind("homework.review")
    if clause.has("homework") and context.heading == "plan":
        return Kind("homework.new")
    if clause.has("future"):
        return Kind("plan" if not clause.has("homework") else "homework.new")
    if clause.starts_with("homework") and not clause.finite:
        return Kind("homework.new")
    return None


def _plan(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading == "plan":
        return Kind("plan")
    if _client_speaks(clause, lexicon) and clause.base not in {"agree", "plan"}:
        return None
    if clause.has("future", "weekday_next") and not _past(clause, lexicon):
        return Kind("plan")
    if clause.has("conditional") and clause.starts_with("conditional", within=2):
        return Kind("plan", sure=clause.finite)
    if clause.starts_with("plan_start", within=2) and not _past(clause, lexicon):
        leads = clause.subject is None and (clause.finite or clause.has("referral"))
        if leads:
            return Kind("plan")
    if clause.has("referral") and clause.subject is None:
        return Kind("plan")
    if context.previous == "plan" and not clause.finite:
        return Kind("plan", sure=False)
    return None


def _measure(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    numbers = any(word.is_number for word in clause.words)
    known = names()
    lowers = clause.lowers
    pairs = {*lowers, *(" ".join(pair) for pair in zip(lowers, lowers[1:], strict=False))}
    if pairs & set(known.distress) and numbers:
        return Kind("measure.distress")
    if clause.has("distress") and sum(word.is_number for word in clause.words) >= 2:
        return Kind("measure.distress" if context.after_work else "measure")
    if pairs & set(known.scales) and (numbers or "urine" in pairs or "breath" in pairs):
        return Kind("measure")
    if context.heading == "measure" and numbers:
        return Kind("measure")
    return None


def _medication(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    drug = any(lower in names().medications for lower in clause.lowers)
    if not drug and not clause.has("medication") and context.heading != "medication":
        return None
    if clause.person in {CLINICIAN, TOGETHER} and lexicon.verb_is(
        clause.words[clause.verb or 0].lower, "intervene"
    ):
        return None
    change = clause.has("medication_change") or any(w.text in {"↑", "↓"} for w in clause.words)
    if change and not clause.has("negation"):
        return Kind("medication.change")
    if clause.has("future"):
        return Kind("plan")
    return Kind("medication", sure=drug or clause.has("medication"))


def _goal(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading == "goal" or clause.has("goal"):
        return Kind("goal")
    return None


def _impression(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading in {"impression", "impression.diagnosis"}:
        return Kind("impression.diagnosis" if clause.has("diagnosis") else context.heading)
    if _client_speaks(clause, lexicon):
        return None
    if clause.has("diagnosis") and clause.person not in {TOGETHER}:
        return Kind("impression.diagnosis")
    if clause.has("impression_strong"):
        return Kind("impression")
    if clause.person == CLINICIAN and clause.base in {"think", "feel", "suspect", "wonder", "believe", "see"}:
        return Kind("impression")
    return None


def _intervention(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    verb = clause.words[clause.verb].lower if clause.verb is not None else ""
    if context.heading == "intervention":
        return Kind("intervention", sure=clause.person != CLIENT or clause.base in _CLIENT_WORK)
    if clause.base is not None and not clause.has("future"):
        if clause.base in {"assign"}:
            return Kind("homework.new")
        if clause.person in {CLINICIAN, TOGETHER} and _past(clause, lexicon):
            return Kind("intervention")
        if (
            clause.subject is None
            and clause.verb is not None
            and lexicon.verb_is(verb, "intervene")
            and _past(clause, lexicon)
            and not lexicon.verb_is(verb, "feel")
        ):
            return Kind("intervention")
        if clause.subject is None and clause.has("intervention_noun") and _past(clause, lexicon):
            return Kind("homework.review" if clause.has("at_home") else "intervention")
        if clause.person == CLIENT and clause.base in _CLIENT_WORK:
            return Kind("homework.review" if clause.has("at_home") else "intervention")
    if clause.has("intervention_noun") and not clause.finite and not clause.has("at_home"):
        return Kind("intervention")
    return None


def _response(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading == "response":
        said = _client_speaks(clause, lexicon)
        return Kind("response.said" if said else "response.seen", sure=False)
    if not context.after_work:
        return None
    if _client_speaks(clause, lexicon):
        return Kind("response.said") if clause.has("felt_after", "response") else None
    if clause.has("judged"):
        return Kind("response.judged")
    if clause.has("reaction"):
        return Kind("response.seen")
    if clause.has("felt_after"):
        return Kind("response.said")
    if clause.has("response"):
        return Kind("response.seen")
    recent = context.previous in {"intervention", "response.seen", "response.said", "measure.distress"}
    if recent and clause.base in _CLIENT_REACTS and clause.person in {CLIENT, None}:
        return Kind("response.seen")
    return None


def _observation(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading == "observation":
        return Kind("observation")
    if not clause.has("observed", "mood_subject", "observe_verb", "reaction"):
        return None
    if _client_speaks(clause, lexicon) or clause.person in {CLINICIAN, TOGETHER}:
        return None
    verb = clause.words[clause.verb].lower if clause.verb is not None else ""
    if clause.base is not None and clause.person not in {None, CLIENT} and clause.base not in {
        "appear", "seem", "look", "present", "be", "remain"
    } and not clause.has("mood_subject"):
        return None
    strong = clause.has("observe_verb", "mood_subject", "reaction") or lexicon.verb_is(verb, "observe")
    return Kind("observation", sure=strong or not clause.finite or clause.base == "be")


def _logistics(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.has("logistics") and sum(w.is_word for w in clause.words) <= _LOGISTICS_ROOM:
        return Kind("logistics")
    return None


def _heading(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading is not None and context.heading not in {"report"}:
        return Kind(context.heading, sure=False)
    return None


def _client_speaks(clause: Clause, lexicon: Lexicon) -> bool:
    """True when the clause's verb puts the words in somebody else's mouth or mind."""
    if clause.verb is None or clause.person in {CLINICIAN, TOGETHER}:
        return False
    verb = clause.words[clause.verb].lower
    if lexicon.verb_is(verb, "say"):
        return clause.subject is not None or clause.base != "discuss"
    return clause.subject is not None and clause.base in {
        "feel", "think", "believe", "want", "hope", "wish", "fear", "worry", "dread", "know",
    }


def _past(clause: Clause, lexicon: Lexicon) -> bool:
    """True when the clause's verb is in the past."""
    if clause.verb is None:
        return False
    word = clause.words[clause.verb].lower
    if word in {"was", "were", "had", "did", "wasn't", "didn't", "hadn't", "weren't", "didnt"}:
        return True
    base = lexicon.verb(word)
    if base is None:
        return False
    return word == lexicon.morphology.past(base) and (word != base or base in grammar().be)


_TESTS: Final[tuple[Callable[[Clause, Context, Lexicon], Kind | None], ...]] = (
    _risk,
    _goal,
    _homework,
    _measure,
    _medication,
    _impression,
    _plan,
    _response,
    _intervention,
    _observation,
    _logistics,
    _heading,
)
