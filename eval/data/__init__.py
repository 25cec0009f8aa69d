"""The data sets: their records, the one way to load them, and the checks that keep them honest.

Layouts are described in `datasets/SCHEMA.md`, labels in `datasets/GUIDELINE.md`.
"""

from eval.data.errors import DataError
from eval.data.load import Dataset, load_cases, load_notes, load_pairs
from eval.data.schema import (
    Case,
    Fact,
    Label,
    LabelledNote,
    LabelledSentence,
    Pair,
    Placement,
    Split,
)

__all__ = [
    "Case",
    "DataError",
    "Dataset",
    "Fact",
    "Label",
    "LabelledNote",
    "LabelledSentence",
    "Pair",
    "Placement",
    "Split",
    "load_cases",
    "load_notes",
    "load_pairs",
]
