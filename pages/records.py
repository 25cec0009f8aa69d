"""The records page: find a signed note, read it, copy or download it, add to it."""

from pages._ui import session

session.require_unlocked()

from pages._ui import records_view  # noqa: E402 - nothing runs before the check above

records_view.show()
