"""Which XiVO or Wazo it is: driver, names of variables, formats of the user import.

XiVO changed its import with 15.20; Wazo is XiVO from 16.16 on, changed from chan_sip to chan_pjsip with 19.12 and
renamed the dialplan's variables with 24.02 (XIVO-DOC, upgrade notes). xivo.solutions numbers its releases by year;
its notes of 2022.05 hold a page on the change to chan_pjsip, the first release with it is not confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.places import Server

IMPORT_BY_COMMA = (15, 20)
WAZO_PJSIP = (19, 12)
WAZO_VARIABLES = (24, 2)
YEARS = 2000  # a release of xivo.solutions begins with the year
SOLUTIONS_PJSIP = (2022, 5)


@dataclass(frozen=True)
class Contexts:
    """The product's own contexts. Current Wazo names them by tenant: the sheet says how to put yours in."""

    internal: str = "default"
    incoming: str = "from-extern"
    outgoing: str = "to-extern"


@dataclass(frozen=True)
class Flavour:
    """`title` with the release as far as it is known; `pjsip` the driver; `variables` the prefix of names.

    `old_import` asks for the file with bars, `entity` for the columns of XiVO that Wazo dropped.
    """

    title: str
    wazo: bool
    pjsip: bool
    variables: str
    old_import: bool
    entity: bool
    contexts: Contexts = Contexts()

    @property
    def technology(self) -> str:
        """The channel driver as Dial names it."""
        return "PJSIP" if self.pjsip else "SIP"


def flavour(pbx: Server) -> Flavour:
    """The flavour of `pbx`: Wazo if it is one, else XiVO; a release left out stands for all that may be meant."""
    release = tuple(int(part) for part in pbx.release.split(".")) if pbx.release else ()
    if pbx.product == "wazo":
        return Flavour(
            title=f"Wazo {pbx.release}".strip(),
            wazo=True,
            pjsip=not release or release >= WAZO_PJSIP,
            # Current releases still understand the old names around subroutines, old ones know no new name.
            variables="WAZO" if release >= WAZO_VARIABLES else "XIVO",
            old_import=False,
            entity=False,
        )
    known = release if pbx.product == "xivo" else ()
    return Flavour(
        title=f"XiVO {pbx.release if known else ''}".strip(),
        wazo=False,
        pjsip=known >= SOLUTIONS_PJSIP and known >= (YEARS,),
        variables="XIVO",
        old_import=known < IMPORT_BY_COMMA,
        entity=True,
    )
