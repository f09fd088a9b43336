"""Limiters: computers get the access to the Internet less what the site's calls may need, so that voice never waits.

Voice itself passes no limiter: a queue would delay it, and the packets of a tunnel cannot be told apart on the WAN.
"""

from __future__ import annotations

from generators.estate.estate import Estate
from generators.estate.places import Site
from generators.estate.voice_rates import VoiceLoad, voice_loads
from generators.targets.pfsense.views import Limiter, Pipes

UP, DOWN = "tel_data_up", "tel_data_down"
# In / Out pipe of a rule on an inside interface: what comes in there goes up (shaper.inc; firewall_rules_edit.php).
PIPES = Pipes(UP, DOWN)


def load_of(estate: Estate, site: Site) -> VoiceLoad | None:
    """The calls that the site's access can carry at a time; None where it carries none, or its rates are not said."""
    if site.uplink.up is None or site.uplink.down is None:
        return None
    return voice_loads(estate).get(site.id)


def limiters(estate: Estate, site: Site) -> tuple[Limiter, ...]:
    """Both limiters of a site; none where `load_of` gives none, or where the calls leave less than 1 kbit/s."""
    load = load_of(estate, site)
    if load is None or site.uplink.up is None or site.uplink.down is None:
        return ()
    rates = [load.left(access) // 1000 for access in (site.uplink.up, site.uplink.down)]
    if min(rates) < 1:
        return ()
    return (
        Limiter(UP, 1, rates[0], site.uplink.up, "limiter_up"),
        Limiter(DOWN, 2, rates[1], site.uplink.down, "limiter_down"),
    )
