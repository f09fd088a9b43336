"""What a merge puts into a router's own backup, and what it takes out, read back as pfSense would."""

from __future__ import annotations

import pytest

from generators.targets.pfsense.plan import interface_keys
from tests.backups import VERSIONS, Backup, alias, b64, many, rule, separator, tag
from tests.parsers.pfsense_config import listed, read_config, written
from tests.unit.targets.pfsense.merging import LIST_PATHS, agency, is_inside, kinds, merge, ours, siege
from tests.unit.targets.pfsense.routers import areas, chain, estate, xml_of

# What may change of a file that holds nothing of ours: sections that were empty, and the mode of outbound NAT.
BUT = ("<aliases></aliases>", "<vlans></vlans>", "<mode>", "<outbound></outbound>", "<row>")


def test_an_agency_gets_what_the_area_files_of_an_empty_router_hold() -> None:
    """Two ways out of one plan: the same aliases, rules and scope, on the interface this router has for phones."""
    result = merge(estate("nyxd"), "lyon", agency())
    config = read_config(result.content)
    empty = areas(estate("nyxd"), "lyon")
    # An empty router's LAN is also told to leave the inside unlimited; here LAN's rules are the administrator's.
    names = [a for a in empty["aliases"].value["alias"] if a["name"] != "tel_house"]
    assert listed(config, "aliases.alias") == names

    def there(rules: list[dict[str, object]], key: str) -> list[dict[str, object]]:
        drop = ("tracker", "descr")
        return [{k: v for k, v in r.items() if k not in drop} for r in rules if r["interface"] in (key, "openvpn")]

    swapped = str(there(empty["filter"].value["rule"], "opt1")).replace("opt1", "opt2")
    assert str(there(list(ours(result.content, "filter.rule").values()), "opt2")) == swapped
    assert config["dhcpd"]["opt2"] == empty["dhcpd"].value["opt1"]


def test_the_main_site_keeps_the_ports_of_the_trunk_and_admits_the_named_sites() -> None:
    """Forwards with their rules, the outbound rule in a mode in which it counts; each mentioned once."""
    result = merge(estate("nyxd"), "siege", siege())
    config = read_config(result.content)
    forwards = listed(config, "nat.rule")
    rules = {r["associated-rule-id"]: r for r in listed(config, "filter.rule") if r.get("associated-rule-id")}
    assert {f["associated-rule-id"] for f in forwards} == set(rules)
    assert all(rules[f["associated-rule-id"]]["destination"]["address"] == f["target"] for f in forwards)
    assert config["nat"]["outbound"]["mode"] == "hybrid"
    (static,) = listed(config, "nat.outbound.rule")
    assert (static["source"], static["target"], "staticnatport" in static) == (
        {"network": "10.42.20.10/32"},
        "wanip",
        True,
    )
    assert len(ours(result.content, "aliases.alias")) == 12
    maps = {m["mac"]: m["ipaddr"] for m in listed(config, "dhcpd.opt1.staticmap")}
    fixed = {p.mac.colons: str(p.address) for p in estate("nyxd").phones_of_site["siege"] if p.address is not None}
    assert maps == fixed
    assert len(maps) == 5
    assert not [f for f in result.differences if f.kind not in ("missing", "different", "by-hand")]
    assert kinds(result, "different") == [
        "outbound NAT mode is automatic, should be hybrid",
        "the NTP server listens on lan, not on the phones' interface opt1",
    ]


@pytest.mark.parametrize("release", ["2.6.0", "2.7.0", "2.7.1", "2.7.2", "2.8.0"])
def test_each_release_gets_its_own_layout_and_keeps_its_version(release: str) -> None:
    """The backup says which; the number is never another one. Only a forced merge takes what is not confirmed."""
    result = merge(estate("nyxd"), "siege", siege(release=release), force=release == "2.8.0")
    config = read_config(result.content)
    assert (config["version"], result.version) == (VERSIONS[release], VERSIONS[release])
    (static,) = listed(config, "nat.outbound.rule")
    old = release in ("2.6.0", "2.7.0")
    assert (static["target"], "targetip" in static) == (("", True) if old else ("wanip", False))
    said = [f for f in result.differences if f.setting == "version"]
    assert bool(said) == (VERSIONS[release] != "23.3")


