"""Records to and from JSON objects. Unknown keys are refused, quotes must stand where they say.

Raises `DataError` (file, line, key) for whatever breaks `datasets/SCHEMA.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from eval.data import schema
from eval.data.fields import Fields, Place
from eval.data.schema import Case, Fact, Label, LabelledNote, LabelledSentence, Pair, Placement
from notegen.errors import InputError
from notegen.formats import load_format
from notegen.model import LedgerEntry, SessionSummary, Severity

_SEVERITIES = tuple(Severity)
_LABELS = tuple(Label)
_PERSON_WORDS = 5


def read_case(record: Any, place: Place) -> Case:
    """A case. Only `id` and `summary` are required; `data check` asks more of the shipped ones."""
    fields = Fields(record, place)
    summary = fields.text("summary")
    try:
        SessionSummary(summary)
    except InputError as error:
        fields.fail("summary", str(error))
    case = Case(
        id=fields.id(),
        summary=summary,
        split=_split(fields),
        author=fields.text("author", ""),
        style=fields.text("style", ""),
        theme=fields.text("theme", ""),
        approach=fields.text("approach", ""),
        tags=fields.texts("tags"),
        facts=tuple(_fact(fact, summary) for fact in fields.objects("facts")),
        states=read_states(fields),
        hazards=fields.texts("hazards"),
        synthetic_scale=fields.flag("synthetic_scale"),
    )
    fields.done()
    if len({fact.id for fact in case.facts}) < len(case.facts):
        fields.fail("facts", "two facts have the same id")
    return case


def read_note(record: Any, place: Place, *, cases: Mapping[str, Case]) -> LabelledNote:
    """A labelled note of one of `cases`. A `prompt` makes it a natural one."""
    fields = Fields(record, place)
    case = _case(fields, cases)
    note_format = _format(fields)
    prompt = fields.text("prompt", "")
    labels = _LABELS if prompt else [label for label in _LABELS if label is not Label.ARGUABLE]
    note = LabelledNote(
        id=fields.id(),
        case=case,
        format=note_format,
        author=fields.text("author", ""),
        prompt=prompt,
        sentences=tuple(
            _sentence(sentence, note_format, labels) for sentence in fields.objects("sentences")
        ),
        omitted=fields.table_of_words("omitted", schema.OMISSION_CODES),
    )
    fields.done()
    if not note.sentences:
        fields.fail("sentences", "must not be empty")
    claims = {fact.id for fact in case.claims}
    for fact in note.omitted:
        if fact not in claims:
            fields.fail(f"omitted.{fact}", "is no fact of the case that a note should carry")
    return note


def read_pair(record: Any, place: Place, *, cases: Mapping[str, Case]) -> Pair:
    """A minimal pair of one of `cases`."""
    fields = Fields(record, place)
    case = _case(fields, cases)
    note_format = _format(fields)
    code = fields.word("code", (*schema.CODES, schema.BENIGN))
    severity = fields.word("severity", _SEVERITIES, "")
    pair = Pair(
        id=fields.id(),
        case=case,
        code=code,
        kind=fields.text("kind"),
        format=note_format,
        section=fields.word("section", section_keys(note_format)),
        faithful=fields.text("faithful"),
        changed=fields.text("changed"),
        severity=Severity(severity) if severity else None,
    )
    fields.done()
    if pair.is_benign and pair.kind not in schema.BENIGN_KINDS:
        fields.fail("kind", f"use one of: {', '.join(schema.BENIGN_KINDS)}")
    if pair.is_benign != (pair.severity is None):
        fields.fail("severity", "is set for a fault and only for a fault")
    if pair.faithful == pair.changed:
        fields.fail("changed", "is the same as faithful")
    return pair


def read_states(fields: Fields) -> tuple[LedgerEntry, ...]:
    """The stated risk and mental-status items under `states`."""
    states = []
    for entry in fields.objects("states"):
        state = LedgerEntry(
            item=entry.word("item", sorted(schema.ledger_items())),
            state=entry.word("state", schema.STATES),
            person=entry.text("person", "client"),
            time=entry.word("time", schema.TIMES, "current"),
        )
        if len(state.person.split()) > _PERSON_WORDS:
            entry.fail("person", "must be client or a role")
        entry.done()
        states.append(state)
    if len(set(states)) < len(states):
        fields.fail("states", "the same entry stands twice")
    return tuple(states)


def read_sections(fields: Fields, key: str = "sections") -> dict[str, Placement]:
    """Places by format: `{"soap": ["S", "O"]}`, the preferred section first."""
    sections = {}
    for name, places in fields.table(key).items():
        path = f"{key}.{name}"
        if name not in schema.FORMATS:
            fields.fail(path, f"use one of: {', '.join(schema.FORMATS)}")
        if not isinstance(places, list) or not places:
            fields.fail(path, "must be a list of section keys")
        known = section_keys(name)
        if len(set(map(str, places))) < len(places) or not set(map(str, places)) <= set(known):
            fields.fail(path, f"use each at most once of: {', '.join(known)}")
        sections[name] = Placement(places[0], tuple(places[1:]))
    return sections


def write_case(case: Case) -> dict[str, Any]:
    """The JSON object of a case, without what is empty."""
    record: dict[str, Any] = {
        "id": case.id,
        "author": case.author,
        "split": case.split and case.split.value,
        "style": case.style,
        "theme": case.theme,
        "approach": case.approach,
        "tags": list(case.tags),
        "summary": case.summary,
        "facts": [_write_fact(fact) for fact in case.facts],
        "states": [
            {"item": s.item, "state": s.state, "person": s.person, "time": s.time}
            for s in case.states
        ],
        "hazards": list(case.hazards),
        "synthetic_scale": case.synthetic_scale,
    }
    kept = {"facts", "states", "hazards"}
    return {key: value for key, value in record.items() if value or key in kept}


def write_note(note: LabelledNote) -> dict[str, Any]:
    """The JSON object of a labelled note."""
    record: dict[str, Any] = {
        "id": note.id,
        "summary_id": note.case.id,
        "split": note.case.split and note.case.split.value,
        "format": note.format,
        "author": note.author,
        "prompt": note.prompt,
        "sentences": [_write_sentence(sentence) for sentence in note.sentences],
        "omitted": dict(note.omitted),
    }
    return {key: value for key, value in record.items() if value or key == "omitted"}


def write_pair(pair: Pair) -> dict[str, Any]:
    """The JSON object of a pair."""
    record: dict[str, Any] = {
        "id": pair.id,
        "summary_id": pair.case.id,
        "split": pair.case.split and pair.case.split.value,
        "code": pair.code,
        "kind": pair.kind,
        "format": pair.format,
        "section": pair.section,
        "severity": pair.severity and pair.severity.value,
        "faithful": pair.faithful,
        "changed": pair.changed,
    }
    return {key: value for key, value in record.items() if value}


@cache
def section_keys(note_format: str) -> tuple[str, ...]:
    """The section keys of a format. Raises `FormatError` when there is no such format."""
    return tuple(spec.key for spec in load_format(note_format).sections)


def _fact(fields: Fields, summary: str) -> Fact:
    quote, start = fields.span(summary)
    fact = Fact(
        id=fields.id(),
        quote=quote,
        start=start,
        kind=fields.word("kind", sorted(schema.kinds()), "report"),
        critical=fields.flag("critical"),
        element=fields.word("element", schema.ELEMENTS, schema.NO_ELEMENT),
        sections=read_sections(fields),
    )
    fields.done()
    if fact.is_aside and (fact.sections or fact.element != schema.NO_ELEMENT):
        fields.fail("kind", f"'{fact.kind}' enters no note: no sections, element 'none'")
    return fact


def _sentence(fields: Fields, note_format: str, labels: Any) -> LabelledSentence:
    section = fields.word("section", section_keys(note_format))
    text = fields.text("text")
    label = Label(fields.word("label", labels))
    is_fault = label is Label.UNSUPPORTED
    quote, start = fields.span(text) if is_fault else ("", None)
    code = fields.word("code", schema.CODES) if is_fault else None
    severity = Severity(fields.word("severity", _SEVERITIES)) if is_fault else None
    why = fields.text("why") if label is Label.ARGUABLE else ""
    heading = fields.text("heading", "")
    fields.done()
    return LabelledSentence(
        section=section, text=text, label=label, quote=quote, start=start, code=code,
        severity=severity, why=why, heading=heading,
    )  # fmt: skip


def _write_fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "quote": fact.quote,
        "start": fact.start,
        "kind": fact.kind,
        "critical": fact.critical,
        "element": fact.element,
        "sections": {name: list(place.admissible) for name, place in fact.sections.items()},
    }


def _write_sentence(sentence: LabelledSentence) -> dict[str, Any]:
    record: dict[str, Any] = {
        "section": sentence.section,
        "heading": sentence.heading,
        "text": sentence.text,
        "label": sentence.label.value,
        "why": sentence.why,
    }
    record = {key: value for key, value in record.items() if value}
    if sentence.start is not None and sentence.severity is not None:
        record |= {
            "quote": sentence.quote,
            "start": sentence.start,
            "code": sentence.code,
            "severity": sentence.severity.value,
        }
    return record


def _split(fields: Fields) -> schema.Split | None:
    value = fields.word("split", tuple(schema.Split), "")
    return schema.Split(value) if value else None


def _case(fields: Fields, cases: Mapping[str, Case]) -> Case:
    case = cases.get(fields.id("summary_id"))
    if case is None:
        fields.fail("summary_id", "no case has this id")
    split = _split(fields)
    if split is not None and split is not case.split:
        fields.fail("split", "is not the split of its summary (a leak between splits)")
    return case


def _format(fields: Fields) -> str:
    name = fields.text("format")
    try:
        section_keys(name)
    except InputError as error:
        fields.fail("format", str(error))
    return name
