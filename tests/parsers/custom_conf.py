"""A strict, independent reader of files that are added to a product's own configuration.

Every line is a comment, a blank, a header, an option, an include, or a step whose application is a plain word: what
a name could smuggle in (an application, a section, a directive) is either refused here or shows as an extra one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEADER = re.compile(r"\[([A-Za-z0-9._-]+)\]\Z")
OPTION = re.compile(r"([a-z_]+)=([!-~][ -~]*)\Z")
EXTEN = re.compile(r"exten => ([A-Za-z0-9_*#+.-]+),1,(.*)\Z")
SAME = re.compile(r" same => n(?:\(([a-z]+)\))?,(.*)\Z")
STEP = re.compile(r"([A-Z][A-Za-z]+)\((.*)\)\Z")
INCLUDE = re.compile(r"include => ([a-z0-9-]+)\Z")


@dataclass
class Custom:
    """What a dialplan says: steps by context and extension, includes by context."""

    steps: dict[str, dict[str, list[tuple[str, str]]]] = field(default_factory=dict)
    includes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def applications(self) -> set[str]:
        """Every application in use, also inside ExecIf."""
        found = {app for c in self.steps.values() for steps in c.values() for app, _ in steps}
        inner = {m for c in self.steps.values() for s in c.values() for app, args in s if app == "ExecIf"
                 for m in re.findall(r"\?([A-Z][A-Za-z]+)\(", args)}  # fmt: skip
        return found | inner

    @property
    def functions(self) -> set[str]:
        """Every function in use, read or set."""
        text = "\n".join(f"{app}({args})" for c in self.steps.values() for s in c.values() for app, args in s)
        return set(re.findall(r"\$\{([A-Z_]+)\(", text)) | set(re.findall(r"\bSet\(([A-Z]+)\(", text))


def dialplan(text: str) -> Custom:
    """Read an extensions file; raises AssertionError with the line that is none of the known forms."""
    out, context, exten = Custom(), "", ""
    for line in _lines(text):
        if header := HEADER.match(line):
            context, exten = header[1], ""
            assert context not in out.steps, f"context {context} twice"
            out.steps[context] = {}
        elif include := INCLUDE.match(line):
            out.includes.setdefault(context, []).append(include[1])
        elif (first := EXTEN.match(line)) or (SAME.match(line) and exten):
            if first:
                exten = first[1]
                assert exten not in out.steps[context], f"extension {exten} twice in {context}"
                out.steps[context][exten] = []
            words = first[2] if first else SAME.match(line)[2]  # type: ignore[index]
            step = STEP.match(words)
            assert step, line
            assert words.count("(") == words.count(")"), line
            assert len(line) < 8190, line
            out.steps[context][exten].append((step[1], step[2]))
        else:
            raise AssertionError(f"what is this: {line!r}")
    return out


def objects(text: str) -> list[tuple[str, dict[str, list[str]]]]:
    """Read a pjsip or sip file: (name, options)."""
    out: list[tuple[str, dict[str, list[str]]]] = []
    for line in _lines(text):
        if header := HEADER.match(line):
            out.append((header[1], {}))
            continue
        option = OPTION.match(line)
        assert option, f"what is this: {line!r}"
        assert out, line
        assert ";" not in option[2], line
        out[-1][1].setdefault(option[1], []).append(option[2])
    return out


def _lines(text: str) -> list[str]:
    assert text.endswith("\n")
    assert text.isascii()
    lines = text.split("\n")[:-1]
    for line in lines:
        assert line == "" or line.isprintable(), f"{line!r} is not printable"
        assert not line.startswith(";--"), "a block comment"
    return [line for line in lines if line and not line.startswith("; ")]
