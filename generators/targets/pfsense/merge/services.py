"""Services: the clock, and the packages siproxd and tftpd where they are installed."""

from __future__ import annotations

from generators.targets.pfsense.flows import served_by_router
from generators.targets.pfsense.merge.document import Document
from generators.targets.pfsense.merge.edits import ensure, set_fields
from generators.targets.pfsense.merge.findings import Kind
from generators.targets.pfsense.merge.work import Work
from generators.targets.pfsense.screens.services import TFTP_BLOCK, UPS_NAME
from generators.targets.pfsense.write import Element, plain


def clock(work: Work, doc: Document) -> Document:
    """Where phones take the time from the router: its service on, and listening on their interface."""
    voice = work.plan.voice
    if voice is None or "time" not in served_by_router(work.estate, work.site):
        return doc
    fields = []
    if doc.root.value("ntpd/enable").strip() == "disabled":
        work.findings.tell(Kind.DIFFERENT, "ntpd.enable", "the NTP server is switched off, phones ask it the time")
        fields.append(Element("enable", "enabled"))
    listens = [key for key in doc.root.value("ntpd/interface").split(",") if key.strip()]
    if listens and voice.key not in listens:  # none chosen means all
        text = f"the NTP server listens on {', '.join(listens)}, not on the phones' interface {voice.key}"
        work.findings.tell(Kind.DIFFERENT, "ntpd.interface", text)
        fields.append(Element("interface", plain(",".join([*listens, voice.key]))))
    parent = doc.root.find("ntpd")
    return doc if parent is None or not fields else doc.with_edits(set_fields(doc, parent, fields))


def siproxd(work: Work, doc: Document) -> Document:
    """The SIP proxy of a site without VPN; where it only does harm, that is said."""
    proxy, voice = work.site.siproxd, work.plan.voice
    if voice is None:
        return doc
    if proxy is None:
        there = doc.root.find("installedpackages/siproxdsettings/config")
        if there is not None and there.value("sipenable") == "on" and there.value("if_inbound") == voice.key:
            text = "siproxd runs on the phones' interface and takes their SIP packets; they reach the PBX without it"
            work.findings.tell(
                Kind.BY_HAND, "installedpackages.siproxdsettings.config.sipenable", text + ": disable it"
            )
        return doc
    fields = {
        "sipenable": "on",
        "if_inbound": voice.key,
        "if_outbound": "wan",
        "port": str(proxy.port),
        "hosts_allow_reg": str(voice.network.subnet),
        "rtpenable": "1",
        "rtplower": str(proxy.rtp_first),
        "rtpupper": str(proxy.rtp_last),
    }
    return _package(work, doc, "siproxd", "siproxdsettings", fields, ("authentication", "plugin_stun"))


def tftpd(work: Work, doc: Document) -> Document:
    """The TFTP server of a router that serves the phones' files itself."""
    voice = work.plan.voice
    if voice is None or "tftp" not in served_by_router(work.estate, work.site):
        return doc
    there = doc.root.find("installedpackages/tftpd/config")
    older = there is not None and there.has("tftpd_enable") and not there.has("enable")
    fields = {
        "tftpd_enable" if older else "enable": "on",
        "tftpd_ip": str(voice.network.gateway),
        "tftpd_ipv4only": "on",
        "tftpd_blocksize": str(TFTP_BLOCK),
        "tftpd_logging": "on",
    }
    return _package(work, doc, "tftpd", "tftpd", fields, ("tftpd_create",))


def ups(work: Work, doc: Document) -> Document:
    """The UPS on the router's USB socket; a name that it has there already stays."""
    driver = work.site.router.ups if work.site.router is not None else ""
    if not driver:
        return doc
    name = doc.root.value("installedpackages/nut/config/name") or UPS_NAME
    fields = {"type": "local_usb", "name": name, "usb_driver": driver}
    return _package(work, doc, "nut", "nut", fields, ())


def _package(
    work: Work, doc: Document, package: str, section: str, fields: dict[str, str], off: tuple[str, ...]
) -> Document:
    """Settings of a package that is installed; its other settings stay. Names in `off` are boxes to be unchecked."""
    packages = doc.root.find("installedpackages")
    installed = {p.value("name").lower() for p in packages.all("package")} if packages is not None else set()
    if package not in installed:
        text = f"the package {package} is not installed; install it (System > Package Manager), then take a new backup"
        work.findings.tell(Kind.BY_HAND, "installedpackages.package", text)
        return doc
    path = f"installedpackages/{section}/config"
    doc = ensure(doc, path)
    parent = doc.root.find(path)
    assert parent is not None
    wanted = [Element(name, plain(value)) for name, value in fields.items()]
    wanted += [Element(name) for name in off if parent.value(name)]
    for element in wanted:
        there = parent.value(element.name)
        if there != element.value:
            setting = f"installedpackages.{section}.config.{element.name}"
            said = f"{package}: {element.name} is {there or 'not set'}, should be {element.value or 'not set'}"
            work.findings.tell(Kind.DIFFERENT if there else Kind.MISSING, setting, said)
    return doc.with_edits(set_fields(doc, parent, wanted))
