"""The public documents our formats come from, by tag. The guide's page "Sources" is made from here.

Code that emits a key, an element or an option names the document and the section it was read in:
`KEYS = {"proxy_register": Ref("SAG4", "Configuration parameters"), …}` beside the view that fills it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A public document: who published it, and under which title (with number or date where it has one)."""

    publisher: str
    title: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A place in a document: its tag in `DOCUMENTS`, and the section, table, file or page."""

    tag: str
    section: str

    def __post_init__(self) -> None:
        if self.tag not in DOCUMENTS:
            raise KeyError(f"no document {self.tag}")


DOCUMENTS: dict[str, Document] = {
    # Phones
    "SAG2": Document("Cisco", "SIP IP Phone Administrator Guide 2.0 (78-10497-02)"),
    "SAG4": Document("Cisco", "SIP IP Phone Administrator Guide 4.0 (August 2002)"),
    "SAG7": Document("Cisco", "SIP IP Phone Administrator Guide, releases 6.x and 7.x (March 2005)"),
    "SAG8": Document("Cisco", "Unified IP Phone 7960G/7940G Administration Guide for SIP, release 8.0 (OL-7890-01)"),
    "C5455": Document("Cisco", "Document 5455: converting a 7940/7960 between SCCP, SIP and MGCP"),
    "C72029": Document("Cisco", "Image selection by OS79XX.TXT"),
    "CSCdv19260": Document("Cisco", "Bug CSCdv19260: trailing blank in OS79XX.TXT"),
    "FWM": Document("Cisco", "7960/7940 IP Phones Firmware Upgrade Matrix (2006)"),
    "AG41": Document("Cisco", "Unified IP Phone 7961G/7941G Administration Guides (OL-6966-01, OL-11953-01)"),
    "AG99": Document("Cisco", "Unified IP Phone 89xx/99xx Administration Guide"),
    "CME": Document("Cisco", "Unified CME System Administrator Guide"),
    "IPPS": Document("Cisco", "IP Phone Services Application Development Notes (OL-20949-01)"),
    "SIPCC": Document(
        "Mozilla", "The phones' SIP stack as published in the Mozilla tree, media/webrtc/signaling/src/sipcc"
    ),
    "UCM": Document("usecallmanager.nz", "Documentation: SEPMAC.cnf.xml, Dial Template, TFTP Provisioning, Line Keys"),
    "SIPX": Document("SIPfoundry", "legacy-sipxecs, plug-in sipXcisco: phone.xml, line.xml, syncinfo.xml"),
    "EPM": Document("Provisioner project", "endpoint/cisco: sip79xx, sip79x1G"),
    "WAZO": Document("Wazo", "wazo-provd-plugins and DHCP notes"),
    "NAMO": Document("NamoDev", "Cisco-IP-Phone-Provisioning-Files"),
    "SCCP": Document("chan-sccp", "Annotated TFTP samples: XMLDefault.cnf.xml"),
    "LOG60": Document("Public notes", "FreePBX and 7960 install notes with a TFTP log (December 2020)"),
    "LOG42": Document("waynemerricks", "Cisco7942FreePBX, README with a TFTP log"),
    "BLOG-FB": Document("German blog", "7940/7960 behind a FritzBox (2016), a commented SIPDefault.cnf"),
    "WHIZZY": Document("whizzy.org", "Cisco 7941, Asterisk and SIP (2017)"),
    "HOME65": Document("GaryJS3", "HomeIPhone test notes (7965, firmware 9.3.1)"),
    "DRACH": Document("drachtio", "drachtio-server issue 374: trace of a CP-7970G"),
    "AG75": Document(
        "Cisco", "Unified IP Phone 7975G, 7971G-GE, 7970G, 7965G and 7945G Administration Guide, release 9.0"
    ),
    "PSCCP": Document("dkgroot", "provision_sccp: SCCP firmware of the 79xx, a folder a model"),
    "FWCOPIES": Document(
        "Public notes", "cisco_firmware (andriy1984) and cisco79xx-to-asterisk (zheltovanton): files of SIP11 and SIP42"
    ),
    "TWC": Document("The Working Centre", "Cisco-SIP.sh: the files of SIP 9.2(1) for the 7906 to 7965, with checksums"),
    "CPROV70": Document("Public tool", "A provisioning script with the files of SIP70.9-2-1S and SIP45.9-4-2SR3-1S"),
    "CFG7906": Document("Public notes", "Cisco-7906G-SIP, README: SIP11.9-4-2SR1-1S in use"),
    "CFG75": Document("Public notes", "Cisco-7962G-3rd-Party-Config, README: SIP75.9-4-2SR3-1S in use"),
    "LOG42-SIZE": Document("Public notes", "Log of a 7942 (KC9UZR, 2021): each file asked for with its size limit"),
    "NIX75": Document("Public notes", "A Nix package of the 7975G's firmware: SIP75.9-4-2SR4-3S"),
    "DHCP7911": Document("Public notes", "A DHCP server for a 7911G with Asterisk: its vendor class"),
    "SUBNETS": Document("subnets.ru", "Cisco 7931G on SIP with Asterisk (blog, 5357)"),
    "POE-CCIE": Document("ccievoicestudy.com", "Power over Ethernet on Cisco IP Phones: a switch's power per phone"),
    "RN923": Document("Cisco", "Release notes of firmware 9.2(3): from 8.3(3) by 8.5(2) (quoted on sysop.ca, 337)"),
    "README79": Document(
        "Cisco", "Readme files: 7940/7960 SIP 8.4 to 8.11 and SCCP 8.0(5) to 8.0(10); 7911 SCCP 9.0(3)"
    ),
    "C68244": Document("Cisco", "Document 68244: phone load upgrade with CallManager Express"),
    "DUDEK70": Document("dudek.org", "A 7970 from 8.2(1) by SCCP 8.5(2) and 8.5(3) to SIP 9.4(2)SR1 (blog, 291)"),
    "IPPF74": Document("ip-phone-forum.de", "A 7960 from SIP 7.3 to 7.4: what it fetches (71653)"),
    "UCM-CERT": Document("usecallmanager.nz", "certutils: sgnfile and stripsgn, the signed header of firmware files"),
    "CTI79": Document("Cisco", "CTI supported device matrix: which add-on modules on SCCP and on SIP"),
    "RFC1350": Document("IETF", "RFC 1350, RFC 2347 to 2349: TFTP and its options"),
    "DHCP-OPTIONS": Document("IETF, Cisco", "RFC 2132 option 66; Cisco option 150 as in SAG2 and UCM"),
    "DNSMASQ": Document("Simon Kelley", "dnsmasq, manual page"),
    "KEA": Document("ISC", "Kea Administrator Reference Manual"),
    "RFC5859": Document("IETF", "RFC 5859: DHCP option 150"),
    # Asterisk and the provider
    "AST-PJSIP": Document(
        "Asterisk", "Manual: res_pjsip and its outbound registration, configuration reference (16 and 22)"
    ),
    "AST-DIALPLAN": Document("Asterisk", "Manual: dialplan, pattern matching, applications and functions (16 and 22)"),
    "AST-VOICEMAIL": Document("Asterisk", "Sample voicemail.conf and app_voicemail documentation (16 and 22)"),
    "AST-RTP": Document("Asterisk", "Sample rtp.conf (16 and 22)"),
    "AST-FEATURES": Document("Asterisk", "Samples features.conf, musiconhold.conf, modules.conf (16 and 22)"),
    "AST-SIP": Document("Asterisk", "Sample sip.conf, sip_notify.conf, dnsmgr.conf and the help of chan_sip (16)"),
    "FREEPBX": Document("FreePBX", "Source: core, bulkhandler, voicemail and findmefollow modules (16 and 17)"),
    "ELASTIX": Document("Elastix", "Batch of extensions: the columns of its import"),
    "AST-SEEN": Document("Tonalité", "Seen with real Asterisk 16.28 and 22.10, tests/live"),
    "XIVO-DOC": Document("XiVO, Wazo", "Contexts, extensions_extra.d, pjsip.d and upgrade notes"),
    "OVH-ASTERISK": Document("OVH", "Guides: Asterisk, FreeSWITCH and 3CX on a SIP trunk"),
    "OVH-REGISTRATION": Document("OVH", "Guide: registration time"),
    "OVH-PRESENTATION": Document("OVH", "Guides: number presentation and redirection"),
    "RFC3261": Document("IETF", "RFC 3261: SIP"),
    "ARCEP-URGENCE": Document("ARCEP", "List of emergency numbers"),
    "ARCEP-2018-0881": Document("ARCEP", "Decision 2018-0881 amended by 2022-1583: the national number plan"),
    "ARCEP-2017-1251": Document("ARCEP", "Decision 2017-1251: 116xyz numbers"),
    "TELNYX-AUTH": Document("Telnyx", "Developer documentation: SIP trunking, authentication methods"),
    "TELNYX-CALLER-ID": Document("Telnyx", "Developer documentation: caller ID policy; caller ID number policy"),
    "TELNYX-ROUTING": Document("Telnyx", "Developer documentation: failover and retries, signaling IP addresses"),
    "KWEBBL-TRUNK": Document("Kwebbl", "SIP trunk: overview, features, specifications"),
    # Number plans and public holidays
    "BE-NUMBERING": Document(
        "Moniteur belge", "Royal decree of 27 April 2007 on the national numbering space, as amended up to July 2023"
    ),
    "BE-EMERGENCY": Document("Moniteur belge", "Royal decree of 2 February 2007 on the emergency services"),
    "BIPT-NUMBERING": Document("BIPT", "Numbering principles"),
    "BIPT-SHORT": Document("BIPT", "Short numbers: emergency services, 12xx, 13xx and 14xx"),
    "BIPT-2022-D7": Document("BIPT", "Consultation 2022-D7: helplines against violence as emergency services"),
    "CH-OARTEL": Document(
        "Swiss Confederation", "SR 784.104: ordinance on addressing resources in telecommunications, articles 26 and 28"
    ),
    "OFCOM-E164": Document(
        "OFCOM", "SR 784.101.113/2.8: technical and administrative regulations, division of E.164 numbers, edition 16"
    ),
    "OFCOM-142": Document("OFCOM", "Statement of 2025: 142, help for victims of violence, from May 2026"),
    "ILR-PLAN": Document("ILR", "National numbering plan, part 1: telephone numbers; regulation 14/174/ILR as amended"),
    "LIBPHONENUMBER": Document("Google", "libphonenumber: metadata of number plans and of short numbers (9.0)"),
    "FR-HOLIDAYS": Document("Légifrance", "Code du travail, article L3133-1: public holidays"),
    "BE-HOLIDAYS": Document(
        "Moniteur belge", "Act of 4 January 1974 and royal decree of 18 April 1974 on public holidays"
    ),
    "LU-HOLIDAYS": Document("Legilux", "Act of 25 April 2019: Code du travail, article L. 232-2"),
    "CH-HOLIDAYS": Document("Swiss Confederation", "Federal constitution, article 110; labour act, article 20a"),
    # Routers
    "PF-SOURCE": Document(
        "pfSense",
        "Source, branches 2.6.0 to 2.7.2 and master: xmlparse.inc, globals.inc, interfaces.inc, filter.inc",
    ),
    "PF-DHCP": Document("pfSense", "Source: services_dhcp.php, services_dhcp_edit.php, services.inc"),
    "PF-FILTER": Document(
        "pfSense",
        "Source: firewall_rules_edit.php, firewall_nat.inc, firewall_nat_out.inc, filter.inc, alias-utils.inc",
    ),
    "PF-IF": Document("pfSense", "Source: interfaces.php, interfaces_vlan_edit.php, interfaces.inc"),
    "PF-OPENVPN": Document("pfSense", "Source: openvpn.inc, vpn_openvpn_server.php, vpn_openvpn_client.php"),
    "PF-BACKUP": Document("pfSense", "Source: backup.inc, diag_backup.php"),
    "PF-PACKAGES": Document("pfSense", "FreeBSD-ports: packages siproxd, WireGuard, tftpd"),
    "PF-DOCS": Document("Netgate", "docs.netgate.com: static port, VoIP, backup and restore"),
    "SIPROXD": Document("siproxd", "Users guide and source: sip_utils.c, proxy.c, plugin_siptrunk.c"),
}
