"""The configuration files that pfSense would write for its OpenVPN entries, from a configuration as read back.

Written from openvpn.inc (openvpn_reconfigure, openvpn_add_keyfile, openvpn_gen_routes, ca_setup_capath) by what it
does, directive by directive in its order. Left out is what only FreeBSD has: its device nodes, the scripts beside it,
the management socket and the daemon itself. Not rendered: what our entries never use (compression, proxies, IPv6, TCP).
"""

from __future__ import annotations

import subprocess
from base64 import b64decode
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from tests.parsers.pfsense_config import listed

Entry = dict[str, Any]


def render(config: dict[str, Any], role: str, entry: Entry, wan: str, folder: Path) -> Path:
    """Write the file of `entry` (an `openvpn-server` or `openvpn-client`) and its keys below `folder`; gives its path.

    `wan` is the address of the interface it stands on.
    """
    folder.mkdir(parents=True)
    assert entry["mode"] == "p2p_tls"
    assert entry["protocol"] == "UDP4"
    network = IPv4Network(entry["tunnel_network"])
    assert network.prefixlen == 30, "a larger network would need `server` and client-specific overrides"
    near, far = (network[1], network[2]) if role == "server" else (network[2], network[1])
    device = f"ovpn{role[0]}{entry['vpnid']}"
    lines = [f"dev {device}", f"dev-type {entry['dev_mode']}"]
    lines += [f"keepalive {entry['keepalive_interval'] or 10} {entry['keepalive_timeout'] or 60}"]
    lines += ["ping-timer-rem", "persist-tun", "persist-key", "proto udp4", f"auth {entry['digest'] or 'SHA1'}"]
    lines += [f"local {wan}"]
    if role == "server":
        lines += ["tls-server", f"ifconfig {near} {far}", f"lport {entry['local_port']}"]
        lines += ["remote-cert-tls client"] if "remote_cert_tls" in entry else []
    else:
        lines += ["tls-client", "client", f"lport {entry.get('local_port') or 0}"]
        lines += [f"remote {entry['server_addr']} {entry['server_port']} udp4", f"ifconfig {near} {far}"]
        lines += ["remote-cert-tls server"] if "remote_cert_tls" in entry else []
    for text in entry["remote_network"].split(","):
        route = IPv4Network(text)
        lines.append(f"route {route.network_address} {route.netmask}")
    authority = _named(config, "ca", entry["caref"])
    lines.append(f"capath {_capath(b64decode(authority['crt']), folder)}")
    certificate = _named(config, "cert", entry["certref"])
    for directive, data in (("cert", certificate["crt"]), ("key", certificate["prv"])):
        lines.append(_keyfile(folder, directive, data))
    if role == "server":
        lines.append(f"dh {_parameters(entry['dh_length'], folder)}")
    if entry["tls"]:
        assert entry["tls_type"] == "crypt"
        lines.append(_keyfile(folder, "tls-crypt", entry["tls"]))
    lines += [f"data-ciphers {entry['data_ciphers'].replace(',', ':')}"]
    lines += [f"data-ciphers-fallback {entry['data_ciphers_fallback']}"]
    lines += [f"allow-compression {entry['allow_compression']}"] if entry["allow_compression"] else []
    lines += ["passtos"] if entry["passtos"] else []
    lines += ["resolv-retry infinite"] if role == "client" else []
    lines += [option for option in entry["custom_options"].split(";") if option]
    path = folder / "config.ovpn"
    path.write_text("\n".join(lines) + "\n", "ascii")
    return path


def _named(config: dict[str, Any], section: str, refid: str) -> Entry:
    (found,) = [entry for entry in listed(config, section) if entry["refid"] == refid]
    return found


def _keyfile(folder: Path, directive: str, data: str) -> str:
    path = folder / directive
    path.write_bytes(b64decode(data, validate=True))
    path.chmod(0o600)
    return f"{directive} {path}"


def _capath(pem: bytes, folder: Path) -> Path:
    """A folder in which OpenSSL finds the authority by the hash of its subject."""
    words = ["openssl", "x509", "-hash", "-noout"]
    hashed = subprocess.run(words, input=pem, capture_output=True, check=True).stdout.decode().strip()
    path = folder / "ca"
    path.mkdir()
    (path / f"{hashed}.0").write_bytes(pem)
    return path


def _parameters(length: str, folder: Path) -> Path:
    """Stands for the file that pfSense ships, /etc/dh-parameters.2048; the quick kind, unused with TLS 1.3."""
    path = folder / "dh"
    words = ["openssl", "dhparam", "-dsaparam", "-out", str(path), length]
    subprocess.run(words, capture_output=True, check=True)
    return path
