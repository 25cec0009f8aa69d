"""Where each part of a note goes on the page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from notegen.export.sheet import (
    ACCENT,
    ALARM,
    ALARM_TINT,
    MUTED,
    TINT,
    Style,
)

if TYPE_CHECKING:
    from notegen.export.content import Block, Content
    from notegen.export.sheet import Sheet

_CLIENT: Final = Style(10.5, 15, bold=True)
_DATE: Final = Style(9, 15)
_TITLE: Final = Style(17, 24, bold=True)
_LABEL: Final = Style(9, 14.5, colour=MUTED)
_VALUE: Final = Style(9, 14.5)
_HEADING: Final = Style(10.5, 16, bold=True, colour=ACCENT)
_BYLINE: Final = Style(8.5, 13, colour=MUTED)
_BODY: Final = Style(9.5, 15)
_EMPTY: Final = Style(9.5, 15, colour=MUTED)
_SIGNED: Final = Style(9, 14, bold=True)
_NOTED: Final = Style(9, 14)
_ALARM: Final = Style(9.5, 14, bold=True, colour=ALARM)
_ALARM_NOTED: Final = Style(8.5, 13, colour=ALARM)

_LABEL_WIDTH: Final = 104.0
_DATE_WIDTH: Final = 190.0
_PADDING: Final = 9.0
_HEADER_LINES: Final = 2
_BANNER_LINES: Final = 3


def lay_out(content: Content, sheet: Sheet) -> None:
    """Set `content` on `sheet`."""
    sheet.start(partial(_header, content, sheet))
    sheet.put(sheet.lines(content.title, _TITLE), _TITLE)
    sheet.y += 6
    _details(content, sheet)
    if content.error and len(_label_lines(content.error, sheet)) > _BANNER_LINES:
        sheet.y += 12
        sheet.flow(sheet.lines(content.error[0], _ALARM), _ALARM)
    for section in content.sections:
        _block(section, sheet)
    _signature(content, sheet)
    for addendum in content.addenda:
        _block(addendum, sheet)


def _header(content: Content, sheet: Sheet) -> None:
    """Client and date of service on every page; a very long name is whole in the details."""
    lines = _shortened(_client_lines(content, sheet), _HEADER_LINES)
    if content.service_date:
        date = "".join(sheet.lines(f"Date of service: {content.service_date}", _DATE))
        sheet.put_right(date, _DATE)
    sheet.put(lines or [""], _CLIENT)
    sheet.y += 5
    sheet.rule()
    sheet.y += 14
    if content.error:
        _banner(content.error, sheet)


def _client_lines(content: Content, sheet: Sheet) -> list[str]:
    return sheet.lines(content.client, _CLIENT, width=sheet.width - _DATE_WIDTH)


def _shortened(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def _label_lines(error: tuple[str, str], sheet: Sheet) -> list[str]:
    return sheet.lines(error[0], _ALARM, width=sheet.width - 2 * _PADDING)


def _banner(error: tuple[str, str], sheet: Sheet) -> None:
    """The mark of a wrong note on every page; a very long reason is whole on the first."""
    _, by = error
    width = sheet.width - 2 * _PADDING
    lines = _shortened(_label_lines(error, sheet), _BANNER_LINES)
    noted = _shortened(sheet.lines(by, _ALARM_NOTED, width=width), _BANNER_LINES)
    height = len(lines) * _ALARM.leading + len(noted) * _ALARM_NOTED.leading + 2 * _PADDING
    sheet.box(height, ALARM_TINT, ALARM)
    sheet.y += _PADDING
    sheet.put(lines, _ALARM, indent=_PADDING)
    sheet.put(noted, _ALARM_NOTED, indent=_PADDING)
    sheet.y += _PADDING + 14


def _details(content: Content, sheet: Sheet) -> None:
    pairs = list(content.details)
    if len(_client_lines(content, sheet)) > _HEADER_LINES:
        pairs.insert(0, ("Client", content.client))
    for label, value in pairs:
        sheet.ensure(_VALUE.leading)
        sheet.put(sheet.lines(label, _LABEL), _LABEL)
        sheet.y -= _LABEL.leading
        for line in sheet.lines(value, _VALUE, width=sheet.width - _LABEL_WIDTH):
            sheet.ensure(_VALUE.leading)
            sheet.put([line], _VALUE, indent=_LABEL_WIDTH)


def _block(block: Block, sheet: Sheet) -> None:
    """A heading with at least two lines of its text (of three, all) below it on the same page."""
    style = _EMPTY if block.is_empty else _BODY
    heading = sheet.lines(block.heading, _HEADING)
    byline = sheet.lines(block.byline, _BYLINE)
    text = sheet.lines(block.text, style)
    sheet.y += 16
    above = len(heading) * _HEADING.leading + len(byline) * _BYLINE.leading + 2
    sheet.ensure(above + min(len(text), 3) * style.leading)
    sheet.bookmark(block.heading)
    sheet.put(heading, _HEADING)
    sheet.put(byline, _BYLINE)
    sheet.y += 2
    sheet.flow(text, style)


def _signature(content: Content, sheet: Sheet) -> None:
    """Who signed and when, in one box on one page."""
    texts = (
        (content.signed_by, _SIGNED),
        (content.signed_on, _NOTED),
        (content.late_entry, _SIGNED),
    )
    width = sheet.width - 2 * _PADDING
    parts = [(sheet.lines(text, style, width=width), style) for text, style in texts]
    height = sum(len(lines) * style.leading for lines, style in parts) + 2 * _PADDING
    sheet.y += 22
    sheet.ensure(height)
    sheet.box(height, TINT, ACCENT)
    sheet.y += _PADDING
    for lines, style in parts:
        sheet.put(lines, style, indent=_PADDING)
    sheet.y += _PADDING
