"""The settings page: who signs, and how notes begin. All of it is kept in the vault."""

from pages._ui import session

session.require_unlocked()

from pages._ui import settings_view  # noqa: E402 - nothing runs before the check above

settings_view.show()
