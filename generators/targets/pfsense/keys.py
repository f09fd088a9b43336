"""Where each setting we write or tell somebody to type was read.

A key is the path of elements in a configuration, areas first; `IF` stands for the key of an interface. Settings
of the sheet that no file carries have the same form: where pfSense keeps them.
"""

from __future__ import annotations

from generators.references import Ref

_ALIAS = Ref("PF-FILTER", "alias-utils.inc, firewall_aliases_edit.php")
_RULE = Ref("PF-FILTER", "firewall_rules_edit.php, filter.inc")
_FORWARD = Ref("PF-FILTER", "firewall_nat.inc, firewall_nat_edit.php")
_OUTBOUND = Ref("PF-FILTER", "firewall_nat_out.inc, firewall_nat_out_edit.php")
_LIMITER = Ref("PF-SOURCE", "shaper.inc, dnpipe_class; firewall_shaper_vinterface.php")
_DHCP = Ref("PF-DHCP", "services_dhcp.php, services.inc")
_MAP = Ref("PF-DHCP", "services_dhcp_edit.php")
_VLAN = Ref("PF-IF", "interfaces_vlan_edit.php")
_IF = Ref("PF-IF", "interfaces.php")
_OVPN = Ref("PF-OPENVPN", "vpn_openvpn_server.php, vpn_openvpn_client.php, openvpn.inc")
_CERT = Ref("PF-OPENVPN", "caref and certref of openvpn.inc; created in the screens")
_WG = Ref("PF-PACKAGES", "WireGuard: wg.inc, vpn_wg_tunnels_edit.php, vpn_wg_peers_edit.php")
_ROUTING = Ref("PF-SOURCE", "system_gateways_edit.php, system_routes_edit.php, gwlb.inc")
_SIPROXD = Ref("PF-PACKAGES", "siproxd: siproxd.xml")
_TFTPD = Ref("PF-PACKAGES", "tftpd: tftpd.xml")
_SYSTEM = Ref("PF-SOURCE", "system_advanced_firewall.php, filter.inc")


# What both ends of a tunnel say.
_TUNNEL = (
    "vpnid description disable mode dev_mode protocol interface local_port custom_options tls tls_type caref certref "
    "remote_cert_tls data_ciphers data_ciphers_fallback digest tunnel_network remote_network allow_compression passtos "
    "ping_method keepalive_interval keepalive_timeout create_gw"
)


def _under(prefix: str, names: str, ref: Ref) -> dict[str, Ref]:
    return {f"{prefix}{name}": ref for name in names.split()}


