"""Which kind of fact a clause states.

One ordered list of tests, most certain first; each gives a kind and says whether it is sure. An
unsure clause takes over the kind of the clause before it in the same sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from notegen.evidence.clauses import CLIENT, CLINICIAN, OTHER, TOGETHER, Clause, grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names

_CHECKING: Final = frozenset({"ask", "assess", "screen", "inquire", "check", "administer"})
_BARE_WORK: Final = frozenset(
    "talk use tell ask end close deliver confirm inform work read watch play draw write give drive hold "
    "suggest set put begin start open wrap see meet ring phone call contact visit split".split()
)
_CLIENT_WORK: Final = frozenset(
    {
        "practice",
        "practise",
        "process",
        "rehearse",
        "role-play",
        "explore",
        "complete",
        "brainstorm",
    }
)
_WORK_KINDS: Final = frozenset(
    {"intervention", "response.seen", "response.said", "measure.distress"}
)
_STATES: Final = frozenset(
    {
        "be",
        "have",
        "feel",
        "want",
        "need",
        "think",
        "know",
        "live",
        "sleep",
        "work",
        "miss",
        "drink",
        "eat",
        "use",
        "relapse",
    }
)
_CLIENT_REACTS: Final = frozenset(
    "identify recognize recognise notice sort name spot offer find manage choose place connect link "
    "generate list rate participate engage respond tolerate struggle interrupt nod repeat accept "
    "resist react put able see".split()
)
_MENTAL: Final = frozenset(
    {
        "think",
        "feel",
        "suspect",
        "wonder",
        "believe",
        "see",
        "know",
        "doubt",
        "guess",
        "hope",
        "like",
        "want",
        "find",
        "remain",
        "worry",
        None,
        "be",
        "mean",
        "understand",
    }
)
_TAKES_TO: Final = frozenset(
    "wish thoughts desire intention able unable need needs want wants hard due prior according down up back ready willing reluctant hopes hope urge urges 8 went close next related trying tries used plan plans likely afraid scared easier harder time thing things way place chance reason reasons".split()
)
WEEKDAYS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays "
    "fridays saturdays sundays".split()
)
_LOGISTICS_ROOM: Final = 7  # words a logistic clause may have and still be nothing else


@dataclass(frozen=True, slots=True)
class Context:
    """What was read before: the heading's kind, the last kind, whether the work has begun.

    `same_sentence` is the kind of the clause before in the same sentence.

    `open_heading` is the kind of a heading that may no longer hold; `late` is true in the part of
    the summary where plans usually stand.
    """

    heading: str | None = None
    previous: str | None = None
    same_sentence: str | None = None
    after_work: bool = False
    first_in_sentence: bool = True
    open_heading: str | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact, and whether the clause's own words are enough to be sure of it."""

    name: str
    sure: bool = True


def classify(clause: Clause, context: Context, lexicon: Lexicon) -> Kind:
    """The kind of fact that a clause states in its context."""
    if clause.words[0].text in {'"', "“"} and not clause.finite:
        said = context.after_work and context.previous in _WORK_KINDS
        return Kind("response.said" if said else "report", sure=False)
    for test in _TESTS:
        kind = test(clause, context, lexicon)
        if kind is not None:
            return kind
    return Kind("report", sure=clause.finite and clause.person is not None)


