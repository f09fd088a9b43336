"""A breach of every rule, by a small edit of `two_sites/site.yml`, and the whole report that it gives.

Codes 1xx, the reader's, are in `tests/unit/source/`; here is what the shape and the laws refuse. A report is
golden text: place, code, message and hint. When a message is mended, the line here is mended by hand.
"""
# ruff: noqa: E501  (golden lines stay whole)

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """The rule, what is wrong in words, the edits (old text, found once, to new text), and the report's lines."""

    code: str
    name: str
    edits: dict[str, str]
    report: tuple[str, ...]

    def apply(self, text: str) -> str:
        """`text` with the edits made."""
        for old, new in self.edits.items():
            assert text.count(old) == 1, f"{text.count(old)} times in the source: {old}"
            text = text.replace(old, new)
        return text


CROWD = "".join(f"  foule-{n}: {{mac: 0007EB4D{n:04X}, model: cisco-7940, site: siege}}\n" for n in range(201))
SEATS = ", ".join(f"foule-{n}" for n in range(201))

BREACHES: tuple[Breach, ...] = (
    Breach(
        "TON107",
        "a number in two spellings",
        {'"+33199002001": {to: anne}': '"+33199002001": {to: anne}\n  "+33 1 99 00 20 01": {to: bruno}'},
        ("site.yml:25:3: error TON107: the number +33199002001 is defined twice; it stands already at site.yml:24:3",),
    ),
    Breach(
        "TON201",
        "a misspelt key, with the nearest",
        {'mac: "00:07:EB:4C:2A:01"': 'macc: "00:07:EB:4C:2A:01"'},
        (
            "site.yml:60:3: error TON202: phones.siege-1 lacks mac:; add mac:",
            "site.yml:60:13: error TON201: unknown key 'macc' in phones.siege-1; did you mean 'mac'?",
        ),
    ),
    Breach(
        "TON201",
        "a key nobody knows, with those that are known",
        {"ovh: {provider": "ovh: {zzz: 1, provider"},
        (
            "site.yml:20:9: error TON201: unknown key 'zzz' in trunks.ovh; known keys: account, caller_id, channels, domain, format, priority, provider",
        ),
    ),
    Breach(
        "TON201",
        "at the top of a file",
        {"mailboxes:": "mailboxs:"},
        ("site.yml:77:1: error TON201: unknown key 'mailboxs' at the top of the file; did you mean 'mailboxes'?",),
    ),
    Breach(
        "TON201",
        "in a profile, at the profile's line",
        {"release: 2.7.2}\n    link": "releese: 2.7.2, release: 2.7.2}\n    link"},
        (
            "site.yml:37:32: error TON201: unknown key 'releese' in site_profiles.agence.router; did you mean 'release'?",
        ),
    ),
    Breach(
        "TON201",
        "a misspelt key of a profile that no site uses",
        {"site_profiles:\n": "site_profiles:\n  depot: {uplinc: {up: 1M}, networks: {data: {subnett: 10.0.0.0/24}}}\n"},
        (
            "site.yml:34:11: error TON201: unknown key 'uplinc' in site_profiles.depot; did you mean 'uplink'?",
            "site.yml:34:47: error TON201: unknown key 'subnett' in site_profiles.depot.networks.data; did you mean 'subnet'?",
        ),
    ),
    Breach(
        "TON202",
        "a phone without MAC",
        {'mac: "00:07:EB:4C:2A:01", ': ""},
        ("site.yml:60:3: error TON202: phones.siege-1 lacks mac:; add mac:",),
    ),
    Breach(
        "TON202",
        "a whole part missing",
        {
            "organization:\n  name: Two Sites\n  domain: two-sites.example\n  country: FR\n  timezone: Europe/Paris\n": ""
        },
        (".:1:1: error TON202: no file holds organization:; add organization: to a file of the folder",),
    ),
    Breach(
        "TON202",
        "a network of no known role",
        {"data: {vlan": "lab: {vlan"},
        ("site.yml:46:7: error TON202: network 'lab' lacks role:; add role: voice or role: data",),
    ),
    Breach(
        "TON202",
        "a provider without a domain of its own",
        {"provider: ovh": "provider: generic"},
        ("site.yml:20:3: error TON202: trunks.ovh lacks domain:; add domain: with the provider's SIP server",),
    ),
    Breach(
        "TON202",
        "a VPN without a router",
        {"    router: {product: pfsense, release: 2.7.2}\n    link": "    link"},
        ("site.yml:48:3: error TON202: sites.agence lacks router:; add it: the VPN runs on it",),
    ),
    Breach(
        "TON203",
        "a text where a list is due",
        {"admit: [annexe]": "admit: annexe"},
        ("site.yml:15:12: error TON203: servers.pbx.admit is a text; write a list",),
    ),
    Breach(
        "TON203",
        "nothing where a block is due",
        {"    uplink: {address: 198.51.100.61}": "    uplink:"},
        ("site.yml:56:12: error TON203: sites.annexe.uplink is nothing; write a block of keys",),
    ),
    Breach(
        "TON203",
        "a list where a text is due",
        {"name: Anne": "name: [Anne]"},
        ("site.yml:66:16: error TON203: people.anne.name is a list; write a text",),
    ),
    Breach(
        "TON203",
        "a block where a text is due",
        {"title: Annexe\n": "title: {fr: Annexe}\n"},
        ("site.yml:51:12: error TON203: sites.annexe.title is a block; write a text",),
    ),
    Breach(
        "TON203",
        "a mailbox that is neither yes nor no",
        {"mailbox: true": "mailbox: maybe"},
        ("site.yml:66:48: error TON203: people.anne.mailbox is a text; write true, false or {email: …}",),
    ),
    Breach(
        "TON203",
        "a text where a block is due",
        {"anne: {name: Anne, extension: 1001, mailbox: true, phones: [siege-1, agence-1]}": "anne: Anne"},
        ("site.yml:66:9: error TON203: people.anne is a text; write a block of keys",),
    ),
    Breach(
        "TON204",
        "a MAC of eleven digits",
        {"00:07:EB:4C:2A:01": "00:07:EB:4C:2A:1"},
        (
            "site.yml:60:18: error TON204: phones.siege-1.mac: '00:07:EB:4C:2A:1' is not a MAC address; write twelve hexadecimal digits, such as 00:07:EB:4C:10:01",
        ),
    ),
    Breach(
        "TON204",
        "a MAC for many",
        {"00:07:EB:4C:2A:01": "01:00:5E:00:00:01"},
        (
            "site.yml:60:18: error TON204: phones.siege-1.mac: '01:00:5E:00:00:01' is not one device's MAC address; copy it from the back of the phone",
        ),
    ),
    Breach(
        "TON204",
        "an extension with a letter",
        {"extension: 1001": "extension: 100A"},
        (
            "site.yml:66:33: error TON204: people.anne.extension: '100A' is not an extension; write two to eight digits, such as 1001",
        ),
    ),
    Breach(
        "TON204",
        "an extension of one digit",
        {"extension: 1001": "extension: 1"},
        (
            "site.yml:66:33: error TON204: people.anne.extension: '1' is not an extension; write two to eight digits, such as 1001",
        ),
    ),
    Breach(
        "TON204",
        "a number without its country",
        {'number: "+33199002001"': 'number: "0199002001"'},
        (
            "site.yml:49:63: error TON204: sites.agence.number: '0199002001' is not a public number; write it in international form, such as \"+33199000100\"",
        ),
    ),
    Breach(
        "TON204",
        "a number that is too short",
        {'"+33199002001": {to: anne}': '"+3319900200": {to: anne}', 'number: "+33199002001"': 'number: "+33199002000"'},
        (
            "site.yml:24:3: error TON204: numbers.+3319900200: '+3319900200' has too few or too many digits for its country; write it in international form, such as \"+33199000100\"",
        ),
    ),
    Breach(
        "TON204",
        "an address with a letter",
        {"address: 10.60.20.20": "address: 10.60.20.2O"},
        (
            "site.yml:60:80: error TON204: phones.siege-1.address: '10.60.20.2O' is not an IPv4 address; write four numbers, such as 10.42.20.10",
        ),
    ),
    Breach(
        "TON204",
        "a subnet with host bits",
        {"10.60.10.0/24": "10.60.10.1/24"},
        (
            "site.yml:46:32: error TON204: sites.siege.networks.data.subnet: '10.60.10.1/24' is an address inside a network; write 10.60.10.0/24",
        ),
    ),
    Breach(
        "TON204",
        "a subnet without length",
        {"10.60.10.0/24": "10.60.10.0"},
        (
            "site.yml:46:32: error TON204: sites.siege.networks.data.subnet: '10.60.10.0' has no prefix length; write a network address and its length, such as 10.42.20.0/24",
        ),
    ),
    Breach(
        "TON204",
        "a rate in words",
        {"down: 100M": "down: fast"},
        (
            "site.yml:48:53: error TON204: sites.siege.uplink.down: 'fast' is not a rate; write a number and k, M or G, such as 18M (bits per second)",
        ),
    ),
    Breach(
        "TON204",
        "a pool upside down",
        {"192.168.61.0/24, pool: 100-199": "192.168.61.0/24, pool: 199-100"},
        (
            "site.yml:54:56: error TON204: sites.annexe.networks.voice.pool: '199-100' is not a range; write the first and the last number, such as 100-199",
        ),
    ),
    Breach(
        "TON204",
        "a day that does not exist",
        {"2026-12-25/2027-01-01": "2026-02-30"},
        (
            "site.yml:31:14: error TON204: schedules.bureau.closed.0: '2026-02-30' is not a date; write 2026-12-25, or 2026-12-24/2027-01-02 for several days",
        ),
    ),
    Breach(
        "TON204",
        "an opening time without days",
        {"mon-fri 09:00-18:00": "09:00-18:00"},
        (
            "site.yml:30:12: error TON204: schedules.bureau.open.0: '09:00-18:00' is not an opening time; write days and times, such as 'mon-fri 09:00-12:30'",
        ),
    ),
    Breach(
        "TON204",
        "an opening time on no day of the week",
        {"mon-fri 09:00": "mon-fry 09:00"},
        (
            "site.yml:30:12: error TON204: schedules.bureau.open.0: 'mon-fry 09:00-18:00' is not an opening time; write days and times, such as 'mon-fri 09:00-12:30'; days are mon tue wed thu fri sat sun",
        ),
    ),
    Breach(
        "TON204",
        "an id in capitals",
        {
            "  bruno: {": "  Bruno: {",
            "members: [anne, bruno]": "members: [anne]",
            "members: [bruno]": "members: [anne]",
        },
        (
            "site.yml:67:3: error TON204: people.Bruno: 'Bruno' cannot be an id; write lower-case letters, digits and hyphens, such as 'bureau-1', 32 at most",
        ),
    ),
    Breach(
        "TON204",
        "a button without number",
        {"siege-1/2": "siege-1/"},
        (
            "site.yml:70:55: error TON204: lines.accueil.phones.0: 'siege-1/' is not a phone; write a phone's id, or its id and a button: bureau-1/2",
        ),
    ),
    Breach(
        "TON204",
        "a domain of one word",
        {"two-sites.example": "two-sites"},
        (
            "site.yml:6:11: error TON204: organization.domain: 'two-sites' is not a domain name; write it in lower case, such as nyxd.example",
        ),
    ),
    Breach(
        "TON204",
        "a code without star",
        {"trunks:": "dialing: {voicemail: 98}\n\ntrunks:"},
        (
            "site.yml:19:22: error TON204: dialing.voicemail: '98' is not a feature code; write a star and one to four digits in quotes, such as \"*98\"",
        ),
    ),
    Breach(
        "TON204",
        "an account with a blank",
        {"0033199002000": "0033 199"},
        (
            "site.yml:20:33: error TON204: trunks.ovh.account: '0033 199' is not well formed; allowed is the pattern ^[A-Za-z0-9._+-]{1,64}$",
        ),
    ),
    Breach(
        "TON204",
        "an e-mail address without domain",
        {"extension: 1099}": "extension: 1099, email: contact@}"},
        (
            "site.yml:78:57: error TON204: mailboxes.repondeur.email: 'contact@' is not an e-mail address; write it plainly, such as anne@nyxd.example",
        ),
    ),
    Breach(
        "TON204",
        "a whole number with a letter",
        {"channels: 2": "channels: two"},
        ("site.yml:20:60: error TON204: trunks.ovh.channels: 'two' is not a whole number; write digits only",),
    ),
    Breach(
        "TON204",
        "a line break in a name",
        {"name: Bruno": 'name: "Bru\\nno"'},
        (
            "site.yml:67:17: error TON204: people.bruno.name: the text is empty or holds control characters; write a name on one line",
        ),
    ),
    Breach(
        "TON204",
        "a week instead of a day",
        {"2026-12-25/2027-01-01": "2026-W52-5"},
        (
            "site.yml:31:14: error TON204: schedules.bureau.closed.0: '2026-W52-5' is not a date; write 2026-12-25, or 2026-12-24/2027-01-02 for several days",
        ),
    ),
    Breach(
        "TON204",
        "a whole number with a fraction",
        {"channels: 2": "channels: 2.0"},
        ("site.yml:20:60: error TON204: trunks.ovh.channels: '2.0' is not a whole number; write digits only",),
    ),
    Breach(
        "TON204",
        "a rate beyond all numbers",
        {"down: 100M": "down: " + "9" * 400},
        (
            "site.yml:48:53: error TON204: sites.siege.uplink.down: '9999999999999999999999999999999999999999…' is not a rate; write a number and k, M or G, such as 18M (bits per second)",
        ),
    ),
    Breach(
        "TON205",
        "a name of 81 characters",
        {"name: Bruno": "name: " + "n" * 81},
        ("site.yml:67:17: error TON205: people.bruno.name: the text has 81 characters; write 80 at most",),
    ),
    Breach(
        "TON205",
        "a VLAN above 4094",
        {"vlan: 10,": "vlan: 4095,"},
        ("site.yml:46:20: error TON205: sites.siege.networks.data.vlan is out of range; write at most 4094",),
    ),
    Breach(
        "TON205",
        "a port of nothing",
        {"siproxd: {port: 5060": "siproxd: {port: 0"},
        ("site.yml:57:21: error TON205: sites.annexe.siproxd.port is out of range; write at least 1",),
    ),
    Breach(
        "TON205",
        "a network for half the world",
        {"10.60.10.0/24": "0.0.0.0/1"},
        (
            "site.yml:46:32: error TON205: sites.siege.networks.data.subnet: 0.0.0.0/1 is not a range for hosts of a site; choose a private network, a network address and its length, such as 10.42.20.0/24",
        ),
    ),
    Breach(
        "TON205",
        "a rate beyond every line",
        {"down: 100M": "down: 2000G"},
        (
            "site.yml:48:53: error TON205: sites.siege.uplink.down: '2000G' is not the rate of an access; write a rate from 1k to 1000G",
        ),
    ),
    Breach(
        "TON205",
        "no language at all",
        {"country: FR": "country: FR\n  languages: []"},
        ("site.yml:8:14: error TON205: organization.languages is out of range; write at least 1 of them",),
    ),
    Breach(
        "TON205",
        "a group of nobody",
        {"members: [bruno]": "members: []"},
        ("site.yml:75:65: error TON205: groups.soir.members is out of range; write at least 1 of them",),
    ),
    Breach(
        "TON205",
        "RTP beyond the last port",
        {"rtp: 7070-7169": "rtp: 60000-65599"},
        (
            "site.yml:57:32: error TON205: sites.annexe.siproxd.rtp: '60000-65599' is not a range of RTP ports; begin at an even port from 1024, such as 7070-7169",
        ),
    ),
    Breach(
        "TON206",
        "a strategy, with the nearest",
        {"strategy: turn": "strategy: turns"},
        ("site.yml:75:50: error TON206: groups.soir.strategy: 'turns' is not known here; did you mean 'turn'?",),
    ),
    Breach(
        "TON206",
        "a language we do not speak",
        {"country: FR": "country: FR\n  languages: [de]"},
        ("site.yml:8:15: error TON206: organization.languages.0: 'de' is not known here; write one of: fr, en",),
    ),
    Breach(
        "TON206",
        "a router we do not know",
        {"product: pfsense, release: 2.7.2, serves: [tftp": "product: mikrotik, release: 2.7.2, serves: [tftp"},
        (
            "site.yml:55:23: error TON206: sites.annexe.router.product: 'mikrotik' is not known here; write one of: pfsense",
        ),
    ),
    Breach(
        "TON301",
        "a country without number plan",
        {"country: FR": "country: ZZ"},
        ("site.yml:7:12: error TON301: no country 'ZZ'; known: BE, CH, FR, LU",),
    ),
    Breach(
        "TON301",
        "a time zone, with the nearest",
        {"Europe/Paris": "Europe/Pari"},
        ("site.yml:8:13: error TON301: no time zone 'Europe/Pari'; did you mean 'Europe/Paris'?",),
    ),
    Breach(
        "TON301",
        "the site of a server",
        {"provisioning: {site: siege": "provisioning: {site: siegee"},
        ("site.yml:16:24: error TON301: no site 'siegee'; did you mean 'siege'?",),
    ),
    Breach(
        "TON301",
        "an admitted site",
        {"admit: [annexe]": "admit: [annexe, anexe]"},
        ("site.yml:15:21: error TON301: no site 'anexe'; did you mean 'annexe'?",),
    ),
    Breach(
        "TON301",
        "a provider",
        {"provider: ovh": "provider: ohv"},
        ("site.yml:20:19: error TON301: no provider 'ohv'; did you mean 'ovh'?",),
    ),
    Breach(
        "TON301",
        "a phone model",
        {"model: cisco-7960": "model: cisco-79600"},
        ("site.yml:60:46: error TON301: no phone model 'cisco-79600'; did you mean 'cisco-7960'?",),
    ),
    Breach(
        "TON301",
        "the site of a phone",
        {"model: cisco-7961, site: agence": "model: cisco-7961, site: lyon"},
        ("site.yml:62:65: error TON301: no site 'lyon'; known: agence, annexe, siege",),
    ),
    Breach(
        "TON301",
        "a phone",
        {"phones: [siege-2, agence-1/2]": "phones: [siege-2, agence-1/2, agense-1]"},
        ("site.yml:67:71: error TON301: no phone 'agense-1'; did you mean 'agence-1'?",),
    ),
    Breach(
        "TON301",
        "a class of numbers",
        {"name: Bruno": "allow: [internatonal], name: Bruno"},
        ("site.yml:67:19: error TON301: no class of numbers 'internatonal'; did you mean 'international'?",),
    ),
    Breach(
        "TON301",
        "a schedule",
        {"hours: bureau": "hours: burau"},
        ("site.yml:23:40: error TON301: no schedule 'burau'; did you mean 'bureau'?",),
    ),
    Breach(
        "TON301",
        "a member of a group",
        {"members: [bruno]": "members: [brun]"},
        ("site.yml:75:66: error TON301: no person, line or contact 'brun' to ring; did you mean 'bruno'?",),
    ),
    Breach(
        "TON301",
        "a release of the router",
        {"release: 2.7.2}\n    link": "release: 2.7.3}\n    link"},
        ("site.yml:37:41: error TON301: no pfsense release '2.7.3'; did you mean '2.7.2'?",),
    ),
    Breach(
        "TON301",
        "a country on two lines",
        {"country: FR": 'country: "F\\nR"'},
        ("site.yml:7:12: error TON301: no country 'F?R'; did you mean 'FR'?",),
    ),
    Breach(
        "TON302",
        "a person and a line of one id",
        {
            "  repondeur: {title: Répondeur, extension: 1099}": "  repondeur: {title: Répondeur, extension: 1099}\n  anne: {title: Anne, extension: 1098}"
        },
        (
            "site.yml:79:3: error TON302: 'anne' is already the id of one of people: at site.yml:66:3; rename one of the two",
        ),
    ),
    Breach(
        "TON303",
        "a profile that is not there",
        {"profile: agence": "profile: agense"},
        ("site.yml:49:36: error TON303: no site profile 'agense'; defined are: agence",),
    ),
    Breach(
        "TON303",
        "a profile that wants an index",
        {"index: 40, ": ""},
        ("site.yml:49:3: error TON303: the profile of site 'agence' wants an index; add index: to the site",),
    ),
    Breach(
        "TON303",
        "a hole nobody fills",
        {"10.60.{index}.0/24": "10.60.{number}.0/24"},
        ("site.yml:36:33: error TON303: a profile knows no {number}; write {index} or {id}",),
    ),
    Breach(
        "TON401",
        "one MAC in two spellings",
        {'mac: "00:07:EB:4C:2A:02"': "mac: 0007.eb4c.2a01"},
        (
            "site.yml:61:18: error TON401: MAC 0007EB4C2A01 is already that of the phone at site.yml:60:18; copy it from the phone's back",
        ),
    ),
    Breach(
        "TON402",
        "a person and a mailbox",
        {"extension: 1099": "extension: 1001"},
        ("site.yml:78:44: error TON402: extension 1001 is already used at site.yml:66:33; choose a free one",),
    ),
    Breach(
        "TON403",
        "a person without phone",
        {
            "bruno: {name: Bruno, extension: 1002, phones: [siege-2, agence-1/2]}": "bruno: {name: Bruno, extension: 1002, phones: [siege-2, agence-1/2]}\n  carla: {name: Carla, extension: 1004}"
        },
        (
            "site.yml:68:3: error TON403: people.carla is on no phone; add phones: [a-phone], or [a-phone/2] for its second button",
        ),
    ),
    Breach(
        "TON404",
        "two lines on one button",
        {"siege-1/2, agence-1/3": "siege-1/1, agence-1/3"},
        ("site.yml:70:55: error TON404: button 1 of 'siege-1' is taken at site.yml:66:63; write siege-1/2",),
    ),
    Breach(
        "TON404",
        "one line twice on one phone",
        {"phones: [siege-2, agence-1/2]": "phones: [siege-2, agence-1/2, siege-2/2]"},
        ("site.yml:67:71: error TON404: 'bruno' is already on 'siege-2' at site.yml:67:50; write each phone once",),
    ),
    Breach(
        "TON404",
        "a button of a full phone",
        {
            "phones: [annexe-1]}": "phones: [annexe-1, siege-2/2]}\n  trois: {title: Trois, extension: 1005, phones: [siege-2/2]}"
        },
        (
            "site.yml:72:51: error TON404: button 2 of 'siege-2' is taken at site.yml:71:63; 'siege-2' has no free button",
        ),
    ),
    Breach(
        "TON405",
        "a third line on two buttons",
        {
            "phones: [annexe-1]}": "phones: [annexe-1, siege-2/2]}\n  trois: {title: Trois, extension: 1005, phones: [siege-2/3]}"
        },
        ("site.yml:72:51: error TON405: 'siege-2' has no button 3; a Cisco 7940 has 2 line buttons",),
    ),
    Breach(
        "TON406",
        "a gap before the last line",
        {"siege-1/2, agence-1/3": "siege-1/3, agence-1/3"},
        ("site.yml:70:55: error TON406: button 2 of 'siege-1' is empty; write siege-1/2 here or elsewhere",),
    ),
    Breach(
        "TON407",
        "a phone nobody uses",
        {"phones: [siege-2, agence-1/2]": "phones: [agence-1/2]"},
        ("site.yml:61:3: error TON407: phone 'siege-2' has no line; write phones: [siege-2] at a person or line",),
    ),
    Breach(
        "TON408",
        "a phone outside of its subnet",
        {"address: 10.60.20.20": "address: 10.60.10.20"},
        (
            "site.yml:60:80: error TON408: 10.60.10.20 is not a host of the voice network of 'siege'; choose an address in 10.60.20.0/24",
        ),
    ),
    Breach(
        "TON408",
        "a phone at the broadcast address",
        {"address: 10.60.20.20": "address: 10.60.20.255"},
        (
            "site.yml:60:80: error TON408: 10.60.20.255 is not a host of the voice network of 'siege'; choose an address in 10.60.20.0/24",
        ),
    ),
    Breach(
        "TON408",
        "a server outside of its site",
        {"address: 10.60.20.11": "address: 10.61.20.11"},
        (
            "site.yml:16:40: error TON408: 10.61.20.11 is not a host of site 'siege'; choose an address in 10.60.20.0/24, 10.60.10.0/24",
        ),
    ),
    Breach(
        "TON408",
        "a gateway outside of its network",
        {"gateway: 10.60.20.1": "gateway: 10.60.10.1"},
        ("site.yml:45:57: error TON408: 10.60.10.1 is not a host of 10.60.20.0/24; write 10.60.20.1",),
    ),
    Breach(
        "TON409",
        "a phone in the pool",
        {"address: 10.60.20.20": "address: 10.60.20.120"},
        (
            "site.yml:60:80: error TON409: 10.60.20.120 lies in the DHCP pool 10.60.20.100 to 10.60.20.199; choose an address outside of it",
        ),
    ),
    Breach(
        "TON409",
        "a server in the pool",
        {"address: 10.60.20.11": "address: 10.60.20.199"},
        (
            "site.yml:16:40: error TON409: 10.60.20.199 lies in the DHCP pool 10.60.20.100 to 10.60.20.199; choose an address outside of it",
        ),
    ),
    Breach(
        "TON410",
        "two phones at one address",
        {"address: 10.60.20.21": "address: 10.60.20.20"},
        (
            "site.yml:61:80: error TON410: 10.60.20.20 is already that of the phone at site.yml:60:80; choose a free address",
        ),
    ),
    Breach(
        "TON410",
        "a phone at a server's address",
        {"address: 10.60.20.21": "address: 10.60.20.10"},
        ("site.yml:61:80: error TON410: 10.60.20.10 is a server's address; choose a free address",),
    ),
    Breach(
        "TON410",
        "a phone at the gateway's address",
        {
            "address: 10.60.20.21": "address: 10.60.20.1",
            "time: {site: siege, address: 10.60.20.1}": "time: {site: siege, address: 10.60.20.12}",
        },
        ("site.yml:61:80: error TON410: 10.60.20.1 is the gateway's address; choose a free address",),
    ),
    Breach(
        "TON411",
        "networks of two sites",
        {"192.168.61.0/24": "10.60.10.128/25", "10.60.10.128/25, pool: 100-199": "10.60.10.128/25, pool: 10-19"},
        (
            "site.yml:54:33: error TON411: 10.60.10.128/25, network 'voice' of 'annexe', overlaps 10.60.10.0/24, network 'data' of 'siege' at site.yml:46:32; choose a subnet that nobody has",
        ),
    ),
    Breach(
        "TON411",
        "a tunnel inside a network",
        {"10.60.255.{index}/30": "10.60.10.{index}/30"},
        (
            "site.yml:46:32: error TON411: 10.60.10.0/24, network 'data' of 'siege', overlaps 10.60.10.40/30, the tunnel of 'agence' at site.yml:38:31; choose a subnet that nobody has",
        ),
    ),
    Breach(
        "TON411",
        "two agencies of one index",
        {
            "  annexe:\n    title: Annexe": "  depot: {title: Dépôt, profile: agence, index: 40}\n  annexe:\n    title: Annexe"
        },
        (
            "site.yml:36:33: error TON411: 10.60.40.0/24, network 'voice' of 'depot', overlaps 10.60.40.0/24, network 'voice' of 'agence' at site.yml:36:33; choose a subnet that nobody has",
            "site.yml:38:31: error TON411: 10.60.255.40/30, the tunnel of 'depot', overlaps 10.60.255.40/30, the tunnel of 'agence' at site.yml:38:31; choose a subnet that nobody has",
            "site.yml:38:61: error TON427: port 1140 of 'siege' is already that of the link of 'agence'; this is 'depot'; choose another port",
        ),
    ),
    Breach(
        "TON412",
        "a trunk that is not there",
        {'"+33199002001": {to: anne}': '"+33199002001": {to: anne, trunk: ohv}'},
        ("site.yml:24:37: error TON412: +33199002001 names no trunk that exists: 'ohv'; did you mean 'ovh'?",),
    ),
    Breach(
        "TON412",
        "which of two trunks",
        {
            'ovh: {provider: ovh, account: "0033199002000", channels: 2}': 'ovh: {provider: ovh, account: "0033199002000", channels: 2}\n  orange: {provider: ovh, account: x}',
            "{to: accueil,": "{trunk: ovh, to: accueil,",
            "{to: annexe}": "{trunk: ovh, to: annexe}",
        },
        ("site.yml:25:3: error TON412: +33199002001 belongs to no trunk; known: orange, ovh",),
    ),
    Breach(
        "TON413",
        "a destination, with the nearest",
        {"{to: accueil,": "{to: acueil,"},
        ("site.yml:23:24: error TON413: nobody and nothing 'acueil' to send a call to; did you mean 'accueil'?",),
    ),
    Breach(
        "TON413",
        "after the group",
        {"then: repondeur": "then: nobody"},
        (
            "site.yml:75:80: error TON413: nobody and nothing 'nobody' to send a call to; known: accueil, anne, annexe, bruno, repondeur, soir, tous",
        ),
    ),
    Breach(
        "TON414",
        "the very emergency number",
        {"extension: 1001": "extension: 112"},
        ("site.yml:66:33: error TON414: extension 112 is the emergency number 112; choose another extension",),
    ),
    Breach(
        "TON414",
        "its beginning",
        {"extension: 1001": "extension: 11"},
        (
            "site.yml:66:33: error TON414: extension 11 is the beginning of the emergency number 112; choose another extension",
        ),
    ),
    Breach(
        "TON415",
        "a site that nobody admits",
        {"admit: [annexe]": "admit: []"},
        (
            "site.yml:50:3: error TON415: site 'annexe' has no way to the pbx server; add a link, or admit the site at servers.pbx",
        ),
    ),
    Breach(
        "TON415",
        "files and time out of reach",
        {", serves: [tftp, time]": ""},
        (
            "site.yml:50:3: error TON415: site 'annexe' has no way to the provisioning server; add a link, or serves: [tftp] to its router",
            "site.yml:50:3: error TON415: site 'annexe' has no way to the time server; add a link, or serves: [time] to its router",
        ),
    ),
    Breach(
        "TON416",
        "phones without a voice network",
        {"voice: {vlan: 20, subnet: 192.168.61.0/24": "data: {vlan: 20, subnet: 192.168.61.0/24"},
        (
            "site.yml:50:3: error TON416: site 'annexe' needs one voice network, it has none; add networks: {voice: {vlan: …, subnet: …, pool: …}}",
        ),
    ),
    Breach(
        "TON416",
        "two voice networks",
        {"data: {vlan: 10,": "data: {role: voice, vlan: 10,"},
        (
            "site.yml:41:3: error TON416: site 'siege' needs one voice network, it has 2: voice, data; give one of them role: data",
        ),
    ),
    Breach(
        "TON417",
        "a number of somebody else",
        {'number: "+33199002001"': 'number: "+33199002009"'},
        (
            "site.yml:49:63: error TON417: +33199002009 is not one of the organization's numbers; did you mean '+33199002002'?",
        ),
    ),
    Breach(
        "TON418",
        "a site that emergency calls cannot name",
        {', number: "+33199002001"}': "}"},
        (
            "site.yml:49:3: error TON418: site 'agence' has no number for emergency calls; add number: with one of the organization's numbers for this place",
        ),
    ),
    Breach(
        "TON419",
        "hours without the closed destination",
        {"hours: bureau, closed: repondeur": "hours: bureau"},
        ("site.yml:23:3: error TON419: +33199002000 lacks closed:; add closed:, or remove the other",),
    ),
    Breach(
        "TON419",
        "a closed destination without hours",
        {"hours: bureau, closed: repondeur": "closed: repondeur"},
        ("site.yml:23:3: error TON419: +33199002000 lacks hours:; add hours:, or remove the other",),
    ),
    Breach(
        "TON420",
        "the prefix of public numbers",
        {"extension: 1001": "extension: 0101"},
        ("site.yml:66:33: error TON420: extension 0101 begins with 0, as public numbers do; choose one that does not",),
    ),
    Breach(
        "TON420",
        "a helpline",
        {"extension: 1001": "extension: 3919"},
        (
            "site.yml:66:33: error TON420: extension 3919 takes the place of a public helpline; choose another extension",
        ),
    ),
    Breach(
        "TON421",
        "beyond the subnet",
        {"gateway: 10.60.20.1, pool: 100-199": "gateway: 10.60.20.1, pool: 100-255"},
        ("site.yml:45:75: error TON421: the pool leaves 10.60.20.0/24; write numbers from 2 to 254",),
    ),
    Breach(
        "TON421",
        "over the gateway",
        {"192.168.61.0/24, pool: 100-199": "192.168.61.0/24, pool: 1-99"},
        ("site.yml:54:56: error TON421: the pool holds the gateway 192.168.61.1; begin after 1",),
    ),
    Breach(
        "TON422",
        "one VLAN for voice and data",
        {"data: {vlan: 10": "data: {vlan: 20"},
        (
            "site.yml:46:20: error TON422: VLAN 20 is already that of the network at site.yml:45:21; choose another number",
        ),
    ),
    Breach(
        "TON423",
        "to a site that is not there",
        {"link: {to: siege": "link: {to: siege-2"},
        (
            "site.yml:38:16: error TON423: no site 'siege-2'; did you mean 'siege'?",
            "site.yml:49:3: error TON415: site 'agence' has no way to the pbx server; add a link, or admit the site at servers.pbx",
            "site.yml:49:3: error TON415: site 'agence' has no way to the provisioning server; add a link, or serves: [tftp] to its router",
            "site.yml:49:3: error TON415: site 'agence' has no way to the time server; add a link, or serves: [time] to its router",
        ),
    ),
    Breach(
        "TON423",
        "to itself",
        {"link: {to: siege": 'link: {to: "{id}"'},
        (
            "site.yml:38:16: error TON423: site 'agence' is linked to itself; name the site at the other end",
            "site.yml:49:3: error TON415: site 'agence' has no way to the pbx server; add a link, or admit the site at servers.pbx",
            "site.yml:49:3: error TON415: site 'agence' has no way to the provisioning server; add a link, or serves: [tftp] to its router",
            "site.yml:49:3: error TON415: site 'agence' has no way to the time server; add a link, or serves: [time] to its router",
        ),
    ),
    Breach(
        "TON423",
        "from both ends",
        {
            "    uplink: {address: 198.51.100.60,": "    link: {to: agence, tunnel: 10.60.254.0/30}\n    uplink: {address: 198.51.100.60,"
        },
        (
            "site.yml:38:16: error TON423: these two sites are already linked at site.yml:48:16; write the link at one end only",
        ),
    ),
    Breach(
        "TON424",
        "a tunnel for many",
        {"10.60.255.{index}/30": "10.60.255.0/24"},
        ("site.yml:38:31: error TON424: 10.60.255.0/24 is not a /30; write 10.60.255.0/30",),
    ),
    Breach(
        "TON425",
        "siproxd beside the VPN",
        {"  agence: {title: Agence,": "  agence: {siproxd: {}, title: Agence,"},
        ("site.yml:49:12: error TON425: site 'agence' has a VPN and siproxd; remove one of the two",),
    ),
    Breach(
        "TON425",
        "siproxd at the far end of a VPN",
        {"    uplink: {address: 198.51.100.60,": "    siproxd: {}\n    uplink: {address: 198.51.100.60,"},
        ("site.yml:48:5: error TON425: site 'siege' has a VPN and siproxd; remove one of the two",),
    ),
    Breach(
        "TON426",
        "a site that may come from anywhere",
        {"    uplink: {address: 198.51.100.61}\n": ""},
        (
            "site.yml:50:3: error TON426: site 'annexe' comes in from the Internet without a fixed address; add uplink: {address: …}",
        ),
    ),
    Breach(
        "TON427",
        "two agencies call on one port",
        {
            'port: "11{index}"}': "port: 1194}",
            "  annexe:\n    title: Annexe": "  depot: {title: Dépôt, profile: agence, index: 44}\n  annexe:\n    title: Annexe",
        },
        (
            "site.yml:38:61: error TON427: port 1194 of 'siege' is already that of the link of 'agence'; this is 'depot'; choose another port",
        ),
    ),
    Breach(
        "TON428",
        "two groups that call each other",
        {"then: repondeur": "then: tous"},
        (
            "site.yml:74:70: error TON428: group 'tous' comes back to itself; end the chain at a mailbox or a line",
            "site.yml:75:80: error TON428: group 'soir' comes back to itself; end the chain at a mailbox or a line",
        ),
    ),
    Breach(
        "TON428",
        "a group that calls itself",
        {"then: repondeur": "then: soir"},
        ("site.yml:75:80: error TON428: group 'soir' comes back to itself; end the chain at a mailbox or a line",),
    ),
    Breach(
        "TON429",
        "days upside down",
        {"mon-fri 09:00": "fri-mon 09:00"},
        (
            "site.yml:30:12: error TON429: the last day comes before the first; write the earlier one first, or two entries",
        ),
    ),
    Breach(
        "TON429",
        "past midnight",
        {"09:00-18:00": "18:00-09:00"},
        (
            "site.yml:30:12: error TON429: the last time comes before the first; write the earlier one first, or two entries",
        ),
    ),
    Breach(
        "TON429",
        "a closure upside down",
        {"2026-12-25/2027-01-01": "2027-01-01/2026-12-25"},
        ("site.yml:31:14: error TON429: 2026-12-25 comes before 2027-01-01; write the earlier date first",),
    ),
    Breach(
        "TON430",
        "a zone no phone knows",
        {"Europe/Paris": "Asia/Kathmandu"},
        (
            "site.yml:8:13: error TON430: Cisco 7940, Cisco 7960 cannot express the time zone 'Asia/Kathmandu'; the phone has no code for UTC+05:45",
            "site.yml:8:13: error TON430: Cisco 7961G cannot express the time zone 'Asia/Kathmandu'; the phone has no name for UTC+05:45 without summer time",
        ),
    ),
    Breach(
        "TON431",
        "a site with a VPN",
        {"admit: [annexe]": "admit: [agence, annexe]"},
        ("site.yml:15:13: error TON431: site 'agence' reaches the PBX without admission; remove 'agence' from admit:",),
    ),
    Breach(
        "TON432",
        "no door to come in by",
        {"    public: 198.51.100.60\n": ""},
        ("site.yml:14:5: error TON432: sites are admitted, but the PBX has no public address; add public:",),
    ),
    Breach(
        "TON433",
        "phones through address translation alone",
        {"    siproxd: {port: 5060, rtp: 7070-7169}\n": ""},
        (
            "site.yml:50:3: error TON433: site 'annexe' reaches the PBX through the Internet without siproxd; add siproxd: {}, or a link",
        ),
    ),
    Breach(
        "TON434",
        "a line on 201 phones",
        {
            "phones:\n": f"phones:\n{CROWD}",
            "lines:\n": f"lines:\n  foule: {{title: Foule, extension: 1900, phones: [{SEATS}]}}\n",
        },
        ("site.yml:271:42: error TON434: 'foule' rings 201 phones at once; 200 is the most",),
    ),
    Breach(
        "TON434",
        "a group of 202 phones",
        {
            "phones:\n": f"phones:\n{CROWD.partition(chr(10))[2]}",
            "lines:\n": f"lines:\n  foule: {{title: Foule, extension: 1900, phones: [{SEATS.partition(', ')[2]}]}}\n",
            "members: [anne, bruno]": "members: [anne, foule, anne]",
        },
        (
            "site.yml:275:40: error TON434: group 'tous' rings 202 phones at once; 200 is the most; write strategy: turn",
        ),
    ),
    Breach(
        "TON501",
        "a name without a Latin letter",
        {"name: Bruno": "name: 東京"},
        ("site.yml:67:17: error TON501: no phone can show this name; write it in Latin letters",),
    ),
    Breach(
        "TON501",
        "a label of signs",
        {"name: Bruno": 'name: Bruno, label: "!?"'},
        ("site.yml:67:31: error TON501: no phone can show this name; write it in Latin letters",),
    ),
    Breach(
        "TON501",
        "a phone's label without a Latin letter",
        {"model: cisco-7940, site: annexe": "model: cisco-7940, site: annexe, label: 東京"},
        ("site.yml:63:80: error TON501: no phone can show this name; write it in Latin letters",),
    ),
    Breach(
        "TON901",
        "a release that is not confirmed",
        {"release: 2.7.2}\n    link": "release: 2.8.1}\n    link"},
        ("site.yml:37:41: warning TON901: pfsense 2.8.1 is not confirmed; its setup sheet is made, its XML is not",),
    ),
    Breach(
        "TON902",
        "a mobile number for a place",
        {
            '"+33199002002": {to: annexe}': '"+33639982002": {to: annexe}',
            'number: "+33199002002"': 'number: "+33639982002"',
        },
        (
            "site.yml:52:13: warning TON902: +33639982002 does not tell the emergency centre where the site is; use a landline number of the place",
        ),
    ),
    Breach(
        "TON903",
        "a first name that is too wide",
        {"name: Bruno": "name: Barthélemy-Emmanuel"},
        ("site.yml:67:17: warning TON903: the phone shows only 'Barthelemy'; add label: with 10 characters at most",),
    ),
    Breach(
        "TON903",
        "a label that is too wide",
        {"name: Bruno": "name: Bruno, label: Emmanuelle-2"},
        ("site.yml:67:31: warning TON903: the phone shows only 'Emmanuelle'; add label: with 10 characters at most",),
    ),
    Breach(
        "TON301",
        "a layout that is not there",
        {
            "address: 10.60.20.20}": "address: 10.60.20.20, layout: standart}",
            "mailboxes:": "key_layouts: {standard: [{speed: bruno}]}\n\nmailboxes:",
        },
        ("site.yml:60:101: error TON301: no key layout 'standart'; did you mean 'standard'?",),
    ),
    Breach(
        "TON404",
        "a key on the button of a line",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {2: {speed: bruno}}}"},
        ("site.yml:60:100: error TON404: button 2 of 'siege-1' is taken at site.yml:70:55; button 3 is free",),
    ),
    Breach(
        "TON405",
        "a key on a button that is not there",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {9: {speed: bruno}}}"},
        ("site.yml:60:100: error TON405: 'siege-1' has no button 9; it has 6, modules included",),
    ),
    Breach(
        "TON406",
        "a key after an empty button",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {4: {speed: bruno}}}"},
        ("site.yml:60:100: error TON406: button 3 of 'siege-1' is empty; write 3: before it",),
    ),
    Breach(
        "TON413",
        "a key that calls nobody",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {3: {speed: brunno}}}"},
        (
            "site.yml:60:111: error TON413: no person, line, group or mailbox 'brunno', and no number; did you mean 'bruno'?",
        ),
    ),
    Breach(
        "TON502",
        "a key that does two things",
        {"model: cisco-7961, site: agence}": "model: cisco-7961, site: agence, keys: {4: {speed: bruno, blf: bruno}}}"},
        ("site.yml:62:83: error TON502: the key has speed and blf; write one of speed, blf, service",),
    ),
    Breach(
        "TON502",
        "a key that does nothing",
        {"model: cisco-7961, site: agence}": "model: cisco-7961, site: agence, keys: {4: {label: Bruno}}}"},
        ("site.yml:62:83: error TON502: the key has nothing to do; write one of speed, blf, service",),
    ),
    Breach(
        "TON503",
        "a layout for a larger phone",
        {
            "address: 10.60.20.21}": "address: 10.60.20.21, layout: standard}",
            "mailboxes:": "key_layouts: {standard: [{speed: anne}, {speed: accueil}]}\n\nmailboxes:",
        },
        (
            "site.yml:61:101: error TON503: layout 'standard' has 2 keys, 'siege-2' has 1 free button; use a shorter layout",
        ),
    ),
    Breach(
        "TON204",
        "a page that needs https",
        {
            "model: cisco-7961, site: agence}": "model: cisco-7961, site: agence, keys: {4: {service: 'https://10.60.20.11/'}}}"
        },
        (
            "site.yml:62:93: error TON204: phones.agence-1.keys.4.service: 'https://10.60.20.11/' is not a page a phone can open; write http://, a host and a path, 127 characters at most; these phones know no https",
        ),
    ),
    Breach(
        "TON205",
        "a button that no phone has",
        {"model: cisco-7961, site: agence}": "model: cisco-7961, site: agence, keys: {0: {speed: anne}}}"},
        ("site.yml:62:80: error TON205: phones.agence-1.keys.0 is out of range; write at least 1",),
    ),
    Breach(
        "TON505",
        "a setting of the other family",
        {"address: 10.60.20.20}": "address: 10.60.20.20, settings: {web: true}}"},
        ("site.yml:60:109: error TON505: a Cisco 7960 has no setting for web; remove it here",),
    ),
    Breach(
        "TON505",
        "a mark for voice that a 7960 cannot hold",
        {"mailboxes:": "settings: {dscp: 48}\n\nmailboxes:"},
        ("site.yml:77:18: error TON505: a Cisco 7960 marks voice with a precedence of 5 at most; write 46",),
    ),
    Breach(
        "TON505",
        "ports for voice that no phone uses",
        {"mailboxes:": "settings: {media: 10000-20000}\n\nmailboxes:"},
        ("site.yml:77:19: error TON505: a Cisco 7960 uses other ports for voice; stay between 16384 and 32766",),
    ),
    Breach(
        "TON505",
        "a codec that a 7940 does not speak",
        {"mailboxes:": "models: {cisco-7940: {codecs: [g722, alaw]}}\n\nmailboxes:"},
        ("site.yml:77:31: error TON505: a Cisco 7940 does not speak g722; leave it out",),
    ),
    Breach(
        "TON508",
        "the firmware of another model",
        {"mailboxes:": "firmware: {cisco-7961: SIP42.9-4-2SR3-1S}\n\nmailboxes:"},
        (
            "site.yml:77:24: error TON508: SIP42.9-4-2SR3-1S is no SIP firmware of a Cisco 7961G; its loads begin with SIP41: SIP41.8-3-1S, SIP41.8-5-2S, SIP41.8-5-4S, SIP41.9-2-1S, SIP41.9-4-2SR3-1S",
        ),
    ),
    Breach(
        "TON508",
        "firmware of the other protocol on one phone",
        {"address: 10.60.20.20}": "address: 10.60.20.20, load: P003-8-12-00}"},
        (
            "site.yml:60:99: error TON508: P003-8-12-00 is no SIP firmware of a Cisco 7960; its loads begin with P0S3: P0S3-8-12-00",
        ),
    ),
    Breach(
        "TON906",
        "a lamp on a 7960",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {3: {blf: bruno}}}"},
        (
            "site.yml:60:103: warning TON906: on 'siege-1', a Cisco 7960, the key only dials: it cannot show who is on the phone; write speed: to say so",
        ),
    ),
    Breach(
        "TON907",
        "firmware that nobody knows",
        {"mailboxes:": "firmware: {cisco-7961: SIP41.9-9-9S}\n\nmailboxes:"},
        (
            "site.yml:77:24: warning TON907: SIP41.9-9-9S is not a load we know of for a Cisco 7961G; known: SIP41.8-3-1S, SIP41.8-5-2S, SIP41.8-5-4S, SIP41.9-2-1S, SIP41.9-4-2SR3-1S",
        ),
    ),
    Breach(
        "TON903",
        "a key's label that is too wide",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {3: {speed: bruno, label: Emmanuelle-2}}}"},
        ("site.yml:60:125: warning TON903: the phone shows only 'Emmanuelle'; write 10 characters at most",),
    ),
    Breach(
        "TON301",
        "a model that is not there",
        {"mailboxes:": "models: {cisco-7962g: {web: true}}\n\nmailboxes:"},
        ("site.yml:77:10: error TON301: no phone model 'cisco-7962g'; did you mean 'cisco-7962'?",),
    ),
    Breach(
        "TON504",
        "a module on a phone without a connector",
        {"address: 10.60.20.21}": "address: 10.60.20.21, modules: [cisco-7914]}"},
        ("site.yml:61:103: error TON504: a Cisco 7914 cannot be attached to a Cisco 7940; none does on a Cisco 7940",),
    ),
    Breach(
        "TON504",
        "a third module",
        {
            "model: cisco-7961, site: agence}": "model: cisco-7961, site: agence, modules: [cisco-7914, cisco-7914, cisco-7914]}"
        },
        ("site.yml:62:107: error TON504: the Cisco 7914 is one too many; a Cisco 7961G takes 2",),
    ),
    Breach(
        "TON506",
        "a parameter that is not documented",
        {"mailboxes:": "settings: {extra: {timer_register_expire: {value: '600', reason: Essai}}}\n\nmailboxes:"},
        (
            "site.yml:77:20: error TON506: no documented parameter 'timer_register_expire' of these phones; did you mean 'timer_register_expires'?",
        ),
    ),
    Breach(
        "TON506",
        "a value that is not documented",
        {
            "address: 10.60.20.20}": "address: 10.60.20.20, settings: {extra: {timer_register_delta: {value: '99999', reason: Essai}}}}"
        },
        ("site.yml:60:142: error TON506: timer_register_delta: 99999 is out of range, write a number from 0 to 32767",),
    ),
    Breach(
        "TON507",
        "a parameter that the source decides",
        {
            "address: 10.60.20.20}": "address: 10.60.20.20, settings: {extra: {line1_name: {value: anne, reason: Essai}}}}"
        },
        ("site.yml:60:112: error TON507: 'line1_name' is not set by hand; it follows from people and lines",),
    ),
    Breach(
        "TON504",
        "a module that another model takes",
        {"model: cisco-7961, site: agence}": "model: cisco-7961, site: agence, modules: [cisco-7916]}"},
        ("site.yml:62:83: error TON504: a Cisco 7916 cannot be attached to a Cisco 7961G; these do: Cisco 7914",),
    ),
    Breach(
        "TON505",
        "a page on a key of a 7960",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {3: {service: 'http://10.60.20.11/a.xml'}}}"},
        (
            "site.yml:60:103: error TON505: on 'siege-1', a Cisco 7960, a key cannot open a page; put the page behind the services key: settings: {services: …}",
        ),
    ),
    Breach(
        "TON505",
        "a pause on a key of a 7960",
        {"address: 10.60.20.20}": "address: 10.60.20.20, keys: {3: {speed: '0199002001,12'}}}"},
        (
            "site.yml:60:103: error TON505: on 'siege-1', a Cisco 7960, a key dials digits and stars only; write the number without # and pauses",
        ),
    ),
    Breach(
        "TON506",
        "a line that is never busy",
        {
            "mailboxes:": "settings: {extra: {sipProfile/sipLines/line/busyTrigger: {value: '4', reason: Essai}}}\n\nmailboxes:"
        },
        ("site.yml:77:66: error TON506: a line that holds 2 calls is never busy at 4; write 2 at most",),
    ),
    Breach(
        "TON430",
        "a site whose hour a 7940 cannot say",
        {"title: Annexe\n    number": "title: Annexe\n    timezone: Asia/Kathmandu\n    number"},
        (
            "site.yml:52:15: error TON430: Cisco 7940 cannot express the time zone 'Asia/Kathmandu'; the phone has no code for UTC+05:45",
        ),
    ),
    Breach(
        "TON435",
        "a contact that is our own number",
        {"mailboxes:": "contacts: {mobile: {title: Mobile, number: '+33199002001'}}\n\nmailboxes:"},
        ("site.yml:77:44: error TON435: +33199002001 is our own; name what it rings: anne",),
    ),
    Breach(
        "TON436",
        "a contact without a trunk to reach it",
        {
            'trunks:\n  ovh: {provider: ovh, account: "0033199002000", channels: 2}\n\n': "contacts: {mobile: {title: Mobile, number: '+33639980001'}}\n\n",
            'numbers:\n  "+33199002000": {to: accueil, hours: bureau, closed: repondeur}\n': "",
            '  "+33199002001": {to: anne}\n  "+33199002002": {to: annexe}\n\n': "",
            'number: "+33199002000"\n    networks': "networks",
            ', number: "+33199002001"}': "}",
            'number: "+33199002002"\n    networks': "networks",
        },
        ("site.yml:19:44: error TON436: there is no trunk to reach a contact by; define one in trunks:",),
    ),
    Breach(
        "TON437",
        "a trunk without a number",
        {
            "ovh: {provider: ovh,": "free: {provider: ovh, account: sample}\n  ovh: {provider: ovh,",
            "{to: accueil, hours": "{trunk: ovh, to: accueil, hours",
            "{to: anne}": "{trunk: ovh, to: anne}",
            "{to: annexe}": "{trunk: ovh, to: annexe}",
        },
        ("site.yml:20:3: error TON437: calls by trunk 'free' would show no number of ours; give it one in numbers:",),
    ),
    Breach(
        "TON438",
        "two codes that are one",
        {"mailboxes:": "dialing: {login: '*98'}\n\nmailboxes:"},
        (
            "site.yml:77:18: error TON438: voicemail *98 and login *98 cannot be told apart; choose codes of which none begins another",
        ),
    ),
    Breach(
        "TON438",
        "a code that begins another",
        {"mailboxes:": "dialing: {intercom: '*2'}\n\nmailboxes:"},
        (
            "site.yml:77:21: error TON438: forward *21 and intercom *2 cannot be told apart; choose codes of which none begins another",
        ),
    ),
    Breach(
        "TON439",
        "a dialect that the release no longer reads",
        {"address: 10.60.20.10": "address: 10.60.20.10\n    release: 22\n    dialects: [asterisk-sip]"},
        ("site.yml:15:16: error TON439: asterisk 22 does not read asterisk-sip; write asterisk-pjsip",),
    ),
    Breach(
        "TON417",
        "a shown number that is not ours",
        {"name: Bruno": "name: Bruno, shows: '+33199002009'"},
        (
            "site.yml:67:31: error TON417: +33199002009 is not one of the organization's numbers; did you mean '+33199002002'?",
        ),
    ),
    Breach(
        "TON428",
        "a forward that comes back",
        {
            "name: Bruno": "name: Bruno, forward: {no_answer: anne}",
            "name: Anne": "name: Anne, forward: {always: bruno}",
        },
        (
            "site.yml:66:40: error TON428: line 'anne' comes back to itself; end the chain at a mailbox or a line",
            "site.yml:67:45: error TON428: line 'bruno' comes back to itself; end the chain at a mailbox or a line",
        ),
    ),
    Breach(
        "TON413",
        "a forward to nobody",
        {"name: Bruno": "name: Bruno, forward: {busy: accueill}"},
        ("site.yml:67:40: error TON413: nobody and nothing 'accueill' to send a call to; did you mean 'accueil'?",),
    ),
    Breach(
        "TON402",
        "a menu on a used extension",
        {"mailboxes:": "menus: {standard: {title: Standard, extension: 1001, choices: {1: anne}}}\n\nmailboxes:"},
        ("site.yml:77:48: error TON402: extension 1001 is already used at site.yml:66:33; choose a free one",),
    ),
    Breach(
        "TON402",
        "an extension among the parked calls",
        {"extension: 1099": "extension: 705"},
        (
            "site.yml:78:44: error TON402: extension 705 is for parked calls; choose another, or move dialing: {park: …, parked: …}",
        ),
    ),
    Breach(
        "TON440",
        "an access through which a VPN is too narrow",
        {"up: 10M, down: 100M}": "up: 10M, down: 100M, mtu: 1379}"},
        (
            "site.yml:38:5: error TON440: the VPN of 'agence' takes packets of 1327 bytes (1379 of the access of 'siege' less 52); a SIP message of 1300 needs 1328; the access needs an MTU of 1380",
        ),
    ),
    Breach(
        "TON440",
        "an access too narrow without a VPN",
        {"uplink: {address: 198.51.100.61}": "uplink: {address: 198.51.100.61, mtu: 1280}"},
        (
            "site.yml:56:43: error TON440: the access of 'annexe' takes packets of 1280 bytes; a SIP message of 1300 needs 1328; it needs an MTU of 1328",
        ),
    ),
    Breach(
        "TON441",
        "the range of the PBX",
        {"admit: [annexe]": "admit: [annexe]\n    rtp: 10000-10005"},
        (
            "site.yml:16:10: error TON441: the PBX has 6 RTP ports; 4 phones and 2 channels of trunks need 12, two each; write rtp: 10000-10011",
        ),
    ),
    Breach(
        "TON441",
        "the range of siproxd",
        {
            "rtp: 7070-7169": "rtp: 7070-7073",
            "  siege-2: {mac": "  annexe-2: {mac: 0007EB4C2A09, model: cisco-7940, site: annexe}\n  siege-2: {mac",
            "phones: [annexe-1]": "phones: [annexe-1, annexe-2]",
        },
        (
            "site.yml:57:14: error TON441: siproxd of 'annexe' has 4 RTP ports; its 2 phones need 8, four a call; write rtp: 7070-7077",
        ),
    ),
    Breach(
        "TON442",
        "a network called like the router's own interface",
        {"data: {vlan: 10,": "wan: {role: data, vlan: 10,"},
        (
            "site.yml:46:7: error TON442: network 'wan' of 'siege' would be interface WAN of the router, which has that name already; name it otherwise",
        ),
    ),
    Breach(
        "TON442",
        "a VLAN called LAN",
        {"data: {vlan: 10,": "lan: {role: data, vlan: 10,"},
        (
            "site.yml:46:7: error TON442: network 'lan' of 'siege' would be interface LAN of the router, which has that name already; name it otherwise",
        ),
    ),
    Breach(
        "TON910",
        "an access too slow for its calls",
        {
            "uplink: {address: 198.51.100.60, up: 10M, down: 100M}": "uplink: {address: 198.51.100.60, up: 200k, down: 100M}"
        },
        (
            "site.yml:48:42: warning TON910: 4 calls at a time need 369600 bit/s of uplink.up, which has 200000; order a faster access, or correct the rate",
        ),
    ),
)
