"""The words of the domain, as frozen types.

A `SessionSummary` is the only source of facts. An engine turns it into a `DraftNote`, which lives
in memory only; `notegen.review` changes drafts, and signing one gives a `SignedNote`, the only
thing that is ever stored. All offsets count Unicode code points of their source exactly as given.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from notegen.clock import to_zone
from notegen.errors import InputError

MAX_SUMMARY_CHARS: Final = 20_000
NOTHING_STATED: Final = "Nothing was stated for this section."


class Severity(StrEnum):
    """How much harm a fault could do; the classes are defined in `data/rules/severity.toml`."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Weight(StrEnum):
    """What a finding does to the reviewer: block approval, ask for a look, or stay on hover."""

    STOP = "stop"
    LOOK = "look"
    QUIET = "quiet"


class Origin(StrEnum):
    """Who a sentence's claim belongs to. Only `ENGINE` sentences can be called invented."""

    ENGINE = "engine"
    CONFIRMED = "confirmed"  # written by the engine, confirmed by the clinician
    CLINICIAN = "clinician"  # typed, dictated or answered by the clinician


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What the clinician said or typed after the session, untouched.

    Raises `InputError` when there is nothing in it, it is longer than `MAX_SUMMARY_CHARS` code
    points, holds a lone surrogate, or holds a NUL (which only binary input does).
    """

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InputError("The summary is empty; write or say a few sentences first.")
        if len(self.text) > MAX_SUMMARY_CHARS:
            raise InputError(
                f"The summary has {len(self.text):,} characters; the limit is "
                f"{MAX_SUMMARY_CHARS:,}. Shorten it or split it in two notes."
            )
        if "\x00" in self.text:
            raise InputError("The summary looks like binary data; give UTF-8 text.")
        if any("\ud800" <= char <= "\udfff" for char in self.text):
            raise InputError("The summary holds half a character (a lone surrogate).")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDetails:
    """Facts of the session that are entered and validated, never generated.

    `start` and `stop` are local wall-clock times; a stop before the start means past midnight.
    """

    client: str = ""
    date: date | None = None
    start: time | None = None
    stop: time | None = None
    cpt: str = ""
    modality: str = ""
    place: str = ""
    participants: str = ""
    goal: str = ""

    @property
    def minutes(self) -> int | None:
        """Length of the session in whole minutes, where both times are known."""
        if self.start is None or self.stop is None:
            return None
        begin = self.start.hour * 60 + self.start.minute
        end = self.stop.hour * 60 + self.stop.minute
        return (end - begin) % (24 * 60)


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section of a format: its key, heading, what belongs in it, and the kinds it takes."""

    key: str
    title: str
    definition: str
    takes: tuple[str, ...]
    ask: str = ""  # topic of the question to ask when nothing was stated for the section


@dataclass(frozen=True, slots=True)
class NoteFormat:
    """An ordered set of sections. `version` changes with any change of meaning."""

    key: str
    title: str
    version: int
    description: str
    sections: tuple[SectionSpec, ...]

    def section_for(self, kind: str) -> str | None:
        """Key of the section that takes this kind of fact first; None where none does.

        A kind such as `risk.denied` falls back on its parent `risk`.
        """
        while kind:
            for spec in self.sections:
                if kind in spec.takes:
                    return spec.key
            kind = kind.rpartition(".")[0]
        return None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of a source. `quote` equals the slice `[start:end]` of that source.

    `source` is `summary`, `details`, `answer`, `edit` or `note:ID`.
    """

    source: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of a note with what it rests on.

    `kind` is the kind of fact (`data/rules/kinds.toml`), which decides the section when the
    format changes; `pinned` is set once the clinician has moved the sentence by hand.
    `original` keeps the engine's wording of an edited sentence.
    """

    id: str
    text: str
    kind: str
    origin: Origin = Origin.ENGINE
    evidence: tuple[Evidence, ...] = ()
    original: str | None = None
    pinned: bool = False

    @property
    def is_clinicians(self) -> bool:
        """True when the clinician answers for the claim: typed, answered or confirmed."""
        return self.origin is not Origin.ENGINE


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a draft. `empty_reason` says why it has no statement, where it has none."""

    key: str
    title: str
    statements: tuple[Statement, ...] = ()
    empty_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A doubt about one sentence, or about the note where `statement` is None.

    `start` and `end` are offsets into the sentence (for an omission: into the summary).
    `id` is stable as long as the doubt is the same, so that a resolution survives a re-check.
    """

    id: str
    code: str
    severity: Severity
    weight: Weight
    message: str
    statement: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A part of the summary that the note does not carry; offsets into the summary."""

    code: str
    severity: Severity
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a careful writer would have liked to know; never becomes text by itself."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Unused:
    """A part of the summary that no sentence rests on, and why.

    `reason` is `filler`, `logistics`, `superseded`, `kept_out` or `no_place`.
    """

    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The state of one risk or mental-status item, by person and time."""

    item: str
    state: str
    person: str = "client"
    time: str = "current"


