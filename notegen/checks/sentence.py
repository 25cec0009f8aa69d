"""One sentence of a note against its sources: evidence, findings, risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from notegen.checks.doubts import doubt_of
from notegen.checks.edits import typed_spans
from notegen.checks.known import Known, known
from notegen.checks.ledger import items_named
from notegen.checks.risk import RiskModel, risk_model
from notegen.checks.rules import Case, findings_of
from notegen.checks.signals import signals_of
from notegen.evidence.align import align, typed_evidence
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.matching import Matching
from notegen.evidence.source import Source
from notegen.evidence.tokens import Reading
from notegen.model import CheckedSentence, Evidence, Finding, Origin, Statement, Weight

_DIGITS: Final = 4
_SHORT_SENTENCE: Final = 6  # words that make a claim


@dataclass(frozen=True, slots=True)
class Stated:
    """The sources of a note, read for all its sentences.

    `given` leaves out what the clinician typed into the note: their own sentences cannot answer
    for themselves.
    """

    known: Known
    reading: Reading
    given: Reading
    lexicon: Lexicon


def stated(sources: Sequence[Source], lexicon: Lexicon) -> Stated:
    """The look-ups over the summary, details, answers and typed sentences of a note."""
    given = [source for source in sources if source.name != "edit"]
    reading = Reading(sources, lexicon)
    without = reading if len(given) == len(sources) else Reading(given, lexicon)
    return Stated(known(sources, lexicon), reading, without, lexicon)


def check_sentence(
    statement: Statement,
    sentence: Source,
    sources: Stated,
    *,
    section: str,
    index: int,
    model: RiskModel | None = None,
) -> CheckedSentence:
    """Evidence, findings and risk of one sentence; `model` is the shipped one unless given."""
    model = model or risk_model()
    against = sources.given if statement.is_clinicians else sources.reading
    matching = Matching(Reading([sentence], sources.lexicon), against)
    case = case_of(statement, sentence, sources, matching, model.licence)
    found = findings_of(case)
    clauses = signals_of(matching, model.licence)
    risk = model.probability(clauses, Counter(item.code for item in found))
    if statement.origin is Origin.ENGINE and risk < model.supported_below and _long(matching):
        found = _milder(found)
    if statement.origin is Origin.ENGINE and not found and risk >= model.look_from:
        found = doubt_of(case, clauses, model)
    found = _without_typed(statement, found)
    if statement.is_clinicians and not found:
        risk = 0.0
    elif any(item.weight is not Weight.QUIET for item in found):
        risk = 0.5 + risk / 2  # what a rule finds is likelier wrong than right (measured on dev)
    return CheckedSentence(
        section=section,
        index=index,
        text=statement.text,
        risk=round(risk, _DIGITS),
        supported=risk < model.supported_below,
        evidence=_evidence(statement, sentence, sources.known),
        findings=found,
    )


def case_of(
    statement: Statement,
    sentence: Source,
    sources: Stated,
    matching: Matching,
    licence: Mapping[str, int],
) -> Case:
    """What the tests of `checks.rules` look at, words without a source among it."""
    held = {
        token.word.start
        for token, match in zip(matching.sentence.tokens, matching.matches, strict=True)
        if match.tokens
    }
    content = [item for clause in sentence.clauses for item in clause.content]
    gaps = matching.sentence.gaps
    held |= {token.word.start for token in matching.sentence.tokens if token.clause in gaps}
    missing = tuple(item for item in content if item.word.start not in held)
    weight = sum(1 / (1 + licence.get(item.key, 0)) for item in missing)
    share = weight / len(content) if content else 0.0
    return Case(
        statement=statement,
        sentence=sentence,
        known=sources.known,
        lexicon=sources.lexicon,
        missing=missing,
        share=share,
        items=tuple(items_named(sentence, sources.lexicon)),
        matching=matching,
        licence=licence,
    )


def _long(matching: Matching) -> bool:
    """True for a sentence in which a test may have read across a boundary; short ones are clear."""
    content = sum(token.is_content for token in matching.sentence.tokens)
    return content > _SHORT_SENTENCE or len(matching.sentence.by_clause) > 1


def _milder(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings one weight down: a test objects where all other signs say that it is sound."""
    lower = {Weight.STOP: Weight.LOOK, Weight.LOOK: Weight.QUIET}
    return tuple(replace(item, weight=lower.get(item.weight, item.weight)) for item in found)


def _without_typed(statement: Statement, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without doubts about words that the clinician typed into an engine's sentence.

    A conflict with the summary is still pointed out: a denial turned round (H5), or a number typed
    over one that came from the summary (H6, which then asks for a look and never stops).
    """
    typed = typed_spans(statement)
    over_number = any(char.isdigit() for char in statement.original or "")
    kept = []
    for item in found:
        by_hand = any(
            span.start <= (item.start or 0) and (item.end or 0) <= span.end for span in typed
        )
        if not by_hand or item.code == "H5":
            kept.append(item)
        elif item.code == "H6" and over_number:
            kept.append(replace(item, weight=Weight.LOOK))
    return tuple(kept)


def _evidence(statement: Statement, sentence: Source, known: Known) -> tuple[Evidence, ...]:
    if statement.origin is Origin.CLINICIAN:
        return typed_evidence(statement.text)
    if statement.evidence:
        return statement.evidence
    return align(sentence, [s for s in known.sources if s.name != "edit"])
