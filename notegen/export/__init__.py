"""Signed notes leave the vault here: as plain text or as PDF.

`fpdf2` loads when the first PDF is made, not before.
"""

from notegen.export.files import UNENCRYPTED_NOTICE, export_filename
from notegen.export.parse import parse_note_text
from notegen.export.pdf import note_pdf
from notegen.export.text import draft_text, note_text, section_text

__all__ = [
    "UNENCRYPTED_NOTICE",
    "draft_text",
    "export_filename",
    "note_pdf",
    "note_text",
    "parse_note_text",
    "section_text",
]
