"""XML for an empty router: read back by the strict reader, and true to the Estate."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

import pytest

from generators.targets.pfsense.keys import KEYS
from generators.targets.pfsense.write import plain, words
from tests.parsers.pfsense_xml import option_value
from tests.unit.targets.pfsense.routers import areas, chain, estate, everything, files, xml_of

CASES = everything()


def rules_on(case: object, site: str, interface: str) -> list[tuple[str, str, str, str]]:
    """The rules of an interface as (type, source, destination, port)."""
    out = []
    for rule in areas(case, site)["filter"].value["rule"]:  # type: ignore[arg-type]
        if rule["interface"] == interface:
            end = [rule[e].get("address") or rule[e].get("network") or "any" for e in ("source", "destination")]
            out.append((rule["type"], *end, rule["destination"].get("port", "")))
    return out


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_every_file_is_read_back_and_every_element_has_a_source(name: str, case: object) -> None:
    """The strict reader takes all areas of each router together; what it saw is in KEYS; only confirmed releases."""
    for site in case.sites:  # type: ignore[attr-defined]
        made = xml_of(case, site.id)  # type: ignore[arg-type]
        confirmed = site.router is not None and site.router.release.confirmed
        assert bool(made) == confirmed
        assert all("EMPTY-ROUTER-ONLY" in file and site.router.release.release in file for file in made)
        for area in areas(case, site.id).values():  # type: ignore[arg-type]
            assert area.paths <= set(KEYS), area.paths - set(KEYS)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_options_66_and_150_are_the_provisioning_address_of_the_site(name: str, case: object) -> None:
    """Both options, decoded, give the address at which this site's phones reach their files."""
    for site in case.sites:  # type: ignore[attr-defined]
        for area in areas(case, site.id).values():  # type: ignore[arg-type]
            scopes = area.value.values() if area.name == "dhcpd" else ()
            for scope in (s for s in scopes if "tftp" in s):
                wanted = str(site.reach["provisioning"].address)
                assert scope["tftp"] == wanted
                (option,) = scope["numberoptions"]["item"]
                assert (option["number"], option["type"], option_value(option)) == ("150", "ip-address", wanted)
                assert scope["ntpserver"] == [str(site.reach["time"].address)]
                assert IPv4Address(scope["range"]["from"]) in site.voice.subnet


def test_trackers_and_links_do_not_move_when_something_else_does() -> None:
    """A rule keeps its number when sites are added or renamed around it; numbers of two sites differ."""
    with_title = chain(("Loin", "Très loin"))
    fewer = chain(
        ("admit: [alone]", "admit: []"),
        ("    siproxd: {port: 5062, rtp: 7070-7109}\n", "    link: {to: hq, tunnel: 10.255.0.8/30, port: 1196}\n"),
    )

    def trackers(case: object, site: str) -> dict[tuple[str, ...], str]:
        return {
            (r["interface"], str(r["source"]), str(r["destination"])): r["tracker"]
            for r in areas(case, site)["filter"].value["rule"]  # type: ignore[arg-type]
        }

    before = trackers(chain(), "middle")
    assert before == trackers(with_title, "middle")
    here, there = trackers(chain(), "hq"), trackers(fewer, "hq")
    common = set(here) & set(there)
    assert len(common) > 10
    assert all(here[key] == there[key] for key in common)
    ours = [t for case in ("hq", "middle", "far") for t in trackers(chain(), case).values() if t[0] != "0"]
    assert len(set(ours)) == len(ours)


def test_titles_survive_and_accents_stay_in_cdata() -> None:
    """Marks of XML, entities, bars and accents of a title come back as written; bars cannot split a detail."""
    aliases = {a["name"]: a for a in areas(chain(), "far")["aliases"].value["alias"]}
    title = "Siège <a&b> \"c\" d|e||f &lt; 'g' œ€"
    assert aliases["tel_pbx"]["detail"] == title.replace("|", "/")
    maps = areas(chain(), "hq")["dhcpd"].value["opt1"]["staticmap"]
    assert maps[0]["mac"] == "00:07:eb:4c:30:01"
    assert maps[0]["descr"] == "Réserve <&> (Cisco 7960) (tonalite:hq/phone/hq-1)"
    for content in xml_of(chain(), "hq").values():
        outside = re.sub(r"<!\[CDATA\[.*?\]\]>", "", content.decode())
        assert outside.isascii()


@pytest.mark.parametrize("value", ["é", "a&b", "<x>", '"', "a\tb", " a", "", "a\nb"])
def test_a_value_that_pfsense_would_misread_is_refused(value: str) -> None:
    """Outside of CDATA nothing is ever escaped, so such a value is a bug that stops the build."""
    with pytest.raises(ValueError, match="outside of CDATA"):
        plain(value)


def test_words_are_escaped_once_and_stand_on_one_line() -> None:
    """As pfSense writes CDATA; an apostrophe is left alone because older PHP would not decode it."""
    assert str(words("a & <b>\n\t\"c\" 'd' ]]> &amp;")) == "a &amp; &lt;b&gt; &quot;c&quot; 'd' ]]&gt; &amp;amp;"


