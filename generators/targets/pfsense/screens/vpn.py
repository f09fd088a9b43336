"""Certificates and OpenVPN: one tunnel a link, the site that is called serves, the one that calls is its client."""

from __future__ import annotations

from collections.abc import Iterator

from generators.targets.pfsense.openvpn import CIPHERS, INTERVAL, TIMEOUT, End, Role, ends
from generators.targets.pfsense.screens.system import certificates_menu
from generators.targets.pfsense.sheet import Row, Section, Writer


def vpn(w: Writer) -> Iterator[Section]:
    """What the links of the site need on its router."""
    found = ends(w.estate, w.traffic, w.site)
    yield from _certificates(w, found)
    for end in found:
        other = end.link.near if end.role is Role.SERVER else end.link.far
        title = w.texts("tunnel", site=w.estate.site[other].title)
        screen = "Servers" if end.role is Role.SERVER else "Clients"
        rows = (*_general(w, end), *_tunnel(w, end))
        yield w.section(f"VPN > OpenVPN > {screen}", f"openvpn_{end.role}", *rows, title=title)


def _certificates(w: Writer, found: tuple[End, ...]) -> Iterator[Section]:
    """What the build made, to be imported: each authority once, then a certificate with its key a link."""
    menu = certificates_menu(w)
    done: set[str] = set()
    for end in found:
        if end.authority not in done:
            done.add(end.authority)
            yield w.section(
                f"{menu} > Authorities",
                "authority",
                w.row("Descriptive name", end.authority, "why_ca_name", "ca.descr"),
                w.row("Method", "Import an existing Certificate Authority", "why_ca_import", "ca.crt"),
                w.said("Certificate data", "v_file", "why_ca_data", "ca.crt", file=f"{end.authority}.crt"),
                w.said("Certificate Private Key", "v_empty", "why_ca_key", "ca.crt"),
                title=end.authority,
            )
        name = end.certificate
        yield w.section(
            f"{menu} > Certificates",
            f"certificate_{end.role}",
            w.row("Method", "Import an existing Certificate", "why_cert_import", "cert.crt"),
            w.row("Descriptive name", name, "why_cert_name", "cert.descr"),
            w.said("Certificate data", "v_file", "why_cert_data", "cert.crt", file=f"{name}.crt"),
            w.said("Private key data", "v_file", "why_cert_key", "cert.prv", file=f"{name}.key"),
            title=name,
        )


def _general(w: Writer, end: End) -> Iterator[Row]:
    """Mode, ends of the tunnel on the Internet, and its cryptography."""
    link, role = end.link, end.role
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
    yield w.said("TLS Key", "v_tls_file", "why_ovpn_tls", f"{key}tls", file=f"tel-{link.id}.tls.key")
    yield w.row("TLS Key Usage Mode", "TLS Encryption and Authentication", "why_ovpn_tls_type", f"{key}tls_type")
    yield w.row("Peer Certificate Authority", end.authority, "why_ovpn_ca", f"{key}caref")
    field = "Server certificate" if role == "server" else "Client Certificate"
    yield w.row(field, end.certificate, "why_ovpn_cert", f"{key}certref")
    if role == "server":
        yield w.row("DH Parameter Length", "2048 bit", "why_ovpn_dh", f"{key}dh_length")
    yield w.row("Data Encryption Algorithms", ", ".join(CIPHERS), "why_ovpn_ciphers", f"{key}data_ciphers")
    yield w.row("Fallback Data Encryption Algorithm", "AES-256-GCM", "why_same_both", f"{key}data_ciphers_fallback")
    yield w.row("Auth digest algorithm", "SHA256 (256-bit)", "why_same_both", f"{key}digest")
    if role == "server":
        yield w.row("Certificate Depth", "One (Client+Server)", "why_ovpn_depth", f"{key}cert_depth")
    usage = "Client Certificate Key Usage Validation" if role == "server" else "Server Certificate Key Usage Validation"
    yield w.said(usage, "v_checked", "why_ovpn_usage", f"{key}remote_cert_tls")


def _tunnel(w: Writer, end: End) -> Iterator[Row]:
    """What goes through."""
    link, role = end.link, end.role
    key = f"openvpn.openvpn-{role}."
    mine, theirs = (link.far_address, link.near_address) if role == "server" else (link.near_address, link.far_address)
    yield w.row("IPv4 Tunnel Network", link.tunnel, "why_ovpn_tunnel", f"{key}tunnel_network", mine=mine, theirs=theirs)
    if role == "server":
        yield w.said("IPv4 Local network(s)", "v_empty", "why_ovpn_local", f"{key}local_network")
    if end.networks:
        yield w.row("IPv4 Remote network(s)", ",".join(end.networks), "why_ovpn_remote", f"{key}remote_network")
    else:
        yield w.said("IPv4 Remote network(s)", "v_empty", "why_ovpn_no_remote", f"{key}remote_network")
    compression = "Refuse any non-stub compression (Most secure)"
    yield w.row("Allow Compression", compression, "why_ovpn_compression", f"{key}allow_compression")
    yield w.said("Type-of-Service", "v_checked", "why_ovpn_tos", f"{key}passtos")
    yield w.row("Ping settings: Interval", INTERVAL, "why_ovpn_ping", f"{key}keepalive_interval")
    yield w.row("Ping settings: Timeout", TIMEOUT, "why_ovpn_timeout", f"{key}keepalive_timeout")
    yield w.row("Gateway creation", "IPv4 only", "why_ovpn_gateway", f"{key}create_gw")
    yield w.row("Custom options", end.options, "why_ovpn_mtu", f"{key}custom_options", mtu=link.mtu)
