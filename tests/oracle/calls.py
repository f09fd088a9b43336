"""Calls and what must become of them, written by hand from the YAML of tests/estates, by no program.

A row: who calls, what is dialled, how things stand (the words of --state; `down=…`, `full=…`, `at=…`, `caller=…` for
the options of that name), and the outcome as `Outcome.brief` writes it. Without `at=` it is Monday 2027-02-08, 10:00.

    ring PHONE/LINE+PHONE/LINE SECONDS     these phones together (and legs outside, after them)
    out TRUNK:NUMBER<SHOWN|TRUNK:…         outside, by the first trunk that takes it; `<-` withholds the number
    box MAILBOX u|b                        a message, after the greeting for absent or busy
"""

from __future__ import annotations

Row = tuple[str, str, str, str]

# What a call of each caller to a mobile number looks like on the three trunks: only the trunk that owns the number
# shows it, another shows one of its own (spare: Lyon's, the lower one; last: Nice's, the lower one).
JEAN_MAIN = "main:0033639985100<{}|spare:0639985100<0353015000|last:+33639985100<+33465715000"
CARLA_MAIN = "main:0033639985101<{}|spare:0639985101<0353015000|last:+33639985101<+33465715000"
OUT_MAIN = "main:0033639980001<{}|spare:0639980001<0353015000|last:+33639980001<+33465715000"
TEAM = "ring paris-1/anne+lyon-1/bruno+paris-2/bruno 20"
BRUNO = "ring lyon-1/bruno+paris-2/bruno 15; no answer"
DESK = "ring lyon-1/lyon-desk+lyon-2/lyon-desk 25; box lyon-desk u"
PARIS_112 = "emergency main:112<0033199005000|spare:112<0199005000|last:112<+33199005000"

