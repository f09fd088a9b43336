"""Destinations as this product takes them."""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.spellings import dialled
from generators.estate.telephony import Destination, Kind, Number, Trunk

HANGUP = "app-blackhole,hangup,1"


def trunk_name(trunk: Trunk) -> str:
    """The trunk's name in the product, and so that of its endpoint."""
    return f"trunk-{trunk.id}"


def target(estate: Estate, destination: Destination | None) -> str:
    """Where a call goes on, as the product writes destinations: `context,extension,priority`, all lower case."""
    if destination is None:
        return HANGUP
    extension = estate.extension_of(destination)
    if destination.kind is Kind.CONTACT:
        return f"tonalite-contacts,{dialled(estate, estate.contact[destination.id].number)},1"
    return {
        Kind.LINE: f"from-did-direct,{extension},1",
        Kind.GROUP: f"ext-group,{extension},1",
        Kind.MAILBOX: f"ext-local,vmu{extension},1",  # u: with the greeting for nobody there
        Kind.MENU: f"tonalite-menus,{extension},1",
        Kind.CONFERENCE: f"ext-meetme,{extension},1",
    }[destination.kind]


def entrance(estate: Estate, number: Number) -> str:
    """Where a call for a public number goes first: through its hours, if it has any."""
    if number.schedule is not None:
        return f"tonalite-hours,{dialled(estate, number.number)},1"
    return target(estate, number.to)
