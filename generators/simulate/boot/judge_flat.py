"""What the two .cnf files of a 7940 or 7960 say together: missing values, half lines, gaps, what stays in flash."""

from __future__ import annotations

from generators.simulate.boot.flat import Given
from generators.simulate.boot.flat_parameters import DST_PARTS, LINE_FIELDS, LINES_MOST, MAY_BE_EMPTY, REQUIRED
from generators.simulate.boot.judge import judge_media
from generators.simulate.boot.story import Button, Fault, LineStory

Held = dict[str, Given]
WEEKS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth", "8": "last"}
UNSET = ("", "UNPROVISIONED")  # the stack's own marker for unset (SIPCC, SAG2)


def text(held: Held, name: str) -> str:
    """The value of `name`, empty when it was not given."""
    return held[name].value if name in held else ""


def judge_flat(held: Held, file: str, lines: int) -> list[Fault]:
    """The faults of the effective settings; `file` is the phone's own, `lines` how many the model has."""
    out = [Fault(file, 0, f"{name} is in neither file: {why}") for name, why in REQUIRED.items() if name not in held]
    out += [
        Fault(held[name].file, held[name].line, f"{name} is empty: {why}")
        for name, why in REQUIRED.items()
        if name in held and name not in MAY_BE_EMPTY and held[name].value in UNSET and held[name].fits
    ]
    if text(held, "proxy_register") == "0":
        out.append(_at(held["proxy_register"], "proxy_register 0: no line registers"))
    if text(held, "nat_enable") == "1" and text(held, "outbound_proxy") not in UNSET:
        out.append(_at(held["nat_enable"], "two helpers for NAT at once: outbound_proxy and nat_enable"))
    learnt = text(held, "nat_received_processing") == "1"
    if text(held, "nat_enable") == "1" and not learnt and text(held, "nat_address") in UNSET:
        out.append(_at(held["nat_enable"], "nat_enable without nat_address: calls would name no address"))
    if text(held, "dst_auto_adjust") == "1":
        names = ["dst_offset", *(f"dst_{edge}_{part}" for edge in ("start", "stop") for part in DST_PARTS)]
        out += [Fault(file, 0, f"{n} is in neither file: the American rule would stay") for n in names if n not in held]
    out += judge_media(held.get("start_media_port"), held.get("end_media_port"))
    answer = held.get("auto_answer")
    if answer and answer.fits and int(answer.value) >= 1 << lines:
        out.append(_at(answer, f"auto_answer is a mask of {lines} lines here: 0 to {(1 << lines) - 1}"))
    return out + _lines(held, file, lines) + _speed_dials(held, lines)


def _at(given: Given, what: str) -> Fault:
    return Fault(given.file, given.line, what)


def _lines(held: Held, file: str, lines: int) -> list[Fault]:
    out: list[Fault] = []
    free = 0
    for n in range(1, LINES_MOST + 1):
        names = [field.format(n) for field in LINE_FIELDS]
        given = [held[name] for name in names if name in held]
        if n > lines:
            out += [_at(g, f"line {n}: this model has {lines} lines") for g in given if g.value not in UNSET][:1]
            continue
        missing = [name for name in names if name not in held]
        out += [Fault(file, 0, f"{name} is in neither file: an old value stays in flash") for name in missing]
        if text(held, names[1]) in UNSET:
            free = free or n
            left = [g for g in given if g.value not in UNSET]
            out += [_at(g, f"line {n} has no name but other values: it is half set") for g in left[:1]]
            continue
        if free:
            out.append(_at(held[names[1]], f"line {n} is set, line {free} is not: lines must have no gap"))
        if f"proxy{n}_port" not in held:
            out.append(Fault(file, 0, f"proxy{n}_port is in neither file: an old value in flash would rule"))
        for name in names[2:4]:
            if name in held and held[name].value in UNSET and n > 1:
                out.append(_at(held[name], f"{name} is empty: line {n} cannot answer the registrar's challenge"))
        if text(held, names[0]) == "USECALLMANAGER" and not text(held, "call_manager1_addr"):
            out.append(_at(held[names[0]], "USECALLMANAGER without call_manager1_addr: there is no server"))
    return out


