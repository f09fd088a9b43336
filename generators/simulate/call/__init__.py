"""Who would ring: plays one call on the Estate, decision by decision, each with the line of YAML behind it.

It reads the Estate alone, never a generated file and never a target, so that it can be held against what a real
PBX does with the generated files. `trace` plays a call, `question` makes one from words as typed, `who_rings` and
`what_if` give the matrix of all public numbers and of all that can fail.

| to change                                            | open          |
|------------------------------------------------------|---------------|
| where a call begins: what is dialled, our numbers    | `walk.py`     |
| what a call to a line, group, menu … does            | `inside.py`   |
| which phones a line rings, who a caller is, failures | `desks.py`    |
| what a dialled number is                             | `numbers.py`  |
| calls to the outside, emergencies                    | `outside.py`  |
| feature codes                                        | `codes.py`    |
| opening hours                                        | `hours.py`    |
| `--from`, `--state`, `--down` … as typed             | `ask.py`      |
| the rows of the pages                                | `matrix.py`   |

What it takes for granted, where the contract says nothing:

- A number is first an emergency number, then an extension, then a code, then a number of the country's plan; of
  several patterns the more exact one counts, digit by digit. `+` stands for the international prefix, and our own
  country dialled the long way is a national number, with that class's permission.
- A line whose phones are all busy or unreachable is busy if one of them is busy, unreachable otherwise. While
  one of its phones is free, that one rings.
- A person calls from the desk where they are logged in, else from the phone that has the line on its lowest button.
- Somebody who logs in takes the first button of a phone; its other buttons stay whose they were. The guest's own
  phones go on ringing.
- A forward set by code is held to the permissions of the line that is forwarded; one written in the source is not.
  It also holds for calls from outside: who sets it wants just these.
- A call is forwarded eight times at most; then the line that would forward it rings. Only codes can make a circle.
- A group whose members may not ring (all in do-not-disturb, or without a phone) goes straight to its `then`; without
  one the caller hears that nobody can be reached.
- After a group without `then`, the caller learns how it ended with the last member.
- Colleagues always see who calls: a number is withheld from the outside only. An emergency call withholds nothing.
- A trunk that does not own the number shown shows one of its own: the number of the PBX's site if it has it, else
  its lowest. Emergency calls show the site's number on every trunk.
- A call that came in by a trunk takes a channel of it; a leg back to the outside needs another one there, besides the
  one for emergencies, or goes by the next trunk. So does each of several contacts that ring together.
- A trunk that is full takes an emergency call all the same: one channel is kept for it, where there are several.
- A call to our own public number goes out and comes in again, as the provider sees fit.
- Intercom reaches lines only, is not forwarded and leaves no message; directed pickup needs a team in common, or the
  same site.
- A menu or mailbox answers: what comes after it in the chain is for callers who choose nothing.

May import: `generators.estate`.
"""

from __future__ import annotations

from generators.simulate.call.ask import Unknown, question
from generators.simulate.call.matrix import WhatIf, WhoRings, what_if, who_rings
from generators.simulate.call.records import (
    Attempt,
    Call,
    Caller,
    End,
    Ending,
    Hears,
    Leg,
    Outcome,
    Ringing,
    Rings,
    Stage,
    State,
    Step,
    When,
)
from generators.simulate.call.walk import trace

__all__ = [
    "Attempt",
    "Call",
    "Caller",
    "End",
    "Ending",
    "Hears",
    "Leg",
    "Outcome",
    "Ringing",
    "Rings",
    "Stage",
    "State",
    "Step",
    "Unknown",
    "WhatIf",
    "When",
    "WhoRings",
    "question",
    "trace",
    "what_if",
    "who_rings",
]
