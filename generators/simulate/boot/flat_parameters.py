"""The parameters of the 7940 and 7960, and what each may be.

Sources: SAG4, SAG7 and SAG8 (configuration parameters), ranges of SIPX `phone.xml`, buffer sizes of SIPCC.
Values that a release may take and no document gives are left out: the reader is strict.
"""

from __future__ import annotations

import re

ZONES = (
    "IDL|NT|AHST|IMT|YST|PST|MST|CST|EST|AST|NST|BST|AT|WAT|GMT|CET|EET|BT|IT|ZP4|AFG|ZP5|IST|ZP6|SUM|WAST|HST|JST|"
    "CAST|EAST|EADT|NZST"
)  # SIPX, phone.xml
PORT = "int 1-65535"
LINES_MOST = 6

PARAMETERS: dict[str, str] = {
    "image_version": "flat_image",
    "proxy_register": "flag",
    "proxy_backup": "host?",
    "proxy_backup_port": PORT,
    "proxy_emergency": "host?",
    "proxy_emergency_port": PORT,
    "outbound_proxy": "proxy?",
    "outbound_proxy_port": PORT,
    "phone_label": "text 11?",
    "phone_prompt": "text 15?",
    "phone_password": "secret 31",
    "telnet_level": "int 0-2",
    "preferred_codec": "one g711ulaw|g711alaw|g729a|none",
    "enable_vad": "flag",
    "tos_media": "int 0-5",
    "dtmf_inband": "flag",
    "dtmf_outofband": "one none|avt|avt_always",
    "dtmf_db_level": "int 1-5",
    "dtmf_avt_payload": "int 96-127",
    "timer_register_expires": "int 20-3932100",
    "timer_register_delta": "int 0-32767",
    "timer_t1": "int 1-65535",
    "timer_t2": "int 1-65535",
    "timer_invite_expires": "int 1-65535",
    "sip_retx": "int 1-100",
    "sip_invite_retx": "int 1-100",
    "voip_control_port": "int 1025-65535",
    "start_media_port": "even 16384-32766",
    "end_media_port": "even 16384-32766",
    "nat_enable": "flag",
    "nat_address": "host?",
    "nat_received_processing": "flag",
    "sntp_server": "host",
    "sntp_mode": "one unicast|multicast|anycast|directedbroadcast",
    "time_zone": "one " + ZONES,
    "time_format_24hr": "level",
    "date_format": "one M/D/Y|D/M/Y|Y/M/D|Y/D/M|Y-M-D|YY-M-D",
    "dst_auto_adjust": "flag",
    "dst_offset": "int 0-2",
    "dial_template": "base",
    "tftp_cfg_dir": "cfg_dir?",
    "sync": "text 32",
    "messages_uri": "dialled?",
    "services_url": "short_url?",
    "directory_url": "short_url?",
    "logo_url": "short_url?",
    "http_proxy_addr": "host?",
    "http_proxy_port": PORT,
    "dyn_dns_addr_1": "address?",
    "dyn_dns_addr_2": "address?",
    "dyn_tftp_addr": "address?",
    "Domain_Name": "host?",
    "call_waiting": "level",
    "dnd_control": "level",
    "anonymous_call_block": "level",
    "callerid_blocking": "level",
    "call_hold_ringback": "level",
    "autocomplete": "flag",
    "cnf_join_enable": "flag",
    "semi_attended_transfer": "flag",
    "remote_party_id": "flag",
    "stutter_msg_waiting": "flag",
    "call_stats": "flag",
    "user_info": "one none|phone|ip",
    "local_cfwd_enable": "flag",
    "cfwd_url": "dialled?",
    "auto_answer": "int 0-63",
    "network_media_type": "one Auto|Full100|Half100|Full10|Half10",
    "network_port2_type": "one Hub/Switch|PC",
    "language": "one english",
}
DST_PARTS = ("month", "day", "day_of_week", "week_of_month", "time")
for _edge in ("start", "stop"):
    PARAMETERS |= {
        f"dst_{_edge}_month": "month",
        f"dst_{_edge}_day": "int 0-31?",
        f"dst_{_edge}_day_of_week": "weekday",
        f"dst_{_edge}_week_of_month": "one 1|2|3|4|5|6|8",
        f"dst_{_edge}_time": "hour",
    }
for _n in range(1, LINES_MOST + 1):
    PARAMETERS |= {
        f"proxy{_n}_address": "registrar?",
        f"proxy{_n}_port": PORT,
        f"call_manager{_n}_addr": "host?",
        f"call_manager{_n}_sip_port": PORT,
        f"line{_n}_name": "user 127?",
        f"line{_n}_authname": "user 127?",
        f"line{_n}_password": "secret 31?",
        f"line{_n}_shortname": "text 31?",
        f"line{_n}_displayname": "text 31?",
        f"line{_n}_contact": "user 127?",
    }
for _n in range(1, LINES_MOST):
    PARAMETERS |= {f"speed_line{_n}": "dialled?", f"speed_label{_n}": "text 31?"}

# Without one of these a phone does not register, dial or tell the time as meant (SAG4, SAG8, LOG60, BLOG-FB).
REQUIRED: dict[str, str] = {
    "image_version": "the phone cannot tell which image it should run",
    "proxy1_address": "no registrar",
    "proxy_register": "its default 0 registers no line",
    "line1_name": "line 1 is mandatory",
    "line1_authname": "line 1 cannot answer the registrar's challenge",
    "line1_password": "line 1 cannot answer the registrar's challenge",
    "preferred_codec": "the default is the American g711ulaw",
    "dial_template": "the phone may keep the name of another plan",
    "sntp_server": "the phone has no clock of its own",
    "sntp_mode": "the default listens to broadcasts",
    "time_zone": "the clock would be wrong",
    "date_format": "the date would be American",
    "tftp_cfg_dir": "an old value in flash moves the next request to another folder",
    "dst_auto_adjust": "the American rule of summer time would rule",
    "nat_enable": "an old value in flash would put another address into every call",
    "outbound_proxy": "an old value in flash would send all calls to another proxy",
    "phone_password": "the settings open with Cisco's well-known password",
}
# What no file can be expected to give: only with a Cisco server, rarely used, or not kept in flash (SAG4, BLOG-FB).
SPARED = {"Domain_Name", "auto_answer", "dyn_dns_addr_1", "dyn_dns_addr_2", "dyn_tftp_addr"}
# The rest rules with what it held in an earlier life: another company's proxy, pages, forward or speed dials (SAG4).
# Lines and the rule of summer time are judged apart, since they hang on the model and on other values.
_APART = re.compile(r"(?:line|proxy|call_manager)[1-6]_|dst_")
REQUIRED |= {
    name: "an old value in flash would rule" for name in PARAMETERS if not _APART.match(name) and name not in SPARED
} | REQUIRED
MAY_BE_EMPTY = {name for name, kind in PARAMETERS.items() if kind.endswith("?")} - {
    "proxy1_address", "line1_name", "line1_password", "line1_authname", "sntp_server"
}  # fmt: skip
# All of these are given, blank for a line that is not used: what is left out stays in flash (SAG4; SIPX, CME).
LINE_FIELDS = ("proxy{}_address", "line{}_name", "line{}_authname", "line{}_password", "line{}_shortname",
               "line{}_displayname")  # fmt: skip