@pytest.mark.parametrize("site", ["lyon", "siege"])
def test_what_is_not_ours_stays_byte_for_byte(site: str) -> None:
    """Every line of the backup stands in the result, in its order; secrets, packages and data with it."""
    backup = siege() if site == "siege" else agency()
    backup.rules += [rule("1690000001", "lan", descr="Tout le réseau <LAN> & l'imprimante", source="network:lan")]
    backup.aliases += [alias("serveurs", "10.9.0.1 10.9.0.2")]
    text = backup.text().replace("\t<filter>", "\t<!-- à garder -->\n\t<filter>")
    result = merge(estate("nyxd"), site, text.encode())
    listens = ("<interface>lan</interface>",) if site == "siege" else ()  # its clock, now also for the phones
    assert not list(is_inside(text, result.content.decode(), BUT + listens))
    assert (read_config(result.content)["ntpd"]["interface"] == "lan,opt1") == (site == "siege")


def test_what_the_source_no_longer_wants_is_taken_out() -> None:
    """A trunk and an admitted site go: alias, forwards, their rules and the outbound rule go, nothing else."""
    change = ("admit: [alone]", "admit: []")
    other = ("    siproxd: {port: 5062, rtp: 7070-7109}\n", "    link: {to: hq, tunnel: 10.255.0.8/30, port: 1196}\n")
    before = Backup(release="2.6.0", lan="10.1.10.1/24").voice("opt1", "10.1.20.1/24", 20)
    first = merge(chain(), "hq", before)
    second = merge(chain(change, other), "hq", first.content)
    gone = {path: set(ours(first.content, path)) - set(ours(second.content, path)) for path in LIST_PATHS}
    assert gone["aliases.alias"] == {"hq/alias/tel_admitted"}
    assert gone["nat.rule"] == {"hq/forward/sip", "hq/forward/rtp"}
    assert gone["filter.rule"] == {"hq/wan/forward_sip", "hq/wan/forward_rtp"}
    assert merge(chain(change, other), "hq", before).content.count(b"<rule>") == second.content.count(b"<rule>")
    assert len(kinds(second, "unwanted")) == 5


def test_a_phone_that_leaves_takes_its_fixed_address_along() -> None:
    """Ours goes; the printer of the administrator's own stays."""
    before = Backup(release="2.6.0", lan="10.1.10.1/24").voice("opt1", "10.1.20.1/24", 20)
    first = merge(chain(), "hq", before)
    fewer = chain((", address: 10.1.20.31", ""))
    maps = listed(read_config(merge(fewer, "hq", first.content).content), "dhcpd.opt1.staticmap")
    assert [m["ipaddr"] for m in maps] == ["10.1.20.30"]
    assert listed(read_config(first.content), "dhcpd.lan.staticmap")[0]["ipaddr"] == "10.1.10.9"


def test_an_edit_on_the_screens_is_put_right_and_a_mere_save_is_not() -> None:
    """pfSense adds time stamps and empty fields when it saves: no difference. A switched-off rule is one."""
    first = merge(estate("nyxd"), "lyon", agency()).content.decode()
    start = first.index("<tracker>", first.index("tel_time</address>") - 900)
    lines = ("id></id", "max></max", "statetype><![CDATA[keep state]]></statetype", "updated><time>1</time></updated")
    saved = "".join(f"<{line}>\n\t\t\t" for line in lines)
    only_saved = first[:start] + saved + first[start:]
    assert merge(estate("nyxd"), "lyon", only_saved.encode()).content.decode() == only_saved
    off = first[:start] + "<disabled></disabled>\n\t\t\t" + first[start:]
    result = merge(estate("nyxd"), "lyon", off.encode())
    assert result.content.decode() == first
    assert [
        w.endswith(", disabled, should be " + w.partition(" should be ")[2]) for w in kinds(result, "different")
    ] == [True]


