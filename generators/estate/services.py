"""Where a phone finds the directory and the services menu: one place for what settings say and what files are named.

The pages are XML objects below the TFTP root, given by HTTP from the provisioning server. A page names others by
absolute URLs, so there is one set a language and an address by which phones reach that server:
`services/fr/10.42.20.10/directory.xml`. A site whose own router serves its files has no such server: its address
is "", and so are its URLs.
"""

from __future__ import annotations

from generators.estate.places import Server, Site, Way

__all__ = [
    "DIRECTORY",
    "ROOT",
    "SERVICES",
    "URL_MOST",
    "directory_url",
    "folder",
    "http_address",
    "page_url",
    "services_url",
]

ROOT = "services"  # below the TFTP root
DIRECTORY = "directory.xml"
SERVICES = "services.xml"
URL_MOST = 127  # characters; a 7940/7960 takes less than 128 (SAG8: services_url, directory_url)
WAYS = (Way.LOCAL, Way.VPN)  # names and numbers do not cross the Internet in clear


def directory_url(site: Site, provisioning: Server, language: str) -> str:
    """What the directories key of a phone at `site` opens; "" where the phone has no HTTP server to ask.

    `language` is one of the organization's. At most `URL_MOST` characters, ASCII.
    """
    return _start(site, provisioning, language, DIRECTORY)


def services_url(site: Site, provisioning: Server, language: str) -> str:
    """What the services key opens; otherwise as `directory_url`."""
    return _start(site, provisioning, language, SERVICES)


def _start(site: Site, provisioning: Server, language: str, name: str) -> str:
    address = http_address(site)
    return page_url(provisioning, address, language, name) if address else ""


def http_address(site: Site) -> str:
    """The address at which phones of `site` reach the HTTP server, or "" (also for a site without phones)."""
    reach = site.reach.get("provisioning")
    return str(reach.address) if reach is not None and reach.way in WAYS else ""


def folder(language: str, address: str) -> str:
    """The folder of a set of pages, relative to the TFTP root: `services/fr/10.42.20.10`."""
    return f"{ROOT}/{language}/{address}"


def page_url(provisioning: Server, address: str, language: str, name: str) -> str:
    """The absolute URL of the page `name` of a set."""
    return f"http://{address}:{provisioning.ports['http']}/{folder(language, address)}/{name}"
