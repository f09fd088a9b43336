"""Firmware as phones are told of it: `XMLDefault.cnf.xml`, for a phone that has no file of its own yet.

Such a phone asks for this file after `SEP<MAC>.cnf.xml`, and takes from it the load of its model (LOG42,
WHIZZY; CME for the 7940/7960). The load is the one that the phones of that model run here, so that no two
files name different ones: then a phone reloads for ever (C72029, FWM).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.handsets import ModuleModel
from generators.estate.phone_files import UNKNOWN_PHONE
from generators.estate.telephony import PhoneModel
from generators.targets.artifact import Artifact
from generators.targets.phones.output import ascii_bytes, shared_file
from generators.targets.templating import render

PACKAGE = "generators.targets.phones"
FILE_MOST = 8192
MODEL_NUMBER = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Load:
    """One `loadInformation<number>` element: the model as Cisco names it, and the load's base name."""

    number: int
    model: str
    name: str


@dataclass(frozen=True)
class DefaultView:
    """What `XMLDefault.cnf.xml` says: the PBX, and a load for each model in use."""

    registrar: str
    loads: tuple[Load, ...]


def device_name(model: PhoneModel | ModuleModel) -> str:
    """`IP Phone 7960`, `IP Phone 7941G-GE`: the model attribute of a load (EPM, stub of the 7960; SCCP,
    XMLDefault.cnf.xml, which tells a 7941G-GE from a 7941)."""
    number = MODEL_NUMBER.search(model.title)
    if number is None:
        raise ValueError(f"the title of model {model.id} holds no model number")
    gigabit = "G-GE" if model.id.endswith("g-ge") else ""
    return f"IP Phone {number[0]}{gigabit}"


def default_view(estate: Estate) -> DefaultView:
    """The models and modules in use, by number; a model with the one load its phones run, or its own if they differ."""
    models = {phone.model.id: phone.model for phone in estate.phones}
    loads = []
    for model in models.values():
        running = {phone.load for phone in estate.phones if phone.model.id == model.id}
        name = running.pop() if len(running) == 1 else model.load
        loads.append(Load(model.load_id, device_name(model), name))
    modules = {module.id: module for phone in estate.phones for module in phone.modules}
    for module in modules.values():
        loads.append(Load(module.load_id, device_name(module), module.load))
    numbers = [load.number for load in loads]
    if len(set(numbers)) != len(numbers):
        raise ValueError("two models share one load number")
    return DefaultView(str(estate.pbx.address), tuple(sorted(loads, key=lambda load: load.number)))


def default_file(estate: Estate) -> Artifact:
    """`XMLDefault.cnf.xml`."""
    text = render(PACKAGE, "XMLDefault.cnf.xml.j2", view=default_view(estate))
    return shared_file(estate, UNKNOWN_PHONE, ascii_bytes(UNKNOWN_PHONE, text, FILE_MOST), estate.pbx.origin)
