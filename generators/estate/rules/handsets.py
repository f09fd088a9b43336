"""What phones are asked to do: keys that exist, modules that fit, settings and loads their model can take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generators.catalog.parameters import refusal
from generators.catalog.types import Catalog, PhoneModel
from generators.estate.build_handsets import Level, keys_of, levels
from generators.estate.names import fit, fold
from generators.estate.rules.references import CALLABLE, near
from generators.problems import Place, Report
from generators.source.schema import handsets as written
from generators.source.schema.check import Checked

# Settings that one family has no word for; set for all phones they are passed over, set for such a phone refused.
XML_ONLY = ("web", "ssh", "menu", "pc_port", "missed_calls", "transfer_on_hook")
FLAT_ONLY = ("telnet",)
FLAT_URL_MOST = 127  # the stack's buffer (SIPCC, config.h); the schema holds URLs to it for both families
MEDIA = (16384, 32766)  # SAG4, start_media_port; AG41, network ports
CALLS_OF_A_LINE = 2  # what the document says where nothing is set by hand
PRECEDENCE_MOST = 5  # SAG4, tos_media


@dataclass(frozen=True)
class Context:
    """The source, what is known, and where breaches go."""

    checked: Checked
    catalog: Catalog
    report: Report
    unable: set[Place] = field(default_factory=set)

    def model(self, phone: str) -> PhoneModel | None:
        """The model of a phone, None where its name is wrong (which is said elsewhere)."""
        return self.catalog.models.get(self.checked.source.phones[phone].model)

    def must(self, what: str, name: str, known: object, place: Place) -> bool:
        """Whether `name` is known; TON301 if not."""
        names = list(known)  # type: ignore[call-overload]
        if name in names:
            return True
        self.report.add("TON301", place, f"no {what} '{name}'", near(name, names))
        return False


def check(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Report breaches of keys (TON301, 404 to 406, 413, 502, 503), modules (TON504), settings (TON505 to 507) and
    loads (TON508, 907), and warn of labels (TON903, 906)."""
    context = Context(checked, catalog, report)
    _labels(checked, catalog, report)
    _references(context)
    for phone in checked.source.phones:
        _modules(context, phone)
        _settings(context, phone)
        _flat_keys(context, phone)
        _calls_of_a_line(context, phone)
    for name, path in _loads(context):
        _load(context, name, path)
    _extras(context)
    for name, layout in checked.source.key_layouts.items():
        for index, key in enumerate(layout):
            _key(context, key, ("key_layouts", name, index))
    for phone, item in checked.source.phones.items():
        for button, key in item.keys.items():
            _key(context, key, ("phones", phone, "keys", str(button)))


def _references(context: Context) -> None:
    source, checked, catalog = context.checked.source, context.checked, context.catalog
    for kind in ("models", "firmware"):
        for name in getattr(source, kind):
            context.must("phone model", name, catalog.models, checked.key_place(kind, name))
    for name, phone in source.phones.items():
        if phone.layout is not None:
            context.must("key layout", phone.layout, source.key_layouts, checked.place("phones", name, "layout"))
        for index, module in enumerate(phone.modules):
            context.must("add-on module", module, catalog.modules, checked.place("phones", name, "modules", index))


def _key(context: Context, key: written.Key, path: tuple[str | int, ...]) -> None:
    """What a key says: one thing, of something that exists, with a label that can be shown."""
    checked, source = context.checked, context.checked.source
    said = [name for name in ("speed", "blf", "service") if getattr(key, name) is not None]
    if len(said) != 1:
        words = " and ".join(said) if said else "nothing to do"
        context.report.add("TON502", checked.place(*path), f"the key has {words}", "write one of speed, blf, service")
        return
    if key.blf is not None:
        context.must("person or line", key.blf, {**source.people, **source.lines}, checked.place(*path, "blf"))
    speed = key.speed
    if speed is not None and not written.DIALLED.match(speed):
        known = {name for kind in CALLABLE for name in getattr(source, kind)}
        if speed not in known:
            hint = near(speed, known)
            place = checked.place(*path, "speed")
            context.report.add("TON413", place, f"no person, line, group or mailbox '{speed}', and no number", hint)
    if key.label is not None and not fold(key.label):
        place = checked.place(*path, "label")
        context.report.add("TON501", place, "no phone can show this name", "write it in Latin letters")


