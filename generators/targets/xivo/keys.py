"""Where each column, option, application and hook we emit was read. A test proves that nothing else is emitted.

Keys: `users.COLUMN` and `old.COLUMN` for the two imports, `pjsip.TYPE.OPTION`, `sip.OPTION`, `app.NAME`,
`function.NAME`, `hook.CONTEXT` and `variable.NAME` for the dialplan.
"""

from __future__ import annotations

from generators.references import Ref


def _each(prefix: str, tag: str, section: str, names: str) -> dict[str, Ref]:
    return {f"{prefix}.{name}": Ref(tag, section) for name in names.split()}


KEYS: dict[str, Ref] = {
    **_each(
        "users",
        "XIVO-DOC",
        "User import and export: CSV file",
        "entity_id firstname lastname email language outgoing_caller_id enabled supervision_enabled"
        " call_transfer_enabled dtmf_hangup_enabled simultaneous_calls ring_seconds userfield exten context"
        " line_protocol sip_username sip_secret incall_exten incall_context voicemail_name voicemail_number"
        " voicemail_context voicemail_password voicemail_email voicemail_attach_audio voicemail_delete_messages"
        " voicemail_ask_password",
    ),
    **_each(
        "old",
        "XIVO-DOC",
        "Legacy CSV import: old names of the fields",
        "entityid firstname lastname language outcallerid enablehint enablexfer phonenumber context"
        " protocol linename linesecret incallexten incallcontext voicemailname voicemailnumber voicemailcontext"
        " voicemailpassword voicemailemail voicemailattach voicemaildelete voicemailaskpassword",
    ),
    **_each(
        "pjsip.endpoint",
        "AST-PJSIP",
        "res_pjsip: endpoint",
        "type aors auth context callerid disallow allow dtmf_mode direct_media force_rport rewrite_contact"
        " rtp_symmetric deny permit language mailboxes",
    ),
    **_each("pjsip.auth", "AST-PJSIP", "res_pjsip: auth", "type auth_type username password"),
    **_each("pjsip.aor", "AST-PJSIP", "res_pjsip: aor", "type max_contacts remove_existing qualify_frequency"),
    **_each(
        "sip",
        "XIVO-DOC",
        "sip.conf of chan_sip, as in Asterisk's own sample",
        "type host secret context callerid disallow allow dtmfmode directmedia nat qualify deny permit language"
        " mailbox",
    ),
    **_each(
        "app",
        "AST-DIALPLAN",
        "Dialplan applications",
        "Congestion Dial ExecIf Gosub Goto GotoIf Hangup Log Return Set",
    ),
    **_each("function", "AST-DIALPLAN", "Dialplan functions", "CALLERID CHANNEL DIALPLAN_EXISTS FILTER"),
    **_each(
        "hook",
        "XIVO-DOC",
        "Subroutine: global subroutines",
        "xivo-subrgbl-outcall xivo-subrgbl-did xivo-subrgbl-user",
    ),
    **_each("hook", "XIVO-DOC", "extensions_extra.d: xivo-extrafeatures.conf", "xivo-extrafeatures"),
    **_each("variable", "XIVO-DOC", "Subroutine: dialplan variables", "DSTNUM INTERFACE"),
}
