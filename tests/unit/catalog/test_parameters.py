"""The tables of documented parameters, and what a value set by hand is held to."""

from __future__ import annotations

import re

import pytest

from generators.catalog import load_catalog
from generators.catalog.parameters import FORMS, refusal
from generators.catalog.types import Parameter
from generators.references import DOCUMENTS

TABLES = load_catalog().parameters
ALL = [(family, p) for family in sorted(TABLES) for p in TABLES[family].values()]


def test_both_families_have_a_table() -> None:
    assert sorted(TABLES) == ["flat", "xml"]
    assert all(name == p.name for table in TABLES.values() for name, p in table.items())


@pytest.mark.parametrize(("family", "parameter"), ALL, ids=lambda x: x.name if isinstance(x, Parameter) else x)
def test_a_row_is_whole(family: str, parameter: Parameter) -> None:
    shape = r"[A-Za-z][A-Za-z0-9_]*" if family == "flat" else r"[A-Za-z0-9]+(?:/[A-Za-z0-9]+)*"
    assert re.fullmatch(shape, parameter.name)
    tag, comma, section = parameter.source.partition(", ")
    assert tag in DOCUMENTS
    assert comma
    assert section
    if parameter.kind == "integer":
        assert parameter.low is not None
        assert parameter.high is not None
        assert parameter.low < parameter.high
    assert bool(parameter.choices) == (parameter.kind == "choice")
    assert (parameter.most is not None) == (parameter.kind == "text")
    assert parameter.managed is None or parameter.managed.strip() == parameter.managed != ""


def test_what_settles_calls_and_secrets_is_never_set_by_hand() -> None:
    managed = {p.name for _, p in ALL if p.managed is not None}
    for pattern in (r"line[1-6]_(?!contact)", r"proxy[1-6]_", r"outbound", r"[pP]assword", r"sync\Z", r"versionStamp"):
        names = [p.name for _, p in ALL if re.search(pattern, p.name)]
        assert names, pattern
        assert set(names) <= managed


def test_forms_are_of_parameters_that_exist_and_are_free() -> None:
    free = {p.name.rpartition("/")[2] for _, p in ALL if p.managed is None and p.kind == "text"}
    assert set(FORMS) <= free


NUMBER = Parameter("n", "integer", "SAG4, x", low=1, high=300)
CHOICE = Parameter("c", "choice", "SAG4, x", choices=("true", "false"))
TEXT = Parameter("t", "text", "SAG4, x", most=5)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (NUMBER, "1"),
        (NUMBER, "300"),
        (CHOICE, "true"),
        (TEXT, ""),
        (TEXT, "a b c"),
        (Parameter("vendorConfig/displayOnTime", "text", "UCM, x", most=5), "23:59"),
        (Parameter("vendorConfig/daysDisplayNotActive", "text", "UCM, x", most=13), "1,2,7"),
        (Parameter("idleURL", "text", "UCM, x", most=255), "http://10.1.1.1/a?b=c&d"),
        (Parameter("devicePool/dateTimeSetting/dateTemplate", "text", "UCM, x", most=8), "M-D-YA"),
        (Parameter("Domain_Name", "text", "SAG8, x", most=127), "nyxd.example"),
    ],
)
def test_a_lawful_value_is_taken(parameter: Parameter, value: str) -> None:
    assert refusal(parameter, value) is None


@pytest.mark.parametrize(
    ("parameter", "value", "says"),
    [
        (NUMBER, "", "is not a whole number, write a number from 1 to 300"),
        (NUMBER, "01", "is not a whole number"),
        (NUMBER, "1.5", "is not a whole number"),
        (NUMBER, "-1", "is not a whole number"),
        (NUMBER, "٣", "is not a whole number"),
        (NUMBER, "1\n", "is not a whole number"),
        (NUMBER, "0", "0 is out of range, write a number from 1 to 300"),
        (NUMBER, "301", "301 is out of range"),
        (CHOICE, "True", "'True' is not one of its values, write one of true, false"),
        (CHOICE, "", "'' is not one of its values"),
        (TEXT, "abcdef", "it has 6 characters, write 5 at most"),
        (TEXT, "é", "write plain ASCII"),
        (TEXT, "a\tb", "write plain ASCII"),
        (TEXT, 'a"b', 'holds "'),
        (TEXT, "a;#", "holds # ;"),
        (TEXT, " a", "begins or ends with a blank"),
        (Parameter("vendorConfig/displayOnTime", "text", "UCM, x", most=5), "8:00", "write it like 08:00"),
        (Parameter("vendorConfig/displayOnTime", "text", "UCM, x", most=5), "24:00", "write it like 08:00"),
        (Parameter("vendorConfig/daysDisplayNotActive", "text", "UCM, x", most=13), "0,7", "write it like 1,7"),
        (Parameter("idleURL", "text", "UCM, x", most=255), "https://a/b", "write it like http://"),
        (Parameter("dyn_tftp_addr", "text", "SAG4, x", most=15), "10.1.1", "write it like 10.42.20.10"),
        (Parameter("dyn_tftp_addr", "text", "SAG4, x", most=15), "10.1.1.300", "write it like 10.42.20.10"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_write(parameter: Parameter, value: str, says: str) -> None:
    message = refusal(parameter, value)
    assert message is not None
    assert says in message
    assert not message.endswith(".")
