"""Where each column, option, application and hook we emit was read. A test proves that nothing else is emitted.

Keys: `extensions.COLUMN`, `dids.COLUMN` and `routes.COLUMN` for the imports, `pjsip.TYPE.OPTION`, `app.NAME`,
`function.NAME`, `hook.CONTEXT` and `context.NAME` for the dialplan.
"""

from __future__ import annotations

from generators.references import Ref

# The product's own source has no tag of its own yet; the tag is that of the project whose modules read these files.
FREEPBX = "FREEPBX"


def _each(prefix: str, tag: str, section: str, names: str) -> dict[str, Ref]:
    return {f"{prefix}.{name}": Ref(tag, section) for name in names.split()}


KEYS: dict[str, Ref] = {
    **_each(
        "extensions",
        FREEPBX,
        "FreePBX core, voicemail and callwaiting modules, 16 and 17: bulk handler import of extensions",
        "extension name description tech dial outboundcid emergency_cid ringtimer concurrency_limit"
        " callwaiting_enable voicemail_enable voicemail voicemail_vmpwd voicemail_email voicemail_options"
        " voicemail_same_exten",
    ),
    **_each("dids", FREEPBX, "FreePBX core: bulk handler import of dids", "cidnum extension destination description"),
    **_each(
        "routes", FREEPBX, "FreePBX core: outbound routes, import of patterns", "prepend prefix match_pattern callerid"
    ),
    **_each(
        "pjsip.endpoint",
        "AST-PJSIP",
        "res_pjsip: endpoint",
        "type aors auth context callerid language mailboxes disallow allow dtmf_mode direct_media force_rport"
        " rewrite_contact rtp_symmetric deny permit set_var",
    ),
    **_each("pjsip.auth", "AST-PJSIP", "res_pjsip: auth", "type auth_type username password"),
    **_each("pjsip.aor", "AST-PJSIP", "res_pjsip: aor", "type max_contacts remove_existing qualify_frequency"),
    **_each(
        "app",
        "AST-DIALPLAN",
        "Dialplan applications",
        "Answer Congestion Dial ExecIf Gosub Goto GotoIf GotoIfTime Hangup Log MacroExit Playback Read Return Set",
    ),
    **_each(
        "function", "AST-DIALPLAN", "Dialplan functions", "CALLERID CHANNEL DB DIALPLAN_EXISTS FILTER LOCAL STRFTIME"
    ),
    "hook.macro-dialout-trunk-predial-hook": Ref(FREEPBX, "FreePBX core: macro-dialout-trunk"),
    **_each(
        "context",
        FREEPBX,
        "FreePBX core: destinations of the modules",
        "from-did-direct ext-group ext-local ext-meetme from-pstn from-internal",
    ),
}
