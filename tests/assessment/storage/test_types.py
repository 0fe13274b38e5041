"""Moments are stored in UTC and come back as the same moments."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from assessment.storage.types import UtcDateTime

DIALECTS = (sqlite.dialect(), postgresql.dialect())
zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(datetime(1900, 1, 2), datetime(2900, 1, 1), timezones=zones)  # noqa: DTZ001 - zones are drawn


@given(moments)
def test_a_moment_survives_in_any_zone(moment: datetime) -> None:
    """What comes back is equal, aware and in UTC, on both databases."""
    for dialect in DIALECTS:
        column = UtcDateTime()
        stored = column.process_bind_param(moment, dialect)
        back = column.process_result_value(stored, dialect)
        assert back == moment
        assert back is not None
        assert back.tzinfo is UTC


@given(moments, moments)
def test_stored_text_sorts_like_time(one: datetime, other: datetime) -> None:
    """SQLite compares texts; their order is the order of the moments."""
    column = UtcDateTime()
    texts = [column.process_bind_param(m, DIALECTS[0]) for m in (one, other)]
    assert (texts[0] < texts[1]) == (one < other)


def test_naive_moments_are_refused() -> None:
    """A time without a zone is nobody's time."""
    for dialect in DIALECTS:
        with pytest.raises(ValueError, match="time zone"):
            UtcDateTime().process_bind_param(datetime(2026, 1, 1), dialect)  # noqa: DTZ001 - the point


def test_nothing_stays_nothing() -> None:
    """NULL is None in both directions."""
    for dialect in DIALECTS:
        assert UtcDateTime().process_bind_param(None, dialect) is None
        assert UtcDateTime().process_result_value(None, dialect) is None
