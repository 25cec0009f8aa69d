"""From a reviewed draft to the record: attesting, signing, adding to what is signed."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import UTC, datetime

from notegen.checks import checked
from notegen.errors import BlockedBySafetyFindingError, MissingDetailError, NotAttestedError
from notegen.model import (
    Addendum,
    Attestation,
    Author,
    DraftNote,
    Section,
    SignedNote,
    SignedSection,
    SignedStatement,
    Weight,
)


def content_hash(draft: DraftNote) -> str:
    """Hash of everything that a signature covers: details, format, sections and their words."""
    content = [
        [str(value) for value in astuple(draft.details)],
        [draft.format.key, draft.format.version],
        [
            [section.title, [[s.text, s.origin.value] for s in section.statements]]
            for section in draft.sections
        ],
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def attest(draft: DraftNote, author: Author, *, at: datetime) -> DraftNote:
    """The draft with "I have reviewed this note and it is mine" said of exactly this content."""
    return replace(
        draft,
        attestation=Attestation(author=author, at=_utc(at), content_hash=content_hash(draft)),
    )


def missing_for_signature(draft: DraftNote, author: Author) -> tuple[str, ...]:
    """Which of client, date of service, author and text are still missing."""
    missing = []
    if not draft.details.client.strip():
        missing.append("client")
    if draft.details.date is None:
        missing.append("date of service")
    if not author.name.strip():
        missing.append("your name (in Settings)")
    if not draft.statements:
        missing.append("at least one sentence")
    return tuple(missing)


def sign(
    draft: DraftNote,
    author: Author,
    *,
    at: datetime,
    zone: str,
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> SignedNote:
    """The signed note: the only form of a note that may be stored.

    Checks the text once more. Raises `MissingDetailError` without client, date, author or text,
    `BlockedBySafetyFindingError` while a finding of weight Stop is open, `NotAttestedError` when
    the author has not attested to exactly this content.
    """
    draft = checked(draft)
    if missing := missing_for_signature(draft, author):
        raise MissingDetailError(f"The note cannot be signed yet; add {', '.join(missing)}.")
    stops = [finding for finding in draft.open_findings if finding.weight is Weight.STOP]
    if stops:
        count = "One doubt" if len(stops) == 1 else f"{len(stops)} doubts"
        raise BlockedBySafetyFindingError(f"{count} marked Stop must be settled before signing.")
    attested = draft.attestation
    if (
        attested is None
        or attested.author != author
        or attested.content_hash != content_hash(draft)
    ):
        raise NotAttestedError("Tick that you have reviewed this note and that it is yours.")
    return SignedNote(
        id=new_id(),
        details=draft.details,
        format_key=draft.format.key,
        format_title=draft.format.title,
        format_version=draft.format.version,
        engine=draft.engine,
        sections=tuple(_signed_section(section) for section in draft.sections),
        author=author,
        attested_at=attested.at,
        signed_at=_utc(at),
        zone=zone,
        findings_resolved=len(draft.findings) - len(draft.open_findings),
        findings_left=len(draft.open_findings),
    )


def append(note: SignedNote, text: str, author: Author, *, at: datetime, zone: str) -> Addendum:
    """An addendum to a signed note, which itself never changes.

    Raises `MissingDetailError` without text or author.
    """
    if not text.strip() or not author.name.strip():
        raise MissingDetailError("An addendum needs a text and an author.")
    return Addendum(
        id=str(uuid.uuid4()),
        note_id=note.id,
        text=text.strip(),
        author=author,
        written_at=_utc(at),
        zone=zone,
    )


def _signed_section(section: Section) -> SignedSection:
    return SignedSection(
        section.key,
        section.title,
        tuple(
            SignedStatement(s.text, s.origin, tuple(e.quote for e in s.evidence))
            for s in section.statements
        ),
        section.empty_reason,
    )


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a time without a zone cannot go into the record")
    return instant.astimezone(UTC)