def test_values_that_were_changed_are_named_with_both_values() -> None:
    """Alias, options and range: what is there, what the source says."""
    first = merge(estate("nyxd"), "lyon", agency()).content.decode()
    changed = first.replace("<address>10.42.20.10</address>", "<address>10.42.20.99</address>", 1)
    changed = changed.replace("<tftp>10.42.20.10</tftp>", "<tftp>192.0.2.9</tftp>")
    changed = changed.replace(b64("10.42.20.10"), b64("10.9.9.9")).replace("10.42.40.119</to>", "10.42.40.99</to>")
    result = merge(estate("nyxd"), "lyon", changed.encode())
    assert result.content.decode() == first
    assert kinds(result, "different") == [
        "alias tel_pbx: lacks 10.42.20.10; has 10.42.20.99 besides",
        "the DHCP range is 10.42.40.60 to 10.42.40.99, should be 10.42.40.60 to 10.42.40.119",
        "DHCP option 66 (TFTP server) is 192.0.2.9, should be 10.42.20.10",
        "DHCP option 150 is 10.9.9.9 as ip-address, should be 10.42.20.10 as ip-address",
    ]


def test_the_fields_of_a_scope_that_are_not_ours_stay() -> None:
    """Lease times, another option and a mapping of the administrator's own in the phones' scope are kept."""
    option = tag(
        "item", ["\t\t\t\t\t<number>43</number>\n\t\t\t\t\t<type>text</type>\n\t\t\t\t\t<value>eA==</value>\n"], 4
    )
    own = tag("staticmap", ["\t\t\t\t<mac>00:00:5e:00:53:77</mac>\n\t\t\t\t<ipaddr>10.42.40.50</ipaddr>\n"], 3)
    scope = tag("opt2", ["\t\t\t<defaultleasetime>900</defaultleasetime>\n", tag("numberoptions", [option], 3), own], 2)
    backup = agency(scopes=[scope])
    result = merge(estate("nyxd"), "lyon", backup)
    held = read_config(result.content)["dhcpd"]["opt2"]
    assert held["defaultleasetime"] == "900"
    assert [o["number"] for o in held["numberoptions"]["item"]] == ["43", "150"]
    assert [m["mac"] for m in held["staticmap"]] == ["00:00:5e:00:53:77"]
    assert "enable" in held
    assert not list(is_inside(backup.text(), result.content.decode(), BUT))


def test_headings_stay_before_the_rules_they_stand_before() -> None:
    """`row` counts the rules of an interface: ours above one move it, also when they go again."""
    stop = rule("1690000003", "opt2", "block", descr="stop")
    rules = [rule("1690000001", "opt2", descr="a", destination="address:192.0.2.1"), stop]
    backup = agency(rules=rules, separators=[separator("opt2", sep0=0, sep1=1, sep2=2), separator("lan", sep0=3)])
    first = merge(estate("nyxd"), "lyon", backup)

    def rows(content: bytes) -> list[str]:
        return [h["row"][0] for h in read_config(content)["filter"]["separator"]["opt2"].values()]

    def on_voice(content: bytes) -> list[str]:
        return [r["descr"] for r in listed(read_config(content), "filter.rule") if r["interface"] == "opt2"]

    order = on_voice(first.content)
    # Ours stand before the rule that would stop them all; the block stands last.
    assert (order[0], order[7], order[-1].endswith("opt2/block)")) == ("a", "stop", True)
    assert rows(first.content) == ["fr0", "fr7", "fr9"]
    assert read_config(first.content)["filter"]["separator"]["lan"]["sep0"]["row"] == ["fr3"]


def test_trackers_of_the_administrator_are_left_to_him() -> None:
    """A rule of his own that has our number keeps it; ours takes the next, in every merge the same."""
    number = ours(merge(estate("nyxd"), "lyon", agency()).content, "filter.rule")["lyon/opt2/dns"]["tracker"]
    result = merge(estate("nyxd"), "lyon", agency(rules=[rule(number, "lan", descr="lui")]))
    trackers = [r["tracker"] for r in listed(read_config(result.content), "filter.rule")]
    assert len(set(trackers)) == len(trackers)
    assert ours(result.content, "filter.rule")["lyon/opt2/dns"]["tracker"] == str(int(number) + 1)


