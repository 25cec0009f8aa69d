"""What the data sets hold, and the words that their records may use.

Every type is frozen. The layout of the files is in `datasets/SCHEMA.md`; `eval.data.records`
reads and writes it. What the words mean is in `datasets/GUIDELINE.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Final

from notegen.checks.ledger import items
from notegen.formats import known_kinds
from notegen.model import LedgerEntry, Severity

STYLES: Final = (
    "plain prose", "comma-spliced", "bullets and keyed lines", "heavy shorthand", "dictated",
    "typos", "very short", "long", "first person", "mixed order", "client quotes",
    "numbers and doses", "negations", "uncertainty", "third parties", "past against present",
    "conditional plans", "not for the note",
)  # fmt: skip

THEMES: Final = (
    "anxiety", "mood", "trauma", "OCD", "grief", "substance use", "eating", "psychosis",
    "personality", "perinatal", "child and adolescent", "couples and family", "group",
    "crisis and safety planning", "abuse and duty to report", "court-mandated", "intake",
    "termination", "no-show", "telehealth", "medication co-management", "chronic illness",
    "neurodivergence", "interpreters", "veterans", "older adults",
)  # fmt: skip

APPROACHES: Final = (
    "CBT", "DBT", "ACT", "EMDR", "IFS", "MI", "exposure", "psychodynamic", "case management",
    "other",
)  # fmt: skip

# Kinds of passage that no note carries. All other kinds are those of the core.
ASIDE: Final = frozenset({"logistics", "filler", "superseded", "kept_out"})

# In the order of the guideline, where the first that fits is taken.
ELEMENTS: Final = (
    "risk", "protective_factors", "medication", "diagnosis", "measures", "homework_review",
    "homework", "next_contact", "conditional_plan", "referral_coordination", "interventions",
    "response", "progress", "impression", "barriers", "client_goals", "appearance_behavior",
    "mood_affect", "mental_status", "presenting_concern", "symptoms", "functioning", "stressors",
    "history",
)  # fmt: skip
NO_ELEMENT: Final = "none"

# The formats in which facts are placed and notes are written.
FORMATS: Final = ("soap", "dap", "birp", "girp")

CODES: Final = tuple(f"H{number}" for number in range(1, 11))
OMISSION_CODES: Final = tuple(f"O{number}" for number in range(1, 7))
BENIGN: Final = "benign"
BENIGN_KINDS: Final = ("paraphrase", "abbreviation", "reordering", "voice")

# What a summary can state of a ledger item; `not_stated` is its silence.
STATES: Final = ("present", "denied", "absent", "past", "equivocal", "declined", "not_asked")
TIMES: Final = ("current", "past")


class Split(StrEnum):
    """Which part of the data a record belongs to; all that hang on one summary share it."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


class Label(StrEnum):
    """What a reader says of a sentence, held against the summary."""

    SUPPORTED = "supported"
    REWORDED = "reworded"  # licensed rewording, L0
    UNSUPPORTED = "unsupported"
    ARGUABLE = "arguable"  # natural notes only

    @property
    def is_faithful(self) -> bool:
        """True for the two labels that are no error."""
        return self in (Label.SUPPORTED, Label.REWORDED)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a fact belongs in one format."""

    preferred: str
    tolerated: tuple[str, ...] = ()

    @property
    def admissible(self) -> tuple[str, ...]:
        """The preferred section, then the tolerated ones."""
        return (self.preferred, *self.tolerated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An atomic statement of a summary; `quote` equals the slice `[start:end]` of it.

    `sections` is empty for what enters no note, and in a data set without placements.
    """

    id: str
    quote: str
    start: int
    kind: str = "report"
    critical: bool = False
    element: str = NO_ELEMENT
    sections: Mapping[str, Placement] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Offset behind the quote."""
        return self.start + len(self.quote)

    @property
    def is_aside(self) -> bool:
        """True for fillers, logistics, withdrawn words and what is kept out of the note."""
        return self.kind in ASIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A post-session summary with what is known of it.

    `states` holds only what the summary states; `hazards` what a careless writer would invent.
    `synthetic_scale` marks a composed case, which never counts as accuracy data.
    """

    id: str
    summary: str
    split: Split | None = None
    author: str = ""
    style: str = ""
    theme: str = ""
    approach: str = ""
    tags: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    states: tuple[LedgerEntry, ...] = ()
    hazards: tuple[str, ...] = ()
    synthetic_scale: bool = False

    @property
    def kept_out(self) -> tuple[Fact, ...]:
        """Passages that the writer marked as not for the note."""
        return tuple(fact for fact in self.facts if fact.kind == "kept_out")

    @property
    def claims(self) -> tuple[Fact, ...]:
        """The facts that a note should carry."""
        return tuple(fact for fact in self.facts if not fact.is_aside)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSentence:
    """A sentence of a note as labelled against the summary.

    `quote`, `start`, `code` and `severity` are set exactly when it is unsupported: `quote`, the
    exact unsupported words, equals the slice `[start:end]` of `text`. `why` is set exactly when it
    is arguable. `heading` is a heading inside the section, where the writer used one.
    """

    section: str
    text: str
    label: Label
    quote: str = ""
    start: int | None = None
    code: str | None = None
    severity: Severity | None = None
    why: str = ""
    heading: str = ""

    @property
    def span(self) -> tuple[int, int] | None:
        """Start and end of the unsupported words in the sentence."""
        return None if self.start is None else (self.start, self.start + len(self.quote))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledNote:
    """A note whose sentences were labelled; `prompt` names what a natural note was asked for.

    A note without a prompt has planted faults (or, one in three, none). `omitted` maps the facts
    of the case that the note does not carry to their codes. The two sorts are never pooled.
    """

    id: str
    case: Case
    format: str
    sentences: tuple[LabelledSentence, ...]
    author: str = ""
    prompt: str = ""
    omitted: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_natural(self) -> bool:
        """True when nobody planted faults in it."""
        return bool(self.prompt)

    @property
    def faults(self) -> tuple[LabelledSentence, ...]:
        """The unsupported sentences."""
        return tuple(s for s in self.sentences if s.label is Label.UNSUPPORTED)

    @property
    def sections(self) -> dict[str, list[str]]:
        """Texts by section, in order: what `notegen.check` takes."""
        texts: dict[str, list[str]] = {}
        for sentence in self.sentences:
            texts.setdefault(sentence.section, []).append(sentence.text)
        return texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A faithful sentence and the least edit of it: a broken one, or for `benign` another form.

    `kind` says what was changed: one of `BENIGN_KINDS`, or a word such as dose or status.
    """

    id: str
    case: Case
    code: str
    kind: str
    format: str
    section: str
    faithful: str
    changed: str
    severity: Severity | None = None

    @property
    def is_benign(self) -> bool:
        """True when the edit leaves the sentence faithful."""
        return self.code == BENIGN


@cache
def kinds() -> frozenset[str]:
    """Every kind that a fact of a summary can have."""
    return frozenset(known_kinds()) | ASIDE


@cache
def ledger_items() -> frozenset[str]:
    """Names of the risk and mental-status items."""
    return frozenset(item.name for item in items())
