"""The files of an Estate, as the independent readers understand them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.asterisk import artifacts
from tests.golden_trees import ROOT, fake_secret
from tests.parsers.asterisk_conf import (
    PLAIN_FILES,
    Pjsip,
    Section,
    Voicemail,
    modules,
    options,
    pjsip,
    rtp,
    sections,
    voicemail,
)
from tests.parsers.asterisk_dialplan import Dialplan, dialplan

EXAMPLE = ROOT / "site_data"


@dataclass(frozen=True)
class Read:
    """What the files of chan_pjsip say; `text` has them by name, `plain` those that are only options."""

    text: dict[str, str]
    pjsip: Pjsip
    plan: Dialplan
    voicemail: Voicemail
    rtp: tuple[int, int]
    notify: tuple[Section, ...]
    plain: dict[str, dict[str, dict[str, str]]]
    modules: set[str]

    @property
    def emitted(self) -> set[str]:
        """Every option, application and function in use, as `KEYS` names them."""
        out = {f"pjsip.{o}" for o in self.pjsip.emitted} | self.plan.emitted
        out |= {f"pjsip_notify.{s.name}.{e.key}" for s in self.notify for e in s.entries}
        out |= {f"voicemail.general.{o}" for o in self.voicemail.general}
        out |= {f"voicemail.zonemessages.{z}" for z in self.voicemail.zones}
        out |= {f"voicemail.mailbox.{k}" for box in self.voicemail.boxes.values() for k, _ in box.options}
        for file, parts in self.plain.items():
            for part, said in parts.items():
                kind = said.get("type", part) if file == "confbridge.conf" else part
                out |= {f"{file.removesuffix('.conf')}.{kind}.{option}" for option in said}
        return out | {"modules.modules.autoload", "modules.modules.load"}


def read(estate: Estate) -> Read:
    """Generate and read the files of `estate`; raises Fault where a reader refuses one."""
    made = [a for a in artifacts(estate) if a.path.startswith("pbx/asterisk-pjsip/")]
    text = {Path(a.path).name: a.content.decode() for a in made}
    plain = {name: options(text[name], known) for name, known in PLAIN_FILES.items()}
    objects, boxes = pjsip(text["pjsip.conf"]), voicemail(text["voicemail.conf"])
    plan = dialplan(
        text["extensions.conf"], set(objects.all("endpoint")), set(boxes.boxes), set(plain["confbridge.conf"])
    )
    for name, told in objects.all("endpoint").items():
        assert told["context"][0] in plan.contexts, name
        assert told.get("subscribe_context", ["hints"]) == ["hints"]
        for box in told.get("mailboxes", []):
            assert box.removesuffix("@default") in boxes.boxes, name
    notify = tuple(sections(text["pjsip_notify.conf"]))
    said = modules(text["modules.conf"])
    return Read(text, objects, plan, boxes, rtp(text["rtp.conf"]), notify, plain, said)


def load(folder: Path = EXAMPLE, audience: Audience = Audience.INTERNAL) -> Estate:
    """The Estate of a source with secrets that are nobody's."""
    return load_estate(folder, audience, fake_secret)
