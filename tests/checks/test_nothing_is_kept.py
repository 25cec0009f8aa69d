"""Drafting and checking keep no word of a text: no cache grows with what somebody wrote."""

from __future__ import annotations

import functools
import gc
import uuid

from notegen import check, draft


def cached_keys() -> str:
    """The arguments that any cached function of the process remembers.

    Their table is looked up from the function: Python does not list a table of plain words among
    its live objects, so that walking those would miss it.
    """
    caches = [o for o in gc.get_objects() if isinstance(o, functools._lru_cache_wrapper)]
    tables = [r for cache in caches for r in gc.get_referents(cache) if isinstance(r, dict)]
    return " ".join(str(key) for table in tables for key in table)


def test_no_cache_remembers_a_word_of_the_summary() -> None:
    marker = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid.uuid4().hex)
    check(draft(f"Client spoke of {marker}. Her {marker} fell from 8 to 3 in February."))
    assert marker not in cached_keys()
