"""Which phones must read their files again, which are new, and which lose their files.

A phone is its MAC: that is what its files are named after. An id that goes to another device is one phone
less and one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generators.compare.files import TFTP, Change, FileChange
from generators.compare.sides import Side
from generators.estate.phone_files import boot_files, own_files
from generators.estate.telephony import Phone

__all__ = ["PhoneChange", "PhoneChanges", "phone_changes"]


@dataclass(frozen=True)
class PhoneChange:
    """A phone and the names of its files that differ, in the order it asks for them.

    `account` is the one on its first button as it is registered today, before the change: a phone takes a
    NOTIFY only for that one (SIPCC, ccsip_task.c: the Request-URI must name line 1). None without a line.
    """

    id: str
    mac: str
    site: str
    model: str
    files: tuple[str, ...]
    account: str | None


@dataclass(frozen=True)
class PhoneChanges:
    """`reload`: to be told; `new`: to be plugged in; `gone`: without files from now on. Each sorted by id."""

    reload: tuple[PhoneChange, ...]
    new: tuple[PhoneChange, ...]
    gone: tuple[PhoneChange, ...]


def phone_changes(a: Side, b: Side, files: Iterable[FileChange]) -> PhoneChanges:
    """What the changed `files` mean to the phones of both sides."""
    before = {phone.mac: phone for phone in a.estate.phones}
    after = {phone.mac: phone for phone in b.estate.phones}
    changed = {f.path.removeprefix(TFTP): f for f in files if f.path.startswith(TFTP)}
    felt = {name for name, f in changed.items() if not f.stamp_only and f.change is not Change.REMOVED}
    reload = []
    for mac, phone in after.items():
        if mac in before:
            names = tuple(name for name in _fetched(phone) if name in felt)
            if names:
                reload.append(_change(b, phone, names, _account(a, before[mac])))
    new = [_change(b, p, _own(p, changed), None) for mac, p in after.items() if mac not in before]
    gone = [_change(a, p, _own(p, changed), _account(a, p)) for mac, p in before.items() if mac not in after]
    return PhoneChanges(_by_id(reload), _by_id(new), _by_id(gone))


def _fetched(phone: Phone) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*boot_files(phone), *own_files(phone))))


def _own(phone: Phone, changed: Mapping[str, FileChange]) -> tuple[str, ...]:
    return tuple(name for name in own_files(phone) if name in changed)


def _account(side: Side, phone: Phone) -> str | None:
    endpoints = side.estate.endpoints_of_phone[phone.id]
    return endpoints[0].account if endpoints else None


def _change(side: Side, phone: Phone, names: tuple[str, ...], account: str | None) -> PhoneChange:
    return PhoneChange(phone.id, phone.mac.colons, phone.site, phone.model.title, names, account)


def _by_id(changes: Iterable[PhoneChange]) -> tuple[PhoneChange, ...]:
    return tuple(sorted(changes, key=lambda change: change.id))
