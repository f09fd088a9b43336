"""Two trunks on Asterisk 16 and 22: a call leaves by its number's trunk, and by the other one if that fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generators.estate.values import PhoneNumber
from tests.live.systems import TWO_TRUNKS, Phone, System, load, running

pytestmark = pytest.mark.live

MOBILE = "0639980001"


@pytest.fixture(params=["16", "22"])
def system(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[System]:
    """Anne presents a number of the trunk ovh (0033…), Bruno one of the trunk secours (national)."""
    estate = load(TWO_TRUNKS)
    bruno = PhoneNumber("+33353014001")
    lines = tuple(replace(x, presented=bruno) if x.id == "bruno" else x for x in estate.lines)
    with running(request.param, replace(estate, lines=lines), tmp_path) as running_system:
        yield running_system


def test_each_number_leaves_by_its_trunk_and_by_the_other_if_that_fails(system: System) -> None:
    ovh, secours = system.providers["ovh"], system.providers["secours"]
    with system.phone("poste-1") as anne, system.phone("poste-2") as bruno:

        def call(phone: Phone, number: str) -> list[tuple[str, str, str]]:
            """What each provider saw of a call, in order: who, which number, from whom."""
            answered = phone.dial(number)
            assert answered.status == 200
            seen = []
            for name, provider in (("ovh", ovh), ("secours", secours)):
                while not provider.invites.empty():
                    invite = provider.invites.get()
                    seen.append((name, invite.user(), invite.user("From")))
            phone.agent.hang_up(answered)
            return seen

        assert call(anne, MOBILE) == [("ovh", "0033639980001", "0033199004000")]
        assert call(bruno, MOBILE) == [("secours", MOBILE, "0353014001")]
        assert call(anne, "00447700900123") == [("ovh", "00447700900123", "0033199004000")]
        assert call(bruno, "112") == [("ovh", "112", "0033199004000")]  # the number of the site is of that trunk

        ovh.answers = (503,)
        # Another provider's number would be refused there: the trunk's own stands in. Not so in an emergency.
        assert call(anne, MOBILE) == [("ovh", "0033639980001", "0033199004000"), ("secours", MOBILE, "0353014000")]
        assert call(anne, "3919")[1] == ("secours", "3919", "0353014000")
        assert call(bruno, "112") == [("ovh", "112", "0033199004000"), ("secours", "112", "0199004000")]

        ovh.answers, secours.answers = (486,), (180, 200)
        assert anne.dial(MOBILE).status == 486  # busy is an answer: no second attempt
        assert secours.invites.empty()
