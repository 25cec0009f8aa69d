"""The app's server with a view of its live objects and a clock to turn, for the tests.

Started as `serve.py` is. A line on standard input is answered by one line in the log, which begins
with `probe:`. `+SECONDS` turns the clock of the open vaults forward; `upload TEXT` gives every
session an upload, and `uploads` lists them. Any other line is words, and the answer lists the live
Python objects that hold one of them, each with what holds it. Words and TEXT are written backwards,
so that asking leaves no copy.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def holders(backwards: list[str]) -> list[str]:
    """Where the words are: in texts, bytes and protobuf messages that anything refers to."""
    from google.protobuf.message import Message

    gc.collect()
    words = [word[::-1] for word in backwards]
    as_bytes = [word.encode() for word in words]
    found = []
    for thing, owner in reachable({id(item) for item in (*words, *as_bytes)}):
        if isinstance(thing, str):
            hits = [word for word in words if word in thing]
        elif isinstance(thing, bytes | bytearray | memoryview | Message):
            content = thing.SerializePartialToString() if isinstance(thing, Message) else thing
            hits = [word for word in as_bytes if word in bytes(content)]
        else:
            continue
        found += [f"{type(thing).__name__} in {owner}"] * len(hits)
    return found


def reachable(apart: set[int]) -> Iterator[tuple[Any, str]]:
    """Every object that the collector knows, that a running frame holds, or that those refer to."""
    seen = apart | {id(apart)}
    pending: list[tuple[Any, str]] = [(root, "the collector") for root in gc.get_objects()]
    for top in sys._current_frames().values():
        for frame, _ in traceback.walk_stack(top):
            if frame.f_code.co_filename != __file__:
                pending += [(value, frame.f_code.co_qualname) for value in frame.f_locals.values()]
    while pending:
        thing, owner = pending.pop()
        if id(thing) not in seen and thing is not pending:
            seen.add(id(thing))
            yield thing, owner
            name = f"{type(thing).__module__}.{type(thing).__qualname__} < {owner}"[:300]
            pending += [(part, name) for part in gc.get_referents(thing)]


def turn_clock(seconds: float) -> None:
    """Let the open vaults, and what waits, believe that so much time has passed."""
    from notegen.clock import utc_now
    from pages._ui import session

    def later() -> datetime:
        return utc_now() + timedelta(seconds=seconds)

    session._vaults._clock = session._vaults.waiting._clock = later


def upload(content: bytes) -> None:
    """Put an upload into every session, as the server does when a browser sends one."""
    from streamlit import runtime
    from streamlit.runtime.uploaded_file_manager import UploadedFileRec

    server = runtime.get_instance()
    for info in server._session_mgr.list_active_sessions():
        record = UploadedFileRec("f1", "recording.wav", "audio/wav", content)
        server.uploaded_file_mgr.add_file(info.session.id, record)


def uploads() -> list[str]:
    """The contents of every upload that the server holds."""
    from streamlit import runtime

    held = runtime.get_instance().uploaded_file_mgr.file_storage
    return [file.data.decode() for files in held.values() for file in files.values()]


def answer() -> None:
    """Answer each line until there are no more."""
    for line in sys.stdin:
        asked, found = line.strip(), []
        if asked.startswith("+"):
            turn_clock(float(asked))
        elif asked.startswith("upload "):
            upload(asked.removeprefix("upload ")[::-1].encode())
        elif asked == "uploads":
            found = uploads()
        else:
            found = holders(asked.split())
        sys.stderr.write(f"probe:{json.dumps(found)}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(sys.argv[1])))
    from pages._ui import serve

    threading.Thread(target=answer, daemon=True).start()
    sys.exit(serve.main())
