"""The records page: find a signed note, read it, copy or download it, add to it."""

from pages._ui import session

session.require_unlocked()

from pages._ui import records_view  # noqa: E402 - nothing runs before the check above

if session.desk().open_note is None:
    records_view.show_list()
else:
    records_view.show_record(session.desk().open_note or "")
