"""Time as the record needs it: an instant in UTC, and the zone in which it was local."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local_zone() -> str:
    """IANA name of this machine's zone, or its present offset (`+01:00`) where no name is known."""
    name = os.environ.get("TZ", "").lstrip(":") or _zone_from_system()
    if name and _known(name):
        return name
    return datetime.now(UTC).astimezone().isoformat()[-6:]


def to_zone(instant: datetime, zone: str) -> datetime:
    """`instant` shown in `zone` (IANA name or offset); in UTC where the zone is unknown here."""
    return instant.astimezone(_tzinfo(zone))


def _tzinfo(zone: str) -> tzinfo:
    if match := _OFFSET.fullmatch(zone):
        sign = -1 if match[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3])))
    return ZoneInfo(zone) if _known(zone) else UTC


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone_from_system() -> str:
    """Name behind /etc/localtime, which is a link into the zone database on Linux and macOS."""
    target = os.path.realpath("/etc/localtime")
    _, found, name = target.partition("zoneinfo/")
    if found:
        return name
    timezone_file = Path("/etc/timezone")
    return timezone_file.read_text("utf-8").strip() if timezone_file.is_file() else ""