def test_a_router_filled_from_the_area_files_is_recognised() -> None:
    """What the files for an empty router put in carries the same marks: a merge finds it all there."""
    first = merge(estate("nyxd"), "lyon", Backup(lan="10.42.40.129/25").voice("opt1", "10.42.40.1/25", 20))
    empty = areas(estate("nyxd"), "lyon")
    for path, area in (("aliases.alias", "aliases"), ("filter.rule", "filter")):
        found = [e for e in listed(read_config(first.content), path) if "tonalite" in e["descr"]]
        there = [e for e in empty[area].value[path.partition(".")[2]] if "tonalite" in e["descr"]]
        assert found == [e for e in there if e.get("name") != "tel_house"]


@pytest.mark.parametrize("site", ["lyon", "siege"])
def test_a_router_restored_from_the_area_files_needs_no_correction(site: str) -> None:
    """Rules, aliases, NAT and limiters as the files wrote them: the merge finds nothing to add, change or take out."""
    backup = Backup(lan="192.168.1.1/24", wan="203.0.113.10")
    inner = {path.rsplit("-", 1)[1]: content for path, content in xml_of(estate("nyxd"), site).items()}
    lines = {name: ["\t" + line + "\n" for line in text.decode().split("\n")[1:-2]] for name, text in inner.items()}
    for network, key in interface_keys(estate("nyxd").site[site]).items():
        found = next(n for n in estate("nyxd").site[site].networks if n.name == network)
        backup.voice(key, f"{found.gateway}/{found.subnet.prefixlen}", found.vlan, name=network.upper())
    backup.aliases = lines["aliases.xml"]
    backup.rules = lines["filter.xml"]
    backup.more = [tag("dnshaper", lines["dnshaper.xml"])]
    result = merge(estate("nyxd"), site, backup)
    kept = ("aliases", "filter", "dnshaper")
    assert [f for f in result.differences if f.setting.split(".")[0] in kept] == []


@pytest.mark.parametrize("site", ["siege", "lyon"])
def test_what_the_router_saves_after_the_restore_is_found_as_it_was(site: str) -> None:
    """pfSense writes the whole file anew, in its own spelling: the next merge changes no byte of that."""
    backup = siege() if site == "siege" else agency(rules=[rule("1690000001", "lan", descr="l'étage")])
    backup.separators.append(separator("lan", sep0=0))
    saved = written(read_config(merge(estate("nyxd"), site, backup).content))
    assert b"&eacute;" in saved
    result = merge(estate("nyxd"), site, saved)
    assert result.content == saved
    assert {f.kind for f in result.differences} == {"by-hand"}


def test_the_interface_that_is_made_is_whole() -> None:
    """VLAN and interface refer to each other; the key is the next free one, the name one that nothing has."""
    backup = Backup(lan="10.42.40.129/25")
    backup.interfaces |= {"opt1": ("VOICE", "igb4", "192.0.2.1/24"), "opt3": ("X", "igb5", "198.51.100.1/24")}
    config = read_config(merge(estate("nyxd"), "lyon", backup).content)
    (vlan,) = listed(config, "vlans.vlan")
    assert (vlan["if"], vlan["tag"], vlan["vlanif"]) == ("igb1", "20", "igb1.20")
    made = {"descr": "VOICE_2", "if": "igb1.20", "enable": "", "ipaddr": "10.42.40.1", "subnet": "25", "spoofmac": ""}
    assert config["interfaces"]["opt2"] == made
    assert config["dhcpd"]["opt2"]["gateway"] == "10.42.40.1"
    assert {r["interface"] for r in listed(config, "filter.rule")} == {"opt2", "openvpn"}


def test_networks_that_the_source_does_not_name_are_closed_to_the_pbx_too() -> None:
    """A network of the router's own, but neither the Internet's side nor the end of a tunnel nor what is off."""
    backup = Backup(lan="10.42.10.1/24", wan="203.0.113.10").voice("opt1", "10.42.20.1/24", 20)
    backup.interfaces["opt2"] = ("INVITES", "igb3.30", "192.168.50.1/24")
    backup.interfaces["opt3"] = ("VPN", "ovpns1", "10.99.0.1/30")
    first = merge(estate("nyxd"), "siege", backup.data())
    (inside,) = [a["address"] for a in listed(read_config(first.content), "aliases.alias") if a["name"] == "tel_inside"]
    assert "192.168.50.0/24" in inside.split()
    assert not {"203.0.113.0/24", "10.99.0.0/30"} & set(inside.split())
    assert merge(estate("nyxd"), "siege", first.content).content == first.content


