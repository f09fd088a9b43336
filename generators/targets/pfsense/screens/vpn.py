"""Certificates and OpenVPN: one tunnel a link, the site that is called serves, the one that calls is its client."""

from __future__ import annotations

from collections.abc import Iterator

from generators.estate.places import Link
from generators.targets.pfsense.screens.system import certificates_menu
from generators.targets.pfsense.sheet import Row, Section, Writer

CIPHERS = "AES-256-GCM, AES-128-GCM, CHACHA20-POLY1305"
AUTHORITY = "tel-vpn"


def vpn(w: Writer) -> Iterator[Section]:
    """What the links of the site need on its router."""
    served = w.traffic.served.get(w.site.id, ())
    called = w.traffic.called.get(w.site.id, ())
    if served:
        yield from _authority(w, served)
    if called:
        yield from _imported(w, called)
    for link in served:
        title = w.texts("tunnel", site=w.estate.site[link.near].title)
        rows = (*_general(w, link, "server"), *_tunnel(w, link, "server"))
        yield w.section("VPN > OpenVPN > Servers", "openvpn_server", *rows, title=title)
    for link in called:
        title = w.texts("tunnel", site=w.estate.site[link.far].title)
        rows = (*_general(w, link, "client"), *_tunnel(w, link, "client"))
        yield w.section("VPN > OpenVPN > Clients", "openvpn_client", *rows, title=title)


def _authority(w: Writer, served: tuple[Link, ...]) -> Iterator[Section]:
    menu = certificates_menu(w)
    yield w.section(
        f"{menu} > Authorities",
        "authority",
        w.row("Descriptive name", AUTHORITY, "why_ca_name", "ca.descr"),
        w.row("Method", "Create an internal Certificate Authority", "why_ca_method", "ca.crt"),
    )
    for link in served:
        for role, kind, site in (
            ("server", "Server Certificate", w.site.id),
            ("client", "User Certificate", link.near),
        ):
            yield w.section(
                f"{menu} > Certificates",
                f"certificate_{role}",
                w.row("Method", "Create an internal Certificate", "why_cert_method", "cert.prv"),
                w.row("Descriptive name", _certificate(link, site), "why_cert_name", "cert.descr"),
                w.row("Certificate authority", AUTHORITY, "why_cert_ca", "cert.caref"),
                w.row("Common Name", site, "why_cert_cn", "cert.descr"),
                w.row("Certificate Type", kind, f"why_cert_{role}", "cert.type"),
                title=_certificate(link, site),
            )


def _imported(w: Writer, called: tuple[Link, ...]) -> Iterator[Section]:
    menu = certificates_menu(w)
    for link in called:
        far = w.estate.site[link.far].title
        name = f"{AUTHORITY}-{link.far}"
        yield w.section(
            f"{menu} > Authorities",
            "authority_import",
            w.row("Descriptive name", name, "why_ca_name", "ca.descr"),
            w.row("Method", "Import an existing Certificate Authority", "why_ca_import", "ca.crt", site=far),
            site=far,
        )
        yield w.section(
            f"{menu} > Certificates",
            "certificate_import",
            w.row("Method", "Import an existing Certificate", "why_cert_import", "cert.prv", site=far),
            w.row("Descriptive name", _certificate(link, w.site.id), "why_cert_name", "cert.descr"),
            site=far,
        )


def _certificate(link: Link, site: str) -> str:
    return f"tel-{link.id}-{site}"


def _general(w: Writer, link: Link, role: str) -> Iterator[Row]:
    """Mode, ends of the tunnel on the Internet, and its cryptography."""
    key = f"openvpn.openvpn-{role}."
    yield w.row("Description", f"tel-{link.id}", "why_ovpn_descr", f"{key}description")
    yield w.row("Server mode", "Peer to Peer (SSL/TLS)", "why_ovpn_mode", f"{key}mode")
    yield w.row("Device mode", "tun - Layer 3 Tunnel Mode", "why_ovpn_dev", f"{key}dev_mode")
    yield w.row("Protocol", "UDP on IPv4 only", "why_ovpn_protocol", f"{key}protocol")
    yield w.row("Interface", "WAN", "why_ovpn_interface", f"{key}interface")
    if role == "server":
        yield w.row("Local port", link.port, "why_ovpn_local_port", f"{key}local_port")
    else:
        far = w.estate.site[link.far]
        yield w.said("Local port", "v_empty", "why_ovpn_any_port", f"{key}local_port")
        host, why, setting = "Server host or address", "why_ovpn_host", f"{key}server_addr"
        if far.uplink.address is not None:
            yield w.row(host, far.uplink.address, why, setting, site=far.title)
        else:
            yield w.said(host, "v_host", why, setting, site=far.title)
        yield w.row("Server port", link.port, "why_ovpn_server_port", f"{key}server_port")
    value = "v_tls_new" if role == "server" else "v_tls_copy"
    yield w.said("TLS Key", value, "why_ovpn_tls", f"{key}tls")
    yield w.row("TLS Key Usage Mode", "TLS Encryption and Authentication", "why_ovpn_tls_type", f"{key}tls_type")
    authority = AUTHORITY if role == "server" else f"{AUTHORITY}-{link.far}"
    yield w.row("Peer Certificate Authority", authority, "why_ovpn_ca", f"{key}caref")
    field = "Server certificate" if role == "server" else "Client Certificate"
    yield w.row(field, _certificate(link, w.site.id), "why_ovpn_cert", f"{key}certref")
    if role == "server":
        yield w.row("DH Parameter Length", "2048 bit", "why_ovpn_dh", f"{key}dh_length")
    yield w.row("Data Encryption Algorithms", CIPHERS, "why_ovpn_ciphers", f"{key}data_ciphers")
    yield w.row("Fallback Data Encryption Algorithm", "AES-256-GCM", "why_same_both", f"{key}data_ciphers_fallback")
    yield w.row("Auth digest algorithm", "SHA256 (256-bit)", "why_same_both", f"{key}digest")
    if role == "server":
        yield w.row("Certificate Depth", "One (Client+Server)", "why_ovpn_depth", f"{key}cert_depth")


def _tunnel(w: Writer, link: Link, role: str) -> Iterator[Row]:
    """What goes through."""
    key = f"openvpn.openvpn-{role}."
    mine, theirs = (link.far_address, link.near_address) if role == "server" else (link.near_address, link.far_address)
    yield w.row("IPv4 Tunnel Network", link.tunnel, "why_ovpn_tunnel", f"{key}tunnel_network", mine=mine, theirs=theirs)
    if role == "server":
        yield w.said("IPv4 Local network(s)", "v_empty", "why_ovpn_local", f"{key}local_network")
    remote = w.traffic.routed.get((link.id, w.site.id), ())
    if remote:
        value = ",".join(str(network) for network in remote)
        yield w.row("IPv4 Remote network(s)", value, "why_ovpn_remote", f"{key}remote_network")
    else:
        yield w.said("IPv4 Remote network(s)", "v_empty", "why_ovpn_no_remote", f"{key}remote_network")
    compression = "Refuse any non-stub compression (Most secure)"
    yield w.row("Allow Compression", compression, "why_ovpn_compression", f"{key}allow_compression")
    yield w.said("Type-of-Service", "v_checked", "why_ovpn_tos", f"{key}passtos")
    yield w.row("Ping settings: Interval", 10, "why_ovpn_ping", f"{key}keepalive_interval")
    yield w.row("Ping settings: Timeout", 60, "why_ovpn_timeout", f"{key}keepalive_timeout")
    yield w.row("Gateway creation", "IPv4 only", "why_ovpn_gateway", f"{key}create_gw")
