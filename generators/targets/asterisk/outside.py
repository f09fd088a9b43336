"""The outer half of `extensions.conf`: who may call what, over which trunk, and emergency calls."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.dialing import Country, RuleKind, rule_kind
from generators.estate.estate import Estate
from generators.estate.telephony import Trunk
from generators.estate.values import PhoneNumber
from generators.targets.asterisk import names
from generators.targets.asterisk.dialects import Dialect

# What a phone sends is the caller's own text: an open pattern takes any character, and Dial gives `&`, `@` and `,` a
# meaning. Where a pattern is open, only digits go on.
DIGITS = "${{FILTER(0-9,{})}}"


@dataclass(frozen=True)
class Callers:
    """The phones of a site."""

    context: str
    title: str
    emergency: str


@dataclass(frozen=True)
class Jump:
    """An extension and the place its calls go to."""

    exten: str
    target: str


@dataclass(frozen=True)
class Plan:
    """The number plan as one set of permissions opens it. `classes` are the open ones, for the comment."""

    context: str
    classes: tuple[str, ...]
    jumps: tuple[Jump, ...]


@dataclass(frozen=True)
class Emergency:
    """The emergency numbers as the phones of one site reach them."""

    context: str
    title: str
    jumps: tuple[Jump, ...]


@dataclass(frozen=True)
class Way:
    """A trunk, as calls to the outside use it.

    `limit` is the count of calls above which ordinary calls are refused. `number` turns `${EXTEN}`,
    digits with country code, into the provider's spelling; `shown` is the number an ordinary call
    presents, `shown_emergency` the first argument of the subroutine. `device` is what Dial calls, `direct` the same
    for a provider that counts as unreachable.
    """

    id: str
    name: str
    title: str
    domain: str
    channels: int
    limit: int
    number: str
    shown: str
    shown_emergency: str
    device: str
    direct: str


@dataclass(frozen=True)
class Order:
    """The trunks in the order in which a call tries them: that of its number, `first`, before the others.

    `label` marks the step where this order begins, in parentheses; the usual order needs none. `emergency` is the
    subroutine of emergency calls.
    """

    first: str
    label: str
    title: str
    emergency: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Shown:
    """A number of ours and its trunk: what a call to the outside may show."""

    digits: str
    trunk: str


def callers(estate: Estate) -> tuple[Callers, ...]:
    """One context for each site with phones."""
    used = {e.site.id for e in estate.endpoints}
    return tuple(
        Callers(names.phones_context(s.id), names.words(s.title, s.id), names.emergency_context(s.id))
        for s in estate.sites
        if s.id in used
    )


def shown(estate: Estate) -> tuple[Shown, ...]:
    """Every number of ours."""
    return tuple(Shown(n.number.digits, n.trunk) for n in estate.numbers)


def emergencies(estate: Estate) -> tuple[Emergency, ...]:
    """For each site with phones: every emergency number, with the number of that site and over its trunk."""
    trunk_of = {n.number: n.trunk for n in estate.numbers}
    first = estate.trunks[0].id if estate.trunks else ""
    shown: dict[str, set[PhoneNumber | None]] = {}
    for endpoint in estate.endpoints:
        shown.setdefault(endpoint.site.id, set()).add(endpoint.emergency)
    out = []
    for site, numbers in sorted(shown.items()):
        if len(numbers) != 1:
            raise ValueError(f"the phones of {site} do not agree on the number of their site")
        number = numbers.pop()
        context = names.emergency_order(trunk_of.get(number, first) if number is not None else first)
        digits = number.digits if number is not None else ""
        jumps = tuple(Jump(n.number, f"Gosub({context},{n.number},1({digits}))") for n in estate.country.emergency)
        out.append(Emergency(names.emergency_context(site), names.words(estate.site[site].title, site), jumps))
    return tuple(out)


def plans(estate: Estate) -> tuple[Plan, ...]:
    """The number plan, once for each set of permissions in use.

    Closed classes stand in it too: within a context the most specific pattern wins, so a surcharged number
    inside a wider open pattern is refused, and the log says so.
    """
    sets = {line.permissions for line in estate.lines}
    return tuple(sorted((_plan(estate, s) for s in sets), key=lambda p: p.context))


def _plan(estate: Estate, permissions: frozenset[str]) -> Plan:
    country = estate.country
    table = {}
    for group in country.classes:
        for pattern in group.patterns:
            closed = f"refused,{_safe(pattern)},1"
            table[_exten(pattern)] = _dial(country, pattern) if group.id in permissions else closed
    prefix = country.international_prefix
    own = prefix + country.calling_code
    # Our own country dialled the long way is a national call, with the permission that one needs.
    table[f"_{own}."] = country.trunk_prefix + DIGITS.format(f"${{EXTEN:{len(own)}}}") + ",1"
    table["_+X."] = prefix + DIGITS.format("${EXTEN:1}") + ",1"
    return Plan(
        context=names.outbound_context(country, permissions),
        classes=tuple(sorted(permissions)),
        jumps=tuple(Jump(exten, f"Goto({target})") for exten, target in sorted(table.items())),
    )


def _exten(pattern: str) -> str:
    return f"_{pattern}" if set(pattern) & set("XZN.") else pattern


def _safe(pattern: str) -> str:
    return DIGITS.format("${EXTEN}") if pattern.endswith(".") else "${EXTEN}"


def _dial(country: Country, pattern: str) -> str:
    """Where a number that fits `pattern` goes: as digits with country code, or, if short, as dialled."""
    kind = rule_kind(country, pattern)
    if kind is RuleKind.INTERNATIONAL:
        return f"dial-out,{DIGITS.format(f'${{EXTEN:{len(country.international_prefix)}}}')},1"
    if kind is RuleKind.NATIONAL:
        number = f"${{EXTEN:{len(country.trunk_prefix)}}}"
        return f"dial-out,{country.calling_code}{DIGITS.format(number) if pattern.endswith('.') else number},1"
    return f"dial-short,{_safe(pattern)},1"


def orders(estate: Estate, dialect: Dialect) -> tuple[Order, ...]:
    """For each trunk the order that begins with it; the usual one first. One without any trunk if there is none.

    A provider refuses, or replaces, a number that is another provider's: so a call leaves by its number's trunk.
    """
    ways = tuple(_way(estate, dialect, trunk) for trunk in estate.trunks)
    if not ways:
        return (Order("", "", "no trunk", names.emergency_order(""), ()),)
    out = []
    for way in ways:
        tried = (way, *(x for x in ways if x is not way))
        label = f"({way.id})" if way is not ways[0] else ""
        out.append(Order(way.id, label, " then ".join(x.id for x in tried), names.emergency_order(way.id), tried))
    return tuple(out)


def _way(estate: Estate, dialect: Dialect, trunk: Trunk) -> Way:
    form, country = trunk.outbound_format, estate.country
    # For a call that presents no number of this trunk: another trunk's, come here because that one failed, or
    # none at all, such as a caller transferred to the outside.
    own = [n.number for n in estate.numbers if n.trunk == trunk.id]
    home = estate.site[estate.pbx.site].number
    usual = home if home in own else next(iter(own), None)
    fallback = _literal(country, form, usual.digits) if usual is not None else names.plain(trunk.account)
    ours = f"${{DIALPLAN_EXISTS({names.numbers_context(trunk)},+${{TONALITE_PRESENTED}},1)}}"
    return Way(
        id=trunk.id,
        name=names.trunk_name(trunk),
        title=names.words(trunk.provider.title, trunk.id),
        domain=names.plain(trunk.domain),
        channels=trunk.channels,
        limit=trunk.channels - 1 if trunk.channels > 1 else trunk.channels,
        number=_spelt(country, form, "EXTEN"),
        shown=f"${{IF({ours}?{_spelt(country, form, 'TONALITE_PRESENTED')}:{fallback})}}",
        shown_emergency=_spelt(country, form, "ARG1"),
        device=dialect.trunk(names.trunk_name(trunk)),
        direct=dialect.direct(names.trunk_name(trunk), names.plain(trunk.domain)),
    )


def _spelt(country: Country, form: str, variable: str) -> str:
    """An expression: the digits with country code in `variable`, as the provider wants them written."""
    if form == "e164":
        return f"+${{{variable}}}"
    if form == "00":
        return f"00${{{variable}}}"
    code = country.calling_code
    national = f"{country.trunk_prefix}${{{variable}:{len(code)}}}"
    abroad = f"{country.international_prefix}${{{variable}}}"
    return f'${{IF($["${{{variable}:0:{len(code)}}}" = "{code}"]?{national}:{abroad})}}'


def _literal(country: Country, form: str, digits: str) -> str:
    """The same for digits that are known now."""
    if form == "national" and digits.startswith(country.calling_code):
        return country.trunk_prefix + digits[len(country.calling_code) :]
    return {"e164": "+", "00": "00", "national": country.international_prefix}[form] + digits
