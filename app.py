"""notegen in the browser: unlock the vault, then choose a page.

Streamlit runs this file for every session and every interaction; `st.navigation` is called each
time, locked too, so that no file of pages/ ever runs by itself.
"""

import streamlit as st

from pages._ui import chrome, gate, session

chrome.configure()
if session.is_unlocked():
    pages = [
        st.Page("pages/note.py", title="Note", url_path="note", default=True),
        st.Page("pages/records.py", title="Records", url_path="records"),
        st.Page("pages/settings.py", title="Settings", url_path="settings"),
    ]
    current = st.navigation(pages, position="hidden")
    chrome.header(pages)
    chrome.flash()
    current.run()
else:
    gate.show()
session.flash_was_shown()
