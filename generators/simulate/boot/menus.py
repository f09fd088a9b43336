"""The grammars of what a phone's keys open (IPPS), of its soft keys and of its backgrounds (UCM)."""

from __future__ import annotations

from generators.simulate.boot.grammar import Grammar

NAME = "text 64"  # characters (IPPS); 40 can be read on a 7940
ENTRIES_MOST = 32  # of a Directory, an IconMenu or a GraphicFileMenu (IPPS)
ITEMS_MOST = 100  # of a Menu (IPPS)
KEYS_MOST = 8
TEXT_MOST = 4000  # characters, about (IPPS)
IMAGES_MOST = 50  # UCM, Background Images
_KEY = {"SoftKeyItem/Name": NAME, "SoftKeyItem/URL": "link", "SoftKeyItem/Position": f"int 1-{KEYS_MOST}"}
_HEAD = {"Title": f"{NAME}?", "Prompt": f"{NAME}?"}
_KEY_NEEDED = {
    "SoftKeyItem/Name": "the soft key has no name",
    "SoftKeyItem/URL": "the soft key does nothing",
    "SoftKeyItem/Position": "the soft key has no place",
}


def _object(root: str, kinds: dict[str, str], many: tuple[str, ...], needed: dict[str, str]) -> Grammar:
    return Grammar(root, _HEAD | kinds | _KEY, frozenset((*many, "SoftKeyItem")), needed | _KEY_NEEDED, latin=True)


# What all models of both families show; the others (images, icons) are not for every one of them.
PAGES = {
    "CiscoIPPhoneMenu": _object(
        "CiscoIPPhoneMenu",
        {"MenuItem/Name": NAME, "MenuItem/URL": "link"},
        ("MenuItem",),
        {
            "MenuItem": "there is nothing to choose",
            "MenuItem/Name": "the item cannot be read",
            "MenuItem/URL": "the item leads nowhere",
        },
    ),
    "CiscoIPPhoneDirectory": _object(
        "CiscoIPPhoneDirectory",
        {"DirectoryEntry/Name": NAME, "DirectoryEntry/Telephone": "dialled"},
        ("DirectoryEntry",),
        {
            "DirectoryEntry": "there is nobody to call",
            "DirectoryEntry/Name": "the entry cannot be read",
            "DirectoryEntry/Telephone": "the entry cannot be called",
        },
    ),
    "CiscoIPPhoneText": _object("CiscoIPPhoneText", {"Text": "words"}, (), {"Text": "there is nothing to read"}),
    "CiscoIPPhoneInput": _object(
        "CiscoIPPhoneInput",
        {
            "URL": "link",
            "InputItem/DisplayName": NAME,
            "InputItem/QueryStringParam": "user",
            "InputItem/DefaultValue": f"{NAME}?",
            "InputItem/InputFlags": "one A|T|N|E|U|L|AP|TP|NP|EP|UP|LP",
        },
        ("InputItem",),
        {"URL": "the input goes nowhere", "InputItem": "there is nothing to fill in"},
    ),
}

SOFT_KEYS = Grammar(
    "softKeyCfg",
    {
        "versionStamp": "stamp",
        "typeSoftKey/softKeyDef@keyID": "text 32",
        "typeSoftKey/softKeyDef/tag": "int 0-9999",
        "typeSoftKey/softKeyDef/eventID": "int 0-255",
        "typeSoftKey/softKeyDef/helpID": "int 0-999",
        "softKeySets/softKeySet@id": "text 32",
        "softKeySets/softKeySet/softKey": "none?",
        "softKeySets/softKeySet/softKey@keyID": "text 32",
    },
    frozenset({"typeSoftKey/softKeyDef", "softKeySets/softKeySet", "softKeySets/softKeySet/softKey"}),
    {
        "versionStamp": "the phone cannot tell that the file changed",
        "typeSoftKey/softKeyDef": "no key is defined",
        "typeSoftKey/softKeyDef@keyID": "the key has no name",
        "typeSoftKey/softKeyDef/tag": "the key has no text",
        "typeSoftKey/softKeyDef/eventID": "the key does nothing",
        "typeSoftKey/softKeyDef/helpID": "the key has no help text",
        "softKeySets/softKeySet": "no state of a call has keys",
        "softKeySets/softKeySet@id": "the set is for no state of a call",
    },
)
IMAGES = Grammar(
    "CiscoIPPhoneImageList",
    {"ImageItem": "none?", "ImageItem@Image": "picture", "ImageItem@URL": "picture"},
    frozenset({"ImageItem"}),
    {
        "ImageItem": "there is nothing to choose",
        "ImageItem@Image": "the background has no preview",
        "ImageItem@URL": "the background has no picture",
    },
)
