"""What a phone's files mean, in the Estate's words: read back from what a reader returned, not from our templates.

`flat_facts` takes what a 7940/7960 holds after boot, `xml_facts` the document of a 7941 or sibling, `estate_facts`
the Estate itself. Two that are equal are a round trip. A fact that a family cannot hold is in neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generators.estate.estate import Estate
from generators.estate.handsets import KeyKind
from generators.estate.telephony import Phone
from tests.parsers.cisco_xml import File

Facts = dict[str, Any]
FEATURES = ("off", "on", "locked off", "locked on")
CODECS = {"g711alaw": "alaw", "g711ulaw": "ulaw", "g729a": "g729", "g722": "g722"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LINE = ("line{}_name", "line{}_password", "proxy{}_address")


def flat_facts(held: Mapping[str, str]) -> Facts:
    """The facts in the parameters that a 7940/7960 holds."""
    summer = None
    if held["dst_auto_adjust"] == "1":
        edges = [
            (
                MONTHS.index(held[f"dst_{edge}_month"]) + 1,
                held[f"dst_{edge}_day_of_week"],
                int(held[f"dst_{edge}_week_of_month"]),
                held[f"dst_{edge}_time"],
            )
            for edge in ("start", "stop")
        ]
        assert {held["dst_start_day"], held["dst_stop_day"]} == {"0"}
        summer = (int(held["dst_offset"]), *edges)
    used = [n for n in range(1, 7) if held.get(f"line{n}_name")]
    return {
        "zone": held["time_zone"],
        "summer": summer,
        "codec": CODECS[held["preferred_codec"]],
        "precedence": int(held["tos_media"]),
        "sip_port": int(held["voip_control_port"]),
        "media": (int(held["start_media_port"]), int(held["end_media_port"])),
        "voicemail": held["messages_uri"],
        "directory": held["directory_url"],
        "services": held["services_url"],
        "backup": (held["proxy_backup"], int(held["proxy_backup_port"])) if held["proxy_backup"] else None,
        "nat": _nat(held["nat_enable"] == "1", held["nat_received_processing"] == "1", held["nat_address"]),
        "telnet": ("off", "on", "privileged")[int(held["telnet_level"])],
        "call_waiting": FEATURES[int(held["call_waiting"])],
        "do_not_disturb": FEATURES[int(held["dnd_control"])],
        "anonymous_block": FEATURES[int(held["anonymous_call_block"])],
        "hide_number": FEATURES[int(held["callerid_blocking"])],
        "hold_reminder": FEATURES[int(held["call_hold_ringback"])],
        "local_forward": held["local_cfwd_enable"] == "1",
        "register_seconds": int(held["timer_register_expires"]),
        "load": held["image_version"],
        "unlock": held["phone_password"],
        "time": held["sntp_server"],
        "outbound": (held["outbound_proxy"], int(held["outbound_proxy_port"])) if held["outbound_proxy"] else None,
        "lines": [
            (
                n,
                held[f"line{n}_name"],
                held[f"line{n}_password"],
                held[f"proxy{n}_address"],
                int(held[f"proxy{n}_port"]),
            )
            for n in used
        ],
        "keys": [(len(used) + n, "speed_dial", held[f"speed_line{n}"]) for n in range(1, 6) if held[f"speed_line{n}"]],
    }


def xml_facts(document: File) -> Facts:
    """The facts in the document of a 7941 or sibling."""
    text, profile = document.text, "sipProfile/"
    lines, keys = [], []
    waiting, boxes = set(), []
    for element in document.root.findall("sipProfile/sipLines/line"):
        get = {child.tag: child.text or "" for child in element}
        button = int(element.attrib["button"])
        if get["featureID"] == "9":
            lines.append((button, get["name"], get["authPassword"], get["proxy"], int(get["port"])))
            waiting.add(FEATURES[int(get["callWaiting"])])
            boxes.append(get["messagesNumber"])
        else:
            kind = {"2": "speed_dial", "20": "service", "21": "blf"}[get["featureID"]]
            keys.append((button, kind, get.get("speedDialNumber") or get.get("serviceURI")))
    assert len(waiting) == 1
    backup = text(profile + "sipProxies/backupProxy")
    proxy = text(profile + "sipProxies/outboundProxy")
    wide = (text("vendorConfig/g722CodecSupport"), text("advertiseG722Codec"))
    nat = [text(f"sipProfile/nat{end}") for end in ("Enabled", "ReceivedProcessing", "Address")]
    features = profile + "sipCallFeatures/"
    return {
        "zone": text("devicePool/dateTimeSetting/timeZone"),
        "language": {"fr_FR": "fr", "en_US": "en"}[text("userLocale/langCode")],
        "codec": CODECS[text(profile + "preferredCodec")],
        "wideband": {("2", "1"): True, ("1", "0"): False}[wide],
        "dscp": int(text(profile + "dscpForAudio")) / 4,
        "sip_port": int(text(profile + "voipControlPort")),
        "media": (int(text(profile + "startMediaPort")), int(text(profile + "stopMediaPort"))),
        "voicemail": boxes,
        "directory": text("directoryURL"),
        "services": text("servicesURL"),
        "backup": (backup, int(text(profile + "sipProxies/backupProxyPort"))) if backup else None,
        "nat": _nat(nat[0] == "true", nat[1] == "true", nat[2]),
        "web": text("vendorConfig/webAccess") == "0",
        "ssh": text("sshPassword") if text("vendorConfig/sshAccess") == "0" else None,
        "menu": text("vendorConfig/settingsAccess") == "1",
        "pc_port": text("vendorConfig/pcPort") == "0",
        "call_waiting": waiting.pop(),
        "do_not_disturb": FEATURES[int(text(features + "dndControl"))],
        "anonymous_block": FEATURES[int(text(features + "anonymousCallBlock"))],
        "hide_number": FEATURES[int(text(features + "callerIdBlocking"))],
        "hold_reminder": FEATURES[int(text(features + "callHoldRingback"))],
        "local_forward": text(features + "localCfwdEnable") == "true",
        "transfer_on_hook": text(profile + "transferOnhookEnabled") == "true",
        "missed_calls": {"1": True, "0": False}["".join(set(text("MissedCallLoggingOption")))],
        "register_seconds": int(text(profile + "sipStack/timerRegisterExpires")),
        "load": text("loadInformation"),
        "unlock": text("commonProfile/phonePassword"),
        "time": text("devicePool/dateTimeSetting/ntps/ntp/name"),
        "outbound": (proxy, int(text(profile + "sipProxies/outboundProxyPort"))) if proxy else None,
        "lines": lines,
        "keys": keys,
        "modules": [
            (module.findtext("deviceType"), int(module.findtext("deviceLine") or 0), module.findtext("loadInformation"))
            for module in document.root.findall("addOnModules/addOnModule")
        ],
    }


def estate_facts(estate: Estate, phone: Phone) -> Facts:
    """The same facts, of the Estate: those that the phone's family can hold."""
    says, site, flat = phone.settings, estate.site[phone.site], phone.model.family == "flat"
    endpoints = estate.endpoints_of_phone[phone.id]
    boxes = [says.voicemail if e.line.mailbox else "" for e in endpoints]
    zone = says.timezone.flat if flat else says.timezone.xml
    assert zone is not None
    speaks = [c for c in says.codecs if not (c == "g722" and (flat or phone.model.g722 is False))]
    registrar, port = str(site.reach["pbx"].address), estate.pbx.ports["sip"]
    out: Facts = {
        "zone": zone.name,
        "codec": speaks[0],
        "sip_port": says.sip_port,
        "media": (says.media_first, says.media_last),
        "voicemail": max(boxes) if flat else boxes,
        "directory": says.directory_url,
        "services": says.services_url,
        "backup": (str(says.backup[0]), says.backup[1]) if says.backup else None,
        "nat": (says.nat.mode.value, str(says.nat.address) if says.nat.address else ""),
        "call_waiting": FEATURES[says.call_waiting.value],
        "do_not_disturb": FEATURES[says.do_not_disturb.value],
        "anonymous_block": FEATURES[says.anonymous_block.value],
        "hide_number": FEATURES[says.hide_number.value],
        "hold_reminder": FEATURES[says.hold_reminder.value],
        "local_forward": says.local_forward,
        "register_seconds": says.register_seconds,
        "load": phone.load,
        "unlock": phone.unlock.reveal(),
        "time": str(site.reach["time"].address),
        "outbound": (str(site.voice.gateway), site.siproxd.port) if site.siproxd else None,
        "lines": [(e.button, e.account, e.secret.reveal(), registrar, port) for e in endpoints],
        "keys": sorted((k.button, k.kind.value, k.url if k.kind is KeyKind.SERVICE else k.number) for k in phone.keys),
    }
    if flat:
        summer = zone.summer
        edges = [(c.month, c.weekday, c.week, c.time) for c in (summer.start, summer.stop)] if summer else []
        return out | {
            "summer": (summer.offset, *edges) if summer else None,
            "precedence": says.dscp // 8,
            "telnet": says.telnet.name.lower(),
        }
    return out | {
        "language": says.language,
        "wideband": "g722" in speaks,
        "dscp": says.dscp,
        "web": says.web,
        "ssh": says.ssh.reveal() if says.ssh else None,
        "menu": bool(says.menu.value),
        "pc_port": says.pc_port,
        "transfer_on_hook": says.transfer_on_hook,
        "missed_calls": says.missed_calls,
        "modules": [(str(m.device_type), m.keys, m.load) for m in phone.modules],
    }


def _nat(enabled: bool, received: bool, address: str) -> tuple[str, str]:
    assert enabled == (received or address != "")
    assert not (received and address)
    return ("received" if received else "fixed" if enabled else "none"), address
