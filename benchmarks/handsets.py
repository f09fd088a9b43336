"""Random behaviour of phones: settings of any level, programmed keys, modules, and parameters set by hand."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.choices import Choose
from benchmarks.places import Tree

MODULES = {"cisco-7961": ("cisco-7914", 14)}  # the module that fits, and its keys
SPEED_DIALS_MOST = 5  # of a 7940 or 7960
FEATURES = ("off", "on", "locked-off", "locked-on")
BOTH = ("call_waiting", "do_not_disturb", "anonymous_block", "hide_number", "hold_reminder")
EXTRAS = {
    "flat": {"enable_vad": "1", "phone_prompt": "Bench 1", "dtmf_db_level": 4, "Domain_Name": "nyxd.example"},
    "xml": {
        "vendorConfig/dfBit": "1",
        "vendorConfig/displayOnTime": "08:00",
        "sipProfile/sipLines/line/ringSettingActive": 3,
        "idleURL": "http://10.0.0.9/a?b&c",
    },
}


def family_of(model: str) -> str:
    """The family of one of the models that organizations are made of."""
    return "flat" if model in ("cisco-7940", "cisco-7960") else "xml"


def settings(choose: Choose, family: str | None = None, nat: bool = False) -> Tree:
    """Settings of a level: of an organization or a site without `family`, else of a phone or model of that one.

    `nat` for a phone that no proxy helps through a NAT: two such helpers hinder each other.
    """
    out: Tree = {}
    options: Tree = {
        "language": choose.pick(("fr", "en")),
        "codecs": choose.pick((["alaw"], ["ulaw", "alaw"], ["g729", "alaw"], ["alaw", "g729", "ulaw"])),
        "dscp": choose.number(0, 47),
        "sip_port": choose.number(1025, 65535),
        "media": f"{16384 + 2 * choose.number(0, 2000)}-{30000 + 2 * choose.number(0, 1383)}",
        "directory": choose.pick(("own", "none", "http://10.0.0.9:8080/d.xml?x=1")),
        "services": choose.pick(("own", "none", "http://10.0.0.9/s.xml")),
        **{name: choose.pick(FEATURES) for name in BOTH},
        "local_forward": choose.chance(50),
        "register_seconds": choose.number(60, 3600),
    }
    if family == "flat":
        options["telnet"] = choose.pick(("off", "on", "privileged"))
    elif family == "xml":
        for name in ("web", "ssh", "pc_port", "transfer_on_hook", "missed_calls"):
            options[name] = choose.chance(50)
        options["menu"] = choose.pick(("open", "closed"))
        options["codecs"] = choose.pick((options["codecs"], ["g722", "alaw"], ["ulaw", "g722"]))
    for name, value in options.items():
        if choose.chance(30):
            out[name] = value
    if nat and choose.chance(60):
        out["nat"] = choose.pick(("none", "received", "203.0.113.77"))
    if family is not None and choose.chance(30):
        known = EXTRAS[family]
        names = [name for name in known if choose.chance(50)]
        out["extra"] = {name: {"value": known[name], "reason": choose.name(80)} for name in names}
    return out


def keys(choose: Choose, phone: Tree, lines: int, most: int, targets: Sequence[str], watched: Sequence[str]) -> None:
    """Put keys on the buttons that follow the `lines` of `phone`, which has `most`, and perhaps modules.

    `targets` may be called, `watched` are people and lines, whose state a key may show.
    """
    flat = family_of(phone["model"]) == "flat"
    if phone["model"] in MODULES and choose.chance(30):
        module, more = MODULES[phone["model"]]
        count = choose.number(1, 2)
        phone["modules"] = [module] * count
        most += more * count
    free = min(most - lines, SPEED_DIALS_MOST) if flat else most - lines
    wanted = choose.number(0, free) if free > 0 else 0
    made: Tree = {}
    for button in range(lines + 1, lines + 1 + wanted):
        key: Tree = {"speed": choose.pick((*targets[:5], "0199000100", "*97"))}
        kind = choose.pick(("speed", "speed", "blf", "service"))
        if kind == "blf" and not flat:
            key = {"blf": choose.pick(watched)}
        elif kind == "service" and not flat:
            key = {"service": "http://10.0.0.9/menu.xml?a=1"}
        if choose.chance(40):
            key["label"] = choose.name(10)
        made[str(button)] = key
    if made:
        phone["keys"] = made
