"""Moments as a person reads them: in the own time zone, else the workspace's, and in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assessment.content import words
from assessment.domain.accounts import DEFAULT_TIME_ZONE
from assessment.ui import session


def moment(at: datetime) -> str:
    """Say a moment to the minute with its zone, as the pages beside the app do.

    Parameters: at, an aware datetime of any zone.
    """
    zone, spoken = session.zone(), session.locale()
    here = at.astimezone(ZoneInfo(zone))
    key = "web.time.minute" if zone == DEFAULT_TIME_ZONE else "account.time.zoned"
    return words.say(spoken, key, clock=f"{here:%H:%M}", zone=zone, **_day(here))


def day(at: datetime) -> str:
    """Say the day of a moment."""
    here = at.astimezone(ZoneInfo(session.zone()))
    return words.say(session.locale(), "account.time.day", **_day(here))


def zone_name(zone: str) -> str:
    """Name a time zone for a list: the one of China in words too."""
    if zone != DEFAULT_TIME_ZONE:
        return zone
    return f"{words.say(session.locale(), 'account.time.beijing')} ({zone})"


def _day(here: datetime) -> dict[str, object]:
    month = f"{here:%b}" if session.locale() == "en" else here.month
    return {"year": here.year, "month": month, "day": here.day}
