"""The reader that judges the pages is strict itself; and a page outside of what a phone takes cannot be made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generators.targets.phones.services.objects import Directory, Entry, Item, Menu, SoftKey, Text
from tests.parsers import cisco_services

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
NEXT = b"<SoftKeyItem><Name>Next</Name><URL>http://10.0.0.1:6970/a-2.xml</URL><Position>4</Position></SoftKeyItem>"
KEYS = b"".join(
    b"<SoftKeyItem><Name>K</Name><URL>SoftKey:%s</URL><Position>%d</Position></SoftKeyItem>" % (name, n)
    for n, name in enumerate((b"Dial", b"EditDial", b"Exit"), 1)
)
ENTRY = b"<DirectoryEntry><Name>Zoe</Name><Telephone>*98</Telephone></DirectoryEntry>"
GOOD = (
    HEAD + b"<CiscoIPPhoneDirectory><Title>T</Title><Prompt>P</Prompt>" + ENTRY + KEYS + NEXT
    + b"</CiscoIPPhoneDirectory>\n"
)  # fmt: skip
ITEM = b"<MenuItem><Name>A</Name><URL>http://10.0.0.1:6970/services/fr/a.xml</URL></MenuItem>"
MENU = HEAD + b"<CiscoIPPhoneMenu><Title>T</Title><Prompt>P</Prompt>" + ITEM + b"</CiscoIPPhoneMenu>\n"
TEXT = HEAD + b"<CiscoIPPhoneText><Title>T</Title><Prompt>P</Prompt><Text>a\n\nb</Text></CiscoIPPhoneText>\n"


def test_good_pages_pass() -> None:
    got = cisco_services.parse(GOOD)
    assert got.rows == (("Zoe", "*98"),)
    assert got.links == ("http://10.0.0.1:6970/a-2.xml",)
    assert cisco_services.parse(MENU).links == ("http://10.0.0.1:6970/services/fr/a.xml",)
    assert cisco_services.parse(TEXT).text == "a\n\nb"


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        (GOOD, b"Zoe", "Zoé".encode()),
        (GOOD, b"Zoe", b"A & B"),
        (GOOD, b"Zoe", b"A &eacute; B"),
        (GOOD, b"Zoe", b"A &#233; B"),
        (GOOD, b"Zoe", b""),
        (GOOD, b"Zoe", b" Zoe"),
        (GOOD, b"Zoe", b"Z" * 33),
        (GOOD, b"*98", b"01 99"),
        (GOOD, b"*98", b""),
        (GOOD, b"*98", b"1" * 33),
        (GOOD, HEAD, b""),
        (GOOD, b"UTF-8", b"utf-16"),
        (GOOD, b"\n<", b"\r\n<"),
        (GOOD, b"Directory>", b"directory>"),
        (GOOD, b"CiscoIPPhoneDirectory>", b"CiscoIPPhoneExecute>"),
        (GOOD, b"<Title>T</Title>", b""),
        (GOOD, b"<Title>T</Title><Prompt>P</Prompt>", b"<Prompt>P</Prompt><Title>T</Title>"),
        (GOOD, b">T<", b">" + b"T" * 33 + b"<"),
        (GOOD, b"<Title>", b'<Title lang="fr">'),
        (GOOD, ENTRY, b""),
        (GOOD, ENTRY, ENTRY * 33),
        (GOOD, ENTRY, ENTRY + b"x"),
        (GOOD, ENTRY, ENTRY + b"<!-- c -->"),
        (GOOD, b"<Telephone>", b"<Phone></Phone><Telephone>"),
        (GOOD, b"<Position>4<", b"<Position>5<"),
        (GOOD, b"<Position>4<", b"<Position>3<"),
        (GOOD, b"SoftKey:Dial<", b"SoftKey:Call<"),
        (GOOD, b"SoftKey:Exit<", b"SoftKey:Dial<"),
        (GOOD, b">K<", b">Longer word<"),
        (GOOD, NEXT, NEXT * 2),
        (GOOD, b"http://10.0.0.1:6970/a-2.xml", b"a-2.xml"),
        (GOOD, b"http://10.0.0.1", b"https://10.0.0.1"),
        (GOOD, b"http://10.0.0.1", b"http://server"),
        (GOOD, b"http://10.0.0.1", b"http://10.0.0.256"),
        (GOOD, b":6970/", b":70000/"),
        (GOOD, b"/a-2.xml", b"//a-2.xml"),
        (GOOD, b"/a-2.xml", b"/../a-2.xml"),
        (GOOD, b"/a-2.xml", b"/a-2.html"),
        (GOOD, b"/a-2.xml", b"/a-2.xml?b=1&amp;c=2"),
        (MENU, ITEM, ITEM * 101),
        (MENU, b">A<", b">" + b"A" * 65 + b"<"),
        (MENU, b"services/", b"s" * 120 + b"/"),
        (MENU, ITEM, ITEM + KEYS),
        (MENU, ITEM, ITEM + ENTRY),
        (TEXT, b"a\n\nb", b"a" * 4001),
        (TEXT, b"a\n\nb", b"a\tb"),
        (TEXT, b"a\n\nb", b"<b>a</b>"),
        (TEXT, b"</Text>", b"</Text><Text>b</Text>"),
        (TEXT, b"</CiscoIPPhoneText>\n", b"</CiscoIPPhoneText>"),
    ],
)
def test_faults_are_refused(page: bytes, old: bytes, new: bytes) -> None:
    assert old in page
    with pytest.raises(cisco_services.Refused):
        cisco_services.parse(page.replace(old, new))


URL = "http://10.0.0.1:6970/services/fr/10.0.0.1/a.xml"
KEY = SoftKey("Exit", "SoftKey:Exit")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Entry("Zoé", "1"),
        lambda: Entry("", "1"),
        lambda: Entry(" a", "1"),
        lambda: Entry("a\nb", "1"),
        lambda: Entry("a" * 33, "1"),
        lambda: Entry("a", ""),
        lambda: Entry("a", "01 99"),
        lambda: Entry("a", "1" * 33),
        lambda: Entry("a", "1\n"),
        lambda: Item("a" * 65, URL),
        lambda: Item("a", "a.xml"),
        lambda: Item("a", URL + "?b&c"),
        lambda: Item("a", URL + "x" * 100),
        lambda: SoftKey("Too long a word", URL),
        lambda: SoftKey("a", "SoftKey:<<"),
        lambda: Menu("t", "p", (), ()),
        lambda: Menu("t", "p", (), (Item("a", URL),) * 101),
        lambda: Menu("t" * 33, "p", (), (Item("a", URL),)),
        lambda: Menu("t", "", (), (Item("a", URL),)),
        lambda: Menu("t", "p", (KEY,) * 5, (Item("a", URL),)),
        lambda: Directory("t", "p", (), (Entry("a", "1"),) * 33),
        lambda: Directory("t", "p", (), ()),
        lambda: Text("t", "p", (), ""),
        lambda: Text("t", "p", (), "a" * 4001),
        lambda: Text("t", "p", (), "é"),
        lambda: Text("t", "p", (), "a\tb"),
    ],
)
def test_a_page_that_no_phone_takes_cannot_be_made(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"empty|fit|not printable|not a (number|URL)"):
        make()


def test_what_is_special_in_xml_is_escaped() -> None:
    assert Entry("A <b> & c", "1").name == "A &lt;b&gt; &amp; c"
    assert Text("t", "p", (), "1 < 2\n& 3").text == "1 &lt; 2\n&amp; 3"