def limiters_of(content: bytes) -> dict[str, tuple[str, str]]:
    """Number and rate of every limiter by name."""
    found = listed(read_config(content), "dnshaper.queue")
    return {q["name"]: (q["number"], q["bandwidth"]["item"][0]["bw"]) for q in found}


def pipe(name: str, number: str, text: str = "à nous") -> str:
    """A limiter of the administrator's own."""
    rate = tag("item", many(5, bw="512", burst="", bwscale="Kb", bwsched="none"), 4)
    return tag(
        "queue",
        [*many(3, name=name, number=number, description=text, enabled="on", mask="none"), tag("bandwidth", [rate], 3)],
        2,
    )


def test_limiters_stand_beside_the_routers_own_with_free_numbers() -> None:
    """1 Mbit/s up, 18 down, two phones by OpenVPN: 95 percent less 2 x 108 000 bit/s."""
    assert limiters_of(merge(estate("nyxd"), "lyon", agency()).content) == {
        "tel_data_up": ("1", "734"),
        "tel_data_down": ("2", "16884"),
    }
    backup = agency(more=[tag("dnshaper", [pipe("invites", "1"), pipe("autre", "3")])])
    first = merge(estate("nyxd"), "lyon", backup)
    assert limiters_of(first.content) == {
        "invites": ("1", "512"),
        "autre": ("3", "512"),
        "tel_data_up": ("2", "734"),
        "tel_data_down": ("4", "16884"),
    }
    again = merge(estate("nyxd"), "lyon", first.content)
    assert again.content == first.content
    assert not [f for f in again.differences if f.setting.startswith("dnshaper")]
    drifted = first.content.replace(b"<bw>734</bw>", b"<bw>9999</bw>")
    assert drifted != first.content
    put_right = merge(estate("nyxd"), "lyon", drifted)
    assert put_right.content == first.content
    assert kinds(put_right, "different") == ["limiter tel_data_up: 734 Kbit/s, is 9999 or differs in another field"]


def test_a_limiter_of_the_routers_own_by_our_name_is_left_and_said() -> None:
    backup = agency(more=[tag("dnshaper", [pipe("tel_data_up", "7")])])
    result = merge(estate("nyxd"), "lyon", backup)
    assert limiters_of(result.content) == {"tel_data_up": ("7", "512"), "tel_data_down": ("2", "16884")}
    assert [t for t in kinds(result, "by-hand") if "limiter 'tel_data_up' of its own" in t]


def test_a_limiter_that_is_no_longer_wanted_goes_unless_a_rule_names_it() -> None:
    """The chain's sites do not say their rates: what an earlier source wanted is taken out."""
    link = "    link: {to: middle"
    wanted = chain((link, f"    uplink: {{up: 2M, down: 8M}}\n{link}"))
    backup = Backup(lan="192.168.1.1/24", wan="203.0.113.7").voice("opt1", "10.3.20.1/24", 7)
    backup.interfaces["opt2"] = ("DATA", "igb3", "10.3.10.1/24")
    backup.rules.append(rule("1690000077", "opt2", descr="sortie", source="network:opt2"))
    first = merge(wanted, "far", backup.data())
    assert set(limiters_of(first.content)) == {"tel_data_up", "tel_data_down"}
    assert [t for t in kinds(first, "foreign") if "'sortie'" in t and "tel_data_up / tel_data_down" in t]
    used = first.content.replace(
        b"<descr><![CDATA[sortie]]></descr>",
        b"<dnpipe>tel_data_up</dnpipe><pdnpipe>tel_data_down</pdnpipe><descr><![CDATA[sortie]]></descr>",
    )
    assert used != first.content
    assert not [t for t in kinds(merge(wanted, "far", used), "foreign") if "tel_data_up" in t]
    kept = merge(chain(), "far", used)
    assert set(limiters_of(kept.content)) == {"tel_data_up", "tel_data_down"}
    assert [t for t in kinds(kept, "foreign") if "no longer wanted" in t]
    assert limiters_of(merge(chain(), "far", first.content).content) == {}


