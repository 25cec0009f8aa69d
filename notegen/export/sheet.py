"""Paper to set text on: styles, line breaking, page breaking, and the refusal of lost glyphs.

Text is first placed, then drawn, because the number of pages has to be known for the footer. All
text goes through `Sheet.lines`, the one place where a character that the font lacks is noticed:
fpdf2 itself leaves such a character out with a log line ("50→75 mg" became "5075 mg").
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self

from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from notegen.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

Paper = Literal["letter", "a4"]
Colour = tuple[int, int, int]

INK: Final[Colour] = (31, 41, 51)
MUTED: Final[Colour] = (91, 103, 115)
ACCENT: Final[Colour] = (28, 92, 99)
ALARM: Final[Colour] = (146, 27, 27)
HAIRLINE: Final[Colour] = (203, 210, 217)
TINT: Final[Colour] = (242, 246, 246)
ALARM_TINT: Final[Colour] = (253, 238, 236)

_FONTS: Final = Path(__file__).parent.parent / "data" / "fonts"
_FAMILY: Final = "DejaVu"
_SIDE: Final = 68.0
_TOP: Final = 40.0
_BOTTOM: Final = 60.0
# The font has Hebrew and Arabic letters, but setting them needs reordering and joined forms.
_RIGHT_TO_LEFT: Final = frozenset(
    {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "FSI", "PDI"}
)
_TOGETHER: Final = 2  # lines of a text that stay together at the foot and at the top of a page
_MAX_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks; `leading` is the distance from baseline to baseline in points."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = INK


_FOOTER: Final = Style(7.5, 10, colour=MUTED)


class Sheet:
    """Pages that fill from top to bottom. Lengths are in points, from the top left corner.

    To be used in a `with` statement, which closes the font files.
    """

    def __init__(self, *, paper: Paper) -> None:
        pdf = FPDF(unit="pt", format=paper)
        pdf.set_auto_page_break(False)
        # Else `{nb}` in a note would count, and be measured, as the number of pages.
        pdf.str_alias_nb_pages = ""
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            pdf.add_font(_FAMILY, style, _FONTS / name)
        self._fonts = [font for font in pdf.fonts.values() if isinstance(font, TTFFont)]
        self._glyphs = frozenset.intersection(*(frozenset(font.cmap) for font in self._fonts))
        pdf.add_page()  # fpdf2 measures text only on a page
        self._pdf = pdf
        self._unprintable: set[str] = set()
        self._pages: list[list[Callable[[], None]]] = [[]]
        self._on_new_page: Callable[[], None] | None = None
        self.y = _TOP
        self.left = _SIDE
        self.width = pdf.w - 2 * _SIDE

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the font files (fpdf2 does only on writing) and let go of the text."""
        for font in self._fonts:
            font.close()
        self._pages.clear()
        self._on_new_page = None

    @property
    def is_first_page(self) -> bool:
        """True until the first page break."""
        return len(self._pages) == 1

    @property
    def room(self) -> float:
        """Height that is left on this page."""
        return self._pdf.h - _BOTTOM - self.y

    def start(self, header: Callable[[], None]) -> None:
        """Draw `header` on this page and on top of each later one."""
        self._on_new_page = header
        header()

    def break_page(self) -> None:
        """Go on at the top of a new page, below its header."""
        self._pages.append([])
        self.y = _TOP
        if self._on_new_page:
            self._on_new_page()

    def ensure(self, height: float) -> None:
        """Break the page unless `height` is left on it."""
        if self.room < height:
            self.break_page()

    def lines(self, text: str, style: Style, *, width: float | None = None) -> list[str]:
        """`text` broken into printable lines; a word that is too long for a line is broken."""
        if not text:
            return []
        self._set_font(style)
        lines = self._pdf.multi_cell(
            self.width if width is None else width,
            style.leading,
            self._printable(text),
            dry_run=True,
            output=MethodReturnValue.LINES,
            padding=0,
        )
        return [str(line).rstrip() for line in lines] if isinstance(lines, list) else []

    def put(self, lines: Sequence[str], style: Style, *, indent: float = 0) -> None:
        """Set `lines` below each other on this page."""
        for line in lines:
            self._mark(self._draw_text, self.left + indent, self.y, line, style)
            self.y += style.leading

    def put_right(self, line: str, style: Style) -> None:
        """Set one line flush right, without moving down."""
        self._mark(self._draw_text, self._flush_right(line, style), self.y, line, style)

    def flow(self, lines: Sequence[str], style: Style) -> None:
        """Set a text over as many pages as it takes, never leaving one line of it alone."""
        while lines:
            fits = max(int(self.room / style.leading), 0)
            if fits < len(lines):
                fits = min(fits, len(lines) - _TOGETHER)
                fits = fits if fits >= _TOGETHER else 0
            self.put(lines[:fits], style)
            lines = lines[fits:]
            if lines:
                self.break_page()

    def box(self, height: float, fill: Colour, bar: Colour) -> None:
        """A tinted box of this height with a bar on its left, behind what is set next."""
        self._mark(self._draw_box, self.left, self.y, (self.width, height), fill)
        self._mark(self._draw_box, self.left, self.y, (2.5, height), bar)

    def rule(self) -> None:
        """A hairline across the text."""
        self._mark(self._draw_box, self.left, self.y, (self.width, 0.6), HAIRLINE)

    def bookmark(self, name: str) -> None:
        """An entry in the outline that leads here."""
        self._mark(self._draw_bookmark, self._printable(name), self.y)

    def finish(self, *, footer: str, created: datetime) -> bytes:
        """The file. Raises `ExportError` naming the characters that cannot be printed."""
        footer = self._printable(footer)
        if self._unprintable:
            raise ExportError(_refusal(self._unprintable))
        pdf = self._pdf
        pdf.set_title("Clinical note")
        pdf.set_lang("en")
        pdf.set_creation_date(created)
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        for number, page in enumerate(self._pages, start=1):
            if number > 1:
                pdf.add_page()
            for draw in page:
                draw()
            self._draw_footer(footer, f"Page {number} of {len(self._pages)}")
        return bytes(pdf.output())

    def _printable(self, text: str) -> str:
        """`text` composed (é as one letter), with what cannot be printed noted and replaced."""
        text = unicodedata.normalize("NFC", text)
        for char in set(text) - {"\n"}:
            right_to_left = unicodedata.bidirectional(char) in _RIGHT_TO_LEFT
            if right_to_left or ord(char) not in self._glyphs:
                self._unprintable.add(char)
                text = text.replace(char, "?")
        return text

    def _mark(self, draw: Callable[..., None], *args: object) -> None:
        self._pages[-1].append(partial(draw, *args))

    def _draw_text(self, x: float, y: float, line: str, style: Style) -> None:
        self._set_font(style)
        self._pdf.set_text_color(*style.colour)
        # The baseline lies so that ascender and descender share the leading evenly.
        self._pdf.text(x, y + style.leading / 2 + style.size * 0.36, line)

    def _draw_box(self, x: float, y: float, size: tuple[float, float], fill: Colour) -> None:
        self._pdf.set_fill_color(*fill)
        self._pdf.rect(x, y, *size, style="F")

    def _draw_bookmark(self, name: str, y: float) -> None:
        self._pdf.set_y(y)
        self._pdf.start_section(name)

    def _draw_footer(self, note: str, number: str) -> None:
        y = self._pdf.h - _BOTTOM / 2 - _FOOTER.leading
        self._draw_text(self.left, y, note, _FOOTER)
        self._draw_text(self._flush_right(number, _FOOTER), y, number, _FOOTER)

    def _flush_right(self, line: str, style: Style) -> float:
        self._set_font(style)
        return self.left + self.width - self._pdf.get_string_width(line)

    def _set_font(self, style: Style) -> None:
        self._pdf.set_font(_FAMILY, "B" if style.bold else "", style.size)


def _refusal(unprintable: set[str]) -> str:
    codes = [f"U+{ord(char):04X}" for char in sorted(unprintable)]
    more = f" and {len(codes) - _MAX_NAMED} more" if len(codes) > _MAX_NAMED else ""
    return (
        f"The PDF font cannot print {', '.join(codes[:_MAX_NAMED])}{more}. "
        "Copy the note or download it as text instead: both keep every character."
    )