def test_the_wan_of_the_pbx_admits_the_named_sites_only() -> None:
    """Port forwards and their rules take the admitted uplink as source; tunnels are named with their own."""
    case = estate("nyxd")
    admitted = [str(case.site[s].uplink.address) for s in case.pbx.admit]
    site = case.pbx.site
    aliases = {a["name"]: a for a in areas(case, site)["aliases"].value["alias"]}
    assert aliases["tel_admitted"]["address"].split() == admitted
    links = [("pass", "any", "wanip", str(link.port)) for link in case.links]
    assert rules_on(case, site, "wan") == [
        ("pass", "tel_admitted", "tel_pbx", "5060"),
        ("pass", "tel_admitted", "tel_pbx", "10000-20000"),
        *links,
    ]
    nat = areas(case, site)["nat"].value
    assert [f["local-port"] for f in nat["rule"]] == ["5060", "10000"]
    assert nat["outbound"]["mode"] == "hybrid"
    (static,) = nat["outbound"]["rule"]
    assert static["source"]["network"] == f"{case.pbx.address}/32"
    assert "staticnatport" in static


def test_phones_reach_their_servers_and_nothing_else() -> None:
    """The voice interface of an agency: the list of the brief, then a block that logs."""
    case = estate("nyxd")
    assert rules_on(case, "lyon", "opt1") == [
        ("pass", "opt1", "opt1ip", "53"),
        ("pass", "opt1", "tel_pbx", "tel_sip"),
        ("pass", "opt1", "tel_pbx", "tel_rtp"),
        ("pass", "opt1", "tel_provisioning", "69"),
        ("pass", "opt1", "tel_provisioning", "6970"),
        ("pass", "opt1", "tel_time", "123"),
        ("block", "opt1", "any", ""),
    ]
    # One machine is both servers, so one rule keeps both from the router's own address among the phones.
    assert rules_on(case, "lyon", "openvpn") == [
        ("block", "tel_pbx", "(self)", ""),
        ("pass", "tel_pbx", "opt1", ""),
        ("pass", "tel_provisioning", "opt1", ""),
    ]
    # What LAN was delivered with carries no mark: it is not ours to take away.
    last = areas(case, "lyon")["filter"].value["rule"]
    assert [r["descr"] for r in last if r["interface"] == "lan"] == [
        "TEL: ordinateurs du LAN vers les réseaux du site, sans limiteur",
        "Default allow LAN to any rule",
        "Default allow LAN IPv6 to any rule",
    ]


def test_a_site_behind_siproxd_meets_the_pbx_by_the_proxy_alone() -> None:
    """Its WAN takes SIP and voice from the PBX's public address; its phones see only the router."""
    case = estate("siproxd")
    public = str(case.pbx.public)
    aliases = {a["name"]: a["address"] for a in areas(case, "ouest")["aliases"].value["alias"]}
    assert aliases == {"tel_pbx": public}
    assert rules_on(case, "ouest", "wan") == [
        ("pass", "tel_pbx", "wanip", "5062"),
        ("pass", "tel_pbx", "wanip", "20000-20099"),
    ]
    assert {destination for _, _, destination, _ in rules_on(case, "ouest", "opt1")} == {"opt1ip", "any"}
    ports = [port for _, _, _, port in rules_on(case, "ouest", "opt1")]
    assert ports == ["53", "5062", "20000-20099", "69", "123", ""]


def test_a_chain_of_tunnels_lets_every_leg_through() -> None:
    """far -> middle -> hq: middle passes both ways on its OpenVPN tab, and lets its own server answer."""
    case = chain()
    assert rules_on(case, "middle", "openvpn") == [
        ("pass", "tel_phones_pbx", "tel_pbx", "tel_sip"),
        ("pass", "tel_phones_pbx", "tel_pbx", "tel_rtp"),
        ("pass", "tel_phones_provisioning", "tel_provisioning", "69"),
        ("pass", "tel_phones_provisioning", "tel_provisioning", "6970"),
        ("pass", "tel_phones_time", "tel_time", "123"),
        ("block", "tel_pbx", "(self)", ""),
        ("block", "tel_pbx", "tel_gateways", ""),
        ("pass", "tel_pbx", "lan", ""),
        ("pass", "tel_pbx", "tel_phones_pbx", ""),
    ]
    aliases = {a["name"]: a["address"] for a in areas(case, "middle")["aliases"].value["alias"]}
    assert aliases["tel_phones_pbx"] == "10.3.20.0/24"
    assert aliases["tel_phones_provisioning"] == "10.3.20.0/24 10.1.20.0/24"
    assert aliases["tel_gateways"] == "10.3.20.1 10.1.20.1"
    assert rules_on(case, "middle", "wan") == [("pass", "any", "wanip", "1195")]


