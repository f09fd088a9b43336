"""Where each option of `sip.conf`, `sip_notify.conf` and `dnsmgr.conf` was read.

chan_sip takes an option that it does not know without a word, so the live tests look each of these up in the module
itself and compare what it then says of its peers.

Keys: `sip.general.OPTION`, `sip.phone.OPTION` and `sip.trunk.OPTION`, `FILE.SECTION.OPTION` for the others, `app.NAME`
and `function.NAME` for what the dialplan says to this driver only.
"""

from __future__ import annotations

from generators.references import Ref


def _each(prefix: str, section: str, names: str) -> dict[str, Ref]:
    return {f"{prefix}.{name}": Ref("AST-SIP", section) for name in names.split()}


KEYS: dict[str, Ref] = {
    **_each(
        "sip.general",
        "Sample sip.conf of 16: section general",
        "context allowguest alwaysauthreject allowoverlap udpbindaddr tcpenable transport srvlookup externaddr localnet"
        " nat directmedia dtmfmode disallow allow language callcounter qualifyfreq minexpiry maxexpiry defaultexpiry"
        " registerattempts registertimeout register_retry_403 register",
    ),
    **_each(
        "sip.phone",
        "Sample sip.conf of 16: devices",
        "type host subscribecontext deny permit contactdeny contactpermit qualify secret context callerid language"
        " disallow allow mailbox namedcallgroup namedpickupgroup setvar",
    ),
    **_each(
        "sip.trunk",
        "Sample sip.conf of 16: devices",
        "type host defaultuser remotesecret fromuser fromdomain insecure context nat disallow allow language trustrpid"
        " sendrpid trust_id_outbound allowtransfer allowsubscribe qualify",
    ),
    **_each("sip_notify.cisco-check-cfg", "Sample sip_notify.conf", "Event"),
    **_each("dnsmgr.general", "Sample dnsmgr.conf", "enable refreshinterval"),
    **_each("app", "Dialplan applications of chan_sip", "SIPAddHeader"),
    **_each("function", "Dialplan functions of chan_sip", "SIP_HEADER"),
}
