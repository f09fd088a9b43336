"""What follows from the source: the resolved installation, as frozen dataclasses.

Imports: the standard library, `problems`, `source` (typed values only) and `catalog`; never a target.
Start reading at `estate.py` (the whole), then `places.py`, `telephony.py`, `dialing.py`, `values.py`.
`resolve.py` makes it: `rules/` checks, `masking.py` hides, `build_*.py` build, `dialrules.py` derives.
"""
