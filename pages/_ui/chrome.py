"""What surrounds every page: page set-up, style sheet, header, and messages in plain text."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import streamlit as st

from pages._ui import session
from pages._ui.component import define

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import Page

_HERE = Path(__file__).parent / "shared"
_notice = define("notice", "notice", "notice.js")
_guard = define("guard", "guard", "guard.js")
_PROCESS = uuid.uuid4().hex  # tells this run of the server from an earlier one
_STYLE = (_HERE / "page.css").read_text("utf-8")


def configure() -> None:
    """Set up the page and its style; once per run, before anything else."""
    st.set_page_config(page_title="notegen", page_icon=str(_HERE / "icon.png"), layout="wide")
    st.html(f"<style>{_STYLE}</style>")


def header(pages: Sequence[Page]) -> None:
    """Name, pages, whose vault it is, and the way to lock it."""
    guard(unlocked=True, erased=session.erased_notes())
    with st.container(
        key="header", horizontal=True, vertical_alignment="center", gap="small", wrap=True
    ):
        st.html('<span class="brand">notegen</span>', width="content")
        with st.container(key="header_pages", horizontal=True, gap=None, width="content"):
            for page in pages:
                st.page_link(page, label=_label(page), width="content")
        with st.container(key="header_owner", horizontal=True, horizontal_alignment="right"):
            st.text(str(session.desk().settings.author) or session.vault().folder.name)
        # By callback, as every button beside which something may be typed: a callback runs first,
        # and a message that arrives right after it cannot undo the press.
        st.button(
            "Lock", key="lock", icon=":material/lock:", width="content", on_click=session.lock
        )
        with st.popover("Sign out", key="sign_out", type="tertiary", width="content"):
            _sign_out()


def _label(page: Page) -> str:
    """The page's title; Records says when something typed about a signed note is not signed."""
    unsigned = session.unfinished().additions if page.url_path == "records" else 0
    return f"{page.title} ({unsigned} unsigned)" if unsigned else page.title


def _sign_out() -> None:
    waiting = session.unfinished()
    st.write(
        f"Locking keeps {waiting} in memory, encrypted. Signing out erases what is unfinished for "
        "good."
        if any(waiting)
        else "Nothing unfinished is left. Signing out locks the vault."
    )
    label = f"Erase {waiting} and sign out" if any(waiting) else "Sign out now"
    st.button(label, key="sign_out_now", on_click=session.sign_out)


@st.fragment
def guard(*, unlocked: bool, left: bool = False, erased: int = 0) -> None:
    """Have a page that showed a vault load anew once it is locked, so that nothing stays in it.

    `left` says that this session was locked while its page was open. `erased` counts the notes
    that were erased: for each the page sends a message without them, since the connection holds
    on to the last one. It does so as a fragment, so that no download that is being clicked is made
    anew. After the server was stopped and started again, the page says what that cost.
    """
    _guard(
        key="guard",
        on_rinsed_change=lambda: None,
        data={
            "erased": erased,
            "process": _PROCESS,
            "unlocked": unlocked,
            "left": left,
            "stopped": "notegen was stopped and started again. Notes that were not approved are "
            "lost; what you signed is in your vault.",
        },
    )


def say(message: str, kind: str = "info") -> None:
    """A message of plain text: info, success or error."""
    if message:
        _notice(
            key=f"notice_{kind}_{crc32(message.encode()):x}", data={"kind": kind, "text": message}
        )


def flash() -> None:
    """What the last action had to say, until a run has shown it whole.

    Its place is kept while it is empty: were the page below to move up when the message goes, the
    browser would make its fields anew, and what a quick hand was typing into one would be gone.
    """
    with st.container(key="flash_place"):
        say(*session.flashed())


def error(message: str) -> None:
    """A fault in plain text, with its weight in words for those who do not see the colour."""
    say(f"Not done: {message}", "error")
