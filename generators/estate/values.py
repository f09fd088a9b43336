"""Values of the field, each with the laws that one value can show alone.

Values are immutable, compare by meaning and print in their canonical spelling. They are made
from text that the schema has already found well formed, so a bad value here is our own bug.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

MAC_DIGITS = re.compile(r"[0-9A-F]{12}\Z")
E164 = re.compile(r"\+[1-9][0-9]{4,14}\Z")


class Audience(StrEnum):
    """Who may read what is generated; decided once, before any target runs."""

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """The line of the source that a value comes from. `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Mac:
    """A MAC address; `digits` are twelve hexadecimal digits in upper case."""

    digits: str

    def __post_init__(self) -> None:
        if not MAC_DIGITS.match(self.digits):
            raise ValueError(f"not a MAC address: {self.digits!r}")

    @property
    def colons(self) -> str:
        """Lower case with colons, as pfSense and `ip` print it: `00:07:eb:4c:10:01`."""
        low = self.digits.lower()
        return ":".join(low[i : i + 2] for i in range(0, 12, 2))

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True, slots=True, order=True)
class PhoneNumber:
    """A public number in E.164; `e164` starts with a plus sign, digits only after it."""

    e164: str

    def __post_init__(self) -> None:
        if not E164.match(self.e164):
            raise ValueError(f"not an E.164 number: {self.e164!r}")

    @property
    def digits(self) -> str:
        """The number without the plus sign: `33199000100`."""
        return self.e164[1:]

    def __str__(self) -> str:
        return self.e164


class Alphabet(StrEnum):
    """The characters a secret may be made of."""

    DIGITS = "0123456789"
    ALNUM = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


class Made(StrEnum):
    """Kinds of secrets that a function makes instead of random characters (`generators/secrets/pki.py`)."""

    KEY = "private key"
    AUTHORITY = "authority"
    SERVER = "server certificate"
    CLIENT = "client certificate"
    TLS = "TLS key"
    WIREGUARD_PRIVATE = "WireGuard private key"
    WIREGUARD_PUBLIC = "WireGuard public key"
    WIREGUARD_SHARED = "WireGuard pre-shared key"


@dataclass(frozen=True, slots=True)
class SecretRule:
    """What the strictest device on a secret's way takes: the length to make, the most it takes, the characters.

    `least` and `most` bound a value that somebody wrote by hand, which may also hold the characters of
    `extra`; all in characters. A rule with `made` names a function instead: its values are ASCII lines, made from
    what `of` names (a common name, other secrets), in the order that the function says.
    """

    length: int
    least: int
    most: int
    alphabet: Alphabet
    extra: str = ""
    made: Made | None = None
    of: tuple[str, ...] = ()

    def fault(self, value: str) -> str | None:
        """Say what is wrong with `value`, without repeating it; None when it fits."""
        if not self.least <= len(value) <= self.most:
            return f"has {len(value)} characters, {self.least} to {self.most} are allowed"
        if self.made is not None:
            fits = value.isascii() and all(line.isprintable() for line in value.split("\n"))
            return None if fits else f"is not the text of a {self.made}"
        allowed = string.digits if self.alphabet is Alphabet.DIGITS else string.ascii_letters + string.digits
        if not set(value) <= set(allowed + self.extra):
            kinds = "digits" if self.alphabet is Alphabet.DIGITS else "ASCII letters, digits"
            return f"may hold only {kinds}" + (f" and {self.extra}" if self.extra else "")
        return None


@total_ordering
class Secret:
    """A value that must not be published. No repr, str or format shows it; only `reveal()` does.

    A public Estate makes its secrets without a value: then `reveal()` gives a placeholder, so that
    targets and templates cannot tell the audiences apart and cannot leak.
    """

    __slots__ = ("_value", "name", "rule")

    def __init__(self, name: str, rule: SecretRule, value: str | None) -> None:
        self.name = name
        self.rule = rule
        self._value = value

    @property
    def known(self) -> bool:
        """Whether there is a real value behind the name."""
        return self._value is not None

    def reveal(self) -> str:
        """The value, or in a public Estate a placeholder of the rule's alphabet and bounds."""
        if self._value is not None:
            return self._value
        if self.rule.alphabet is Alphabet.DIGITS:
            return "0" * self.rule.least
        return ("SampleNotASecret" * 4)[: max(self.rule.least, min(16, self.rule.most))]

    def __repr__(self) -> str:
        return f"<secret {self.name}>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return (self.name, self._value) == (other.name, other._value)

    def __lt__(self, other: Secret) -> bool:
        return self.name < other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not written to a file with the value that holds it")
