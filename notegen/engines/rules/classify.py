"""Which kind of fact a clause states.

One ordered list of tests, most certain first; each gives a kind and says whether it is sure. An
unsure clause takes over the kind of the clause before it in the same sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from notegen.engines.rules.headings import under_heading
from notegen.engines.rules.kinds import Context, Kind
from notegen.evidence.clauses import Clause
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names
from notegen.evidence.syntax import CLIENT, CLINICIAN, OTHER, TOGETHER
from notegen.evidence.tense import (
    is_ahead,
    is_before_after,
    is_dated,
    is_imperative,
    is_past,
    is_progressive,
    is_reported,
    is_task,
    same_in_past,
)

_WORK_KINDS: Final = frozenset(
    {"intervention", "response.seen", "response.said", "measure.distress"}
)
_PRESENT_STATE: Final = frozenset(
    "i've we've have can could can't couldn't am i'm are we're don't aren't haven't".split()
)
_LOGISTICS_ROOM: Final = 7  # words a logistic clause may have and still be nothing else


def classify(clause: Clause, context: Context, lexicon: Lexicon) -> Kind:
    """The kind of fact that a clause states in its context."""
    if clause.words[0].text in {'"', "“"} and not clause.finite:
        said = context.after_work and context.previous in _WORK_KINDS
        return Kind("response.said" if said else "report", sure=False)
    if context.heading is not None:
        kind = under_heading(clause, context, lexicon)
        if kind is not None:
            return kind
    for test in _TESTS:
        kind = test(clause, context, lexicon)
        if kind is not None:
            return kind
    return Kind("report", sure=clause.finite and clause.person is not None)


def _risk(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.has("safety_done"):
        ahead = is_ahead(clause) or (
            clause.starts_with("plan_start") and not is_past(clause, lexicon)
        )
        return Kind("plan" if ahead else "safety")
    if (
        context.previous == "safety"
        and clause.finite
        and clause.person != CLIENT
        and is_past(clause, lexicon)
        and (clause.passive or lexicon.is_a(clause.base, "tells"))
    ):
        return Kind("safety")  # who was told of the report or the plan
    if (
        context.previous == "risk"
        and clause.person in {CLINICIAN, TOGETHER}
        and lexicon.is_a(clause.base, "inquire")
        and clause.has("negation")
    ):
        return Kind("risk")
    if not clause.has("risk", "risk_appraisal"):
        return None
    will = is_ahead(clause) and not is_reported(clause, lexicon) and not clause.has("negation")
    if will:
        return Kind("plan")
    if clause.person in {CLINICIAN, TOGETHER, None} and lexicon.is_a(clause.base, "inquire"):
        return Kind("intervention")
    if clause.has("risk_appraisal") and not is_reported(clause, lexicon):
        return Kind("risk.appraisal")
    return Kind("risk")


def _homework(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if not clause.has("homework", "homework_done", "assign"):
        return None
    if clause.has("homework_done") and str(context.previous).startswith("homework"):
        return Kind("homework.review")
    if clause.has("assign") and not clause.has("homework_done"):
        return Kind("homework.new")
    if clause.person in {CLINICIAN, TOGETHER} and is_past(clause, lexicon):
        return Kind("intervention")
    if clause.has("homework") and (clause.has("homework_done") or is_past(clause, lexicon)):
        return Kind("homework.review")
    if is_ahead(clause):
        return Kind("plan" if not clause.has("homework") else "homework.new")
    if clause.starts_with("homework") and not clause.finite:
        return Kind("homework.new")
    return None


def _plan(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if is_reported(clause, lexicon) and clause.base not in {"agree", "plan"}:
        return None
    past = is_past(clause, lexicon)
    if clause.has("conditional") and clause.starts_with("conditional", within=2):
        return Kind("plan", sure=clause.finite)
    if not past and (
        is_ahead(clause)
        or _starts_plan(clause, lexicon)
        or _clinician_will(clause, lexicon)
        or (context.late and clause.person != CLIENT and is_dated(clause))
        or (context.late and clause.has("conditional") and clause.finite)
    ):
        return Kind("plan")
    if clause.has("referral") and (clause.subject is None or not clause.finite):
        return Kind("plan")
    if not clause.finite and is_task(clause, lexicon):
        return Kind("plan")
    if context.same_sentence == "plan" and not clause.finite:
        return Kind("plan", sure=False)
    return None


def _starts_plan(clause: Clause, lexicon: Lexicon) -> bool:
    """ "Continue weekly", "see in a week": a plan as it is jotted down."""
    if is_imperative(clause, lexicon) and clause.base not in {"feel", "sleep", "deny", "report"}:
        return True
    jotted = clause.subject is None and (clause.finite or clause.has("referral"))
    return jotted and clause.starts_with("plan_start", within=2)


def _clinician_will(clause: Clause, lexicon: Lexicon) -> bool:
    """The clinician in the present tense and not in thought: what they are about to do."""
    if clause.person not in {CLINICIAN, TOGETHER} or clause.verb is None:
        return False
    if is_progressive(clause, lexicon):
        return True
    word = clause.words[clause.verb].lower
    return (
        word not in _PRESENT_STATE
        and clause.base is not None
        and not lexicon.is_a(clause.base, "mental")
        and not same_in_past(clause, lexicon)
    )


def _measure(clause: Clause, context: Context, _lexicon: Lexicon) -> Kind | None:
    if clause.starts_with("conditional", within=2) or is_ahead(clause):
        return None
    numbers = any(word.is_number for word in clause.words)
    known = names()
    lowers = clause.lowers
    pairs = {*lowers, *(" ".join(pair) for pair in pairwise(lowers))}
    if pairs & set(known.distress) and numbers:
        return Kind("measure.distress")
    if context.after_work and is_before_after(clause):
        return Kind("measure.distress")
    if clause.has("distress") and sum(word.is_number for word in clause.words) >= 2:
        return Kind("measure.distress" if context.after_work else "measure")
    if pairs & set(known.scales) and (numbers or "urine" in pairs or "breath" in pairs):
        return Kind("measure")
    return None


def _medication(clause: Clause, _context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.starts_with("conditional", within=2):
        return None
    drug = any(lower in names().medications for lower in clause.lowers)
    if not drug and not clause.has("medication"):
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


def _goal(clause: Clause, _context: Context, _lexicon: Lexicon) -> Kind | None:
    if clause.has("goal") and not clause.has("impression_strong"):
        return Kind("goal")
    return None


def _impression(clause: Clause, _context: Context, lexicon: Lexicon) -> Kind | None:
    if is_reported(clause, lexicon):
        return None
    if clause.has("diagnosis") and clause.person != TOGETHER:
        return Kind("impression.diagnosis")
    if clause.has("impression_strong"):
        return Kind("impression")
    if (
        clause.person == CLINICIAN
        and is_past(clause, lexicon)
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
    if clause.person in {CLINICIAN, TOGETHER} and clause.verb is not None and not is_ahead(clause):
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
        if here and not is_progressive(clause, lexicon) and not is_past(clause, lexicon):
            return Kind("impression")
    return None


def _intervention(clause: Clause, _context: Context, lexicon: Lexicon) -> Kind | None:
    if clause.base == "assign" and not clause.has("future"):
        return Kind("homework.new")
    if _is_work(clause, lexicon):
        return Kind("intervention")
    named = clause.subject is None and clause.has("intervention_noun") and is_past(clause, lexicon)
    if named or (clause.person == CLIENT and lexicon.is_a(clause.base, "client_work")):
        return Kind("homework.review" if clause.has("at_home") else "intervention")
    if clause.has("intervention_noun") and not clause.finite and not clause.has("at_home"):
        return Kind("intervention")
    return None


def _is_work(clause: Clause, lexicon: Lexicon) -> bool:
    """True when the clinician did it: by subject, in the passive, or by a verb without subject."""
    if clause.verb is None or clause.has("future"):
        return False
    past = is_past(clause, lexicon)
    if clause.person in {CLINICIAN, TOGETHER}:
        # "I explaned": a verb that only a typo hides
        return past or clause.base is None or same_in_past(clause, lexicon)
    if clause.passive and clause.person == OTHER:
        return lexicon.is_a(clause.base, "intervene")
    if clause.subject is not None or not past or clause.lowers[:2] == ("used", "to"):
        return False
    if lexicon.is_a(clause.base, "intervene") and not lexicon.is_a(clause.base, "feel"):
        return True
    bare = clause.person is None and lexicon.is_a(clause.base, "bare_work")
    return bare and not {"me", "i"} & set(clause.lowers[:4])


def _response(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    if not context.after_work:
        return None
    if is_reported(clause, lexicon):
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
        if lexicon.is_a(clause.base, "react"):
            return Kind("response.seen")
        eventive = (
            is_past(clause, lexicon)
            and not lexicon.is_a(clause.base, "state")
            and not set(clause.lowers) & grammar().weekday
        )
        if eventive and clause.person == CLIENT:
            return Kind("response.seen")
    return None


def _observation(clause: Clause, _context: Context, lexicon: Lexicon) -> Kind | None:
    if not clause.has("observed", "mood_subject", "observe_verb", "reaction"):
        return None
    if is_reported(clause, lexicon) or clause.person in {CLINICIAN, TOGETHER}:
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


def _logistics(clause: Clause, _context: Context, _lexicon: Lexicon) -> Kind | None:
    if clause.has("logistics") and sum(w.is_word for w in clause.words) <= _LOGISTICS_ROOM:
        return Kind("logistics")
    return None


def _heading(clause: Clause, context: Context, _lexicon: Lexicon) -> Kind | None:
    if context.open_heading not in {None, "report"} and not clause.finite:
        return Kind(str(context.open_heading), sure=False)
    return None


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
