"""The small files beside the dialplan: conferences, parking, transfer keys, music on hold, and the modules to load."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.values import Secret
from generators.targets.asterisk import names
from generators.targets.asterisk.dialects import Dialect

# What every dialplan of ours uses, whatever the channel driver; what a module needs of others loads with it. Codecs:
# G.711 for phones and trunks, GSM and WAV for the recordings of Debian's sounds and of voicemail.
MODULES = """app_confbridge app_dial app_directed_pickup app_exec app_playback app_stack app_verbose app_voicemail
bridge_builtin_features bridge_builtin_interval_features bridge_holding bridge_native_rtp bridge_simple bridge_softmix
codec_alaw codec_gsm codec_resample codec_ulaw format_gsm format_pcm format_sln format_wav func_callerid func_channel
func_cut func_db func_devstate func_dialplan func_groupcount func_logic func_strings pbx_config res_musiconhold
res_parking res_pjproject res_rtp_asterisk res_security_log res_sorcery_astdb res_sorcery_config res_sorcery_memory
res_timing_timerfd""".split()  # noqa: SIM905


@dataclass(frozen=True)
class Room:
    """A conference room: its profiles' name, how many it holds, and its PIN if it has one."""

    name: str
    title: str
    most: int
    pins: tuple[Secret, ...]


@dataclass(frozen=True)
class Confbridge:
    """The whole file."""

    rooms: tuple[Room, ...]


@dataclass(frozen=True)
class Parking:
    """The whole file: the extension that parks, the positions (both ends included), their context."""

    park: str
    first: str
    last: str
    context: str


@dataclass(frozen=True)
class Modules:
    """The whole file: the modules that are loaded; nothing else is."""

    names: tuple[str, ...]


def confbridge(estate: Estate) -> Confbridge:
    """The conference rooms. The PIN stands here only: the dialplan's log would show it."""
    return Confbridge(
        tuple(
            Room(names.room(c.id), names.words(c.title, c.extension), c.most, (c.pin,) if c.pin is not None else ())
            for c in estate.conferences
        )
    )


def parking(estate: Estate) -> Parking:
    """Where calls are parked."""
    return Parking(estate.codes.park, *estate.codes.parked, names.PARKED)


def modules(estate: Estate, dialect: Dialect) -> Modules:
    """The smallest set of modules on which everything generated works: for a small computer, and for peace."""
    codecs = {codec for phone in estate.phones for codec in phone.settings.codecs}
    codecs |= {codec for trunk in estate.trunks for codec in trunk.provider.codecs}
    wide = {"codec_g722"} if "g722" in codecs else set()  # G.729 is passed through: Debian has no codec for it
    return Modules(tuple(sorted({*MODULES, *wide, *dialect.modules})))
