"""Firewall > Traffic Shaper > Limiters: the access to the Internet for computers, and the rules that use it."""

from __future__ import annotations

from collections.abc import Iterator

from generators.targets.pfsense.limiters import PIPES, load_of
from generators.targets.pfsense.sheet import Section, Writer
from generators.targets.pfsense.views import Limiter

PATH = "Firewall > Traffic Shaper > Limiters"
KEY = "dnshaper.queue."


def limiters(w: Writer) -> Iterator[Section]:
    """The two limiters; where the calls do not fit the access, the sheet says so instead."""
    load = load_of(w.estate, w.site)
    if load is None:
        return
    calls = " + ".join(f"{leg.calls} x {leg.rate}" for leg in load.legs)
    if not w.plan.limiters:
        if w.plan.data:
            access = min(rate for rate in (w.site.uplink.up, w.site.uplink.down) if rate is not None)
            yield w.section(PATH, "limiters_crowded", calls=calls, voice=load.rate, access=access)
        return
    for limiter in w.plan.limiters:
        yield _limiter(w, limiter, calls)


def rules(w: Writer) -> Iterator[Section]:
    """Which rules are to name them: those by which computers go out, LAN's as delivered among them."""
    if not w.plan.limiters:
        return
    yield w.section(
        "Firewall > Rules",
        "limiter_rules",
        w.row("In / Out pipe: In", PIPES.incoming, "why_pipe_in", "filter.rule.dnpipe"),
        w.row("In / Out pipe: Out", PIPES.outgoing, "why_pipe_out", "filter.rule.pdnpipe"),
        title=w.texts("limiter_rules_title"),
    )


def _limiter(w: Writer, limiter: Limiter, calls: str) -> Section:
    load = load_of(w.estate, w.site)
    assert load is not None
    return w.section(
        PATH,
        "limiters",
        w.said("Enable", "v_checked", "why_limiter_enable", f"{KEY}enabled"),
        w.row("Name", limiter.name, "why_limiter_name", f"{KEY}name"),
        w.row(
            "Bandwidth", limiter.rate, "why_limiter_rate", f"{KEY}bandwidth.item.bw",
            access=limiter.access, calls=calls, voice=load.rate,
        ),
        w.row("Bw type", "Kbit/s", "why_limiter_scale", f"{KEY}bandwidth.item.bwscale"),
        w.row("Mask", "None", "why_limiter_mask", f"{KEY}mask"),
        w.row("Description", w.texts(limiter.text), "why_description", f"{KEY}description"),
        title=limiter.name,
    )  # fmt: skip