def test_a_router_that_serves_its_own_phones_lets_others_through_to_the_real_server() -> None:
    """middle tells its own phones the time; those of far, which come through it, ask the server at hq."""
    case = chain(("router: {release: 2.7.2}\n    uplink: {address: 203.0.113.6}",
                  "router: {release: 2.7.2, serves: [time]}\n    uplink: {address: 203.0.113.6}"))  # fmt: skip
    aliases = {a["name"]: a["address"] for a in areas(case, "middle")["aliases"].value["alias"]}
    assert aliases["tel_time"] == "10.1.20.9"
    assert ("pass", "tel_phones_time", "tel_time", "123") in rules_on(case, "middle", "openvpn")
    assert ("pass", "lan", "lanip", "123") in rules_on(case, "middle", "lan")


def test_voice_without_vlan_is_lan_and_loses_the_rule_as_delivered() -> None:
    """There the phones' rules are LAN's; nothing that was delivered may open what the sheet closes."""
    case = chain()
    last = rules_on(case, "middle", "lan")
    assert last[-3:] == [
        ("block", "tel_provisioning", "tel_gateways", ""),
        ("pass", "tel_provisioning", "tel_phones_provisioning", ""),
        ("block", "lan", "any", ""),
    ]
    assert last[0] == ("pass", "lan", "lanip", "53")
    assert list(areas(case, "middle")["dhcpd"].value) == ["lan"]


def test_a_pbx_in_the_data_network_is_reached_across_the_router() -> None:
    """Its own rules stand on LAN above those as delivered; its site's phones need theirs; LAN keeps its scope."""
    case = chain()
    assert rules_on(case, "hq", "lan") == [
        ("pass", "tel_pbx", "lanip", "53"),
        ("pass", "tel_pbx", "tel_time", "123"),
        ("block", "tel_pbx", "(self)", ""),
        ("block", "tel_pbx", "tel_gateways", ""),
        ("pass", "tel_pbx", "tel_phones_pbx", ""),
        ("pass", "tel_pbx", "opt1", ""),
        ("block", "tel_pbx", "tel_inside", ""),
        ("pass", "tel_pbx", "any", ""),
        ("pass", "tel_pbx", "any", "tel_outside"),
        ("pass", "lan", "any", ""),
        ("pass", "lan", "any", ""),
    ]
    assert ("pass", "opt1", "tel_pbx", "tel_sip") in rules_on(case, "hq", "opt1")
    inside = next(a["address"] for a in areas(case, "hq")["aliases"].value["alias"] if a["name"] == "tel_inside")
    known = {str(n.subnet) for s in case.sites for n in s.networks} | {str(link.tunnel) for link in case.links}
    assert set(inside.split()) == known
    # The time server stands in the phones' own network: no packet to it crosses the router.
    assert all(port != "123" for _, _, _, port in rules_on(case, "hq", "opt1"))
    scopes = areas(case, "hq")["dhcpd"].value
    assert scopes["lan"]["range"] == {"from": "10.1.10.50", "to": "10.1.10.60"}
    assert rules_on(case, "hq", "wan")[0] == ("pass", "tel_admitted", "tel_pbx", "5080")


def test_the_layout_of_outbound_nat_follows_the_release() -> None:
    """2.6.0 names the interface address by an empty target, 2.7.2 by wanip."""
    old = areas(chain(), "hq")["nat"].value["outbound"]["rule"][0]
    new = areas(estate("nyxd"), "siege")["nat"].value["outbound"]["rule"][0]
    assert (old["target"], "targetip" in old) == ("", True)
    assert (new["target"], "targetip" in new) == ("wanip", False)


def test_a_network_without_pool_gets_no_dhcp_file() -> None:
    """The source says that this router hands out no addresses there: no area would be true."""
    assert set(areas(chain(), "far")) == {"aliases", "filter"}


def test_two_builds_are_the_same_bytes() -> None:
    """Nothing depends on the run."""
    assert files(estate("nyxd")) == files(estate("nyxd"))


def test_lan_as_delivered_is_inside_too() -> None:
    """On a router whose LAN is no network of the source, its address as delivered is closed to the PBX as well."""
    case = estate("nyxd")
    aliases = {a["name"]: a for a in areas(case, case.pbx.site)["aliases"].value["alias"]}
    assert "192.168.1.0/24" in aliases["tel_inside"]["address"].split()


def test_a_branch_names_its_own_networks_and_not_those_of_all() -> None:
    """Computers reach those without the access to the Internet; a tunnel takes a part of it."""
    aliases = {a["name"]: a["address"] for a in areas(estate("nyxd"), "lyon")["aliases"].value["alias"]}
    assert aliases["tel_house"] == "10.42.40.0/25 10.42.40.128/25 192.168.1.0/24"
    assert "tel_inside" not in aliases


def test_without_a_trunk_the_pbx_speaks_to_the_admitted_sites_alone() -> None:
    """No provider, so no rule for UDP to any address."""
    case = chain(
        ('trunks: {ovh: {provider: ovh, account: "0033199000200"}}\n', ""),
        ('numbers: {"+33199000200": {trunk: ovh, to: anne}}\n', ""),
        ('    number: "+33199000200"\n', ""),
    )
    assert ("pass", "tel_pbx", "tel_admitted", "") in rules_on(case, "hq", "lan")
    assert ("pass", "tel_pbx", "any", "") not in rules_on(case, "hq", "lan")
