"""Fixtures of the use cases."""

import pytest

from assessment.bootstrap import Services
from tests.assessment.services.worlds import World, make_world


@pytest.fixture
def world(services: Services) -> World:
    """Give a small world on either database."""
    return make_world(services)
