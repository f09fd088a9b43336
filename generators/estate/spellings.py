"""Our numbers as others take them: spelt for a provider, dialled at home, and which one stands for a call.

For the products that keep numbers of their own: what the files for Asterisk itself say is in their target.
"""

from __future__ import annotations

from generators.estate.dialing import to_national
from generators.estate.estate import Estate
from generators.estate.telephony import Line, Number, Trunk
from generators.estate.values import PhoneNumber


def spelt(estate: Estate, form: str, number: PhoneNumber) -> str:
    """`number` as a provider of outbound format `form` wants it: +33…, 0033… or 01…."""
    country = estate.country
    if form == "e164":
        return number.e164
    if form == "national":
        return to_national(country, number.e164) or country.international_prefix + number.digits
    return "00" + number.digits


def presented(estate: Estate, number: PhoneNumber) -> str:
    """A number of ours as the trunk it belongs to wants it presented."""
    own = next((n.trunk for n in estate.numbers if n.number == number), None)
    trunk = estate.trunk[own] if own is not None else estate.trunks[0]
    return spelt(estate, trunk.outbound_format, number)


def dialled(estate: Estate, number: PhoneNumber) -> str:
    """A number in one spelling: as dialled at home, else with the international prefix."""
    return to_national(estate.country, number.e164) or estate.country.international_prefix + number.digits


def main_number(estate: Estate, trunk: Trunk) -> Number | None:
    """Where a call goes that names no number but the trunk's account: the account's own, else the lowest."""
    own = [n for n in estate.numbers if n.trunk == trunk.id]
    digits = trunk.account.lstrip("+0")
    return next((n for n in own if n.number.digits == digits), next(iter(own), None))


def house_number(estate: Estate) -> PhoneNumber | None:
    """What a call shows of which nothing better is known: the number of the PBX's site, else our lowest one."""
    return estate.site[estate.pbx.site].number or next((n.number for n in estate.numbers), None)


def shown_by_line(estate: Estate, line: Line) -> PhoneNumber | None:
    """What the line's calls show: its own number, else that of its first phone's site; None without a trunk."""
    if not estate.trunks:
        return None
    first = next(iter(estate.endpoints_of_line[line.id]), None)
    return line.presented or (first.presented if first is not None else house_number(estate))