EVERY_CALL: tuple[Row, ...] = (
    # ---- lines
    ("anne", "1002", "", BRUNO),
    ("bruno", "1001", "", "ring paris-1/anne 25; box anne u"),
    ("bruno", "1001", "busy:paris-1", "box anne b"),
    ("bruno", "1001", "busy:anne", "box anne b"),
    ("bruno", "1001", "away:paris-1", "box anne u"),
    ("bruno", "1001", "dnd:anne", "box anne b"),
    ("anne", "1002", "busy:paris-2", "ring lyon-1/bruno 15; no answer"),
    ("anne", "1002", "busy:bruno", "busy"),
    ("anne", "1002", "dnd:bruno", "busy"),
    ("anne", "1002", "away:paris-2 away:lyon-1", "unreachable"),
    ("anne", "1002", "busy:paris-2 away:lyon-1", "busy"),
    ("anne", "1002", "answers:lyon-1", "ring lyon-1/bruno+paris-2/bruno 15; answered lyon-1/bruno"),
    ("anne", "1002", "answers:lyon-1 away:lyon-1", "ring paris-2/bruno 15; no answer"),
    ("anne", "1010", "", DESK),
    ("paris-2", "1011", "", "ring nice-1/lift 25; no answer"),
    ("anne", "1099", "", "box night-box u"),
    # ---- forwards of the source
    ("anne", "1003", "", f"ring paris-3/carla 25; out {CARLA_MAIN.format('0033199005001')}"),
    ("anne", "1003", "busy:carla", BRUNO),
    ("anne", "1003", "dnd:carla", BRUNO),
    ("anne", "1003", "away:paris-3", f"out {CARLA_MAIN.format('0033199005001')}"),
    ("anne", "1003", "answers:paris-3", "ring paris-3/carla 25; answered paris-3/carla"),
    ("anne", "1004", "", DESK),
    ("anne", "1004", "dnd:dora", DESK),
    # ---- forwards by code
    ("bruno", "1001", "forward:anne=1011", "ring nice-1/lift 25; no answer"),
    ("bruno", "1001", "forward:anne=0639985100", f"out {JEAN_MAIN.format('0033199005000')}"),
    ("bruno", "1001", "forward:anne=1011 dnd:anne", "ring nice-1/lift 25; no answer"),
    ("bruno", "1001", "forward-busy:anne=1011 busy:paris-1", "ring nice-1/lift 25; no answer"),
    ("bruno", "1001", "forward-busy:anne=1011", "ring paris-1/anne 25; box anne u"),
    ("bruno", "1001", "forward-no-answer:anne=1002", f"ring paris-1/anne 25; {BRUNO}"),
    ("anne", "1004", "forward:dora=1001", "ring paris-1/anne 25; box anne u"),
    ("anne", "1003", "forward-no-answer:carla=1099", "ring paris-3/carla 25; box night-box u"),
    ("anne", "1003", "forward-busy:carla=1099 dnd:carla", "box night-box b"),
    ("lift", "1001", "forward:anne=1002 forward:bruno=1001", "ring paris-1/anne 25; box anne u"),  # the ninth time
    ("carla", "1101", "dnd:lift busy:anne down=trunk:main down=trunk:spare down=trunk:last", "unreachable"),
    ("lift", "1001", "forward:anne=1011 forward:anne=1002", BRUNO),
    ("lift", "1001", "forward-no-answer:anne=1003 busy:carla", f"ring paris-1/anne 25; {BRUNO}"),
    (
        "lift",
        "1001",
        "forward:anne=+447700900123",
        "out last:+447700900123<+33465715000|main:00447700900123<0033199005000|spare:00447700900123<0353015000",
    ),
    # ---- groups
    ("lift", "1100", "", f"{TEAM}; box night-box u"),
    ("lift", "1100", "dnd:anne", "ring lyon-1/bruno+paris-2/bruno 20; box night-box u"),
    ("lift", "1100", "forward:anne=1011", f"{TEAM}; box night-box u"),
    ("lift", "1100", "dnd:anne dnd:bruno", "box night-box u"),
    ("lift", "1100", "busy:anne busy:bruno", "box night-box b"),
    ("lift", "1100", "answers:paris-2", f"{TEAM}; answered paris-2/bruno"),
    (
        "carla",
        "1101",
        "",
        f"ring paris-1/anne 10; out {JEAN_MAIN.format('0033199005002').replace('<', '<-')} 10; "
        "ring nice-1/lift 10; no answer",
    ),
    (
        "carla",
        "1101",
        "away:paris-1 answers:nice-1 down=trunk:main down=trunk:spare down=trunk:last",
        "ring nice-1/lift 10; answered nice-1/lift",
    ),
    ("bruno", "1101", "busy:anne busy:lift", f"out {JEAN_MAIN.format('0033199005000')} 10; busy"),
    (
        "lift",
        "1102",
        "",
        "ring paris-1/anne 12; ring lyon-1/bruno+paris-2/bruno 12; ring nice-1/lift 12; "
        "ring paris-3/carla 25; out last:+33639985101<+33465715000|main:0033639985101<0033199005000|"
        "spare:0639985101<0353015000",
    ),
    (
        "paris-2",
        "1102",
        "last:on-call=anne answers:paris-3",
        "ring lyon-1/bruno+paris-2/bruno 12; ring nice-1/lift 12; ring paris-1/anne 12; ring paris-3/carla 25; "
        "answered paris-3/carla",
    ),
    ("paris-2", "1102", "last:on-call=lift answers:paris-1", "ring paris-1/anne 12; answered paris-1/anne"),
    ("paris-2", "1102", "last:on-call=bruno answers:nice-1", "ring nice-1/lift 12; answered nice-1/lift"),
    ("anne", "1103", "", f"ring paris-3/carla+{JEAN_MAIN.format('0033199005001')} 30; no answer"),
    ("anne", "1103", "down=trunk:main down=trunk:spare down=trunk:last", "ring paris-3/carla 30; no answer"),
    ("anne", "1103", "dnd:carla", f"out {JEAN_MAIN.format('0033199005001')} 30; no answer"),
    # ---- menus and conferences
    ("anne", "1200", "", f"menu welcome; {TEAM}; box night-box u"),
    ("anne", "1200", "press:welcome=2", f"menu welcome; {DESK}"),
    (
        "anne",
        "1200",
        "press:welcome=9 press:welcome-again=1",
        f"menu welcome; menu welcome-again; out {JEAN_MAIN.format('0033199005001')}",
    ),
    ("anne", "1200", "press:welcome=9", "menu welcome; menu welcome-again; ended"),
    ("anne", "1201", "", "menu welcome-again; ended"),
    ("anne", "1300", "", "conference meeting pin"),
    ("anne", "1301", "", "conference coffee"),
    # ---- from outside: spellings
    ("main", "0199005001", "", "ring paris-1/anne 25; box anne u"),
    ("main", "33199005001", "", "ring paris-1/anne 25; box anne u"),
    ("main", "0033199005001", "", "ring paris-1/anne 25; box anne u"),
    ("main", "+33 1 99 00 50 01", "caller=anonymous", "ring paris-1/anne 25; box anne u"),
    ("main", "0199005002", "", f"ring paris-3/carla 25; out {CARLA_MAIN.format('0033199005002')}"),
    ("main", "0199005002", "forward:carla=0639985100", f"out {JEAN_MAIN.format('0033199005002')}"),
    ("spare", "0353015000", "", DESK),
    ("spare", "0353015001", "", "conference meeting pin"),
    ("last", "+33639985000", "", DESK),
    (
        "main",
        "0199005003",
        "",
        "ring paris-1/anne 12; ring lyon-1/bruno+paris-2/bruno 12; ring nice-1/lift 12; "
        f"ring paris-3/carla 25; out {CARLA_MAIN.format('0033199005003')}",
    ),
    ("spare", "0199005001", "", "unknown"),  # a number of the other trunk
    ("main", "1001", "", "unknown"),
    ("main", "112", "", "unknown"),
    ("main", "*61", "", "unknown"),
    ("main", "*98", "", "unknown"),
    ("main", "0639985100", "", "unknown"),
    # ---- hours
    ("main", "0199005000", "", f"menu welcome; {TEAM}; box night-box u"),
    ("main", "0199005000", "at=2027-02-08T09:00", f"menu welcome; {TEAM}; box night-box u"),
    ("main", "0199005000", "at=2027-02-08T08:59", "box night-box u"),
    ("main", "0199005000", "at=2027-02-08T12:29", f"menu welcome; {TEAM}; box night-box u"),
    ("main", "0199005000", "at=2027-02-08T12:30", "box night-box u"),
    ("main", "0199005000", "at=2027-02-11T17:59", f"menu welcome; {TEAM}; box night-box u"),
    ("main", "0199005000", "at=2027-02-12T14:30", "box night-box u"),  # a Friday afternoon
    ("main", "0199005000", "at=2027-02-13T10:00", "box night-box u"),  # a Saturday
    ("main", "0199005000", "at=2027-03-01T10:00", "box night-box u"),  # the first day of the closure
    ("main", "0199005000", "at=2027-03-05T10:00", "box night-box u"),  # the last
    ("main", "0199005000", "at=2027-03-08T10:00", f"menu welcome; {TEAM}; box night-box u"),
    ("main", "0199005000", "at=2027-01-01T10:00", "box night-box u"),  # New Year, a Friday
    ("main", "0199005000", "at=2027-03-29T10:00", "box night-box u"),  # Easter Monday
    ("main", "0199005000", "night:office", "box night-box u"),
    ("main", "0199005000", "at=2027-02-08T09:00+00:00", f"menu welcome; {TEAM}; box night-box u"),  # 10:00 in Paris
    ("main", "0199005000", "at=2027-07-05T07:30+00:00", f"menu welcome; {TEAM}; box night-box u"),  # 9:30, summer time
    ("main", "0199005000", "at=2027-02-08T07:30+00:00", "box night-box u"),  # 8:30
    ("main", "0199005004", "", f"{TEAM}; box night-box u"),
    ("main", "0199005004", "at=2027-02-13T10:00", f"out {JEAN_MAIN.format('0033199005004')}"),
    ("main", "0199005001", "at=2027-02-13T10:00", "ring paris-1/anne 25; box anne u"),
    # ---- to the outside
    ("anne", "0639980001", "", f"out {OUT_MAIN.format('0033199005001')}"),
    ("anne", "06 39 98 00 01", "", f"out {OUT_MAIN.format('0033199005001')}"),
    ("anne", "+33639980001", "", f"out {OUT_MAIN.format('0033199005001')}"),
    ("anne", "0033639980001", "", f"out {OUT_MAIN.format('0033199005001')}"),
    ("anne", "+33 (0)6.39.98.00.01", "", f"out {OUT_MAIN.format('0033199005001')}"),
    ("bruno", "0639980001", "", f"out {OUT_MAIN.format('0033199005000')}"),
    ("carla", "0639980001", "", f"out {OUT_MAIN.format('0033199005002').replace('<', '<-')}"),
    ("anne", "*310639980001", "", f"out {OUT_MAIN.format('0033199005001').replace('<', '<-')}"),
    ("anne", "*311002", "", BRUNO),
    ("anne", "*31*98", "", "unknown"),
    (
        "lyon-1/bruno",
        "0639980001",
        "",
        "out spare:0639980001<0353015000|main:0033639980001<0033199005000|last:+33639980001<+33465715000",
    ),
    (
        "nice-1",
        "0639980001",
        "",
        "out last:+33639980001<+33639985000|main:0033639980001<0033199005000|spare:0639980001<0353015000",
    ),
    (
        "anne",
        "+447700900123",
        "",
        "out main:00447700900123<0033199005001|spare:00447700900123<0353015000|last:+447700900123<+33465715000",
    ),
    ("bruno", "+447700900123", "", "refused international"),
    ("bruno", "00447700900123", "", "refused international"),
    ("bruno", "0899123456", "", "refused surcharged"),
    ("anne", "0033899123456", "", "refused surcharged"),  # dialled the long way: still surcharged
    ("anne", "118218", "", "refused surcharged"),
    ("anne", "3919", "", "out main:3919<0033199005001|spare:3919<0353015000|last:3919<+33465715000"),
    ("anne", "3939", "", "refused surcharged"),
    ("anne", "3103", "", "out main:3103<0033199005001|spare:3103<0353015000|last:3103<+33465715000"),
    (
        "paris-3/emma",
        "0899123456",
        "",
        "out main:0033899123456<0033199005002|spare:0899123456<0353015000|last:+33899123456<+33465715000",
    ),
    ("anne", "9", "", "unknown"),
    ("anne", "0112", "", "unknown"),
    ("anne", "1999", "", "unknown"),
    ("anne", "0639980001", "down=trunk:main", "out spare:0639980001<0353015000|last:+33639980001<+33465715000"),
    ("anne", "0639980001", "full=trunk:main", "out spare:0639980001<0353015000|last:+33639980001<+33465715000"),
    ("anne", "0639980001", "full=trunk:main down=trunk:spare full=trunk:last", "congestion"),
    # ---- emergencies
    ("anne", "112", "", PARIS_112),
    ("carla", "112", "", PARIS_112),  # who hides the number does not here
    ("anne", "*31112", "", PARIS_112),
    ("anne", "112", "full=trunk:main", PARIS_112),
    ("anne", "112", "down=trunk:main", "emergency spare:112<0199005000|last:112<+33199005000"),
    ("lyon-1/bruno", "15", "", "emergency spare:15<0353015000|main:15<0033353015000|last:15<+33353015000"),
    (
        "nice-1",
        "116117",
        "login:felix@nice-1",
        "emergency last:116117<+33465715000|main:116117<0033465715000|spare:116117<0465715000",
    ),
    ("paris-1", "112", "login:emma@paris-1", PARIS_112),
    ("anne", "112", "down=trunk:main down=trunk:spare down=trunk:last", "congestion"),
    # ---- hot desks
    ("anne", "1005", "", "ring paris-3/emma 25; box emma u"),
    ("anne", "1005", "login:emma@lyon-2", "ring lyon-2/emma+paris-3/emma 25; box emma u"),
    ("anne", "1006", "login:emma@lyon-2", "unreachable"),
    ("anne", "1006", "login:felix@paris-2 away:lyon-2", "ring paris-2/felix 25; no answer"),
    ("anne", "1010", "login:emma@lyon-2", DESK),
    ("anne", "1005", "login:emma@lyon-2 login:emma@nice-1", "ring nice-1/emma+paris-3/emma 25; box emma u"),
    ("anne", "1005", "login:emma@lyon-2 login:felix@lyon-2", "ring paris-3/emma 25; box emma u"),
    (
        "lyon-2",
        "0899123456",
        "login:emma@lyon-2",
        "out main:0033899123456<0033199005002|spare:0899123456<0353015000|last:+33899123456<+33465715000",
    ),
    (
        "emma",
        "0899123456",
        "login:emma@lyon-2",
        "out main:0033899123456<0033199005002|spare:0899123456<0353015000|last:+33899123456<+33465715000",
    ),
    ("paris-1", "+447700900123", "login:felix@paris-1", "refused international"),
    ("paris-1", "0639980001", "login:felix@paris-1", f"out {OUT_MAIN.format('0033199005000')}"),
    ("lyon-2", "*98", "login:emma@lyon-2", "voicemail emma"),
    ("lyon-2", "*12", "login:emma@lyon-2", "code logout emma"),
    ("anne", "*12", "", "code logout none"),
    ("anne", "*11", "", "code login"),
    ("lift", "1100", "login:emma@paris-1", "ring lyon-1/bruno+paris-2/bruno 20; box night-box u"),
    # ---- codes
    ("anne", "*98", "", "voicemail anne"),
    ("bruno", "*98", "", "voicemail none"),
    ("anne", "*25", "", "code dnd anne on"),
    ("anne", "*25", "dnd:anne", "code dnd anne off"),
    ("bruno", "*211001", "", "code forward bruno 1001"),
    ("bruno", "*210639980001", "", "code forward bruno 0639980001"),
    ("bruno", "*2100447700900123", "", "refused international"),
    ("bruno", "*21112", "", "unknown"),
    ("bruno", "*211002", "", "unknown"),
    ("bruno", "*231001", "", "code forward-busy bruno 1001"),
    ("bruno", "*221099", "", "code forward-no-answer bruno 1099"),
    ("bruno", "*20", "", "code forward-off bruno"),
    ("anne", "*61", "", "code night office on"),
    ("anne", "*61", "night:office", "code night office off"),
    ("anne", "*8", "", "pickup sales"),
    ("carla", "*8", "", "pickup none"),
    ("anne", "*81002", "", "pickup bruno"),
    ("carla", "*81001", "", "pickup anne"),  # no team, but the same site
    ("nice-1", "*81001", "", "refused pickup"),
    ("anne", "*81100", "", "unknown"),
    ("anne", "*451002", "", "speak lyon-1/bruno+paris-2/bruno; ended"),
    ("anne", "*451002", "dnd:bruno", "busy"),
    ("anne", "*451003", "busy:carla", "busy"),
    ("anne", "*451002", "away:paris-2 away:lyon-1", "unreachable"),
    ("anne", "*451002", "answers:paris-2", "speak lyon-1/bruno+paris-2/bruno; answered paris-2/bruno"),
    ("anne", "*451006", "login:emma@lyon-2", "busy"),
    ("lyon-1", "*81006", "login:emma@lyon-2", "refused pickup"),
    ("anne", "*451100", "", "unknown"),
    ("anne", "700", "", "parked"),
    ("anne", "703", "", "parked 703"),
    ("anne", "710", "", "unknown"),
    # ---- what fails
    ("anne", "1011", "down=link:nice", "unreachable"),
    ("anne", "1011", "down=link:lyon", "unreachable"),
    ("anne", "1011", "down=site:lyon", "unreachable"),
    ("anne", "1002", "down=link:lyon", "ring paris-2/bruno 15; no answer"),
    ("anne", "1002", "down=link:nice", BRUNO),
    ("nice-1", "112", "down=link:lyon", "lost link:lyon"),
    ("lyon-1", "112", "down=link:nice", "emergency spare:112<0353015000|main:112<0033353015000|last:112<+33353015000"),
    ("anne", "1002", "down=pbx", "lost pbx"),
    ("lyon-1", "1002", "down=site:paris", "lost site:paris"),
    ("main", "0199005001", "down=pbx", "lost pbx"),
    ("main", "0199005001", "down=trunk:main", "lost trunk:main"),
    ("main", "0199005001", "full=trunk:main", "lost trunk:main"),
    ("main", "0199005001", "down=site:paris", "lost site:paris"),
    ("main", "0199005001", "down=trunk:spare", "ring paris-1/anne 25; box anne u"),
    ("lyon-2", "1006", "down=site:lyon", "lost site:lyon"),
)