def _modules(context: Context, phone: str) -> None:
    model = context.model(phone)
    if model is None:
        return
    place = context.checked.place
    modules = context.checked.source.phones[phone].modules
    known = [(i, context.catalog.modules[name]) for i, name in enumerate(modules) if name in context.catalog.modules]
    for index, module in known:
        at = place("phones", phone, "modules", index)
        if model.id not in module.fits:
            fitting = ", ".join(m.title for m in context.catalog.modules.values() if model.id in m.fits)
            hint = f"these do: {fitting}" if fitting else f"none does on a {model.title}"
            context.report.add("TON504", at, f"a {module.title} cannot be attached to a {model.title}", hint)
        elif index >= module.most:
            hint = f"a {model.title} takes {module.most}"
            context.report.add("TON504", at, f"the {module.title} is one too many", hint)


def _settings(context: Context, phone: str) -> None:
    """Settings that a phone's family has no way to hold, at the level that says them."""
    model = context.model(phone)
    if model is None:
        return
    flat = model.family == "flat"
    for level in levels(context.checked.source, phone):
        said = level.said
        if level.path[0] in ("phones", "models"):
            for name in XML_ONLY if flat else FLAT_ONLY:
                if getattr(said, name) is not None:
                    _unable(context, level, name, f"a {model.title} has no setting for {name}", "remove it here")
        if said.codecs and "g722" in said.codecs and model.g722 is False and level.path[0] in ("phones", "models"):
            _unable(context, level, "codecs", f"a {model.title} does not speak g722", "leave it out")
        if said.codecs and set(said.codecs) == {"g722"} and model.g722 is False:
            _unable(context, level, "codecs", f"a {model.title} is left without a codec", "add alaw")
        if said.dscp is not None and flat and said.dscp >> 3 > PRECEDENCE_MOST:
            message = f"a {model.title} marks voice with a precedence of {PRECEDENCE_MOST} at most"
            _unable(context, level, "dscp", message, "write 46")
        if said.media is not None and not (MEDIA[0] <= said.media[0] and said.media[1] <= MEDIA[1]):
            hint = f"stay between {MEDIA[0]} and {MEDIA[1]}"
            _unable(context, level, "media", f"a {model.title} uses other ports for voice", hint)
        site = context.checked.source.sites.get(context.checked.source.phones[phone].site)
        if said.nat not in (None, "none") and site is not None and site.siproxd is not None:
            message = f"'{phone}' stands behind siproxd; two helpers against NAT undo each other"
            _unable(context, level, "nat", message, "write nat: none")
        if said.sip_port is not None and said.sip_port <= 1024:
            _unable(context, level, "sip_port", f"a {model.title} listens on ports above 1024", "write 5060")


def _flat_keys(context: Context, phone: str) -> None:
    """Keys that a 7940/7960 has no way to hold: its file knows speed dials, five of them, of digits and stars."""
    source, model = context.checked.source, context.model(phone)
    if model is None or model.family != "flat":
        return
    for path, key in keys_of(source, phone):
        place = context.checked.place(*path)
        if key.service is not None:
            hint = "put the page behind the services key: settings: {services: …}"
            context.report.add("TON505", place, f"on '{phone}', a {model.title}, a key cannot open a page", hint)
        elif key.speed is not None and written.DIALLED.match(key.speed) and set(key.speed) & {"#", ","}:
            message = f"on '{phone}', a {model.title}, a key dials digits and stars only"
            context.report.add("TON505", place, message, "write the number without # and pauses")


