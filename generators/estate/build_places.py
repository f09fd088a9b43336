"""Builds sites and servers from a lawful source."""

from __future__ import annotations

from types import MappingProxyType

from generators.catalog.types import Catalog
from generators.estate.origins import Origins
from generators.estate.places import Network, Reach, Role, Router, Server, Siproxd, Site, Uplink, Way
from generators.estate.values import PhoneNumber
from generators.estate.ways import paths_to, pool_of
from generators.source.schema import places as written
from generators.source.schema.root import Source


class PlacesBuilder:
    """Turns the places of a source into those of an Estate; every reference is known to hold."""

    def __init__(self, source: Source, catalog: Catalog, origins: Origins) -> None:
        self.source = source
        self.catalog = catalog
        self.origins = origins
        self.inhabited = {p.site for p in source.phones.values()}
        servers = (source.servers.pbx, source.servers.provisioning, source.servers.time)
        self._ways = {server.site: paths_to(source.sites, server.site) for server in servers}
        self._ends: dict[str, list[str]] = {key: [] for key in source.sites}
        for key, site in sorted(source.sites.items()):
            if site.link:
                self._ends[key].append(key)
                self._ends[site.link.to].append(key)

    def servers(self) -> MappingProxyType[str, Server]:
        """The servers by name: pbx, provisioning, time."""
        said = self.source.servers
        return MappingProxyType({
            "pbx": Server(
                "pbx",
                said.pbx.site,
                said.pbx.address,
                said.pbx.public,
                tuple(sorted(set(said.pbx.admit))),
                MappingProxyType(
                        {"sip": said.pbx.sip, "rtp_first": said.pbx.rtp[0], "rtp_last": said.pbx.rtp[1]}
                    ),
                said.pbx.product,
                tuple(dict.fromkeys(said.pbx.dialects)),
                self.origins.of("servers", "pbx"),
                release=said.pbx.release or "",
                custom=said.pbx.custom or "",
            ),
            "provisioning": Server(
                "provisioning",
                said.provisioning.site,
                said.provisioning.address,
                None,
                (),
                MappingProxyType({"tftp": said.provisioning.tftp, "http": said.provisioning.http}),
                "",
                (),
                self.origins.of("servers", "provisioning"),
            ),
            "time": Server(
                "time", said.time.site, said.time.address, None, (), MappingProxyType({"ntp": 123}), "", (),
                self.origins.of("servers", "time"),
            ),
        })  # fmt: skip

    def sites(self) -> tuple[Site, ...]:
        """The sites, sorted by id."""
        return tuple(self._site(key, site) for key, site in sorted(self.source.sites.items()))

    def _site(self, key: str, site: written.Site) -> Site:
        networks = tuple(self._network(key, name, n) for name, n in sorted(site.networks.items()))
        return Site(
            id=key,
            title=site.title,
            index=site.index,
            networks=networks,
            router=self._router(key, site),
            uplink=Uplink(site.uplink.address, site.uplink.up, site.uplink.down, site.uplink.mtu),
            siproxd=Siproxd(site.siproxd.port, *site.siproxd.rtp) if site.siproxd else None,
            number=PhoneNumber(site.number) if site.number else None,
            reach=MappingProxyType(self._reach(key, site, networks) if key in self.inhabited else {}),
            links=tuple(self._ends[key]),
            origin=self.origins.of("sites", key),
        )

    def _network(self, key: str, name: str, network: written.Network) -> Network:
        return Network(
            name=name,
            role=Role(network.role or name),
            vlan=network.vlan,
            subnet=network.subnet,
            gateway=network.gateway or network.subnet[1],
            pool=pool_of(network.subnet, network.pool) if network.pool else None,
            origin=self.origins.of("sites", key, "networks", name),
        )

    def _router(self, key: str, site: written.Site) -> Router | None:
        if site.router is None:
            return None
        release = self.catalog.routers[site.router.product][site.router.release]
        origin = self.origins.of("sites", key, "router")
        return Router(site.router.product, release, frozenset(site.router.serves), origin, site.router.ups or "")

    def _reach(self, key: str, site: written.Site, networks: tuple[Network, ...]) -> dict[str, Reach]:
        """How phones get to each server: their own router first, then the site, then links, then the Internet."""
        serves = site.router.serves if site.router else ()
        gateway = next(n.gateway for n in networks if n.role is Role.VOICE)
        said = self.source.servers
        out = {}
        for name, home, address, service in (
            ("pbx", said.pbx.site, said.pbx.address, ""),
            ("provisioning", said.provisioning.site, said.provisioning.address, "tftp"),
            ("time", said.time.site, said.time.address, "time"),
        ):
            links = self._ways[home].get(key)
            if service in serves:
                out[name] = Reach(Way.ROUTER, gateway)
            elif links is not None:
                out[name] = Reach(Way.VPN if links else Way.LOCAL, address, links)
            else:
                assert said.pbx.public is not None  # the laws saw to it
                out[name] = Reach(Way.PUBLIC, said.pbx.public)
        return out
