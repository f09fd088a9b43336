"""An independent, strict reader of what the 7940 and 7960 read: .cnf files, the ring list, OS79XX.TXT.

Written from the public tables (SAG4, SAG7, SAG8, ranges of SIPX, buffers of SIPCC), not from our templates.
It refuses what a phone would not understand, and what only some releases would: unknown names, values out
of range, duplicates, anything but ASCII and LF, blanks at line ends, files near the phone's buffer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Address

FILE_MOST = 8000
ADDRESS = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\Z")
NAME_LINE = re.compile(r"([A-Za-z0-9_]+) *: *(.*)\Z")
IMAGE = re.compile(r"P0[A-Z0-9]{2}-[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}\Z")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
ZONES = [
    "IDL",
    "NT",
    "AHST",
    "IMT",
    "YST",
    "PST",
    "MST",
    "CST",
    "EST",
    "AST",
    "NST",
    "BST",
    "AT",
    "WAT",
    "GMT",
    "CET",
    "EET",
    "BT",
    "IT",
    "ZP4",
    "AFG",
    "ZP5",
    "IST",
    "ZP6",
    "SUM",
    "WAST",
    "HST",
    "JST",
    "CAST",
    "EAST",
    "EADT",
    "NZST",
]


class Refused(ValueError):
    """The phone would refuse or misread this."""


Check = Callable[[str], bool]


def whole(low: int, high: int, even: bool = False) -> Check:
    return lambda v: v.isdecimal() and str(int(v)) == v and low <= int(v) <= high and not (even and int(v) % 2)


def one_of(*values: str) -> Check:
    return lambda v: v in values


def text(most: int, pattern: str = r".*") -> Check:
    return lambda v: len(v) <= most and re.fullmatch(pattern, v) is not None


def blank_or(check: Check) -> Check:
    return lambda v: v == "" or check(v)


def address(value: str) -> bool:
    if re.fullmatch(r"[0-9.]+", value):
        try:
            return str(IPv4Address(value)) == value
        except ValueError:
            return False
    return ADDRESS.match(value) is not None


def hour(value: str) -> bool:
    return re.fullmatch(r"(?:[01][0-9]|2[0-3])(?::[0-5][0-9])?", value) is not None


flag, port, scheme = one_of("0", "1"), whole(1, 65535), whole(0, 3)
url = blank_or(text(127, r"http://[!-~]+"))
sip_user = text(127, r"[A-Za-z0-9._+-]+")

PARAMETERS: dict[str, Check] = {
    "image_version": lambda v: IMAGE.match(v) is not None,
    "proxy_register": one_of("1"),  # 0 is legal and never registers a line
    "proxy_backup": blank_or(address),
    "proxy_backup_port": port,
    "proxy_emergency": blank_or(address),
    "proxy_emergency_port": port,
    "outbound_proxy": blank_or(lambda v: address(v) and not v.startswith("0")),
    "outbound_proxy_port": port,
    "phone_label": text(11),
    "phone_prompt": text(15),
    "phone_password": text(31, r"[A-Za-z0-9]+"),
    "telnet_level": whole(0, 2),
    "preferred_codec": one_of("g711ulaw", "g711alaw", "g729a", "none"),
    "enable_vad": flag,
    "tos_media": whole(0, 5),
    "dtmf_inband": flag,
    "dtmf_outofband": one_of("none", "avt", "avt_always"),
    "dtmf_db_level": whole(1, 5),
    "dtmf_avt_payload": whole(96, 127),
    "timer_register_expires": whole(20, 3932100),
    "timer_register_delta": whole(0, 32767),
    "timer_t1": whole(1, 65535),
    "timer_t2": whole(1, 65535),
    "timer_invite_expires": whole(1, 65535),
    "sip_retx": whole(1, 100),
    "sip_invite_retx": whole(1, 100),
    "voip_control_port": whole(1025, 65535),
    "start_media_port": whole(16384, 32766, even=True),
    "end_media_port": whole(16384, 32766, even=True),
    "nat_enable": flag,
    "nat_address": blank_or(address),
    "nat_received_processing": flag,
    "sntp_server": address,
    "sntp_mode": one_of("unicast", "multicast", "anycast", "directedbroadcast"),
    "time_zone": one_of(*ZONES),
    "time_format_24hr": scheme,
    "date_format": one_of("M/D/Y", "D/M/Y", "Y/M/D", "Y/D/M", "Y-M-D", "YY-M-D"),
    "dst_auto_adjust": flag,
    "dst_offset": whole(0, 2),
    "dial_template": text(57, r"[A-Za-z0-9_-]+"),  # without the extension, which the phone appends
    "tftp_cfg_dir": text(32, r"(?:[A-Za-z0-9_-]+/)?"),
    "sync": text(32, r"[A-Za-z0-9]+"),
    "messages_uri": text(127, r"[0-9*#]*"),
    "services_url": url,
    "directory_url": url,
    "logo_url": url,
    "http_proxy_addr": blank_or(address),
    "http_proxy_port": port,
    "call_waiting": scheme,
    "dnd_control": scheme,
    "anonymous_call_block": scheme,
    "callerid_blocking": scheme,
    "call_hold_ringback": scheme,
    "autocomplete": flag,
    "cnf_join_enable": flag,
    "semi_attended_transfer": flag,
    "remote_party_id": flag,
    "stutter_msg_waiting": flag,
    "call_stats": flag,
    "user_info": one_of("none", "phone", "ip"),
    "local_cfwd_enable": flag,
    "cfwd_url": text(127),
    "auto_answer": whole(0, 63),
    "Domain_Name": address,
    "dyn_dns_addr_1": address,
    "dyn_dns_addr_2": address,
    "dyn_tftp_addr": address,
    "network_media_type": one_of("Auto", "Full100", "Half100", "Full10", "Half10"),
    "network_port2_type": one_of("Hub/Switch", "PC"),
    "language": one_of("english"),
}
for _edge in ("start", "stop"):
    PARAMETERS |= {
        f"dst_{_edge}_month": one_of(*MONTHS),
        f"dst_{_edge}_day": whole(0, 31),
        f"dst_{_edge}_day_of_week": one_of(*DAYS),
        f"dst_{_edge}_week_of_month": one_of("1", "2", "3", "4", "5", "6", "8"),
        f"dst_{_edge}_time": hour,
    }
for _n in range(1, 7):
    PARAMETERS |= {
        f"proxy{_n}_address": blank_or(address),
        f"proxy{_n}_port": port,
        f"line{_n}_name": blank_or(sip_user),
        f"line{_n}_authname": blank_or(sip_user),
        f"line{_n}_password": text(31, r"[A-Za-z0-9]*"),
        f"line{_n}_shortname": text(10),
        f"line{_n}_displayname": text(31),
        f"line{_n}_contact": blank_or(sip_user),
        f"call_manager{_n}_addr": blank_or(address),
        f"call_manager{_n}_sip_port": port,
    }
for _n in range(1, 6):
    PARAMETERS |= {f"speed_line{_n}": text(31, r"[0-9*]*"), f"speed_label{_n}": text(10)}
# What a phone may keep of an earlier life: harmless, or not kept in flash, or of no documented blank (SAG4, SAG7,
# BLOG-FB). The parts of the rule of summer time count only while it is switched on.
MAY_STAY = re.compile(r"call_manager[1-6]_|line[1-6]_contact|dyn_|Domain_Name|auto_answer|dst_(?!auto)")

REQUIRED = [
    "image_version",
    "proxy1_address",
    "proxy_register",
    "line1_name",
    "line1_authname",
    "line1_password",
    "preferred_codec",
    "dial_template",
    "sntp_server",
    "sntp_mode",
    "time_zone",
    "tftp_cfg_dir",
    "dst_auto_adjust",
]
LINE_FIELDS = (
    "line{}_name",
    "line{}_authname",
    "line{}_password",
    "line{}_displayname",
    "line{}_shortname",
    "proxy{}_address",
)


def lines_of(data: bytes, most: int) -> list[str]:
    """The lines of a plain file: ASCII, LF, ended by one, no BOM, no blanks at line ends."""
    if len(data) > most:
        raise Refused(f"{len(data)} bytes")
    if not data.isascii() or b"\r" in data or b"\0" in data:
        raise Refused("not plain ASCII with LF")
    if not data.endswith(b"\n") or data.endswith(b"\n\n"):
        raise Refused("must end with one line end")
    lines = data.decode("ascii").split("\n")[:-1]
    if bad := [line for line in lines if line != line.rstrip()]:
        raise Refused(f"blanks at the end of {bad[0]!r}")
    return lines


def parse_cnf(data: bytes) -> dict[str, str]:
    """The parameters of a .cnf file by name, unquoted."""
    out: dict[str, str] = {}
    for line in lines_of(data, FILE_MOST):
        if line.startswith("#"):
            continue
        match = NAME_LINE.match(line)
        if not match:
            raise Refused(f"not a parameter: {line!r}")
        name, value = match[1], _unquoted(match[2])
        if name not in PARAMETERS:
            raise Refused(f"unknown parameter {name}")
        if name in out:
            raise Refused(f"{name} twice")
        if not PARAMETERS[name](value):
            raise Refused(f"{name}: {value!r} is out of range")
        out[name] = value
    return out


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] == '"'
    inner = value[1:-1] if quoted else value
    if set(inner) & set('";#') or inner != inner.strip():
        raise Refused(f"a value the phone would cut: {value!r}")
    if not quoted and (inner == "" or " " in inner):
        raise Refused(f"a value that needs quotes: {value!r}")
    return inner


def booted(defaults: bytes, phone: bytes, lines: int) -> dict[str, str]:
    """What a phone with `lines` lines holds after reading both files; refused if it could not register.

    Nothing may stay from an earlier life: each of its lines is set or blanked, and lines have no gap.
    """
    held = parse_cnf(defaults) | parse_cnf(phone)
    if missing := [name for name in REQUIRED if held.get(name, "") == "" and name != "tftp_cfg_dir"]:
        raise Refused(f"missing {missing}")
    if "tftp_cfg_dir" not in held:
        raise Refused("tftp_cfg_dir may still hold ./")
    of_lines = re.compile(r"(?:line|proxy)[1-6]_")
    forgotten = [name for name in PARAMETERS if name not in held and not MAY_STAY.match(name)]
    if forgotten := [name for name in forgotten if not of_lines.match(name)]:
        raise Refused(f"an old value may stay in {forgotten}")
    for n in range(1, 6):
        if (held[f"speed_line{n}"] == "") != (held[f"speed_label{n}"] == ""):
            raise Refused(f"speed dial {n} is half set")
        if held[f"speed_line{n}"] and n > lines - sum(held.get(f"line{i}_name", "") != "" for i in range(1, 7)):
            raise Refused(f"speed dial {n} has no button")
    for n in range(1, 7):
        fields = [held.get(field.format(n)) for field in LINE_FIELDS]
        if n > lines:
            if any(value is not None for value in fields):
                raise Refused(f"line {n} of {lines}")
        elif None in fields:
            raise Refused(f"line {n} is neither set nor blank")
        elif len({value == "" for value in fields}) != 1:
            raise Refused(f"line {n} is half set")
    used = [held[f"line{n}_name"] != "" for n in range(1, lines + 1)]
    if used != sorted(used, reverse=True):
        raise Refused("a gap between lines")
    if int(held["start_media_port"]) >= int(held["end_media_port"]):
        raise Refused("no media port")
    if held["dst_auto_adjust"] == "1":
        both = [
            f"dst_{e}_{p}" for e in ("start", "stop") for p in ("month", "day", "day_of_week", "week_of_month", "time")
        ]
        if not all(name in held for name in (*both, "dst_offset")):
            raise Refused("the American rule for summer time would stay")
    return held


def parse_image(data: bytes) -> str:
    """The image that OS79XX.TXT names: one line, nothing else."""
    lines = lines_of(data, 64)
    if len(lines) != 1 or not IMAGE.match(lines[0]):
        raise Refused(f"not an image name: {lines}")
    return lines[0]


def parse_ring_list(data: bytes) -> list[tuple[str, str]]:
    """(name, file) of RINGLIST.DAT: one tab between them."""
    out = []
    for line in lines_of(data, FILE_MOST):
        name, tab, file = line.partition("\t")
        if not tab or "\t" in file or not name.strip() or not re.fullmatch(r"[A-Za-z0-9._-]{1,25}", file):
            raise Refused(f"not a ring: {line!r}")
        out.append((name, file))
    if len({file for _, file in out}) != len(out):
        raise Refused("a ring twice")
    return out
