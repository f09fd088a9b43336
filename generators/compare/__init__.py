"""What a change of the source changes: two Estates in, a Comparison out. Pure; `tonalite diff` prints it.

| to change                                   | open          |
|---|---|
| which files differ                          | `files.py`    |
| which phones must read their files again    | `phones.py`   |
| what is said in words                       | `words.py`    |
| commands that reload a PBX or tell phones   | `commands.py` |
| the JSON                                    | `report.py`   |
| the unified diff                            | `patch.py`    |

May import the estate and the targets. No password takes part: a Side holds stand-ins.
"""

from __future__ import annotations

from generators.compare.patch import patch
from generators.compare.report import VERSION, Comparison, compare
from generators.compare.sides import Side, side, stand_in

__all__ = ["VERSION", "Comparison", "Side", "compare", "patch", "side", "stand_in"]
