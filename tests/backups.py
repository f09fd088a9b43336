"""Backups of routers in use, in the shape that each pfSense release writes them; every value is made up.

Written from the format's facts (reference: pfSense source, xmlparse.inc and the screens), not with the project's own
writer: tabs, CDATA for descriptions, empty elements in two tags, lists by repetition. They hold what a router holds
besides telephony: users with password hashes, certificates, packages, another VPN, rules and headings of the
administrator, RRD data, SSH keys, accents, empty sections.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field

# Release → configuration version. 2.8.0 is presumed, not confirmed.
VERSIONS = {"2.6.0": "22.2", "2.7.0": "22.9", "2.7.1": "23.3", "2.7.2": "23.3", "2.8.0": "24.0"}
PASSWORD_HASH = "$2y$10$madeUpForTestsOnly0123456789abcdefghijklmnopqrstuvwxyzAB"
SECRETS = (PASSWORD_HASH, "MadeUpPrivateKey", "MadeUpSiproxdPassword", "MadeUpRrdData", "MadeUpSshKey", "MadeUpTlsKey")
_CDATA = ("descr", "detail", "text", "username", "password", "certca", "email", "state", "login_banner")


def b64(text: str) -> str:
    """Text as base64."""
    return b64encode(text.encode()).decode()


def tag(name: str, value: str | list[str] = "", level: int = 1) -> str:
    """An element as pfSense writes it: `value` is a text, or the lines of its children."""
    tabs = "\t" * level
    if isinstance(value, list):
        return f"{tabs}<{name}>\n{''.join(value)}{tabs}</{name}>\n" if value else f"{tabs}<{name}></{name}>\n"
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    if value and name.startswith(_CDATA):
        escaped = f"<![CDATA[{escaped}]]>"
    return f"{tabs}<{name}>{escaped}</{name}>\n"


def many(level: int, **values: str) -> list[str]:
    """Elements of texts; an underscore at the end of a name is dropped, one inside is a hyphen where there are two."""
    return [tag(name.rstrip("_").replace("__", "-"), value, level) for name, value in values.items()]


def rule(tracker: str, interface: str, type_: str = "pass", descr: str = "", **more: str) -> str:
    """A filter rule of the administrator's own; `more` are texts, `source` and `destination` `element:value[:port]`."""
    ends = [_end(name, more.pop(name, "any:")) for name in ("source", "destination")]
    flags = [name for name in ("disabled", "log", "quick", "floating") if name in more]
    named = {k: more.pop(k) for k in list(more) if k not in flags}
    stamp = tag("created", many(4, time="1690000000", username="admin@192.0.2.7 (Local Database)"), 3)
    return tag(
        "rule",
        [
            tag("id", "", 3),
            tag("tracker", tracker, 3),
            tag("type", type_, 3),
            tag("interface", interface, 3),
            tag("ipprotocol", named.pop("ipprotocol", "inet"), 3),
            *many(3, tag="", tagged="", max="", **{"max-src-nodes": ""}, statetype="keep state", os=""),
            *many(3, **named),
            *ends,
            *(tag(flag, more[flag], 3) for flag in flags),
            tag("descr", descr, 3),
            stamp,
        ],
        2,
    )


def _end(name: str, text: str) -> str:
    kind, value, port = ([*text.split(":"), ""])[:3]
    inner = [tag(kind, value, 4)] + ([tag("port", port, 4)] if port else [])
    return tag(name, inner, 3)


def separator(list_: str, **rows: int) -> str:
    """The headings of one list of rules: name → row."""
    inner = [
        tag(
            name, [tag("row", f"fr{row}", 5), tag("text", f"Réseau {name}", 5), *many(5, color="bg-info", if_=list_)], 4
        )
        for name, row in rows.items()
    ]
    return tag(list_, inner, 3)


