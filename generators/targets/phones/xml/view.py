"""What the document of a 7941 or sibling says: the Estate's facts, by the path of the element that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.handsets import NatMode, Settings
from generators.estate.phone_files import DIAL_PLAN, soft_keys_file
from generators.estate.telephony import Phone
from generators.estate.values import Secret
from generators.targets.phones.places import Places, places
from generators.targets.phones.text import checked, unbroken
from generators.targets.phones.xml.document import Element, fill, group, leaf
from generators.targets.phones.xml.keyboard import LINE, keyboard
from generators.targets.phones.xml.skeleton import DEVICE_SLOTS, MEMBER_SLOTS

CODECS = {"alaw": "g711alaw", "ulaw": "g711ulaw", "g722": "g722", "g729": "g729a"}  # UCM; SIPCC
SSH_USER = "admin"  # any name; it asks for the second, Cisco's own, name after it (UCM, sshUserId)


@dataclass(frozen=True)
class Locale:
    """A language on the phone: the folder its texts are asked from on the TFTP server, and its code."""

    name: str
    code: str


# The texts and tones are Cisco's and not ours to give. A phone that asks for them in vain says "Error
# updating locale" among its status messages and works in English with its built-in (American) tones
# (UCM, User Locale; LOG42). French is named all the same: whoever holds Cisco's package only has to put
# its folder beside these files. The English ones are the phone's own defaults (UCM).
LOCALES = {"fr": Locale("French_France", "fr_FR"), "en": Locale("English_United_States", "en_US")}
TONES = {"FR": "France"}
BUILT_IN_TONES = "United_States"

# The menus that the phone fills itself: which menu (1 directories, 2 messages), name, and address (UCM).
SERVICES = (
    (1, "Missed Calls", "Application:Cisco/MissedCalls"),
    (1, "Received Calls", "Application:Cisco/ReceivedCalls"),
    (1, "Placed Calls", "Application:Cisco/PlacedCalls"),
    (2, "Voicemail", "Application:Cisco/Voicemail"),
)


def phone_document(estate: Estate, phone: Phone, stamp: str) -> Element:
    """The document of `phone`; ValueError where the Estate holds what it cannot take (a bug of ours)."""
    where, endpoints = places(estate, phone), estate.endpoints_of_phone[phone.id]
    decided: dict[str, object] = {
        **_clock(phone, where),
        **_servers(phone.settings, where),
        **_features(phone.settings),
        **_voice(phone),
        **_access(phone),
        **_pages(estate, phone),
        "MissedCallLoggingOption": ("1" if phone.settings.missed_calls else "0") * len(endpoints),
        "loadInformation": phone.load,
        "versionStamp": stamp,
    }
    line = LINE + "/"
    per_line = {e.name.removeprefix(line): e.value for e in phone.extra if e.name.startswith(line)}
    by_hand = {e.name: e.value for e in phone.extra if not e.name.startswith(line)}
    repeated = {
        "devicePool/callManagerGroup/members": [group("members", list(_members(phone.settings, where)))],
        LINE.rpartition("/")[0]: [group("sipLines", keyboard(phone, endpoints, where, per_line))],
        "addOnModules": list(_modules(phone)),
        "phoneServices/phoneService": list(_services()),
    }
    return group("device", fill(DEVICE_SLOTS, decided, by_hand, repeated))


def _clock(phone: Phone, where: Places) -> dict[str, object]:
    zone = phone.settings.timezone
    if zone.xml is None:
        raise ValueError(f"a 7941 cannot say the time zone {zone.iana}")
    setting = "devicePool/dateTimeSetting/"
    return {f"{setting}timeZone": zone.xml.name, f"{setting}ntps/ntp/name": where.time}


def _servers(settings: Settings, where: Places) -> dict[str, object]:
    backup, backup_port = settings.backup or ("", "")
    nat, proxies = settings.nat, "sipProfile/sipProxies/"
    return {
        f"{proxies}backupProxy": backup,
        f"{proxies}backupProxyPort": backup_port,
        f"{proxies}outboundProxy": where.proxy,
        f"{proxies}outboundProxyPort": where.proxy_port,
        "sipProfile/sipStack/timerRegisterExpires": settings.register_seconds,
        "sipProfile/natEnabled": _word(nat.mode is not NatMode.NONE),
        "sipProfile/natReceivedProcessing": _word(nat.mode is NatMode.RECEIVED),
        "sipProfile/natAddress": nat.address if nat.mode is NatMode.FIXED else "",
        "sipProfile/voipControlPort": settings.sip_port,
        "sipProfile/dialTemplate": DIAL_PLAN,
        "sipProfile/softKeyFile": soft_keys_file(settings),
    }


def _members(settings: Settings, where: Places) -> Iterator[Element]:
    """The servers by priority. In non-CCM mode the lines' own proxy rules, and these are named all the same: the
    phone refuses a document without one (HOME65)."""
    servers: list[tuple[object, int]] = [(where.registrar, where.registrar_port)]
    servers += [settings.backup] if settings.backup else []
    for priority, (address, port) in enumerate(servers):
        values = {"callManager/ports/sipPort": port, "callManager/processNodeName": address}
        yield group("member", fill(MEMBER_SLOTS, values, {}), priority=priority)


def _features(settings: Settings) -> dict[str, object]:
    features = "sipProfile/sipCallFeatures/"
    return {
        f"{features}callHoldRingback": settings.hold_reminder.value,
        f"{features}localCfwdEnable": _word(settings.local_forward),
        f"{features}anonymousCallBlock": settings.anonymous_block.value,
        f"{features}callerIdBlocking": settings.hide_number.value,
        f"{features}dndControl": settings.do_not_disturb.value,
        "sipProfile/transferOnhookEnabled": _word(settings.transfer_on_hook),
    }


def _voice(phone: Phone) -> dict[str, object]:
    settings, model = phone.settings, phone.model
    known = [name for name in settings.codecs if name in CODECS and not (name == "g722" and model.g722 is False)]
    if not known:
        raise ValueError(f"{phone.id}: a {model.title} speaks none of the codecs {', '.join(settings.codecs)}")
    wide = "g722" in known
    return {
        "sipProfile/preferredCodec": CODECS[known[0]],
        "sipProfile/startMediaPort": settings.media_first,
        "sipProfile/stopMediaPort": settings.media_last,
        "sipProfile/dscpForAudio": settings.dscp << 2,  # the whole byte of the header, of which DSCP is the upper part
        "vendorConfig/g722CodecSupport": 2 if wide else 1,  # 0 would be the phone's own default
        "advertiseG722Codec": 1 if wide else 0,  # here 2 would be
    }


def _access(phone: Phone) -> dict[str, object]:
    """Who may reach into the phone. webAccess, sshAccess and pcPort mean disabled by 1 (UCM)."""
    settings = phone.settings
    ssh: Secret | str = settings.ssh if settings.ssh is not None else ""
    return {
        "sshUserId": SSH_USER if settings.ssh is not None else "",
        "sshPassword": ssh,
        "vendorConfig/sshAccess": 0 if settings.ssh is not None else 1,
        "vendorConfig/webAccess": 0 if settings.web else 1,
        "vendorConfig/pcPort": 0 if settings.pc_port else 1,
        "vendorConfig/settingsAccess": settings.menu.value,
        "commonProfile/phonePassword": phone.unlock,
    }


def _pages(estate: Estate, phone: Phone) -> dict[str, object]:
    locale = LOCALES.get(phone.settings.language, LOCALES["en"])
    tones = TONES.get(estate.country.id, BUILT_IN_TONES)
    return {
        "sipProfile/phoneLabel": unbroken(checked(phone.label, phone.model.screen.label, f"label of {phone.id}")),
        "servicesURL": phone.settings.services_url,
        "directoryURL": phone.settings.directory_url,
        "userLocale/name": locale.name,
        "userLocale/langCode": locale.code,
        "networkLocale": tones,
        "networkLocaleInfo/name": tones,
    }


def _modules(phone: Phone) -> Iterator[Element]:
    """The add-on modules, counted from the left; nothing on a phone without."""
    if phone.modules:
        yield group(
            "addOnModules",
            [
                group(
                    "addOnModule",
                    [
                        leaf("deviceType", module.device_type),
                        leaf("deviceLine", module.keys),
                        leaf("loadInformation", module.load),
                    ],
                    idx=place,
                )
                for place, module in enumerate(phone.modules, start=1)
            ],
        )


def _services() -> Iterator[Element]:
    for menu, name, url in SERVICES:
        fields = [leaf("name", name), leaf("url", url), leaf("vendor", ""), leaf("version", "")]
        yield group("phoneService", fields, type=menu, category=0)


def _word(yes: bool) -> str:
    return "true" if yes else "false"
