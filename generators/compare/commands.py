"""The commands that make a PBX read its files again, and those by which it tells phones to read theirs.

Order matters: phones are told first, by the accounts they are registered with today; once the PBX has read its new
files, an account that went away can be told nothing.

`Event: check-sync` for both families. A 7940 or 7960 then compares `sync` and restarts (SAG8, "Synchronization
information"). The 7941 and siblings know two events (SIPCC, ccsip_task.c): `service-control`, which they refuse unless
they are in CallManager mode and it repeats the Call-ID of their own REGISTER (ccsip_core.c), which a PBX that does not
speak it cannot send; and `check-sync`, which they answer, and by a public guide (7942 to 7965) obey. Not seen by us.

| dialect | the type of NOTIFY stands in |
|---|---|
| asterisk-pjsip | `pjsip_notify.conf`, ours or the package's: both name it `cisco-check-cfg` (seen: 16.28, 22.10) |
| asterisk-sip | the package's `sip_notify.conf`, under the same name (seen: 16.28) |
| freepbx | `sip_notify_custom.conf`, which its `pjsip_notify.conf` includes, or its own additions, same name |
| xivo | Wazo's `pjsip_notify.d/01-wazo.conf`, as `check-sync` |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generators.compare.sides import Side

__all__ = ["notify_commands", "reload_command"]

RELOAD = {
    "asterisk-pjsip": "asterisk -rx 'core reload'",
    "asterisk-sip": "asterisk -rx 'core reload'",
    "freepbx": "fwconsole reload",
    "xivo": "asterisk -rx 'core reload'",
}
RESTART = "asterisk -rx 'core restart when convenient'"
NOTIFY = {
    "asterisk-pjsip": "pjsip send notify cisco-check-cfg endpoint",
    "asterisk-sip": "sip notify cisco-check-cfg",
    "freepbx": "pjsip send notify cisco-check-cfg endpoint",
    "xivo": "pjsip send notify check-sync endpoint",
}
# `asterisk -rx` takes 496 bytes and 63 words; of a longer command it does nothing, or a part (seen: 16.28, 22.10).
BYTES_MOST = 480
NAMES_MOST = 50


def reload_command(dialect: str, a: Side, b: Side) -> str:
    """What the administrator types on the PBX once its files of `dialect` are in place.

    A transport's port is taken at the start only: "not fully reloadable … not reloading: … bind" (res_pjsip).
    """
    moved = a.estate.pbx.ports.get("sip") != b.estate.pbx.ports.get("sip")
    return RESTART if moved and dialect.startswith("asterisk-") else RELOAD[dialect]


def notify_commands(dialect: str, accounts: Iterable[str]) -> tuple[str, ...]:
    """The commands that tell the phones registered as `accounts`: one, or as many as the console's limits want."""
    verb = NOTIFY[dialect]
    return tuple(f"asterisk -rx '{verb} {names}'" for names in _portions(sorted(set(accounts)), BYTES_MOST - len(verb)))


def _portions(names: Iterable[str], most: int) -> Iterator[str]:
    held: list[str] = []
    for name in names:
        if held and (len(held) == NAMES_MOST or len(" ".join((*held, name))) > most):
            yield " ".join(held)
            held = []
        held.append(name)
    if held:
        yield " ".join(held)
