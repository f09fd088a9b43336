"""Names of loads: each form that a public listing shows is read, printed back as it was, and ordered as released."""

from __future__ import annotations

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.catalog import load_catalog
from generators.catalog.releases import NO_NUMBER, Protocol, Release, read_load, read_release

# Oldest first within each list; every name was seen in a document or a public listing.
IN_ORDER = {
    "xml": [
        *("TERM41.7-0-3-0S", "SCCP41.8-0-4SR2S", "SCCP41.8-2-1S", "SIP41.8-3-1S", "SIP41.8-3-3S", "SCCP41.8-3-3SR2S"),
        *("SIP41.8-5-2S", "SIP41.8-5-2SR1S", "SIP41.8-5-3S", "SIP41.8-5-4S", "SIP41.9-2-1S", "SIP41.9-3-1SR4-1S"),
        *("SIP41.9-4-2S", "SIP41.9-4-2SR1-1S", "SIP41.9-4-2SR3-1S", "SIP41.9-4-2SR4-3S"),
    ],
    "sip": [
        "P0S30203",
        "P0S3-05-3-00",
        "P0S3-06-3-00",
        "P0S3-07-5-00",
        "P0S3-08-2-00",
        "P0S3-08-11-00",
        "P0S3-8-12-00",
    ],
    "sccp": [
        "P0030301",
        "P00303020214",
        "P00305000301",
        "P00308000500",
        "P00308001000",
        "P00308010200",
        "P0030801SR02",
    ],
}
number = st.integers(0, 40)
releases = st.builds(Release, st.integers(1, 12), number, number, st.integers(0, 9), number)


@pytest.mark.parametrize("names", IN_ORDER.values(), ids=IN_ORDER)
def test_loads_are_ordered_as_they_were_released(names: list[str]) -> None:
    found = [read_load(name).release for name in names]
    assert all(a < b for a, b in itertools.pairwise(found)), found
    assert [str(read_load(name)) for name in names] == names


@pytest.mark.parametrize(
    ("name", "protocol", "series", "release"),
    [
        ("SIP41.9-4-2SR3-1S", Protocol.SIP, "41", "9.4(2)SR3-1"),
        ("SCCP11.8-3-3SR2S", Protocol.SCCP, "11", "8.3(3)SR2"),
        ("SIP70.8-0-1-11S", Protocol.SIP, "70", "8.0(1)-11"),
        ("P0S3-07-5-00", Protocol.SIP, "79x0", "7.5"),
        ("P0S3-8-12-00", Protocol.SIP, "79x0", "8.12"),
        ("P003-8-12-00", Protocol.LOADER, "79x0", "8.12"),
        ("P00308000500", Protocol.SCCP, "79x0", "8.0(5)"),
        ("P0030801SR02", Protocol.SCCP, "79x0", "8.1SR2"),
    ],
)
def test_a_load_is_taken_apart(name: str, protocol: Protocol, series: str, release: str) -> None:
    load = read_load(name)
    assert (load.protocol, load.series, str(load.release)) == (protocol, series, release)


@pytest.mark.parametrize(
    "name",
    [
        *("", "SIP41", "SIP41.9-4-2SR3-1", "sip41.9-4-2SR3-1S", "SIP41.9-4-2SR3-1S.loads", "SIP41.9-4-2SR3-1S "),
        *("P0S3", "P0S3-8-12", "P0S3-8-12-00.sb2", "P0X3-8-12-00", "P003080005", "SIP41.9-4-2S\n", "SIP4١.9-4-2S"),
    ],
)
def test_what_is_no_load_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a load") as caught:
        read_load(name)
    assert ("without its extension" in str(caught.value)) == name.endswith((".loads", ".sb2"))


def test_every_load_of_the_catalog_is_read_as_one_of_its_family() -> None:
    for model in load_catalog().models.values():
        for name in model.loads:
            load = read_load(name)
            assert load.protocol is Protocol.SIP
            assert load.series == ("79x0" if model.family == "flat" else model.load_prefix.removeprefix("SIP"))


@given(releases)
def test_a_release_reads_back_as_it_is_written(release: Release) -> None:
    if release.maintenance == 0 and release.service:
        release = Release(release.major, release.minor, NO_NUMBER, release.service, release.build)
    assert read_release(str(release)) == release


@given(st.lists(releases, min_size=3, max_size=3))
def test_the_order_is_total(found: list[Release]) -> None:
    a, b, c = found
    assert (a < b) + (a == b) + (a > b) == 1
    assert not (a < b < c) or a < c
    assert (a == b) == (hash(a) == hash(b) and not a < b and not b < a)


@given(releases.filter(lambda r: r.maintenance > 0), st.sampled_from(["SIP41", "SCCP75", "TERM61"]))
def test_a_load_of_the_xml_family_goes_round(release: Release, head: str) -> None:
    service = f"SR{release.service}" if release.service else ""
    build = f"-{release.build}" if release.build else ""
    name = f"{head}.{release.major}-{release.minor}-{release.maintenance}{service}{build}S"
    assert (read_load(name).release, str(read_load(name))) == (release, name)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert str(read_load(text)) == text
