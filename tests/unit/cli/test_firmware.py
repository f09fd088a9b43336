"""`tonalite firmware`: a way explained in the language asked for or refused with the reason; what an estate needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generators.cli import app
from generators.cli.firmware import firmware_folder, needs
from generators.estate.values import Audience
from generators.flow import load_estate

ESTATES = Path(__file__).parents[2] / "estates"
RUNNER = CliRunner()

TWO_STEPS = """\
Step 1: SIP41.8-3-1S → SIP41.8-5-2S
  Put into the TFTP root: the files of SIP41.8-5-2S; firmware: {cisco-7941: SIP41.8-5-2S} makes SEP<MAC>.cnf.xml and \
XMLDefault.cnf.xml name it
  Files: SIP41.8-5-2S.loads, apps41.8-5-2TH1-9.sbn, cnu41.8-5-2TH1-9.sbn, cvm41sip.8-5-2TH1-9.sbn, \
dsp41.8-5-2TH1-9.sbn, jar41sip.8-5-2TH1-9.sbn, term41.default.loads, term61.default.loads
  The phone: compares the load it runs with the one named, reads SIP41.8-5-2S.loads and the .sbn files it names, \
restarts
  Why: from a release before 8.3(3) to one after 8.5(2) go through 8.5(2): older firmware does not accept how newer \
firmware is signed, and reloads for ever
  Sources: WAZO, AG41, UCM

Step 2: SIP41.8-5-2S → SIP41.9-4-2SR3-1S
"""


def test_the_whole_explanation_of_a_way_in_two_steps() -> None:
    done = RUNNER.invoke(app, ["firmware", "path", "7941", "SIP41.8-3-1S", "SIP41.9-4-2SR3-1S"])
    assert done.exit_code == 0
    assert done.output.startswith(TWO_STEPS)
    assert done.output.endswith("Not seen on hardware by this project.\n")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (
            ("cisco-7960", "P00308000500", "P0S3-8-12-00", "--language", "fr"),
            0,
            "Étape 1 : P00308000500 → P0S3-8-12-00",
        ),
        (("cisco-7960", "P00308000500", "P0S3-8-12-00", "--language", "fr"), 0, "Non vu sur un vrai poste"),
        (("7960", "P0S3-8-12-00", "P00303020214"), 1, "there is no way back"),
        (("7960", "P0S3-8-12-00", "P00303020214", "--language", "fr"), 1, "il n'y a pas de retour"),
        (("7960", "P0S3-8-12-00", "P0S3-8-12-00"), 0, "nothing to do"),
        (("7941G-GE", "SIP41.9-2-1S", "SIP41.9-4-2SR3-1S"), 0, "cisco-7941g-ge: SIP41.9-4-2SR3-1S"),
        (("7961", "SIP41.9-2-1S", "SIP61.9-2-1S"), 1, "is not for the Cisco 7961G"),
        (("7961", "SIP41.9-2-1S", "SIP41.9-2-1S.loads"), 1, "without its extension"),
        (("7999", "a", "b"), 2, "no model '7999'"),
    ],
)
def test_path_explains_or_refuses(words: tuple[str, ...], status: int, said: str) -> None:
    done = RUNNER.invoke(app, ["firmware", "path", *words])
    assert done.exit_code == status
    assert said in done.output.replace("\n", " ") + done.stderr


@pytest.mark.parametrize("case", ["one_of_each_model", "minimal", "shared_lines"])
def test_every_load_in_use_is_one_need_with_its_phones(case: str) -> None:
    estate = load_estate(ESTATES / case, Audience.INTERNAL)
    found = needs(estate)
    assert sorted(n.load for n in found if not n.module) == sorted({p.load for p in estate.phones})
    assert len({n.load for n in found}) == len(found)
    for need in found:
        users = [p for p in estate.phones if p.load == need.load or any(m.load == need.load for m in p.modules)]
        assert need.origins == tuple(p.origin for p in users)
        assert (need.phones, need.files[0]) == (len(users), f"{need.load}.{'sbn' if need.module else 'loads'}")
        assert not need.both_cases, "no shipped case runs firmware before 8.3(3)"


def test_the_folder_is_beside_the_data() -> None:
    assert firmware_folder(Path("site_data"), None) == Path("firmware")
    assert firmware_folder(Path("/srv/tel/site_data"), None) == Path("/srv/tel/firmware")
    assert firmware_folder(Path("site_data"), Path("x")) == Path("x")


def test_what_the_source_says_of_firmware_and_modules_is_needed(tmp_path: Path) -> None:
    text = (ESTATES / "one_of_each_model" / "site.yml").read_text("utf-8")
    text = re.sub(r"(?m)^firmware:.*\n(?: .*\n)*", "", text)
    modules = "    modules: [cisco-7916, cisco-7916]\n"
    text, count = re.subn(r"(?m)(^    model: cisco-7962\n)((?:    .*\n)*?)    modules: .*\n", rf"\1\2{modules}", text)
    assert count == 1
    chosen = "\nfirmware: {cisco-7941: SIP41.8-3-1S, cisco-7961: SIP41.8-5-2S, cisco-7975: SIP75.9-9-9S}\n"
    (tmp_path / "site.yml").write_text(text + chosen, "utf-8")
    estate = load_estate(tmp_path, Audience.INTERNAL)
    found = {need.load: need for need in needs(estate)}
    module, users = found["B016-1-0-4-2"], [p for p in estate.phones if "cisco-7916" in {m.id for m in p.modules}]
    assert "p7962" in {p.id for p in users}
    assert (module.module, module.phones, module.files) == (True, len(users), ("B016-1-0-4-2.sbn",))
    assert found["SIP41.8-3-1S"].both_cases
    assert "jar41sip.8-3-0-50.sbn" in found["SIP41.8-3-1S"].files
    assert not found["SIP41.8-5-2S"].both_cases
    assert found["SIP75.9-9-9S"].files == ("SIP75.9-9-9S.loads", "term75.default.loads")
    assert not found["P0S3-8-12-00"].whole
    order = [load for load in found if load.startswith("SIP41")]
    assert order == ["SIP41.9-4-2SR3-1S", "SIP41.8-5-2S", "SIP41.8-3-1S"], "the newest first"
