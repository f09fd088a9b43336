"""Random sites: a tree of VPNs, sites of a profile, sites admitted behind siproxd, empty ones; and the servers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.choices import Choose, Ids

Tree = dict[str, Any]

RELEASES = ("2.7.2", "2.7.2", "2.7.1", "2.7.0", "2.6.0", "2.8.1")
PROFILE_SITES = 64  # a /30 in one byte
PROFILES_MOST = 50  # two digits before the index make the port of a link


class Places:
    """Makes sites that overlap nowhere; `fixed` tells where phones with fixed addresses go."""

    def __init__(self, choose: Choose, ids: Ids) -> None:
        self.choose = choose
        self.ids = ids
        self.fixed: dict[str, tuple[str, int, int]] = {}  # site → network prefix, first and last free host
        self.profiles: Tree = {}
        self.sites: Tree = {}
        self.admitted: list[str] = []
        self.linked: list[str] = []

    def build(self, count: int) -> list[str]:
        """Make the sites; give those that can hold phones, the servers' first."""
        homes = [self._home()]
        for number in range(1, count):
            kind = self.choose.pick(("profile", "profile", "linked", "linked", "siproxd", "empty"))
            if kind == "siproxd" and len(self.admitted) < 200:
                homes.append(self._admitted_site(number))
            elif kind == "empty" and count < 100:
                self.sites[self.ids.new("site")] = {"title": self.choose.name(80)}
            elif kind == "linked" or number >= PROFILES_MOST * PROFILE_SITES:
                homes.append(self._linked_site(number))
            else:
                homes.append(self._profile_site(number))
        return homes

    def _home(self) -> str:
        key, choose = self.ids.new("site"), self.choose
        site: Tree = {"title": choose.name(80), "networks": self._networks(key, 0)}
        site["router"] = self._router(["time"] if choose.chance(50) else [])
        if choose.chance(50):
            site["uplink"] = {"address": "203.0.113.1", "up": "20M", "down": choose.pick(("200M", "1.5 Gbit/s", 64000))}
        self.sites[key] = site
        self.linked.append(key)
        return key

    def _linked_site(self, number: int) -> str:
        key, choose = self.ids.new("site"), self.choose
        link: Tree = {
            "to": choose.pick(self.linked),
            "tunnel": f"172.{16 + number // 64 // 256}.{number // 64 % 256}.{number % 64 * 4}/30",
        }
        link["port"] = 60000 + number  # one port for each: nobody listens twice on one
        if choose.chance(30):
            link["kind"] = choose.pick(("openvpn", "wireguard"))
        self.sites[key] = {
            "title": choose.name(80),
            "networks": self._networks(key, number),
            "router": self._router(choose.pick(([], ["time"], ["tftp", "time"]))),
            "link": link,
        }
        self.linked.append(key)
        return key

    def _profile_site(self, number: int) -> str:
        """A site of a profile; one profile for each 64 sites, so that its index writes a tunnel."""
        block, place = divmod(number, PROFILE_SITES)
        profile = f"profile-{block}"
        if profile not in self.profiles:
            self.profiles[profile] = {
                "networks": {
                    "voice": {"vlan": 20, "subnet": f"10.{128 + block}.{{index}}.0/25", "pool": "60-119"},
                    "data": {"subnet": f"10.{128 + block}.{{index}}.128/25"},
                },
                "router": self._router([]),
                "uplink": {"up": "1M", "down": "18M"},
                "link": {
                    "to": self.linked[0],
                    "tunnel": f"172.31.{block}.{{index}}/30",
                    "port": f"{10 + block}{{index}}",
                },
            }
        key, index = self.ids.new("site"), place * 4
        self.sites[key] = {"title": self.choose.name(80), "profile": profile, "index": index}
        if self.choose.chance(20):
            self.sites[key]["networks"] = {"data": {"vlan": 30}}
        self.fixed[key] = (f"10.{128 + block}.{index}", 2, 56)
        self.linked.append(key)
        return key

    def _admitted_site(self, number: int) -> str:
        key, choose = self.ids.new("site"), self.choose
        siproxd: Tree = {}
        if choose.chance(50):
            first = choose.number(5000, 10000) * 2
            siproxd = {"port": choose.number(5060, 5090), "rtp": f"{first}-{first + 99}"}
        self.sites[key] = {
            "title": choose.name(80),
            "networks": self._networks(key, number),
            "router": self._router(["tftp", "time"]),
            "uplink": {"address": f"198.51.100.{len(self.admitted) + 1}"},
            "siproxd": siproxd,
        }
        self.admitted.append(key)
        return key

    def _networks(self, key: str, number: int) -> Tree:
        """A voice network with room for servers, fixed phones and a pool, and perhaps one for data."""
        choose = self.choose
        prefix = f"10.{number // 128}.{number % 128 * 2}"
        length, hosts, first, last = choose.pick(((24, 254, 100, 199), (25, 126, 60, 119), (26, 62, 40, 60)))
        voice: Tree = {"subnet": f"{prefix}.0/{length}", "pool": f"{first}-{last}"}
        if choose.chance(20):
            voice["gateway"] = f"{prefix}.{hosts}"
        self.fixed[key] = (prefix, 2, first - 4)  # the three hosts before the pool are kept for servers
        name = choose.pick(("voice", "voice", "telephones"))
        if name != "voice":
            voice["role"] = "voice"
        if choose.chance(70):
            voice["vlan"] = choose.number(2, 2000)
        out = {name: voice}
        if choose.chance(50):
            other = prefix.rpartition(".")[0] + f".{number % 128 * 2 + 1}"
            out["data"] = {"subnet": f"{other}.0/24", "vlan": choose.number(2001, 4094)}
        return out

    def _router(self, serves: Sequence[str]) -> Tree:
        out: Tree = {"release": self.choose.pick(RELEASES)}
        if self.choose.chance(50):
            out["product"] = "pfsense"
        if serves:
            out["serves"] = list(serves)
        return out

    def servers(self, home: str) -> Tree:
        """The three servers, at the site `home`."""
        choose = self.choose
        prefix, _, last = self.fixed[home]
        pbx: Tree = {"site": home, "address": f"{prefix}.{last + 1}"}
        if self.admitted or choose.chance(20):
            pbx["public"] = "203.0.113.1"
        if self.admitted:
            pbx["admit"] = list(self.admitted)
        if choose.chance(20):
            pbx |= {"sip": choose.number(1024, 65535), "product": choose.pick(("asterisk", "xivo"))}
        if choose.chance(20):
            pbx["backup"] = {"address": f"{prefix}.{last + 3}", "sip": choose.number(1024, 65535)}
        other = choose.pick((last + 1, last + 2))
        files: Tree = {"site": home, "address": f"{prefix}.{other}"}
        if choose.chance(20):
            files |= {"tftp": choose.number(1, 65535), "http": choose.number(1, 65535)}
        return {
            "pbx": pbx,
            "provisioning": files,
            "time": {
                "site": home,
                "address": f"{prefix}.{other if 'backup' in pbx else choose.pick((other, last + 3))}",
            },
        }
