"""The offline engine: rules and lexicons, no model, no network, deterministic."""

from __future__ import annotations

from notegen.engines.rules.questions import questions_for
from notegen.engines.rules.reading import Fact, read
from notegen.engines.rules.wording import Style, sentence
from notegen.evidence.lexicon import Lexicon, lexicon
from notegen.model import (
    NOTHING_STATED,
    DraftNote,
    Evidence,
    NoteFormat,
    Section,
    SessionDetails,
    SessionSummary,
    Statement,
    Unused,
)


class RulesEngine:
    """Drafts by rules alone. The same summary always gives the same draft."""

    name = "rules"

    def __init__(self, words: Lexicon | None = None, *, style: Style | None = None) -> None:
        self._lexicon = words or lexicon()
        self._style = style or Style()

    def draft(
        self,
        summary: SessionSummary,
        note_format: NoteFormat,
        details: SessionDetails,
        *,
        ask_about_risk: bool = True,
    ) -> DraftNote:
        """The draft, not yet checked. Every word of the summary is evidence or `unused`."""
        reading = read(summary, self._lexicon)
        placed: dict[str, list[Statement]] = {spec.key: [] for spec in note_format.sections}
        unplaced: list[Statement] = []
        unused = list(reading.unused)
        last_subject: dict[str | None, bool] = {}  # section -> its last sentence is the client's
        for number, fact in enumerate(reading.facts):
            target = note_format.section_for(fact.kind)
            name_client = not last_subject.get(target, False)
            statement = self._statement(fact, number, summary, name_client=name_client)
            last_subject[target] = statement.text.startswith(("Client", "She", "He "))
            if target is None:
                unplaced.append(statement)
                unused.extend(
                    Unused(e.start, e.end, e.quote, "no_place") for e in statement.evidence
                )
            else:
                placed[target].append(statement)
        goal_section = note_format.section_for("goal")
        if details.goal.strip() and goal_section is not None:
            placed[goal_section].insert(0, _goal_statement(details))
        sections = tuple(
            Section(
                spec.key,
                spec.title,
                tuple(placed[spec.key]),
                None if placed[spec.key] else NOTHING_STATED,
            )
            for spec in note_format.sections
        )
        return DraftNote(
            summary=summary,
            details=details,
            format=note_format,
            engine=self.name,
            sections=sections,
            unplaced=tuple(unplaced),
            questions=questions_for(reading, note_format, details, ask_about_risk=ask_about_risk),
            unused=tuple(sorted(unused, key=lambda item: (item.start, item.end))),
        )

    def _statement(
        self, fact: Fact, number: int, summary: SessionSummary, *, name_client: bool
    ) -> Statement:
        return Statement(
            id=f"s{number + 1}",
            text=sentence(fact, self._lexicon, style=self._style, name_client=name_client),
            kind=fact.kind,
            evidence=tuple(
                Evidence("summary", span.start, span.end, span.of(summary.text))
                for span in fact.spans
            ),
        )


def _goal_statement(details: SessionDetails) -> Statement:
    text = " ".join(details.goal.split())
    return Statement(
        id="goal",
        text=text if text.endswith((".", "!", "?")) else text + ".",
        kind="goal",
        evidence=(Evidence("details", 0, len(details.goal), details.goal),),
    )
