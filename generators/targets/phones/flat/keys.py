"""Every parameter we write for the 7940 and 7960, and the public document it was read in."""

from __future__ import annotations

from generators.references import Ref
from generators.targets.phones.flat.parameters import LINES_MOST, SPEED_DIALS

_PARAMETERS = "Configuration parameters"
_SAG4 = Ref("SAG4", _PARAMETERS)
_SAG7 = Ref("SAG7", _PARAMETERS)
_SAG8 = Ref("SAG8", _PARAMETERS)
_DST = Ref("BLOG-FB", "SIPDefault.cnf, comments on dst_*; ranges in SAG4")

_LINE = {
    "proxy{n}_address": _SAG8,
    "proxy{n}_port": _SAG8,
    "line{n}_name": _SAG4,
    "line{n}_authname": _SAG4,
    "line{n}_password": Ref("SIPCC", "prot_cfgmgr_private.h"),
    "line{n}_shortname": _SAG4,
    "line{n}_displayname": _SAG4,
}

_CME = Ref("CME", "phone file dump")

_DEFAULTS = {
    "proxy_register": _SAG4,
    "proxy_emergency": _SAG4,
    "proxy_emergency_port": _SAG4,
    "enable_vad": _SAG4,
    "dtmf_inband": _SAG4,
    "dtmf_outofband": _SAG4,
    "dtmf_db_level": _SAG4,
    "dtmf_avt_payload": _SAG4,
    "timer_register_delta": Ref("SIPCC", "prot_cfgmgr_private.h"),
    "timer_invite_expires": _SAG4,
    "timer_t1": _SAG4,
    "timer_t2": _SAG4,
    "sip_retx": _SAG4,
    "sip_invite_retx": _SAG4,
    "sntp_mode": _SAG4,
    "time_format_24hr": _SAG4,
    "date_format": _SAG4,
    "dial_template": _SAG4,
    "tftp_cfg_dir": Ref("LOG60", "TFTP log: the effect of ./"),
    "cnf_join_enable": _SAG7,
    "semi_attended_transfer": _SAG7,
    "remote_party_id": _SAG8,
    "stutter_msg_waiting": _SAG7,
    "call_stats": _SAG8,
    "user_info": _SAG8,
    "autocomplete": _SAG4,
    "cfwd_url": _SAG8,
    "http_proxy_addr": _SAG8,
    "http_proxy_port": _SAG8,
    "phone_prompt": _SAG4,
    "network_media_type": _SAG4,
    "network_port2_type": _SAG4,
    "language": _SAG7,
    "sync": Ref("SAG8", "Synchronization information; SIPX, syncinfo.xml"),
}

_PHONE = {
    "image_version": Ref("SAG2", _PARAMETERS + ": base name without extension"),
    "proxy_backup": _SAG4,
    "proxy_backup_port": _SAG4,
    "outbound_proxy": Ref("SIPCC", "prot_cfgmgr_private.h, ccsip_register.c"),
    "outbound_proxy_port": Ref("SIPCC", "prot_cfgmgr_private.h"),
    "voip_control_port": Ref("SIPX", "phone.xml"),
    "timer_register_expires": Ref("SIPX", "phone.xml"),
    "nat_enable": Ref("SIPROXD", "users guide: no second helper against NAT"),
    "nat_address": _SAG4,
    "nat_received_processing": _SAG4,
    "sntp_server": _SAG4,
    "time_zone": Ref("SIPX", "phone.xml: list of zones; CET in BLOG-FB"),
    "dst_auto_adjust": _DST,
    "dst_offset": _DST,
    **{
        f"dst_{edge}_{part}": _DST
        for edge in ("start", "stop")
        for part in ("month", "day", "day_of_week", "week_of_month", "time")
    },
    "messages_uri": _SAG4,
    "directory_url": _SAG4,
    "services_url": _SAG4,
    "logo_url": _SAG4,
    "phone_label": _SAG4,
    "phone_password": _SAG4,
    "telnet_level": _SAG4,
    "preferred_codec": _SAG8,
    "tos_media": _SAG4,
    "start_media_port": Ref("SIPX", "phone.xml"),
    "end_media_port": Ref("SIPX", "phone.xml"),
    "call_waiting": _SAG4,
    "dnd_control": _SAG4,
    "anonymous_call_block": _SAG4,
    "callerid_blocking": _SAG4,
    "call_hold_ringback": _SAG4,
    "local_cfwd_enable": _SAG8,
    **{name.format(n=n): _CME for n in range(1, SPEED_DIALS + 1) for name in ("speed_line{n}", "speed_label{n}")},
    **{name.format(n=n): ref for n in range(1, LINES_MOST + 1) for name, ref in _LINE.items()},
}

# Written only where somebody sets them by hand (parameters.py, NOT_WRITTEN, says why).
_BY_HAND = {
    **{f"line{n}_contact": _SAG8 for n in range(1, LINES_MOST + 1)},
    "dyn_dns_addr_1": _SAG4,
    "dyn_dns_addr_2": _SAG4,
    "dyn_tftp_addr": _SAG4,
    "Domain_Name": _SAG8,
    "auto_answer": _CME,
}

# Parameters by name, then the elements and attributes of the two small XML files and the lines of the two lists.
KEYS: dict[str, Ref] = {
    **_DEFAULTS,
    **_PHONE,
    **_BY_HAND,
    "device": Ref("LOG60", "stub SEP<MAC>.cnf.xml"),
    "device/deviceProtocol": Ref("LOG60", "stub SEP<MAC>.cnf.xml"),
    "device/loadInformation": Ref("EPM", "sip79xx: stub"),
    "device/loadInformation@model": Ref("EPM", "sip79xx: stub"),
    "SYNCINFO": Ref("SIPX", "syncinfo.xml"),
    "SYNCINFO/IMAGE": Ref("SIPX", "syncinfo.xml"),
    "SYNCINFO/IMAGE@VERSION": Ref("SAG8", "Synchronization information"),
    "SYNCINFO/IMAGE@SYNC": Ref("SAG8", "Synchronization information"),
    "OS79XX.TXT": Ref("C72029", "image selection; content as in BLOG-FB"),
    "RINGLIST.DAT": Ref("SAG2", "ring list: name, tab, file"),
    "*.bmp": Ref("SAG4", "logo_url: a BMP of 90 by 56 pixels"),
}
