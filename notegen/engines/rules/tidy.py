"""What does not go into the note: fillers, superseded words, and passages kept out on request.

Each function takes the words of one sentence and gives back those that stay, with what it set
aside and why; nothing is dropped without a trace.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Cue, Lexicon
from notegen.evidence.text import Span, Word

KEPT_OUT: Final = "kept_out"
FILLER: Final = "filler"
SUPERSEDED: Final = "superseded"

SetAside = tuple[Span, str]

_NUMBERS: Final = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "twenty-first twenty-second thirtieth once twice".split()
)
_LOOK_BACK: Final = 8
_LONGEST_SCRATCHED: Final = 9  # words; a longer stretch is more than one statement
_MOST_CORRECTIONS: Final = 20  # in one sentence; what is beyond stays as it was said
_OPENING: Final = frozenset({'"', "“", "(", "["})


def tidy(words: Sequence[Word], lexicon: Lexicon) -> tuple[list[Word], list[SetAside]]:
    """The words of one sentence that stay, and what was set aside and why."""
    kept, aside = list(words), []
    marks = {cue.name for cue in lexicon.cues([word.lower for word in words])}
    if KEPT_OUT in marks:
        kept, out = keep_out(kept, lexicon)
        aside += out
    if marks & {"correction", "scratch"} or any(word.lower == "no" for word in kept):
        kept, out = resolve_corrections(kept, lexicon)
        aside += out
    kept, out = drop_fillers(kept, lexicon)
    return kept, aside + out


def keep_out(words: Sequence[Word], lexicon: Lexicon) -> tuple[list[Word], list[SetAside]]:
    """Sets aside what a marker ("off the record", "not for the note") keeps out of the note.

    A marker reaches to the end of its sentence; one that closes a sentence covers all of it.
    """
    cues = [cue for cue in lexicon.cues([w.lower for w in words]) if cue.name == KEPT_OUT]
    if not cues:
        return list(words), []
    cue = cues[0]
    bracket = _bracket_around(words, cue.start)
    if bracket is not None:
        begin, end = bracket
        span = Span(words[begin].start, words[end - 1].end)
        return [*words[:begin], *words[end:]], [(span, KEPT_OUT)]
    rest = [word for word in words[cue.end :] if word.is_word]
    begin = _clause_start(words, cue.start) if len(rest) > 2 else 0
    out = words[begin:]
    return list(words[:begin]), [(Span(out[0].start, out[-1].end), KEPT_OUT)]


def _bracket_around(words: Sequence[Word], index: int) -> tuple[int, int] | None:
    """The brackets that enclose a word, as a range that holds them."""
    opened = [i for i in range(index) if words[i].text in {"(", "["}]
    closed = [i for i in range(index, len(words)) if words[i].text in {")", "]"}]
    if not opened or any(words[i].text in {")", "]"} for i in range(opened[-1], index)):
        return None
    return opened[-1], (closed[0] + 1 if closed else len(words))


def drop_fillers(words: Sequence[Word], lexicon: Lexicon) -> tuple[list[Word], list[SetAside]]:
    """Sets aside words that say nothing ("um", "okay so", "that's it")."""
    dropped: set[int] = set()
    begin = 0
    lowers = [word.lower for word in words]
    cues = lexicon.cues(lowers)
    for cue in cues:
        if cue.name == FILLER:
            dropped.update(range(cue.start, cue.end))
    while begin < len(words):
        if begin in dropped or (not words[begin].is_word and words[begin].text not in _OPENING):
            begin += 1
            continue
        opener = next(
            (
                c
                for c in cues
                if c.name == "filler_start" and c.start == begin and _says_nothing(words, c)
            ),
            None,
        )
        if opener is None:
            break
        dropped.update(range(opener.start, opener.end))
    dropped.update(_stammered(words, dropped))
    if not dropped:
        return list(words), []
    for index, word in enumerate(words):  # the commas that set a filler off go with it
        if word.text == "," and (index - 1 in dropped) and index + 1 < len(words):
            dropped.add(index)
    kept = [word for index, word in enumerate(words) if index not in dropped]
    return kept, [(span, FILLER) for span in _runs(words, dropped)]


def _stammered(words: Sequence[Word], dropped: set[int]) -> set[int]:
    """The first of two equal small words ("he um he hasn't", "the the")."""
    rules = grammar()
    small = (
        rules.nominative
        | rules.contracted
        | rules.determiner
        | {"and", "to", "of", "in", "was", "is"}
    )
    kept = [index for index in range(len(words)) if index not in dropped]
    return {
        first
        for first, second in itertools.pairwise(kept)
        if words[first].lower == words[second].lower
        and words[first].lower in small - {"that", "her"}
        and words[first].start != words[second].start
    }


def resolve_corrections(
    words: Sequence[Word], lexicon: Lexicon
) -> tuple[list[Word], list[SetAside]]:
    """Keeps the last word of a self-correction ("Tuesday, no wait, Thursday")."""
    kept = list(words)
    aside: list[SetAside] = []
    for _ in range(_MOST_CORRECTIONS):  # each turn resolves one
        found = _first_correction(kept, lexicon)
        if found is None:
            break
        begin, end = found
        gone = kept[begin:end]
        aside.append((Span(gone[0].start, gone[-1].end), SUPERSEDED))
        kept = kept[:begin] + kept[end:]
    return kept, aside


def _first_correction(words: Sequence[Word], lexicon: Lexicon) -> tuple[int, int] | None:
    cues = lexicon.cues([word.lower for word in words])
    for cue in sorted(cues, key=lambda c: (c.start, c.start - c.end)):
        if cue.name == "scratch":
            end = _after_marks(words, cue.end)
            replaced = _repaired(words, cue.start, end, lexicon)
            return (_scratched(words, cue.start) if replaced is None else replaced), end
        if cue.name == "correction":
            end = _after_marks(words, cue.end)
            begin = _repaired(words, cue.start, end, lexicon)
            if begin is not None:
                return begin, end
    return _bare_no(words)


def _scratched(words: Sequence[Word], cue: int) -> int:
    """Where the clause starts that "scratch that" takes back.

    In speech without marks that is the last statement before it; where none can be told apart
    within a few words, nothing but the phrase itself goes.
    """
    stop = _before_marks(words, cue)
    begin = _clause_start(words, stop)
    openers = grammar().nominative | grammar().contracted
    while stop - begin > _LONGEST_SCRATCHED:
        later = [i for i in range(begin + 1, stop - 1) if words[i].lower in openers]
        if not later:
            return cue
        begin = later[0]
    return begin


def _repaired(words: Sequence[Word], cue: int, end: int, lexicon: Lexicon) -> int | None:
    """Where the words start that the ones from `end` on replace; None when nothing matches."""
    if end >= len(words):
        return None
    stop = _before_marks(words, cue)
    for ahead in range(end, min(end + 4, len(words))):
        sort = _sort(words[ahead], lexicon)
        if sort is None:
            continue
        for back in range(stop - 1, max(-1, stop - 1 - _LOOK_BACK), -1):
            if _sort(words[back], lexicon) == sort:
                begin = back
                while begin > 0 and _sort(words[begin - 1], lexicon) == sort == "number":
                    begin -= 1
                lead = ahead - end
                if lead and [w.lower for w in words[end:ahead]] == [
                    w.lower for w in words[max(0, begin - lead) : begin]
                ]:
                    begin -= lead
                return begin
    return None


def _bare_no(words: Sequence[Word]) -> tuple[int, int] | None:
    """ "Monday no Tuesday": two of a sort with a bare "no" between."""
    for index in range(1, len(words) - 1):
        if words[index].lower == "no":
            before, after = words[index - 1].lower, words[index + 1].lower
            if before in grammar().weekday and after in grammar().weekday:
                return index - 1, index + 1
    return None


def _sort(word: Word, lexicon: Lexicon) -> str | None:
    if word.lower in grammar().weekday:
        return "weekday"
    if word.lower in grammar().month:
        return "month"
    if word.is_number or word.lower in _NUMBERS:
        return "number"
    if lexicon.role(word.lower) is not None:
        return "person"
    return None


def _says_nothing(words: Sequence[Word], cue: Cue) -> bool:
    """True when an opening word is a filler here: nothing that needs it follows at once."""
    if cue.end >= len(words):
        return True
    after = words[cue.end]
    if not after.is_word:
        return after.text in {",", ".", "-", "–", "—"}
    first = words[cue.start].lower
    if first in {"ok", "okay", "right", "well", "all"}:
        rules = grammar()
        return after.lower in rules.nominative | rules.contracted | rules.determiner | {"so"}
    return first != "so" or after.lower in grammar().nominative | grammar().contracted


def _clause_start(words: Sequence[Word], index: int) -> int:
    begin = index
    while begin > 0 and words[begin - 1].text not in {",", ";", ".", "-", "–", "—", "("}:
        begin -= 1
    return begin


def _before_marks(words: Sequence[Word], index: int) -> int:
    while index > 0 and not words[index - 1].is_word:
        index -= 1
    return index


def _after_marks(words: Sequence[Word], index: int) -> int:
    while index < len(words) and words[index].text in {",", "-", "–", "—", ":", "…"}:
        index += 1
    return index


def _runs(words: Sequence[Word], indices: set[int]) -> list[Span]:
    spans: list[Span] = []
    last = -2
    for index in sorted(indices):
        word = words[index]
        if index == last + 1 and spans:
            spans[-1] = Span(spans[-1].start, word.end)
        else:
            spans.append(Span(word.start, word.end))
        last = index
    return spans