def _speed_dials(held: Held, lines: int) -> list[Fault]:
    """Speed dials stand on buttons that are no lines: more of them than such buttons cannot be reached."""
    out = []
    dials = [n for n in range(1, LINES_MOST) if text(held, f"speed_line{n}") not in UNSET]
    used = len(flat_users(held, lines))
    for n in range(1, LINES_MOST):
        label = held.get(f"speed_label{n}")
        if label and label.value not in UNSET and n not in dials:
            out.append(_at(label, f"speed_label{n} without speed_line{n}: the key dials nothing"))
    if len(dials) > lines - used:
        what = f"{len(dials)} speed dials for {lines - used} buttons that are no lines"
        out.append(_at(held[f"speed_line{dials[-1]}"], what))
    return out


def flat_users(held: Held, lines: int) -> dict[int, Given]:
    """The accounts of the lines that are set, by button."""
    users = {n: held[f"line{n}_name"] for n in range(1, lines + 1) if f"line{n}_name" in held}
    return {n: given for n, given in users.items() if given.value not in UNSET}


def flat_lines(held: Held, lines: int) -> tuple[LineStory, ...]:
    """The lines that the settings make, whether they would register or not."""
    out = []
    for n in range(1, lines + 1):
        user = text(held, f"line{n}_name")
        if user in UNSET:
            continue
        password = held.get(f"line{n}_password")
        registrar = text(held, f"proxy{n}_address") or text(held, "proxy1_address")
        if registrar == "USECALLMANAGER":
            registrar = text(held, "call_manager1_addr")
        proxy = text(held, "outbound_proxy")
        through = "" if proxy in UNSET or proxy.startswith("0") else proxy
        problem = ""
        if text(held, "proxy_register") != "1":
            problem = "proxy_register is not 1"
        elif not registrar or not held.get(f"proxy{n}_address", held.get("proxy1_address", Given("", "", 0))).fits:
            problem = "no registrar's address"
        elif password is None or not password.value or not password.fits:
            problem = "no password that the phone can hold"
        elif not held[f"line{n}_name"].fits:
            problem = "no SIP user"
        out.append(
            LineStory(
                n,
                text(held, f"line{n}_shortname") or user,
                user,
                text(held, f"line{n}_authname") or text(held, "line1_authname"),
                len(password.value) if password else 0,
                bool(password and password.fits and password.value),
                registrar,
                text(held, f"proxy{n}_port") or "5060",
                "UDP",
                f"{through}:{text(held, 'outbound_proxy_port') or '5060'}" if through else "",
                problem,
            )
        )
    return tuple(out)


def flat_buttons(held: Held, lines: int) -> tuple[Button, ...]:
    """What each line button does. Which button a speed dial's number means is not established: it is said so."""
    out = []
    for n in range(1, lines + 1):
        user = text(held, f"line{n}_name")
        label = text(held, f"line{n}_shortname") or user
        out.append(Button(n, "free" if user in UNSET else f"line {n}: {label}"))
    for n in range(1, LINES_MOST):
        if number := text(held, f"speed_line{n}"):
            label = text(held, f"speed_label{n}") or "no label"
            out.append(Button(0, f"speed dial {n} (its button is not documented): {label} {number}", number))
    return tuple(out)


def flat_clock(held: Held) -> str:
    """Where the time comes from and how it is told."""
    server, mode = text(held, "sntp_server"), text(held, "sntp_mode")
    if not server:
        return "none: no time server"
    rule = "no summer time"
    if text(held, "dst_auto_adjust") == "1":
        rule = f"summer time from {_change(held, 'start')} to {_change(held, 'stop')}"
    return f"{server} by {mode}, zone {text(held, 'time_zone')}, {rule}"


def _change(held: Held, edge: str) -> str:
    """A change of hour in words: `last Sunday of March`."""
    month, day = text(held, f"dst_{edge}_month"), text(held, f"dst_{edge}_day")
    if day not in ("", "0"):
        return f"{day} {month}"
    week = WEEKS.get(text(held, f"dst_{edge}_week_of_month"), "some")
    return f"{week} {text(held, f'dst_{edge}_day_of_week')} of {month}"
