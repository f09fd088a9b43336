"""Values of the field; above all, a secret that no text can show."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest

from generators.estate.values import Alphabet, Mac, Origin, PhoneNumber, Secret, SecretRule

RULE = SecretRule(length=20, least=12, most=30, alphabet=Alphabet.ALNUM)
PIN = SecretRule(length=6, least=4, most=10, alphabet=Alphabet.DIGITS)
VALUE = "hunter2hunter2hunter2"


@dataclass
class Holder:
    """Something that holds a secret, as views do."""

    secret: Secret


@pytest.mark.parametrize(
    "show",
    [
        str,
        repr,
        ascii,
        "{}".format,
        "{:>40}".format,
        "{!r}".format,
        lambda s: f"{s} {s!r} {s!s:>30}",
        lambda s: "%s %r" % (s, s),  # noqa: UP031 (people do)
        lambda s: repr([s, {s: s}, (s,)]),
        lambda s: repr(Holder(s)),
        lambda s: str(ValueError(s)),
    ],
)
def test_no_text_shows_a_secret(show: Callable[[Secret], str]) -> None:
    shown = show(Secret("trunk/ovh", RULE, VALUE))
    assert VALUE not in shown
    assert "trunk/ovh" in shown


@pytest.mark.parametrize("write", [pickle.dumps, copy.deepcopy, copy.copy, json.dumps, lambda s: asdict(Holder(s))])
def test_a_secret_is_not_copied_into_anything_that_writes(write: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError):
        write(Secret("trunk/ovh", RULE, VALUE))


def test_only_reveal_gives_the_value() -> None:
    assert Secret("trunk/ovh", RULE, VALUE).reveal() == VALUE
    assert Secret("trunk/ovh", RULE, VALUE).known


@pytest.mark.parametrize(
    "rule", [RULE, PIN, SecretRule(8, 6, 8, Alphabet.ALNUM), SecretRule(8, 20, 64, Alphabet.ALNUM)]
)
def test_a_placeholder_keeps_the_rule_and_tells_nothing(rule: SecretRule) -> None:
    secret = Secret("trunk/ovh", rule, None)
    assert not secret.known
    assert rule.fault(secret.reveal()) is None
    assert secret.reveal() == Secret("another", rule, None).reveal()


def test_secrets_compare_by_name_and_value_and_sort_by_name() -> None:
    one, two = Secret("a", RULE, VALUE), Secret("b", RULE, VALUE)
    assert one == Secret("a", RULE, VALUE)
    assert one != Secret("a", RULE, None)
    assert one != two
    assert sorted([two, one]) == [one, two]
    assert len({one, two, Secret("a", RULE, VALUE)}) == 2
    assert one != VALUE


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (VALUE, None),
        ("short", "has 5 characters, 12 to 30 are allowed"),
        ("x" * 31, "has 31 characters, 12 to 30 are allowed"),
        ("with a blank!", "may hold only ASCII letters, digits"),
        ("accentuéaccentué", "may hold only ASCII letters, digits"),
    ],
)
def test_a_rule_says_what_is_wrong_without_repeating_it(value: str, fault: str | None) -> None:
    assert RULE.fault(value) == fault


def test_a_rule_may_take_more_characters_from_a_hand_than_it_makes() -> None:
    rule = SecretRule(length=20, least=6, most=64, alphabet=Alphabet.ALNUM, extra="-_")
    assert rule.fault("a-b_c-d_e") is None
    assert rule.fault("a-b c_d") == "may hold only ASCII letters, digits and -_"


def test_a_pin_is_digits() -> None:
    assert PIN.fault("123456") is None
    assert PIN.fault("12345a") == "may hold only digits"
    assert PIN.fault("١٢٣٤٥٦") == "may hold only digits"


def test_a_mac_has_one_spelling_and_prints_two() -> None:
    assert str(Mac("0007EB4C1001")) == "0007EB4C1001"
    assert Mac("0007EB4C1001").colons == "00:07:eb:4c:10:01"
    for wrong in ("0007eb4c1001", "00:07:EB:4C:10:01", "0007EB4C100", "0007EB4C1001\n"):
        with pytest.raises(ValueError, match="not a MAC"):
            Mac(wrong)


def test_a_number_is_e164() -> None:
    assert str(PhoneNumber("+33199000100")) == "+33199000100"
    assert PhoneNumber("+33199000100").digits == "33199000100"
    for wrong in ("0199000100", "+033199000100", "+33 199000100", "+33199000100\n", "+1234", "+1234567890123456"):
        with pytest.raises(ValueError, match=r"not an E\.164"):
            PhoneNumber(wrong)


def test_an_origin_is_a_file_and_a_line() -> None:
    assert str(Origin("site_data/people.yml", 12)) == "site_data/people.yml:12"