KEYS: dict[str, Ref] = {
    **_under("", "aliases aliases.alias", _ALIAS),
    **_under("aliases.alias.", "name type address descr detail", _ALIAS),
    **_under("", "filter filter.rule", _RULE),
    **_under(
        "filter.rule.",
        "tracker type interface ipprotocol protocol source source.any source.network source.address "
        "destination destination.any destination.network destination.address destination.port log descr "
        "associated-rule-id",
        _RULE,
    ),
    **_under("filter.rule.", "dnpipe pdnpipe", Ref("PF-FILTER", "firewall_rules_edit.php; shaper.inc")),
    **_under("", "dnshaper dnshaper.queue", _LIMITER),
    **_under(
        "dnshaper.queue.",
        "name number qlimit plr description bandwidth bandwidth.item bandwidth.item.bw bandwidth.item.burst "
        "bandwidth.item.bwscale bandwidth.item.bwsched enabled buckets mask maskbits maskbitsv6 delay",
        _LIMITER,
    ),
    **_under("", "nat nat.rule", _FORWARD),
    **_under(
        "nat.rule.",
        "interface ipprotocol protocol source source.address destination destination.network destination.address "
        "destination.port target local-port natreflection descr associated-rule-id",
        _FORWARD,
    ),
    **_under("nat.outbound", ".mode .rule", _OUTBOUND),
    "nat.outbound": _OUTBOUND,
    **_under(
        "nat.outbound.rule.",
        "interface ipprotocol protocol source source.network sourceport destination destination.any target "
        "target_subnet targetip targetip_subnet poolopts source_hash_key staticnatport descr",
        _OUTBOUND,
    ),
    **_under("", "dhcpd dhcpd.IF", _DHCP),
    **_under(
        "dhcpd.IF.",
        "enable range range.from range.to gateway domain dnsserver ntpserver tftp numberoptions numberoptions.item "
        "numberoptions.item.number numberoptions.item.type numberoptions.item.value",
        _DHCP,
    ),
    **_under("dhcpd.IF.staticmap", ".mac .ipaddr .hostname .descr", _MAP),
    "dhcpd.IF.staticmap": _MAP,
    "dhcpbackend": Ref("PF-DHCP", "services.inc, dhcp_get_backend; system_advanced_network.php"),
    **_under("dhcpd.IF.", "pool denyunknown mac_allow mac_deny", _DHCP),  # read, never written
    **_under("", "dhcpd.IF.custom_kea_config kea kea.custom_kea_config", Ref("PF-DHCP", "services.inc, since 2025-03")),
    **_under("vlans.vlan.", "if tag pcp descr vlanif", _VLAN),
    **_under("", "vlans vlans.vlan interfaces interfaces.IF", _VLAN),
    **_under("interfaces.IF.", "if descr enable ipaddr ipaddrv6 subnet spoofmac gateway blockpriv blockbogons", _IF),
    **_under("", "openvpn openvpn.openvpn-server openvpn.openvpn-client", _OVPN),
    **_under("openvpn.openvpn-server.", f"{_TUNNEL} local_network dh_length cert_depth", _OVPN),
    **_under("openvpn.openvpn-client.", f"{_TUNNEL} server_addr server_port", _OVPN),
    **_under("installedpackages.wireguard.", "tunnels.item peers.item config.enable config.interface_group", _WG),
    **_under(
        "installedpackages.wireguard.tunnels.item.",
        "name enabled descr listenport privatekey publickey mtu addresses",
        _WG,
    ),
    **_under(
        "installedpackages.wireguard.peers.item.",
        "enabled tun descr endpoint port persistentkeepalive publickey presharedkey allowedips",
        _WG,
    ),
    **_under("installedpackages.wireguard.peers.item.allowedips.row.", "address mask descr", _WG),
    "interfaces.IF.mtu": _IF,
    **_under("gateways.", "gateway_item defaultgw4", _ROUTING),
    **_under("gateways.gateway_item.", "interface gateway name weight ipprotocol descr monitor_disable", _ROUTING),
    **_under("staticroutes.", "route route.network route.gateway route.descr", _ROUTING),
    **_under(
        "", "ca ca.refid ca.descr ca.crt cert cert.refid cert.descr cert.type cert.caref cert.crt cert.prv", _CERT
    ),
    **_under(
        "installedpackages.siproxdsettings.config.",
        "sipenable if_inbound if_outbound port hosts_allow_reg rtpenable rtplower rtpupper rtptimeout authentication "
        "outboundproxyhost plugin_stun",
        _SIPROXD,
    ),
    **_under(
        "installedpackages.tftpd.config.",
        "enable tftpd_enable tftpd_ip tftpd_ipv4only tftpd_blocksize tftpd_create tftpd_logging files",
        _TFTPD,
    ),
    **_under(
        "installedpackages.nut.config.", "type name usb_driver", Ref("PF-PACKAGES", "nut: nut.inc, nut_settings.php")
    ),
    "installedpackages.package": Ref("PF-PACKAGES", "package list: nut, siproxd, tftpd"),
    "system.optimization": _SYSTEM,
    "system.timeservers": Ref("PF-SOURCE", "services_ntpd.php, system.inc"),
    **_under("ntpd.", "enable interface", Ref("PF-SOURCE", "services_ntpd.php")),
    "backup.area": Ref("PF-BACKUP", "diag_backup.php, restore_config_section"),
    **_under("unbound.", "enable active_interface", Ref("PF-SOURCE", "services_unbound.php")),  # read, never written
    **_under("unbound.hosts", ".host .domain .ip .descr .aliases", Ref("PF-SOURCE", "services_unbound_host_edit.php")),
    "unbound.hosts": Ref("PF-SOURCE", "services_unbound_host_edit.php"),
    "system.webgui.noantilockout": Ref("PF-SOURCE", "system_advanced_admin.php, filter.inc"),
    "version": Ref("PF-SOURCE", "globals.inc, latest_config"),
}