TWO_TRUNKS: tuple[Row, ...] = (
    ("anne", "0639980001", "", "out ovh:0033639980001<0033199004000|secours:0639980001<0353014000"),
    ("anne", "00447700900123", "", "out ovh:00447700900123<0033199004000|secours:00447700900123<0353014000"),
    ("bruno", "3919", "", "out ovh:3919<0033199004001|secours:3919<0353014000"),
    ("bruno", "112", "", "emergency ovh:112<0033199004000|secours:112<0199004000"),
    ("secours", "0353014001", "", "ring poste-1/anne 15; ring poste-2/bruno 15; no answer"),
    ("secours", "tt.secours_1", "", "unknown"),
    ("ovh", "0033199004000", "", "ring poste-1/anne 25; no answer"),
)

MINIMAL: tuple[Row, ...] = (
    ("anne", "112", "", "congestion"),
    ("anne", "0639980001", "", "congestion"),
    ("anne", "0899123456", "", "refused surcharged"),
    ("anne", "1999", "", "unknown"),
    ("anne", "1001", "", "ring poste-1/anne 25; no answer"),
)

SHARED_LINES: tuple[Row, ...] = (
    ("bruno", "1000", "", "ring nord-1/accueil+nord-2/accueil+siege-1/accueil+sud-1/accueil 40; box accueil u"),
    (
        "siege-1",
        "1101",
        "",
        "ring nord-2/bruno+sud-1/bruno 25; ring nord-1/anne+siege-1/anne+sud-1/anne 25; "
        "ring nord-1/accueil+nord-2/accueil+siege-1/accueil+sud-1/accueil 40; box accueil u",
    ),
    ("ovh", "0033465719000", "busy:accueil", "box accueil b"),
    ("sud-1/bruno", "112", "", "emergency ovh:112<0033465719002"),
    ("sud-1/anne", "0639980001", "", "out ovh:0033639980001<0033465719001"),
    ("sud-1/bruno", "0639980001", "", "out ovh:0033639980001<0033465719002"),
)

TABLE: dict[str, tuple[Row, ...]] = {
    "every_call": EVERY_CALL,
    "two_trunks": TWO_TRUNKS,
    "minimal": MINIMAL,
    "shared_lines": SHARED_LINES,
}