def _risk(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.has("safety_done"):
        ahead = (
            context.heading == "plan"
            or _ahead(clause)
            or (clause.starts_with("plan_start") and not _past(clause, lexicon))
        )
        return Kind("plan" if ahead else "safety")
    if (
        context.previous == "risk"
        and clause.person in {CLINICIAN, TOGETHER}
        and clause.base in _CHECKING
        and clause.has("negation")
    ):
        return Kind("risk")
    if not clause.has("risk", "risk_appraisal") and context.heading != "risk":
        return None
    will = _ahead(clause) and not _client_speaks(clause, lexicon) and not clause.has("negation")
    if context.heading == "plan" or will:
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
    if clause.has("homework_done") and str(context.previous).startswith("homework"):
        return Kind("homework.review")
    if clause.has("assign") and not clause.has("homework_done"):
        return Kind("homework.new")
    if clause.has("homework") and (clause.has("homework_done") or _past(clause, lexicon)):
        return Kind("homework.review")
    if clause.has("homework") and context.heading == "plan":
        return Kind("homework.new")
    if _ahead(clause):
        return Kind("plan" if not clause.has("homework") else "homework.new")
    if clause.starts_with("homework") and not clause.finite:
        return Kind("homework.new")
    return None


def _plan(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.heading == "plan":
        return Kind("plan")
    if _client_speaks(clause, lexicon) and clause.base not in {"agree", "plan"}:
        return None
    past = _past(clause, lexicon)
    if _ahead(clause) and not past:
        return Kind("plan")
    if _imperative(clause, lexicon) and clause.base not in {"feel", "sleep", "deny", "report"}:
        return Kind("plan")
    if clause.has("referral") and not clause.finite:
        return Kind("plan")
    if clause.person in {CLINICIAN, TOGETHER} and clause.verb is not None and not past:
        word = clause.words[clause.verb].lower
        if (
            (clause.base not in _MENTAL
            and not _same_in_past(clause, lexicon)
            and word
            not in {
                "i've",
                "we've",
                "have",
                "can",
                "could",
                "can't",
                "couldn't",
                "am",
                "i'm",
                "are",
                "we're",
            })
            or _progressive(clause, lexicon)
        ):
            return Kind("plan")
    if clause.has("conditional") and clause.starts_with("conditional", within=2):
        return Kind("plan", sure=clause.finite)
    if clause.starts_with("plan_start", within=2) and not past:
        leads = clause.subject is None and (clause.finite or clause.has("referral"))
        if leads:
            return Kind("plan")
    if clause.has("referral") and clause.subject is None:
        return Kind("plan")
    if not clause.finite and _to_do(clause, lexicon):
        return Kind("plan")
    if context.late and not past and clause.person not in {CLIENT} and _dated(clause):
        return Kind("plan")
    if context.same_sentence == "plan" and not clause.finite:
        return Kind("plan", sure=False)
    return None


def _same_in_past(clause: Clause, lexicon: Lexicon) -> bool:
    """ "I read", "I put": the form does not tell the tense; what was done is likelier."""
    if clause.verb is None or _ahead(clause) or set(clause.lowers) & WEEKDAYS:
        return False
    base = lexicon.verb(clause.words[clause.verb].lower)
    return (
        base is not None
        and lexicon.morphology.past(base) == base == clause.words[clause.verb].lower
    )


def _progressive(clause: Clause, lexicon: Lexicon) -> bool:
    """ "I am keeping her in phase 2": what the clinician is about to do."""
    if clause.verb is None or clause.base in {None, "be"} or clause.base in _MENTAL:
        return False
    gerund = lexicon.morphology.gerund(str(clause.base))
    return (
        clause.words[clause.verb].lower in {"am", "i'm", "are", "we're"} and gerund in clause.lowers
    )


def _to_do(clause: Clause, lexicon: Lexicon) -> bool:
    """ "Case worker to phone me": somebody, "to", a verb."""
    lowers = clause.lowers
    for index in range(1, min(len(lowers) - 1, 6)):
        base = lexicon.verb(lowers[index + 1])
        if lowers[index] == "to" and base == lowers[index + 1]:
            before = lowers[index - 1]
            return before not in _TAKES_TO and not before.endswith(("ed", "ing"))
    return False


def _dated(clause: Clause) -> bool:
    """A weekday, a date to come, or a stretch of time, in a clause without a verb in the past."""
    lowers = clause.lowers
    if set(lowers) & (grammar().descriptive - {"next", "a", "same"}) and not clause.finite:
        return False
    if set(lowers) & {"last", "past", "this", "since", "once", "twice", "ago", "yesterday"}:
        return False
    if set(lowers) & WEEKDAYS:
        return True
    pairs = set(zip(lowers, lowers[1:], strict=False))
    if any(
        a in {"in", "for", "every", "from"}
        and (b[:1].isdigit() or b in {"a", "two", "three", "four", "six"})
        for a, b in pairs
    ):
        return bool(set(lowers) & {"week", "weeks", "month", "months", "days", "fortnight"})
    if any(
        word.text[:-2].isdigit() and word.lower[-2:] in {"st", "nd", "rd", "th"}
        for word in clause.words
    ):
        return True
    return (
        len(lowers) <= 5
        and bool(set(lowers) & {"week", "weeks", "fortnight", "weekly", "fortnightly"})
        and not clause.finite
    )


def _measure(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.starts_with("conditional", within=2) or _ahead(clause):
        return None
    numbers = any(word.is_number for word in clause.words)
    known = names()
    lowers = clause.lowers
    pairs = {*lowers, *(" ".join(pair) for pair in zip(lowers, lowers[1:], strict=False))}
    if pairs & set(known.distress) and numbers:
        return Kind("measure.distress")
    if context.after_work and _fell(clause):
        return Kind("measure.distress")
    if clause.has("distress") and sum(word.is_number for word in clause.words) >= 2:
        return Kind("measure.distress" if context.after_work else "measure")
    if pairs & set(known.scales) and (numbers or "urine" in pairs or "breath" in pairs):
        return Kind("measure")
    if context.heading == "measure" and numbers:
        return Kind("measure")
    return None


def _fell(clause: Clause) -> bool:
    """Two ratings of one thing, before and after: "90 to 45", "80 before, 30 after"."""
    numbers = [i for i, word in enumerate(clause.words) if word.text.split("/")[0].isdigit()]
    lowers = clause.lowers
    if len(numbers) < 2 or len(lowers) > 12:
        return False
    first, last = numbers[0], numbers[-1]
    between = set(lowers[first + 1 : last])
    steps = {"to", "then", "down", "before", "after", "peak"} | {
        w for w in between if w.endswith(">")
    }
    units = {"minutes", "min", "hours", "days", "weeks", "mg", "times", "pm", "am"} & set(lowers)
    return bool(between & steps) and not units


def _medication(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.starts_with("conditional", within=2):
        return None
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
    if (
        clause.person == CLINICIAN
        and _past(clause, lexicon)
        and clause.base in {"see", "wonder", "hear", "notice", "think"}
    ):
        return Kind("observation" if clause.base in {"see", "hear", "notice"} else "intervention")
    if clause.person == CLINICIAN and clause.base in {
        "think",
        "feel",
        "suspect",
        "wonder",
        "believe",
        "see",
    }:
        return Kind("impression")
    if clause.person in {CLINICIAN, TOGETHER} and clause.verb is not None and not _ahead(clause):
        word = clause.words[clause.verb].lower
        here = word in {
            "am",
            "i'm",
            "are",
            "we're",
            "have",
            "can",
            "can't",
            "don't",
            "know",
            "aren't",
        }
        if here and not _progressive(clause, lexicon) and not _past(clause, lexicon):
            return Kind("impression")
    return None


def _intervention(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    verb = clause.words[clause.verb].lower if clause.verb is not None else ""
    if context.heading == "intervention":
        return Kind("intervention", sure=clause.person != CLIENT or clause.base in _CLIENT_WORK)
    if clause.base is not None and not clause.has("future"):
        if clause.base in {"assign"}:
            return Kind("homework.new")
        if clause.person in {CLINICIAN, TOGETHER} and (
            _past(clause, lexicon) or _same_in_past(clause, lexicon)
        ):
            return Kind("intervention")
        if (
            clause.passive
            and clause.person in {OTHER}
            and lexicon.verb_is(clause.base, "intervene")
        ):
            return Kind("intervention")
        if (
            clause.subject is None
            and clause.verb is not None
            and lexicon.verb_is(verb, "intervene")
            and _past(clause, lexicon)
            and not lexicon.verb_is(verb, "feel")
        ):
            return Kind("intervention")
        if (
            clause.subject is None
            and clause.person is None
            and clause.base in _BARE_WORK
            and _past(clause, lexicon)
            and not {"me", "i"} & set(clause.lowers[:4])
        ):
            return Kind("intervention")
        if clause.subject is None and clause.has("intervention_noun") and _past(clause, lexicon):
            return Kind("homework.review" if clause.has("at_home") else "intervention")
        if clause.person == CLIENT and clause.base in _CLIENT_WORK:
            return Kind("homework.review" if clause.has("at_home") else "intervention")
    if clause.person in {CLINICIAN, TOGETHER} and clause.base is None and clause.verb is not None:
        return Kind("intervention")  # "I explaned": a verb that only a typo hides
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
    recent = context.previous in {
        "intervention",
        "response.seen",
        "response.said",
        "measure.distress",
    }
    if (
        recent
        and clause.person in {CLIENT, None}
        and clause.finite
        and not clause.has("at_home", "past")
    ):
        if clause.base in _CLIENT_REACTS:
            return Kind("response.seen")
        eventive = (
            _past(clause, lexicon)
            and clause.base not in _STATES
            and not set(clause.lowers) & WEEKDAYS
        )
        if eventive and clause.person == CLIENT:
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
    if (
        clause.base is not None
        and clause.person not in {None, CLIENT}
        and clause.base not in {"appear", "seem", "look", "present", "be", "remain"}
        and not clause.has("mood_subject")
    ):
        return None
    strong = clause.has("observe_verb", "mood_subject", "reaction") or lexicon.verb_is(
        verb, "observe"
    )
    return Kind("observation", sure=strong or not clause.finite or clause.base == "be")


def _logistics(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.has("logistics") and sum(w.is_word for w in clause.words) <= _LOGISTICS_ROOM:
        return Kind("logistics")
    return None


def _heading(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if context.open_heading not in {None, "report"} and not clause.finite:
        return Kind(str(context.open_heading), sure=False)
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
        "feel",
        "think",
        "believe",
        "want",
        "hope",
        "wish",
        "fear",
        "worry",
        "dread",
        "know",
    }


def _ahead(clause: Clause) -> bool:
    """True when the clause speaks of what will be."""
    if clause.has("future", "weekday_next"):
        return True
    return clause.verb is not None and clause.words[clause.verb].lower.endswith(("'ll", "shall"))


def _imperative(clause: Clause, lexicon: Lexicon) -> bool:
    """ "See in a week", "Don't move the slot": a base form without a subject."""
    if clause.verb is None or clause.subject is not None:
        return False
    word = clause.words[clause.verb].lower
    if word in {"don't", "dont", "do"}:
        return clause.base != "do" or word == "do"
    base = lexicon.verb(word)
    return (
        base == word and lexicon.morphology.past(word) != word and word not in grammar().auxiliary
    )


def _past(clause: Clause, lexicon: Lexicon) -> bool:
    """True when the clause's verb is in the past."""
    if clause.verb is None:
        return False
    word = clause.words[clause.verb].lower
    if word in {
        "was",
        "were",
        "had",
        "did",
        "wasn't",
        "didn't",
        "hadn't",
        "weren't",
        "didnt",
        "couldn't",
        "wouldn't",
    }:
        return True
    if word in {"i've", "we've", "have", "has"} or word in {
        "i'd",
        "we'd",
        "she'd",
        "he'd",
        "they'd",
    }:
        base = clause.base
        return (
            base is not None
            and lexicon.morphology.participle(base) in clause.lowers
            and (lexicon.morphology.participle(base) != base)
        )
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
