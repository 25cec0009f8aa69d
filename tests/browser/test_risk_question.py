"""Whether a draft that is silent about risk asks follows the client that was picked."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from notegen import draft, review
from notegen.model import Author, SessionDetails
from notegen.store import RiskQuestion

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("client", "asks"), [("R. M.", False), ("S. T.", True)])
def test_the_question_about_risk_follows_the_picked_client(app, client: str, asks: bool) -> None:
    now, author = datetime.now(UTC), Author("Ana Example", "LCSW")
    details = SessionDetails(client="R. M.", date=now.date())
    note = review.attest(draft("Client discussed work stress.", details=details), author, at=now)
    with app.stored() as vault:
        vault.notes.add(review.sign(note, author, at=now, zone="UTC"))
        vault.clients.set_risk_question("R. M.", RiskQuestion.NEVER)
    app.start()
    app.client(client)
    expect(app.page.locator(".note").first).to_contain_text(client)
    app.draft()
    expect(app.sentence("work stress")).to_be_visible()
    question = app.page.get_by_role("group", name=re.compile("Was risk asked about"))
    expect(question).to_have_count(1 if asks else 0)
