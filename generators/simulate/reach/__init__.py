"""Reachability: what may talk to what, computed from the generated router files.

An independent reader of pfSense's XML and an evaluator of its rules (first match, floating rules, aliases, NAT,
state, default deny); a world of sites, links and the Internet to send packets through; and a list of what telephony
needs, written from the Estate alone. The law: what is needed passes, everything else is dropped.
"""

from generators.simulate.reach.areas import ReachError
from generators.simulate.reach.digest import Line, digest
from generators.simulate.reach.table import Row, reach_rows, reach_table, skipped_rules

__all__ = ["Line", "ReachError", "Row", "digest", "reach_rows", "reach_table", "skipped_rules"]