def _calls_of_a_line(context: Context, phone: str) -> None:
    """A line is busy at a number of calls that it can hold (UCM, busyTrigger and maxNumCalls)."""
    found: dict[str, tuple[int, tuple[str | int, ...]]] = {}
    for level in levels(context.checked.source, phone):
        for name in ("maxNumCalls", "busyTrigger"):
            extra = level.said.extra.get(f"sipProfile/sipLines/line/{name}")
            if extra is not None and extra.value.isdecimal():
                path = (*level.path, "extra", f"sipProfile/sipLines/line/{name}", "value")
                found[name] = (int(extra.value), path)
    most = found["maxNumCalls"][0] if "maxNumCalls" in found else CALLS_OF_A_LINE
    if "busyTrigger" in found and found["busyTrigger"][0] > most:
        value, path = found["busyTrigger"]
        place = context.checked.place(*path)
        if place not in context.unable:
            context.unable.add(place)
            message = f"a line that holds {most} calls is never busy at {value}"
            context.report.add("TON506", place, message, f"write {most} at most")


def _unable(context: Context, level: Level, name: str, message: str, hint: str) -> None:
    """Report once a value, however many models it does not suit."""
    place = context.checked.place(*level.path, name)
    if place not in context.unable:
        context.unable.add(place)
        context.report.add("TON505", place, message, hint)


def _loads(context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each load that is named, with its model's id and its path."""
    source = context.checked.source
    for model in source.firmware:
        yield model, ("firmware", model)
    for name, phone in source.phones.items():
        if phone.load is not None:
            yield phone.model, ("phones", name, "load")


def _load(context: Context, model_id: str, path: tuple[str, ...]) -> None:
    model = context.catalog.models.get(model_id)
    if model is None:
        return
    source, place = context.checked.source, context.checked.place(*path)
    load = source.firmware[model_id] if path[0] == "firmware" else source.phones[path[1]].load or ""
    known = ", ".join(model.loads)
    if not load.startswith(model.load_prefix):
        message = f"{load} is no SIP firmware of a {model.title}"
        context.report.add("TON508", place, message, f"its loads begin with {model.load_prefix}: {known}")
    elif load not in model.loads:
        context.report.add("TON907", place, f"{load} is not a load we know of for a {model.title}", f"known: {known}")


def _extras(context: Context) -> None:
    """What is set by hand: a documented parameter of a phone it reaches, that nothing of the YAML decides."""
    source, tables = context.checked.source, context.catalog.parameters
    reached: dict[tuple[str | int, ...], tuple[Level, set[str]]] = {}
    for phone in source.phones:
        model = context.model(phone)
        for level in levels(source, phone) if model else ():
            reached.setdefault(level.path, (level, set()))[1].add(model.family if model else "")
    for path, (level, families) in reached.items():
        for name, extra in level.said.extra.items():
            place = context.checked.key_place(*path, "extra", name)
            known = [tables[family][name] for family in sorted(families) if name in tables.get(family, {})]
            if not known:
                every = {n for family in families for n in tables.get(family, {})}
                context.report.add(
                    "TON506", place, f"no documented parameter '{name}' of these phones", near(name, every)
                )
                continue
            at = context.checked.place(*path, "extra", name, "value")
            for parameter in known:
                if parameter.managed is not None:
                    hint = f"it follows from {parameter.managed}"
                    context.report.add("TON507", place, f"'{name}' is not set by hand", hint)
                elif wrong := refusal(parameter, extra.value):
                    context.report.add("TON506", at, f"{name}: {wrong}")


def _labels(checked: Checked, catalog: Catalog, report: Report) -> None:
    """Warn where a key's label is cut (TON903) or a BLF key cannot show a state (TON906)."""
    source = checked.source
    for phone, item in source.phones.items():
        model = catalog.models.get(item.model)
        if model is None:
            continue
        for path, key in keys_of(source, phone):
            if key.blf is not None and model.family == "flat":
                message = f"on '{phone}', a {model.title}, the key only dials: it cannot show who is on the phone"
                report.add("TON906", checked.place(*path), message, "write speed: to say so")
            if key.label is not None:
                short, cut = fit(key.label, model.screen.line_label)
                if cut:
                    hint = f"write {model.screen.line_label} characters at most"
                    report.add("TON903", checked.place(*path, "label"), f"the phone shows only '{short}'", hint)
