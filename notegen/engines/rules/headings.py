"""Which kind of fact a clause states when a heading says so ("Plan:", "Mood -").

A heading decides, except over words that are surer than it: a score under "Objective", homework
under "Plan", a safety plan under "Intervention".
"""

from __future__ import annotations

from notegen.engines.rules.kinds import Context, Kind
from notegen.evidence.clauses import Clause
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names
from notegen.evidence.syntax import CLIENT, CLINICIAN, TOGETHER
from notegen.evidence.tense import is_before_after, is_past, is_reported


def under_heading(clause: Clause, context: Context, lexicon: Lexicon) -> Kind | None:
    """The kind that the heading gives; None where it leaves the clause to its own words."""
    heading = context.heading
    if heading == "plan":
        given = clause.has("assign", "homework") and not clause.has("homework_done")
        return Kind("homework.new" if given else "plan")
    if heading == "risk":
        return _risk(clause, lexicon)
    if heading == "response":
        return _response(clause, lexicon)
    if heading == "observation":
        return Kind("measure" if _has_score(clause) else "observation")
    if heading == "intervention":
        return _intervention(clause, lexicon)
    if heading == "medication":
        changed = clause.has("medication_change") and not clause.has("negation")
        return Kind("medication.change" if changed else "medication")
    if heading == "impression":
        return Kind("impression.diagnosis" if clause.has("diagnosis") else "impression")
    if heading in {"homework.new", "homework.review", "goal", "impression.diagnosis", "measure"}:
        return Kind(heading)
    return None


def _risk(clause: Clause, lexicon: Lexicon) -> Kind:
    if clause.has("safety_done"):
        return Kind("safety")
    if clause.has("risk_appraisal") and not is_reported(clause, lexicon):
        return Kind("risk.appraisal")
    return Kind("risk")


def _response(clause: Clause, lexicon: Lexicon) -> Kind:
    if is_before_after(clause):
        return Kind("measure.distress")
    if is_reported(clause, lexicon) or clause.words[0].text in {'"', "“"}:
        return Kind("response.said")
    return Kind("response.judged" if clause.has("judged") else "response.seen")


def _intervention(clause: Clause, lexicon: Lexicon) -> Kind:
    if clause.has("safety_done"):
        return Kind("safety")
    if clause.has("assign"):
        return Kind("homework.new")
    reacts = clause.person == CLIENT and not lexicon.is_a(clause.base, "client_work")
    if clause.person not in {CLINICIAN, TOGETHER} and reacts and is_past(clause, lexicon):
        return Kind("response.said" if is_reported(clause, lexicon) else "response.seen")
    return Kind("intervention")


def _has_score(clause: Clause) -> bool:
    known = names().scales
    return any(word in known for word in clause.lowers) and any(w.is_number for w in clause.words)
