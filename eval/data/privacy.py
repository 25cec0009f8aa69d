"""Personal data that looks real. Every person in the data is invented, and must look invented."""

from __future__ import annotations

import re
from typing import Final

PATTERNS: Final = {
    "telephone number": re.compile(
        r"(?<![\d.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)"
        r"|(?<![\d.-])\d{3}-\d{4}(?![\d-])|\+\d{9,14}\b"
    ),
    "e-mail address": re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,}", re.IGNORECASE),
    "web address": re.compile(r"\bhttps?://|\bwww\.[a-z]", re.IGNORECASE),
    "social security number": re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"),
    "street address": re.compile(
        r"\b\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr"
        r"|Boulevard|Blvd|Court|Ct|Place|Pl)\b(?! \()"
    ),
    "record or card number": re.compile(r"(?<![\d.])\d{7,}(?!\d)"),
    "date of birth": re.compile(
        r"\bDOB\b|\bd\.o\.b\.|\bborn (?:on )?\d{1,2}[/.-]\d", re.IGNORECASE
    ),
    "network address": re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
}


def looks_real(text: str) -> list[str]:
    """What in a text looks like personal data of a real person, by name."""
    return [name for name, pattern in PATTERNS.items() if pattern.search(text)]