@dataclass(frozen=True, slots=True)
class Author:
    """The clinician who answers for a note."""

    name: str
    credentials: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


@dataclass(frozen=True, slots=True)
class Attestation:
    """ "I have reviewed this note and it is mine", said of exactly one content."""

    author: Author
    at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftNote:
    """A note under review. Memory only; `notegen.review` makes changed copies.

    `unplaced` holds statements that the format has no section for. `resolved` holds ids of
    findings that the clinician has settled. Any edit clears `attestation`.
    """

    summary: SessionSummary
    details: SessionDetails
    format: NoteFormat
    engine: str
    sections: tuple[Section, ...]
    unplaced: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    omissions: tuple[Omission, ...] = ()
    questions: tuple[Question, ...] = ()
    unused: tuple[Unused, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    resolved: frozenset[str] = frozenset()
    attestation: Attestation | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in the order of the note, without the unplaced ones."""
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Findings that the clinician has not settled."""
        return tuple(finding for finding in self.findings if finding.id not in self.resolved)

    def changed(self, **changes: object) -> DraftNote:
        """A copy with these fields changed and the attestation void."""
        return replace(self, **{"attestation": None, **changes})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A sentence of a signed note: its text, whose claim it is, and the quotes it rests on."""

    text: str
    origin: Origin
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedSection:
    """A section of a signed note; one without statements keeps the reason."""

    key: str
    title: str
    statements: tuple[SignedStatement, ...] = ()
    empty_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """An approved note. It never changes; summary, offsets and dismissed doubts are not in it.

    `signed_at` is in UTC; `zone` is the IANA name (or offset) of the zone it was signed in.
    """

    id: str
    details: SessionDetails
    format_key: str
    format_title: str
    format_version: int
    engine: str
    sections: tuple[SignedSection, ...]
    author: Author
    attested_at: datetime
    signed_at: datetime
    zone: str
    findings_resolved: int = 0
    findings_left: int = 0

    @property
    def is_late_entry(self) -> bool:
        """True when the note was signed on a later local day than the session's."""
        if self.details.date is None:
            return False
        signed = to_zone(self.signed_at, self.zone)
        return signed.date() > self.details.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """A dated, authored addition to a signed note."""

    id: str
    note_id: str
    text: str
    author: Author
    written_at: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredInError:
    """The mark that hides a wrong note from the record without deleting it."""

    note_id: str
    reason: str
    author: Author
    marked_at: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSentence:
    """What `check` says of one sentence. `risk` is the probability that it is not supported."""

    section: str
    index: int
    text: str
    risk: float
    supported: bool
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What `check` says of a note against its summary."""

    sentences: tuple[CheckedSentence, ...]
    omissions: tuple[Omission, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    not_stated: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())  # about the note as a whole

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Findings about the note, then those about its sentences."""
        return self.findings + tuple(f for s in self.sentences for f in s.findings)
