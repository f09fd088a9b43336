"""The strict reader is strict: each mutation is something pfSense would refuse, misread or drop in silence."""

from __future__ import annotations

import pytest

from tests.parsers.pfsense_xml import Refused, read_area, read_router
from tests.unit.targets.pfsense.routers import chain, estate, xml_of


def file_of(area: str) -> str:
    """The area of the site that has all of them."""
    (content,) = [c for name, c in xml_of(estate("nyxd"), "siege").items() if name.endswith(f"-{area}.xml")]
    return content.decode()


KEEPS = "TEL: le PBX garde ses ports source (tonalite:siege/outbound/static)"
MUTATIONS = [
    ("a byte order mark", "aliases", "<aliases>", "\ufeff<aliases>"),
    ("an XML declaration", "aliases", "<aliases>", '<?xml version="1.0"?>\n<aliases>'),
    ("an attribute on the root", "aliases", "<aliases>", '<aliases id="1">'),
    ("an attribute inside", "filter", "<rule>", '<rule id="1">'),
    ("a capital letter", "aliases", "<name>tel_pbx</name>", "<Name>tel_pbx</Name>"),
    ("a comment", "filter", "<filter>\n", "<filter>\n<!-- x -->"),
    ("carriage returns", "nat", "\n", "\r\n"),
    ("blank, tab, blank", "aliases", "\n\t\t<type>", "\n \t <type>"),
    ("indentation by blanks", "dhcpd", "\n\t\t<range>", "\n    <range>"),
    ("everything on one line", "nat", ">\n\t\t<mode>", "><mode>"),
    ("text beside children", "filter", "<rule>\n", "<rule>x\n"),
    ("truncation", "filter", "</filter>\n", ""),
    ("a doubled element", "aliases", "<type>host</type>", "<type>host</type>\n\t\t<type>host</type>"),
    ("an empty list element", "dhcpd", "<dnsserver>10.42.20.1</dnsserver>", "<dnsserver></dnsserver>"),
    ("an unknown element", "filter", "<type>pass</type>", "<type>pass</type>\n\t\t<action>pass</action>"),
    ("a missing element", "filter", "\t\t<type>pass</type>\n", ""),
    ("a description without CDATA", "nat", f"<![CDATA[{KEEPS}]]>", "TEL"),
    ("CDATA where pfSense writes none", "aliases", "<name>tel_pbx</name>", "<name><![CDATA[tel_pbx]]></name>"),
    ("an accent outside of CDATA", "dhcpd", "nyxd.example", "n\u00ffxd.example"),
    ("an entity outside of CDATA", "dhcpd", "nyxd.example", "a&amp;b"),
    ("an unescaped mark in CDATA", "aliases", "[Atelier de Gif]", "[Atelier & Gif]"),
    ("a blank at the end", "aliases", "<address>5060</address>", "<address>5060 </address>"),
    ("a break in a value", "aliases", "<address>5060</address>", "<address>\n5060</address>"),
    ("a flag that says no", "filter", "<log></log>", "<log>no</log>"),
    ("a scope switched off by a word", "dhcpd", "<enable></enable>", "<enable>false</enable>"),
    ("a reserved alias name", "aliases", "tel_sip", "sip"),
    ("an alias name that is too long", "aliases", "tel_sip", "tel_" + "x" * 30),
    ("a hyphen in an alias range", "aliases", "10000:20000", "10000-20000"),
    ("a host with a prefix", "aliases", "<address>10.42.20.10</address>", "<address>10.42.20.10/32</address>"),
    ("a network that is none", "aliases", "10.42.40.0/25", "10.42.40.1/25"),
    ("commas between entries", "aliases", "10.42.44.0/25 10.42", "10.42.44.0/25,10.42"),
    ("a detail too many", "aliases", "[Atelier de Gif]", "[Atelier||Gif]"),
    ("a colon in a rule's range", "filter", "10000-20000", "10000:20000"),
    ("an alias in network", "filter", "<network>opt1</network>", "<network>tel_pbx</network>"),
    ("two kinds of end", "filter", "<any></any>", "<any></any>\n\t\t\t<network>lan</network>"),
    ("a port without protocol", "filter", "\t\t<protocol>udp</protocol>\n", ""),
    ("a protocol in capitals", "filter", "<protocol>udp</protocol>", "<protocol>UDP</protocol>"),
    ("a tracker in pfSense's series", "filter", "<tracker>1742547666", "<tracker>1000000101"),
    ("an interface that is none", "filter", "<interface>opt1</interface>", "<interface>VOICE</interface>"),
    ("a type that is none", "filter", "<type>block</type>", "<type>deny</type>"),
    ("rules that the mode ignores", "nat", "<mode>hybrid</mode>", "<mode>automatic</mode>"),
    ("the target of the other layout", "nat", "<target>wanip</target>", "<target></target>"),
    ("a range as local port", "nat", "<local-port>10000<", "<local-port>10000-20000<"),
    ("a door open to all", "nat", "<address>tel_admitted</address>", "<any></any>"),
    ("an option value in clear", "dhcpd", "MTAuNDIuMjAuMTA=", "10.42.20.10"),
    ("option 150 as text", "dhcpd", "<type>ip-address</type>", "<type>text</type>"),
    ("option 66 as a number", "dhcpd", "<number>150</number>", "<number>66</number>"),
    ("a fixed address inside the range", "dhcpd", "<ipaddr>10.42.20.20<", "<ipaddr>10.42.20.120<"),
    ("a MAC twice", "dhcpd", "00:07:eb:4c:10:01", "00:07:eb:4c:10:00"),
    ("a MAC in capitals", "dhcpd", "00:07:eb:4c:10:01", "00:07:EB:4C:10:01"),
    ("a range backwards", "dhcpd", "<to>10.42.20.199<", "<to>10.42.20.99<"),
    ("a host name that ends in a hyphen", "dhcpd", "<hostname>bureau-1<", "<hostname>bureau-<"),
]


