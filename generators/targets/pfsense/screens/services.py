"""Services: DHCP for the phones, time, the SIP proxy and the TFTP server."""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.phone_files import own_files
from generators.targets.pfsense.flows import served_by_router
from generators.targets.pfsense.releases import offers_kea
from generators.targets.pfsense.sheet import Row, Section, Writer
from generators.targets.pfsense.views import Scope

# MTU of Ethernet less the headers of IP, UDP and TFTP (tftpd.xml's own advice).
TFTP_BLOCK = 1468
UPS_NAME = "ups"
# What the screen calls a driver, where it is not its name (nut_settings.php).
UPS_DRIVERS = {
    "usbhid-ups": "usbhid",
    "bcmxcp_usb": "bcmxcp",
    "blazer_usb": "blazer",
    "nutdrv_atcl_usb": "nutdrv_atcl",
    "richcomm_usb": "richcomm",
    "riello_usb": "riello",
    "tripplite_usb": "tripplite",
}


def dhcp(w: Writer) -> Iterator[Section]:
    """The scope of the voice network, and the phones with a fixed address."""
    scope = w.plan.scope
    if w.plan.voice is None:
        return
    path = f"Services > DHCP Server > {w.voice_name}"
    if scope is None:
        yield w.section(path, "dhcp_none")
        return
    yield w.section(path, "dhcp", *_scope_rows(w, scope))
    kea = "static_kea" if offers_kea(w.router.release) else "static"
    for entry in scope.maps:
        key = "dhcpd.IF.staticmap."
        yield w.section(
            f"{path} > Static Mappings",
            kea,
            w.row("MAC Address", entry.mac, "why_map_mac", f"{key}mac"),
            w.row("IP Address", entry.address, "why_map_address", f"{key}ipaddr"),
            w.row("Hostname", entry.hostname, "why_map_hostname", f"{key}hostname"),
            w.row("Description", entry.descr, "why_description", f"{key}descr"),
            title=entry.hostname,
        )


def _scope_rows(w: Writer, scope: Scope) -> Iterator[Row]:
    yield w.said("Enable DHCP server", "v_checked", "why_dhcp_enable", "dhcpd.IF.enable")
    yield w.row("Range / Address Pool Range: From", scope.first, "why_dhcp_from", "dhcpd.IF.range.from")
    yield w.row("Range / Address Pool Range: To", scope.last, "why_dhcp_to", "dhcpd.IF.range.to")
    yield w.row("DNS Servers", scope.dns, "why_dhcp_dns", "dhcpd.IF.dnsserver")
    yield w.row("Gateway", scope.gateway, "why_dhcp_gateway", "dhcpd.IF.gateway")
    yield w.row("Domain Name", scope.domain, "why_dhcp_domain", "dhcpd.IF.domain")
    yield w.row("NTP Server 1", scope.ntp, "why_dhcp_ntp", "dhcpd.IF.ntpserver")
    yield w.row("TFTP Server", scope.tftp, "why_dhcp_tftp", "dhcpd.IF.tftp")
    item = "dhcpd.IF.numberoptions.item."
    for option in scope.options:
        yield w.row("Custom DHCP Options: Number", option.number, "why_option_number", f"{item}number")
        yield w.row("Custom DHCP Options: Type", "IP address or host", "why_option_type", f"{item}type")
        yield w.row("Custom DHCP Options: Value", option.value, "why_option_value", f"{item}value")


def resolver(w: Writer) -> Iterator[Section]:
    """The servers' names, for people."""
    for name in w.plan.names:
        key = "unbound.hosts."
        yield w.section(
            "Services > DNS Resolver > General Settings > Host Overrides",
            "host_overrides",
            w.row("Host", name.host, "why_host", f"{key}host"),
            w.row("Domain", name.domain, "why_host_domain", f"{key}domain"),
            w.row("IP Address", name.address, "why_host_address", f"{key}ip"),
            w.row("Description", w.texts(name.text), "why_description", f"{key}descr"),
            title=f"{name.host}.{name.domain}",
        )


