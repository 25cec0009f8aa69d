"""Names of scales, distress ratings and medication, from `data/lexicon`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from notegen.evidence.lexicon import FOLDER


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
            known |= dict.fromkeys(forms, forms[0])
            if group == "psychotropic":
                psychotropic.update(forms)
    return Names(
        {form: name for name, forms in measures["scale"].items() for form in forms},
        {form: name for name, forms in measures["distress"].items() for form in forms},
        known,
        frozenset(psychotropic),
    )
