"""The smallest organisation, without a trunk, on Asterisk 16 and 22: phones work, and the outside says no at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.systems import MINIMAL, load, running

pytestmark = pytest.mark.live


@pytest.mark.parametrize("version", ["16", "22"])
def test_calls_to_the_outside_are_congested_and_logged(version: str, tmp_path: Path) -> None:
    estate = load(MINIMAL)
    with running(version, estate, tmp_path) as system, system.phone(estate.phones[0].id) as phone:
        assert phone.dial("112").status == 503
        assert "No trunk takes the emergency call to 112" in system.pbx.log()
        assert phone.dial("0639980001").status == 503
        assert "No trunk took the call to 33639980001" in system.pbx.log()
        assert phone.dial("0899123456").status == 403
        assert phone.dial("1999").status == 404
        phone.agent.answers = (486,)
        assert phone.dial(estate.lines[0].extension).status == 486
