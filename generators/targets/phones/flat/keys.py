"""Every parameter we write for the 7940 and 7960, and the public document it was read in."""

from __future__ import annotations

from generators.references import Ref

LINES_MOST = 6  # SAG2: a 7960 has six lines, a 7940 two

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

_DEFAULTS = {
    "proxy_register": _SAG4,
    "proxy_backup": _SAG4,
    "proxy_backup_port": _SAG4,
    "proxy_emergency": _SAG4,
    "proxy_emergency_port": _SAG4,
    "preferred_codec": _SAG8,
    "enable_vad": _SAG4,
    "tos_media": _SAG4,
    "dtmf_inband": _SAG4,
    "dtmf_outofband": _SAG4,
    "dtmf_db_level": _SAG4,
    "dtmf_avt_payload": _SAG4,
    "timer_register_expires": Ref("SIPX", "phone.xml"),
    "timer_register_delta": Ref("SIPCC", "prot_cfgmgr_private.h"),
    "timer_invite_expires": _SAG4,
    "timer_t1": _SAG4,
    "timer_t2": _SAG4,
    "sip_retx": _SAG4,
    "sip_invite_retx": _SAG4,
    "voip_control_port": Ref("SIPX", "phone.xml"),
    "start_media_port": Ref("SIPX", "phone.xml"),
    "end_media_port": Ref("SIPX", "phone.xml"),
    "nat_enable": Ref("SIPROXD", "users guide: no second helper against NAT"),
    "nat_address": _SAG4,
    "nat_received_processing": _SAG4,
    "sntp_mode": _SAG4,
    "time_zone": Ref("SIPX", "phone.xml: list of zones; CET in BLOG-FB"),
    "time_format_24hr": _SAG4,
    "date_format": _SAG4,
    "dst_auto_adjust": _DST,
    "dst_offset": _DST,
    **{
        f"dst_{edge}_{part}": _DST
        for edge in ("start", "stop")
        for part in ("month", "day", "day_of_week", "week_of_month", "time")
    },
    "dial_template": _SAG4,
    "tftp_cfg_dir": Ref("LOG60", "TFTP log: the effect of ./"),
    "services_url": _SAG4,
    "directory_url": _SAG4,
    "logo_url": _SAG4,
    "cnf_join_enable": _SAG7,
    "semi_attended_transfer": _SAG7,
    "remote_party_id": _SAG8,
    "stutter_msg_waiting": _SAG7,
    "call_stats": _SAG8,
    "user_info": _SAG8,
    "local_cfwd_enable": _SAG8,
    "telnet_level": _SAG4,
    "language": _SAG7,
    "sync": Ref("SAG8", "Synchronization information; SIPX, syncinfo.xml"),
}

_PHONE = {
    "image_version": Ref("SAG2", _PARAMETERS + ": base name without extension"),
    "outbound_proxy": Ref("SIPCC", "prot_cfgmgr_private.h, ccsip_register.c"),
    "outbound_proxy_port": Ref("SIPCC", "prot_cfgmgr_private.h"),
    "sntp_server": _SAG4,
    "messages_uri": _SAG4,
    "phone_label": _SAG4,
    "phone_password": _SAG4,
    **{name.format(n=n): ref for n in range(1, LINES_MOST + 1) for name, ref in _LINE.items()},
}

# Parameters by name, then the elements and attributes of the two small XML files and the lines of the two lists.
KEYS: dict[str, Ref] = {
    **_DEFAULTS,
    **_PHONE,
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
}