def test_the_servers_names_stand_behind_the_routers_own() -> None:
    """An override of the administrator's own stays, also where it names the same server; drift is put right."""
    text = agency().text()
    own = tag("hosts", many(3, host="PBX", domain="nyxd.example", ip="10.42.20.99", descr="à nous"), 2)
    other = tag("hosts", many(3, host="nas", domain="nyxd.example", ip="10.42.10.7", descr="à nous"), 2)
    with_own = text.replace("\t<unbound>\n", f"\t<unbound>\n{own}{other}")
    first = merge(estate("nyxd"), "lyon", with_own.encode())
    found = [(h["host"], h["ip"]) for h in listed(read_config(first.content), "unbound.hosts")]
    assert found == [("PBX", "10.42.20.99"), ("nas", "10.42.10.7"), ("provisioning", "10.42.20.10")]
    assert [t for t in kinds(first, "foreign") if "gives pbx.nyxd.example the address 10.42.20.99" in t]
    plain = merge(estate("nyxd"), "lyon", text.encode())
    moved = plain.content.replace(b"<ip>10.42.20.10</ip>", b"<ip>10.42.20.11</ip>", 1)
    again = merge(estate("nyxd"), "lyon", moved)
    assert again.content == plain.content
    assert kinds(again, "different") == ["host override pbx.nyxd.example: 10.42.20.10, is 10.42.20.11 there"]


def test_a_resolver_that_is_off_is_given_no_names() -> None:
    text = agency().text().replace("\t<unbound>\n\t\t<enable></enable>\n", "\t<unbound>\n")
    result = merge(estate("nyxd"), "lyon", text.encode())
    assert listed(read_config(result.content), "unbound.hosts") == []


def test_phones_in_lan_are_told_to_reach_the_web_configurator() -> None:
    """pfSense's anti-lockout rule is tried before ours: the merge cannot close it, so it says so."""
    backup = Backup(lan="10.2.20.1/24", wan="203.0.113.6")
    said = "phones are in LAN, whose hosts reach the web configurator by pfSense's own anti-lockout rule"
    assert said in kinds(merge(chain(), "middle", backup.data()), "foreign")
    off = backup.text().replace(
        "\t</system>\n", "\t\t<webgui>\n\t\t\t<noantilockout></noantilockout>\n\t\t</webgui>\n\t</system>\n", 1
    )
    assert said not in kinds(merge(chain(), "middle", off.encode()), "foreign")
    assert said not in kinds(merge(estate("nyxd"), "lyon", agency()), "foreign")


def test_the_ups_is_set_where_its_package_is_installed() -> None:
    """Type and driver; a name of the administrator's own stays, and so do his other settings."""

    def router(*settings: str) -> Backup:
        backup = Backup(release="2.6.0", lan="10.1.10.1/24", wan="203.0.113.5", packages=["nut"])
        backup.package_settings += settings
        return backup.voice("opt1", "10.1.20.1/24", 20)

    first = merge(chain(), "hq", router().data())
    wanted = {"type": "local_usb", "name": "ups", "usb_driver": "usbhid-ups"}
    assert read_config(first.content)["installedpackages"]["nut"]["config"] == [wanted]
    assert merge(chain(), "hq", first.content).content == first.content
    own = tag("nut", [tag("config", many(4, type="disabled", name="onduleur", email="yes"), 3)], 2)
    second = merge(chain(), "hq", router(own).data())
    (found,) = read_config(second.content)["installedpackages"]["nut"]["config"]
    assert found == wanted | {"name": "onduleur", "email": "yes"}
    assert "nut: type is disabled, should be local_usb" in kinds(second, "different")
    without = Backup(release="2.6.0", lan="10.1.10.1/24", wan="203.0.113.5").voice("opt1", "10.1.20.1/24", 20)
    said = kinds(merge(chain(), "hq", without.data()), "by-hand")
    assert [t for t in said if t.startswith("the package nut is not installed")]