def time(w: Writer) -> Iterator[Section]:
    """The router's clock service, where phones ask it."""
    if "time" not in served_by_router(w.estate, w.site) or w.plan.voice is None:
        return
    yield w.section(
        "Services > NTP > Settings",
        "ntp",
        w.said("Enable NTP Server", "v_checked", "why_ntp_enable", "ntpd.enable"),
        w.row("Interface", w.voice_name, "why_ntp_interface", "ntpd.interface"),
        w.said("Time Servers", "v_time_servers", "why_ntp_servers", "system.timeservers"),
    )


def siproxd(w: Writer) -> Iterator[Section]:
    """The SIP proxy of a site whose phones reach the PBX through the Internet."""
    proxy = w.site.siproxd
    if proxy is None or w.plan.voice is None:
        return
    key = "installedpackages.siproxdsettings.config."
    # Four ports a call: an even one and the next, on each side of the proxy (siproxd, rtpproxy_relay.c).
    calls = (proxy.rtp_last - proxy.rtp_first + 1) // 4
    yield w.section(
        "Services > siproxd",
        "siproxd",
        w.said("Enable siproxd", "v_checked", "why_sp_enable", f"{key}sipenable"),
        w.row("Inbound Interface", w.voice_name, "why_sp_inbound", f"{key}if_inbound"),
        w.row("Outbound Interface", "WAN", "why_sp_outbound", f"{key}if_outbound"),
        w.row("Listening Port", proxy.port, "why_sp_port", f"{key}port"),
        w.row("Allow Registration from", w.plan.voice.network.subnet, "why_sp_allow", f"{key}hosts_allow_reg"),
        w.row("Enable RTP Proxy", "Enable", "why_sp_rtp", f"{key}rtpenable"),
        w.row("RTP Port Range (Lower)", proxy.rtp_first, "why_sp_lower", f"{key}rtplower"),
        w.row("RTP Port Range (Upper)", proxy.rtp_last, "why_sp_upper", f"{key}rtpupper", calls=calls),
        w.said("Proxy Authentication", "v_unchecked", "why_sp_auth", f"{key}authentication"),
        w.said("Outbound Proxy Hostname", "v_empty", "why_sp_outbound_proxy", f"{key}outboundproxyhost"),
        w.said("STUN Plugin", "v_unchecked", "why_sp_stun", f"{key}plugin_stun"),
    )


def tftpd(w: Writer) -> Iterator[Section]:
    """The TFTP server of a router that serves the phones' files itself."""
    if "tftp" not in served_by_router(w.estate, w.site) or w.plan.voice is None:
        return
    key = "installedpackages.tftpd.config."
    yield w.section(
        "Services > TFTP Server > Settings",
        "tftpd",
        w.said("Enable TFTP service", "v_checked", "why_tftpd_enable", f"{key}enable"),
        w.row("TFTP Server Bind IP", w.plan.voice.network.gateway, "why_tftpd_ip", f"{key}tftpd_ip"),
        w.said("IPv4 Only", "v_checked", "why_tftpd_ipv4", f"{key}tftpd_ipv4only"),
        w.row("Max Block Size", TFTP_BLOCK, "why_tftpd_block", f"{key}tftpd_blocksize"),
        w.said("Write Access", "v_unchecked", "why_tftpd_write", f"{key}tftpd_create"),
        w.said("Logging", "v_checked", "why_tftpd_log", f"{key}tftpd_logging"),
    )
    phones = w.estate.phones_of_site[w.site.id]
    yield w.section(
        "Services > TFTP Server > Files",
        "tftpd_files",
        w.said("Files", "v_tftp_common", "why_tftpd_common", f"{key}files"),
        *(w.row("Files", ", ".join(own_files(p)), "why_tftpd_own", f"{key}files", phone=p.label) for p in phones),
    )


def ups(w: Writer) -> Iterator[Section]:
    """The UPS on the router's USB socket."""
    driver = w.router.ups
    if not driver:
        return
    key = "installedpackages.nut.config."
    yield w.section(
        "Services > UPS > UPS Settings",
        "ups",
        w.row("UPS Type", "Local USB", "why_ups_type", f"{key}type"),
        w.row("UPS Name", UPS_NAME, "why_ups_name", f"{key}name"),
        w.row("Driver", UPS_DRIVERS.get(driver, driver), "why_ups_driver", f"{key}usb_driver"),
    )
