"""What is asked of the tracer, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generators.estate.telephony import Destination, Endpoint, Line, Trunk
from generators.estate.values import Origin, PhoneNumber


class When(StrEnum):
    """What a forward waits for."""

    ALWAYS = "forward"
    BUSY = "forward-busy"
    NO_ANSWER = "forward-no-answer"


@dataclass(frozen=True)
class State:
    """How things stand beyond the source, all by id.

    `forwards` are those set by code, as (when, line, number dialled). `busy` holds lines and phones, `away` phones
    that are not registered, `answers` phones where somebody takes the call. `logins` are (person, phone), `last`
    (group, the member that it tried first the last time), `pressed` (menu, digit). `full` are trunks whose ordinary
    channels are taken; what is down is out of order as a whole.
    """

    forwards: tuple[tuple[When, str, str], ...] = ()
    dnd: frozenset[str] = frozenset()
    night: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    logins: tuple[tuple[str, str], ...] = ()
    last: tuple[tuple[str, str], ...] = ()
    pressed: tuple[tuple[str, str], ...] = ()
    full: frozenset[str] = frozenset()
    trunks_down: frozenset[str] = frozenset()
    links_down: frozenset[str] = frozenset()
    sites_down: frozenset[str] = frozenset()
    pbx_down: bool = False

    def forward(self, when: When, line: str) -> str:
        """The number that a code forwards `line` to; empty without one. The last one set counts."""
        return next((to for w, x, to in reversed(self.forwards) if (w, x) == (when, line)), "")


@dataclass(frozen=True)
class Caller:
    """Who calls: a line at an endpoint (`line` is the guest's where one is logged in), or somebody by a trunk.

    `name` and `number` are what colleagues see; both empty for a caller who withholds the number.
    """

    name: str
    number: str
    endpoint: Endpoint | None = None
    line: Line | None = None
    trunk: Trunk | None = None

    @property
    def guest(self) -> bool:
        """Whether a hot-desk guest calls from somebody else's phone."""
        return self.endpoint is not None and self.line is not None and self.endpoint.line.id != self.line.id


@dataclass(frozen=True)
class Call:
    """A call: `number` as dialled (blanks and dots left out), `at` with its time zone."""

    caller: Caller
    number: str
    at: datetime
    state: State = State()


@dataclass(frozen=True)
class Step:
    """A decision: what was decided, and the line of the source that made it so."""

    text: str
    origin: Origin | None


@dataclass(frozen=True, order=True)
class Ringing:
    """A phone that rings, by the line it rings for; `account` is its SIP account."""

    phone: str
    line: str
    account: str

    def __str__(self) -> str:
        return f"{self.phone}/{self.line}"


@dataclass(frozen=True)
class Attempt:
    """A call on one trunk: the number and what is shown, as that provider has them written."""

    trunk: str
    dialled: str
    shown: str


@dataclass(frozen=True)
class Leg:
    """A way out: the trunks in the order tried, each only if the one before refuses the call.

    `number` is E.164, or a short number as dialled; `shown` is one of ours; `withheld` hides it from who is called.
    """

    number: str
    shown: PhoneNumber | None
    withheld: bool
    emergency: bool
    contact: str | None
    attempts: tuple[Attempt, ...]

    def __str__(self) -> str:
        """`ovh:0033639980001<0033199000100|…`; `<-` instead of `<` where the number is withheld."""
        mark = "<-" if self.withheld else "<"
        return "|".join(f"{a.trunk}:{a.dialled}{mark}{a.shown}" for a in self.attempts)


@dataclass(frozen=True)
class Rings:
    """These ring together, for `seconds` (None: until somebody gives up). `speaks`: the phone answers by itself."""

    phones: tuple[Ringing, ...]
    legs: tuple[Leg, ...]
    seconds: int | None
    speaks: bool = False

    def __str__(self) -> str:
        who = "+".join(map(str, (*self.phones, *self.legs)))
        if self.speaks:
            return f"speak {who}"
        verb = "ring" if self.phones else ("emergency" if any(x.emergency for x in self.legs) else "out")
        return f"{verb} {who}" + (f" {self.seconds}" if self.seconds is not None else "")


@dataclass(frozen=True)
class Hears:
    """A menu: `repeats` times its greeting and `wait` seconds; each choice with where it leads, stage by stage."""

    menu: str
    wait: int
    repeats: int
    choices: tuple[tuple[str, Destination, tuple[Stage, ...]], ...]

    def __str__(self) -> str:
        return f"menu {self.menu}"


class Ending(StrEnum):
    """How a call ends when nobody has taken it."""

    ANSWERED = "answered"  # somebody took it
    OUTSIDE = "outside"  # it is with the other end's operator
    BOX = "box"  # a message can be left
    CONFERENCE = "conference"
    VOICEMAIL = "voicemail"  # somebody listens to their own messages
    CODE = "code"
    PARKED = "parked"
    PICKUP = "pickup"
    BUSY = "busy"
    NO_ANSWER = "no answer"
    UNREACHABLE = "unreachable"
    CONGESTION = "congestion"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ENDED = "ended"  # the PBX hangs up
    LOST = "lost"  # it never gets to the PBX


@dataclass(frozen=True)
class End:
    """The end: `what` it concerns (a mailbox, a class of numbers …), `how` more of it (b: busy greeting …)."""

    kind: Ending
    what: str = ""
    how: str = ""

    def __str__(self) -> str:
        return " ".join(x for x in (self.kind.value, self.what, self.how) if x)


Stage = Rings | Hears | End


@dataclass(frozen=True)
class Outcome:
    """What becomes of a call: the decisions, and what happens one after the other while nobody takes it.

    `stages` always ends with an End.
    """

    call: Call
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]

    @property
    def end(self) -> End:
        """How it ends if nobody takes it."""
        last = self.stages[-1]
        assert isinstance(last, End)
        return last

    @property
    def rings(self) -> bool:
        """Whether it gets to somebody or something: a phone, the outside, a mailbox, a menu, a conference."""
        reached = (Ending.ANSWERED, Ending.OUTSIDE, Ending.BOX, Ending.CONFERENCE)
        return any(not isinstance(s, End) for s in self.stages) or self.end.kind in reached

    @property
    def brief(self) -> str:
        """The stages in one line, such as `ring p1/anne+p2/anne 25; box anne u`."""
        return brief(self.stages)


def brief(stages: tuple[Stage, ...]) -> str:
    """Stages in one line. That a call outside is now with another operator goes without saying."""
    told = [s for s in stages if not (isinstance(s, End) and s.kind is Ending.OUTSIDE)]
    return "; ".join(map(str, told))