@dataclass
class Backup:
    """A router in use. Fields hold the lines of sections; change them before `text()`."""

    release: str = "2.7.2"
    wan: str = "203.0.113.5"
    lan: str = "192.168.1.1/24"
    interfaces: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # key → name, socket, address/prefix
    vlans: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    separators: list[str] = field(default_factory=list)
    forwards: list[str] = field(default_factory=list)
    outbound_mode: str | None = "automatic"
    outbound: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    package_settings: list[str] = field(default_factory=list)
    openvpn: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)  # further top-level sections
    dhcpbackend: str | None = None
    version: str | None = None

    def voice(self, key: str, address: str, tag_: int | None, parent: str = "igb1", name: str = "VOICE") -> Backup:
        """Give the router the phones' interface."""
        socket = f"{parent}.{tag_}" if tag_ else "igb2"
        if tag_:
            self.vlans.append(vlan(parent, tag_))
        self.interfaces[key] = (name, socket, address)
        return self

    def text(self) -> str:
        """The whole file."""
        top = [
            tag("version", self.version or VERSIONS[self.release]),
            tag("lastchange"),
            self._system(),
            self._interfaces(),
            tag("staticroutes"),
            tag("dhcpd", [*self.scopes, self._lan_scope()]),
            tag("dhcpdv6"),
            tag("snmpd", many(2, syslocation="", syscontact="", rocommunity="public")),
            tag("nat", self._nat()),
            tag("filter", [*self.rules, tag("separator", self.separators, 2)]),
            tag(
                "ipsec",
                [tag("phase1", many(3, ikeid="1", descr="vers l'éditeur", **{"pre-shared-key": "MadeUpTlsKey"}), 2)],
            ),
            tag("aliases", self.aliases),
            tag("vlans", self.vlans),
            tag("openvpn", self.openvpn),
            tag("unbound", [tag("enable", "", 2), *many(2, active_interface="", custom_options=b64("server:\n"))]),
            tag("ntpd", many(2, orphan="", interface="lan", enable="enabled")),
            tag(
                "cert",
                many(2, refid="5f0c0ffee0001", descr="webConfigurator", crt=b64("cert"), prv=b64("MadeUpPrivateKey")),
            ),
            tag("revision", many(2, time="1690000001", description="admin: saved", username="admin")),
            self._installed(),
            tag(
                "rrddata",
                [tag("rrddatafile", many(3, filename="wan-traffic.rrd", xmldata=b64("MadeUpRrdData" * 40)), 2)],
            ),
            tag(
                "sshdata",
                [tag("sshkeyfile", many(3, filename=f"key{i}", xmldata=b64("MadeUpSshKey")), 2) for i in "12"],
            ),
            tag("diag", [tag("ipv6nat", "", 2)]),
            *self.more,
        ]
        if self.dhcpbackend is not None:
            top.append(tag("dhcpbackend", self.dhcpbackend))
        return f'<?xml version="1.0"?>\n<pfsense>\n{"".join(top)}</pfsense>\n'

    def data(self) -> bytes:
        """The whole file as bytes."""
        return self.text().encode()

    def _system(self) -> str:
        user = [
            *many(3, name="admin", descr="Administrateur système"),
            tag("scope", "system", 3),
            *many(3, groupname="admins", **{"bcrypt-hash": PASSWORD_HASH}),
            tag("uid", "0", 3),
            tag("priv", "user-shell-access", 3),
        ]
        return tag(
            "system",
            [
                *many(2, optimization="normal", hostname="routeur", domain="example.org"),
                tag("dnsserver", "192.0.2.53", 2),
                tag("dnsserver", "192.0.2.54", 2),
                tag("group", many(3, name="admins", description="Équipe"), 2),
                tag("user", user, 2),
                *many(2, nextuid="2000", nextgid="2000", timeservers="2.pfsense.pool.ntp.org", timezone="Europe/Paris"),
            ],
        )

    def _interfaces(self) -> str:
        found = {"wan": ("WAN", "igb0", f"{self.wan}/24"), "lan": ("LAN", "igb1", self.lan), **self.interfaces}
        lines = []
        for key, (name, socket, address) in found.items():
            ip, _, prefix = address.partition("/")
            extra = [tag("blockpriv", "", 3), tag("gateway", "WANGW", 3)] if key == "wan" else []
            inner = [tag("enable", "", 3), *many(3, if_=socket, descr=name, ipaddr=ip, subnet=prefix, spoofmac="")]
            lines.append(tag(key, [*inner, *extra], 2))
        return tag("interfaces", lines)

    def _lan_scope(self) -> str:
        ip = self.lan.split("/")[0].rpartition(".")[0]
        inner = [
            tag("enable", "", 3),
            tag("range", many(4, from_=f"{ip}.200", to=f"{ip}.230"), 3),
            tag(
                "staticmap",
                many(4, mac="00:00:5e:00:53:10", cid="imprimante", ipaddr=f"{ip}.9", descr="Imprimante à l'étage"),
                3,
            ),
        ]
        return tag("lan", inner, 2)

    def _nat(self) -> list[str]:
        mode = [tag("mode", self.outbound_mode, 3)] if self.outbound_mode is not None else []
        return [tag("outbound", [*mode, *self.outbound], 2), *self.forwards]

    def _installed(self) -> str:
        packages = [
            tag(
                "package",
                many(3, name=name, descr=f"Paquet {name}", version="1.0_2", configurationfile=f"{name}.xml"),
                2,
            )
            for name in ("pfBlockerNG", *self.packages)
        ]
        other = tag("pfblockerng", [tag("config", many(4, enable_cb="on", email="a@example.org"), 3)], 2)
        return tag("installedpackages", [*packages, other, *self.package_settings])


def vlan(parent: str, number: int) -> str:
    """A VLAN of the administrator's own."""
    return tag(
        "vlan",
        [*many(3, if_=parent, tag=str(number), pcp="", descr="téléphonie"), tag("vlanif", f"{parent}.{number}", 3)],
        2,
    )


def alias(name: str, address: str, type_: str = "host", descr: str = "à nous") -> str:
    """An alias of the administrator's own."""
    return tag(
        "alias",
        many(
            3, name=name, type=type_, address=address, descr=descr, detail="||".join(["entrée"] * len(address.split()))
        ),
        2,
    )
