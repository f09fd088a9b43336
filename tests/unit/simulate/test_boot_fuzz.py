"""Whatever a file holds, a boot ends in a story: nothing is raised, and no password is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.simulate.boot import State, boot
from tests.unit.simulate.trees import Files, MemorySource, example

PIECES = [
    "\x00",
    "é",
    "&",
    "<",
    ">",
    '"',
    ";",
    "#",
    "9" * 5000,
    "{mac}",
    "../",
    "%n",
    "http://[",
    "?",
    "\n",
    "\r",
    " ",
    "*",
    "-1",
    "</",
]
ESTATE, TREE = example("one_of_each_model")
PHONES = ("p7960", "p7961")
SECRETS = [e.secret.reveal() for p in PHONES for e in ESTATE.endpoints_of_phone[p]]


def read_by(phone_id: str) -> list[str]:
    """The files of the tree that the phone asks for."""
    mac = str(ESTATE.phone[phone_id].mac)
    return sorted(name for name in TREE if mac in name or not name.startswith(("SIP0", "SEP0")))


@st.composite
def spoiled(draw: st.DrawFn, phone_id: str) -> Files:
    """The tree with bytes replaced, cut out or put in at a few places of one to three files."""
    out = dict(TREE)
    for name in draw(st.lists(st.sampled_from(read_by(phone_id)), min_size=1, max_size=3, unique=True)):
        data = out[name]
        for _ in range(draw(st.integers(1, 4))):
            start = draw(st.integers(0, len(data)))
            length = draw(st.integers(0, 20))
            piece = draw(st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=6)))
            data = data[:start] + piece + data[start + length :]
        out[name] = data
    return out


@pytest.mark.parametrize("phone_id", PHONES)
def test_a_spoiled_tree_gives_a_story(phone_id: str) -> None:
    @given(spoiled(phone_id), st.sampled_from(State), st.sampled_from(["", "P0S3-07-5-00", "SCCP41.8-5-4S"]))
    @settings(max_examples=120)
    def run(files: Files, state: State, running: str) -> None:
        story = boot(ESTATE, ESTATE.phone[phone_id], MemorySource(files), state, running)
        text = json.dumps(story.to_json())
        assert not [secret for secret in SECRETS if secret in text]
        if files == TREE and state is State.CURRENT:
            assert story.faults == ()

    run()


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_files_of_noise_give_a_story_with_faults(noise: bytes) -> None:
    for phone_id in PHONES:
        story = boot(ESTATE, ESTATE.phone[phone_id], MemorySource(dict.fromkeys(TREE, noise)))
        assert story.faults
        assert story.registers == 0
