"""Real Asterisk 16 and 22 load the generated files without a complaint and report what the Estate says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generators.estate.dialing import spellings
from generators.estate.estate import Estate
from generators.estate.telephony import Kind
from generators.targets import artifacts
from generators.targets.asterisk.dialects import PJSIP
from generators.targets.asterisk.services import MODULES
from tests.live.asterisk import MORE
from tests.live.systems import EVERY_CALL, EXAMPLE, MINIMAL, load, running

pytestmark = pytest.mark.live

# What may be logged while loading, and why it is not about the generated files.
ACCEPTED = {
    "users.conf is deprecated": "Asterisk 22 says so of the users.conf that its own package installs",
}


def contexts(shown: str) -> dict[str, set[str]]:
    """`dialplan show`: the extensions of each context that comes from extensions.conf, hints aside."""
    out: dict[str, set[str]] = {}
    here = None
    for line in shown.splitlines():
        if match := re.match(r"\[ Context '(.+?)' \(?.*created by '(.+?)'", line):
            here = out.setdefault(match[1], set()) if match[2] == "pbx_config" else None
        elif here is not None and (match := re.match(r"  '(.+?)' =>\s+(?!hint)", line)):
            here.add(match[1])
    return out


def positions(estate: Estate) -> set[str]:
    """The positions of parked calls."""
    first, last = map(int, estate.codes.parked)
    return {str(n) for n in range(first, last + 1)}


@pytest.mark.parametrize("version", ["16", "22"])
def test_each_phone_is_offered_the_codecs_it_is_set_to(version: str, tmp_path: Path) -> None:
    estate = load(EXAMPLE.parent / "tests" / "estates" / "one_of_each_model")
    with running(version, estate, tmp_path) as system:
        assert [c for c in system.pbx.complaints() if not any(known in c for known in ACCEPTED)] == []
        seen = set()
        for endpoint in (e for e in estate.endpoints if e.button == 1):
            shown = system.pbx.cli(f"pjsip show endpoint {endpoint.account}")
            allowed = re.search(r"^ *allow +: \(([a-z0-9|]+)\)$", shown, re.M)
            assert allowed is not None
            assert tuple(allowed[1].split("|")) == endpoint.phone.settings.codecs
            seen.add(allowed[1])
        assert len(seen) > 3


@pytest.mark.parametrize("version", ["16", "22"])
@pytest.mark.parametrize("folder", [EXAMPLE, MINIMAL, EVERY_CALL], ids=["example", "minimal", "every_call"])
def test_loads_without_complaint_and_reports_the_estate(version: str, folder: Path, tmp_path: Path) -> None:
    estate = load(folder)
    with running(version, estate, tmp_path) as system:
        complaints = [c for c in system.pbx.complaints() if not any(known in c for known in ACCEPTED)]
        assert complaints == []

        shown = system.pbx.cli("pjsip show endpoints")
        endpoints = set(re.findall(r"^ Endpoint:  ([^\s/<]+)", shown, re.M))
        assert endpoints == {e.account for e in estate.endpoints} | {f"trunk-{t.id}" for t in estate.trunks}
        for endpoint in estate.endpoints:
            shown = system.pbx.cli(f"pjsip show endpoint {endpoint.account}")
            assert re.search(r"^ *force_rport +: false$", shown, re.M)
            assert re.search(r"^ *direct_media +: false$", shown, re.M)
            assert re.search(rf"^ *callerid +: .*<{endpoint.line.extension}>$", shown, re.M)

        plan = contexts(system.pbx.cli("dialplan show"))
        things = (estate.lines, estate.groups, estate.mailboxes, estate.menus, estate.conferences)
        assert plan["internal"] == {x.extension for some in things for x in some}
        assert plan["numbers"] == {n.number.digits for n in estate.numbers}
        for trunk in estate.trunks:
            own = [n.number.e164 for n in estate.numbers if n.trunk == trunk.id]
            assert plan[f"numbers-of-{trunk.id}"] == {s for e164 in own for s in spellings(estate.country, e164)}
        emergency = {n.number for n in estate.country.emergency}
        for site in {e.site.id for e in estate.endpoints}:
            assert plan[f"emergency-{site}"] == emergency
        codes = estate.codes
        always = {codes.voicemail, codes.pickup, codes.do_not_disturb, codes.forward_off}
        desks = {codes.login, codes.logout} if any(x.login for x in estate.lines) else set()
        nights = {s.night for s in estate.schedules if s.night}
        assert {c for c in plan["features"] if not c.startswith("_")} == always | desks | nights
        shown = system.pbx.cli("dialplan show parkedcalls")
        assert set(re.findall(r"ParkedCall\(default,([0-9]+)\)", shown)) == positions(estate)
        assert re.search(rf"'{codes.park}' =>\s+1\. Park\(\)", shown)

        hints = set(re.findall(r"^ *([0-9*]+)@hints", system.pbx.cli("core show hints"), re.M))
        assert hints == {line.extension for line in estate.lines} | nights
        assert {m.removesuffix(".so") for m in re.findall(r"^(\S+\.so)", system.pbx.cli("module show"), re.M)} == {
            *MODULES,
            *PJSIP.modules,
            *MORE,
        }
        boxes = set(re.findall(r"^default +([0-9]+) ", system.pbx.cli("voicemail show users"), re.M))
        assert boxes == {m.extension for m in estate.mailboxes}
        published = json.loads(next(a.content for a in artifacts(estate, ["inventory"])))
        trunks = {f"trunk-{name}" for name in published["trunks"]}
        assert endpoints == {e["account"] for e in published["endpoints"].values()} | trunks
        dids = {s for number in published["numbers"].values() for s in number["spellings"]}
        assert dids == {s for trunk in estate.trunks for s in plan[f"numbers-of-{trunk.id}"]}
        callable_things = ("lines", "groups", "mailboxes")
        extensions = {x["extension"] for kind in callable_things for x in published[kind].values()}
        assert extensions <= plan["internal"]

        called = {n.to for n in estate.numbers} | {n.closed for n in estate.numbers if n.closed}
        places = {Kind.MAILBOX: boxes, Kind.CONTACT: {""}}
        assert all(estate.extension_of(d) in places.get(d.kind, plan["internal"]) for d in called)
