"""Where each element of the pages was read; `Next` and its siblings are words of ours, their URLs are here."""

from __future__ import annotations

from generators.references import Ref

_DEFINITIONS = "Chapter 3, XML Object Definitions"
_SOFT_KEYS = "Chapter 3, Custom Softkeys"
_MENU = Ref("IPPS", f"{_DEFINITIONS}: CiscoIPPhoneMenu")
_DIRECTORY = Ref("IPPS", f"{_DEFINITIONS}: CiscoIPPhoneDirectory")
_TEXT = Ref("IPPS", f"{_DEFINITIONS}: CiscoIPPhoneText")
_KEY = Ref("IPPS", _SOFT_KEYS)


def _of(root: str, ref: Ref, *elements: str) -> dict[str, Ref]:
    """The object, its heading and `elements`, and its soft keys."""
    heading = {f"{root}/{name}": ref for name in ("Title", "Prompt", *elements)}
    keys = {f"{root}/SoftKeyItem{name}": _KEY for name in ("", "/Name", "/URL", "/Position")}
    return {root: ref, **heading, **keys}


KEYS: dict[str, Ref] = {
    **_of("CiscoIPPhoneMenu", _MENU, "MenuItem", "MenuItem/Name", "MenuItem/URL"),
    **_of("CiscoIPPhoneDirectory", _DIRECTORY, "DirectoryEntry", "DirectoryEntry/Name", "DirectoryEntry/Telephone"),
    **_of("CiscoIPPhoneText", _TEXT, "Text"),
    **{f"SoftKey:{name}": Ref("IPPS", "Chapter 5, Internal URI Features") for name in ("Dial", "EditDial", "Exit")},
    "SoftKey:Select": Ref("IPPS", _SOFT_KEYS),
}
