"""The time zones a 7941 or sibling knows, by their exact names (UCM, SEPMAC.cnf.xml). Each brings its own rule."""

from __future__ import annotations

_BOTH = """Alaskan|Pacific|Mountain|Central|Mexico|Eastern|Atlantic|Newfoundland|E. South America|Mid-Atlantic|Azores
GMT|W. Europe|GTB|Egypt|E. Europe|Romance|Central Europe|Jerusalem|Russian|Iran|Caucasus|China|Cen. Australia
AUS Eastern|New Zealand"""
_STANDARD = """Dateline|Samoa|Hawaiian|US Mountain|Canada Central|SA Pacific|US Eastern|SA Western|Pacific SA|SA Eastern
Greenwich|South Africa|Saudi Arabia|Arabian|Afghanistan|West Asia|Ekaterinburg|India|Central Asia|SE Asia|Taipei|Tokyo
AUS Central|E. Australia|West Pacific|Tasmania|Central Pacific|Fiji"""

ZONES = frozenset(
    [f"{name} Standard/Daylight Time" for name in _BOTH.replace("\n", "|").split("|")]
    + [f"{name} Standard Time" for name in _STANDARD.replace("\n", "|").split("|")]
    + ["Pacific SA Daylight Time"]
)
