"""The tests of what a company expects, once more on Asterisk 16 with chan_sip: those in which the driver has a part.

The tests are those of `test_asterisk_features`; here they meet another `started`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.systems import EVERY_CALL, System, load, running
from tests.live.test_asterisk_features import (  # noqa: F401  collected here as well
    hurried,
    system,
    test_a_call_that_goes_on_to_a_mobile_shows_the_number_it_came_in_by,
    test_codes_and_the_outside_are_closed_to_outside_callers,
    test_do_not_disturb_is_busy_and_shown_and_left_out_of_groups,
    test_forwards_of_the_source,
    test_forwards_set_by_code,
    test_group_in_turn_and_with_memory,
    test_group_rings_phones_and_a_mobile_together,
    test_hot_desk,
    test_intercom_asks_the_phone_to_answer,
    test_parked_call_waits_and_is_taken,
    test_pickup_of_a_team_and_of_an_extension,
    test_transfer_to_the_outside_is_for_colleagues_only,
    test_trunks_are_tried_in_order_and_each_shows_a_number_of_its_own,
    test_withheld_numbers_are_known_to_the_provider_alone,
)

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One Asterisk for all tests of this file."""
    folder = tmp_path_factory.mktemp("features-chan-sip")
    with running("16", hurried(load(EVERY_CALL)), folder, "asterisk-sip") as found:
        yield found
