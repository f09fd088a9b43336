"""System and Interfaces: packages, firewall behaviour, the DHCP server to use, the voice network."""

from __future__ import annotations

from collections.abc import Iterator

from generators.targets.pfsense.flows import served_by_router
from generators.targets.pfsense.releases import number, offers_kea, takes_kea_json
from generators.targets.pfsense.sheet import Section, Writer

CERTIFICATES_RENAMED = (2, 7)


def system(w: Writer) -> Iterator[Section]:
    """What is set before anything else."""
    tftp = "tftp" in served_by_router(w.estate, w.site)
    proxy, ups = w.site.siproxd is not None, bool(w.router.ups)
    packages = [name for name, wanted in (("nut", ups), ("siproxd", proxy), ("tftpd", tftp)) if wanted]
    if packages:
        yield w.section(
            "System > Package Manager > Available Packages",
            "packages",
            *(w.row("Install", name, f"why_package_{name}", "installedpackages.package") for name in packages),
        )
    if w.plan.voice is not None and w.plan.voice.key == "lan":
        field = "Anti-lockout: Disable webConfigurator anti-lockout rule"
        yield w.section(
            "System > Advanced > Admin Access",
            "admin_access",
            w.said(field, "v_anti_lockout", "why_anti_lockout", "system.webgui.noantilockout"),
        )
    yield w.section(
        "System > Advanced > Firewall & NAT",
        "advanced",
        w.row("Firewall Optimization Options", "Conservative", "why_optimization", "system.optimization"),
    )
    if w.plan.scope is not None and offers_kea(w.router.release):
        why = "why_backend_json" if takes_kea_json(w.router.release) else "why_backend"
        yield w.section(
            "System > Advanced > Networking",
            "networking",
            w.row("Server Backend", "ISC DHCP", why, "dhcpbackend", option=150),
        )


def interfaces(w: Writer) -> Iterator[Section]:
    """WAN as telephony needs it, the voice VLAN and its interface."""
    private = "v_unchecked_if_private"
    yield w.section(
        "Interfaces > WAN",
        "wan",
        w.said("Block private networks and loopback addresses", private, "why_blockpriv", "interfaces.IF.blockpriv"),
    )
    voice = w.plan.voice
    if voice is None:
        return
    network = voice.network
    if network.vlan is not None:
        yield w.section(
            "Interfaces > Assignments > VLANs",
            "vlans",
            w.said("Parent Interface", "v_parent", "why_vlan_parent", "vlans.vlan.if"),
            w.row("VLAN Tag", network.vlan, "why_vlan_tag", "vlans.vlan.tag"),
            w.said("VLAN Priority", "v_empty", "why_vlan_priority", "vlans.vlan.pcp"),
            w.row("Description", voice.name, "why_description", "vlans.vlan.descr"),
        )
        port = w.said("Available network ports", "v_vlan_port", "why_assign", "interfaces.IF.if", vlan=network.vlan)
    else:
        port = w.said("Available network ports", "v_voice_port", "why_assign_plain", "interfaces.IF.if")
    yield w.section("Interfaces > Assignments", "assignments", port)
    yield w.section(
        f"Interfaces > {voice.name}",
        "voice_interface",
        w.said("Enable", "v_checked", "why_if_enable", "interfaces.IF.enable"),
        w.row("Description", voice.name, "why_if_descr", "interfaces.IF.descr"),
        w.row("IPv4 Configuration Type", "Static IPv4", "why_if_static", "interfaces.IF.ipaddr"),
        w.row("IPv6 Configuration Type", "None", "why_if_no_ipv6", "interfaces.IF.ipaddrv6"),
        w.row("IPv4 Address", network.gateway, "why_if_address", "interfaces.IF.ipaddr"),
        w.row("IPv4 Address (/)", network.subnet.prefixlen, "why_if_prefix", "interfaces.IF.subnet"),
        w.row("IPv4 Upstream gateway", "None", "why_if_gateway", "interfaces.IF.gateway"),
        w.said("Block private networks", "v_unchecked", "why_if_blockpriv", "interfaces.IF.blockpriv"),
        w.said("Block bogon networks", "v_unchecked", "why_if_bogons", "interfaces.IF.blockbogons"),
    )


def certificates_menu(w: Writer) -> str:
    """The menu of certificates, which 2.7.0 renamed."""
    return "System > Certificates" if number(w.router.release) >= CERTIFICATES_RENAMED else "System > Cert. Manager"
