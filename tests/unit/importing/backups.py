"""Backups of pfSense written by hand in the documented shape, with a marked secret in every place that holds one."""

from __future__ import annotations

SECRET = "S3cretMarker"

AGENCY = f"""<?xml version="1.0"?>
<pfsense>
	<version>23.3</version>
	<lastchange></lastchange>
	<system>
		<hostname>agence-lyon</hostname>
		<domain>nyxd.example</domain>
		<user>
			<name>admin</name>
			<bcrypt-hash>{SECRET}1</bcrypt-hash>
		</user>
	</system>
	<interfaces>
		<wan><enable></enable><if>em0</if><ipaddr>203.0.113.40</ipaddr><subnet>24</subnet></wan>
		<lan><enable></enable><if>em1</if><descr><![CDATA[LAN]]></descr><ipaddr>10.42.41.1</ipaddr><subnet>24</subnet></lan>
		<opt1><enable></enable><if>em1.20</if><descr><![CDATA[VOIX]]></descr><ipaddr>10.42.40.1</ipaddr><subnet>25</subnet></opt1>
		<opt2><enable></enable><if>em1.30</if><descr><![CDATA[Invit&eacute;s]]></descr><ipaddr>10.42.43.254</ipaddr><subnet>24</subnet></opt2>
		<opt3><enable></enable><if>ovpnc1</if><descr><![CDATA[SIEGE]]></descr></opt3>
		<opt4><if>em2</if><descr><![CDATA[OLD]]></descr><ipaddr>10.9.0.1</ipaddr><subnet>24</subnet></opt4>
	</interfaces>
	<vlans>
		<vlan><if>em1</if><tag>20</tag><pcp></pcp><descr></descr><vlanif>em1.20</vlanif></vlan>
		<vlan><if>em1</if><tag>30</tag><pcp></pcp><descr></descr><vlanif>em1.30</vlanif></vlan>
	</vlans>
	<dhcpd>
		<lan><enable></enable><range><from>10.42.41.100</from><to>10.42.41.199</to></range>
			<staticmap><mac>00:07:eb:4c:99:99</mac><ipaddr>10.42.41.9</ipaddr><hostname>switch</hostname><descr></descr></staticmap>
			<staticmap><mac>3c:d9:2b:00:00:01</mac><ipaddr>10.42.41.10</ipaddr><hostname>imprimante</hostname></staticmap>
		</lan>
		<opt1>
			<enable></enable>
			<range><from>10.42.40.60</from><to>10.42.40.119</to></range>
			<tftp>10.42.20.10</tftp>
			<ntpserver>10.42.40.1</ntpserver>
			<ddnsdomainkey>{SECRET}2</ddnsdomainkey>
			<staticmap><mac>00:1b:d4:60:20:01</mac><ipaddr>10.42.40.20</ipaddr><hostname>accueil</hostname>
				<descr><![CDATA[7961G-GE de l&apos;accueil]]></descr></staticmap>
			<staticmap><mac>00:07:eb:4c:20:02</mac><ipaddr>10.42.40.21</ipaddr><hostname>SEP0007EB4C2002</hostname>
				<descr><![CDATA[Cisco 7940, bureau "Z"]]></descr></staticmap>
			<staticmap><mac>00:1b:d4:60:20:03</mac><ipaddr>10.42.40.22</ipaddr><hostname>atelier</hostname></staticmap>
			<staticmap><mac>00:1b:d4:60:20:04</mac><ipaddr>10.42.40.70</ipaddr><hostname>p-7941</hostname></staticmap>
			<staticmap><mac>00:1b:d4:60:20:01</mac><ipaddr>10.42.40.23</ipaddr><hostname>encore</hostname></staticmap>
		</opt1>
	</dhcpd>
	<openvpn>
		<openvpn-client>
			<vpnid>1</vpnid><mode>p2p_tls</mode><protocol>UDP4</protocol><server_addr>203.0.113.10</server_addr>
			<server_port>1140</server_port><tunnel_network>10.42.255.40/30</tunnel_network>
			<description><![CDATA[vers le siège]]></description>
			<tls>{SECRET}3</tls><shared_key>{SECRET}4</shared_key><auth_user>{SECRET}5</auth_user><auth_pass>{SECRET}6</auth_pass>
			<custom_options>{SECRET}7</custom_options>
		</openvpn-client>
		<openvpn-server>
			<vpnid>2</vpnid><local_port>1195</local_port><tunnel_network>10.8.0.0/24</tunnel_network>
			<remote_network></remote_network><description><![CDATA[nomades]]></description><tls>{SECRET}8</tls>
		</openvpn-server>
		<openvpn-csc><common_name><![CDATA[antoine]]></common_name><custom_options>{SECRET}9</custom_options></openvpn-csc>
	</openvpn>
	<ipsec>
		<phase1><ikeid>1</ikeid><remote-gateway>192.0.2.99</remote-gateway><pre-shared-key>{SECRET}10</pre-shared-key>
			<descr><![CDATA[partenaire]]></descr></phase1>
	</ipsec>
	<filter><rule><descr><![CDATA[x]]></descr></rule><rule></rule></filter>
	<ca><refid>1</refid><crt>{SECRET}11</crt><prv>{SECRET}12</prv></ca>
	<cert><refid>2</refid><prv>{SECRET}13</prv></cert>
	<installedpackages>
		<wireguard>
			<tunnels><item><name>tun_wg0</name><privatekey>{SECRET}14</privatekey></item></tunnels>
			<peers><item><descr>nord</descr><tun>tun_wg0</tun><endpoint>198.51.100.9</endpoint><port>51820</port>
				<publickey>{SECRET}15</publickey><presharedkey>{SECRET}16</presharedkey>
				<allowedips><row><address>10.77.0.0</address><mask>24</mask></row></allowedips></item></peers>
		</wireguard>
		<siproxdusers><config><username>a</username><password>{SECRET}17</password></config></siproxdusers>
	</installedpackages>
</pfsense>
"""

# Everything that an imported site may lean on.
ORGANIZATION = """
organization: {name: Minimal, domain: minimal.example}
servers:
  pbx: {site: siege, address: 10.42.20.10}
  provisioning: {site: siege, address: 10.42.20.10}
  time: {site: siege, address: 10.42.20.1}
sites:
  siege:
    title: Head office
    networks: {voice: {vlan: 20, subnet: 10.42.20.0/24, pool: 100-199}}
    router: {product: pfsense, release: 2.7.2, serves: [time]}
lines:
"""