@pytest.mark.parametrize(("what", "area", "old", "new"), MUTATIONS, ids=[m[0] for m in MUTATIONS])
def test_a_mutated_area_is_refused(what: str, area: str, old: str, new: str) -> None:
    """The text as generated is taken, the mutated one is not."""
    text = file_of(area)
    assert old in text, "the mutation no longer fits what is generated"
    read_area(text.encode())
    with pytest.raises(Refused):
        read_area(text.replace(old, new).encode())


def test_latin_1_and_an_empty_area_are_refused() -> None:
    """Only UTF-8, and never a section without content."""
    with pytest.raises(Refused, match="UTF-8"):
        read_area(file_of("aliases").encode("latin-1", "replace"))
    with pytest.raises(Refused, match="empty"):
        read_area(b"<aliases>\n</aliases>\n")
    with pytest.raises(Refused, match="no area"):
        read_area(b"<system>\n\t<x>1</x>\n</system>\n")


ACROSS = [
    ("a rule names no alias", "aliases", "<name>tel_time</name>", "<name>tel_clock</name>"),
    ("a port alias as an address", "filter", "<address>tel_pbx</address>", "<address>tel_sip</address>"),
    ("a lone port forward", "filter", "<associated-rule-id>nat_", "<associated-rule-id>nat_0"),
    ("a rule for other ports", "filter", "<port>5060</port>", "<port>5061</port>"),
    ("a rule for other sources", "nat", "<address>tel_admitted</address>", "<address>203.0.113.99</address>"),
]


@pytest.mark.parametrize(("what", "area", "old", "new"), ACROSS, ids=[m[0] for m in ACROSS])
def test_areas_that_disagree_are_refused(what: str, area: str, old: str, new: str) -> None:
    """Names must be defined and used, forwards and rules must match."""
    files = xml_of(estate("nyxd"), "siege")
    read_router(files)
    (name,) = [n for n in files if n.endswith(f"-{area}.xml")]
    text = files[name].decode()
    assert old in text
    with pytest.raises(Refused):
        read_router({**files, name: text.replace(old, new).encode()})


def test_a_tracker_twice_is_refused() -> None:
    """Uniqueness holds in a whole file."""
    (text,) = [c.decode() for name, c in xml_of(chain(), "far").items() if "filter" in name]
    first, second = [line for line in text.splitlines() if "<tracker>" in line][:2]
    with pytest.raises(Refused, match="twice"):
        read_area(text.replace(second, first).encode())
