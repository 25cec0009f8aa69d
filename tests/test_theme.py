"""The settings in .streamlit/config.toml exist, keep the app private, and are legible."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

CONFIG: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent.parent / ".streamlit" / "config.toml").read_text("utf-8")
)

# Streamlit draws a caption, and the shortcut inside a button, in the text colour at this opacity.
FADED = 0.6
WHITE = (255.0, 255.0, 255.0)

modes = pytest.mark.parametrize("mode", ["light", "dark"])

Colour = tuple[float, ...]


def dotted(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        flat |= dotted(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return flat


def colour(text: str) -> Colour:
    return tuple(float(int(text[start : start + 2], 16)) for start in (1, 3, 5))


def over(top: Colour, ground: Colour, opacity: float) -> Colour:
    return tuple(t * opacity + g * (1 - opacity) for t, g in zip(top, ground, strict=True))


def luminance(rgb: Colour) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: Colour, second: Colour) -> float:
    """WCAG 2 contrast ratio."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast(colour("#000000"), WHITE) == pytest.approx(21)
    assert contrast(colour("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)


def test_every_option_exists_in_the_installed_streamlit() -> None:
    from streamlit import config

    known = config.get_config_options().keys()
    assert dotted(CONFIG).keys() - known == set()


def test_the_server_is_private() -> None:
    options = dotted(CONFIG)
    assert options["server.address"] == "127.0.0.1"
    assert set(options["server.allowedHosts"]) == {"localhost", "127.0.0.1"}
    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"
    assert options["server.enableXsrfProtection"] is True
    assert options["server.enableStaticServing"] is False
    assert options["server.enableAgentApi"] is False


@modes
def test_text_reaches_wcag_aa(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    grounds = {colour(theme[key]) for key in ("backgroundColor", "secondaryBackgroundColor")}
    on_grounds = dict.fromkeys(("textColor", "linkColor"), grounds)
    for key in theme:
        if key.endswith("TextColor"):
            own = colour(theme[key.replace("Text", "Background")])
            on_grounds[key] = grounds | {own}
    assert len(on_grounds) > 8
    poor = [
        key
        for key, behind in on_grounds.items()
        for ground in behind
        if contrast(colour(theme[key]), ground) < 4.5
    ]
    text = colour(theme["textColor"])
    poor += ["faded" for ground in grounds if contrast(over(text, ground, FADED), ground) < 4.5]
    assert poor == []


@modes
def test_shortcut_in_a_primary_button_reaches_wcag_aa(mode: str) -> None:
    button = colour(CONFIG["theme"][mode]["primaryColor"])
    assert contrast(over(WHITE, button, FADED), button) >= 4.5


def test_no_font_is_fetched() -> None:
    theme = CONFIG["theme"]
    assert {theme["font"], theme["headingFont"], theme["codeFont"]} == {
        "sans-serif",
        "serif",
        "monospace",
    }
    assert "fontFaces" not in theme
