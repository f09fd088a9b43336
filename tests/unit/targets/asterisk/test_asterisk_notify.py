"""`pjsip_notify.conf`: one type of NOTIFY, under the name that the packages' own file and the printed command have."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.compare.commands import NOTIFY
from generators.estate.values import Audience
from generators.targets.asterisk.dialects import PJSIP
from tests.estates import THEMES
from tests.unit.targets.asterisk.reading import EXAMPLE, load, read


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("folder", [EXAMPLE, *THEMES], ids=lambda f: f.name)
def test_it_holds_the_type_that_the_command_names(folder: Path, audience: Audience) -> None:
    (section,) = read(load(folder, audience)).notify
    assert section.name == NOTIFY[PJSIP.name].split()[3]
    assert not section.template
    (entry,) = section.entries
    # "=>" or "=": both are read; the value holds no semicolon, which would begin a comment.
    assert (entry.key, entry.value) == ("Event", "check-sync")


def test_its_head_says_that_the_packages_file_does_as_well() -> None:
    text = read(load()).text["pjsip_notify.conf"]
    assert "; The package's own file has this section too" in text
    assert max(map(len, text.splitlines())) <= 120
