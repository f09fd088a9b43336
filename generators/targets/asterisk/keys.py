"""Where each option, application and function we emit was read. A test proves that nothing else is emitted.

Keys: `pjsip.TYPE.OPTION`, `FILE.SECTION.OPTION` for the others, `app.NAME` and `function.NAME` for the dialplan,
`dial.X` for an option letter of Dial.
"""

from __future__ import annotations

from generators.references import Ref


def _each(prefix: str, tag: str, section: str, names: str) -> dict[str, Ref]:
    return {f"{prefix}.{name}": Ref(tag, section) for name in names.split()}


KEYS: dict[str, Ref] = {
    **_each(
        "pjsip.transport",
        "AST-PJSIP",
        "res_pjsip: transport",
        "type protocol bind external_signaling_address external_media_address local_net",
    ),
    **_each(
        "pjsip.endpoint",
        "AST-PJSIP",
        "res_pjsip: endpoint",
        "type identify_by disallow allow dtmf_mode direct_media force_rport rewrite_contact rtp_symmetric deny permit"
        " contact_deny contact_permit auth outbound_auth aors context callerid language mailboxes set_var transport"
        " from_domain trust_id_inbound send_pai allow_transfer allow_subscribe",
    ),
    **_each("pjsip.auth", "AST-PJSIP", "res_pjsip: auth", "type auth_type username password"),
    **_each(
        "pjsip.aor",
        "AST-PJSIP",
        "res_pjsip: aor",
        "type max_contacts remove_existing qualify_frequency qualify_timeout contact",
    ),
    **_each(
        "pjsip.registration",
        "AST-PJSIP",
        "res_pjsip_outbound_registration: registration",
        "type transport server_uri client_uri contact_user outbound_auth expiration retry_interval"
        " forbidden_retry_interval fatal_retry_interval max_retries auth_rejection_permanent line endpoint",
    ),
    **_each("pjsip.identify", "AST-PJSIP", "res_pjsip_endpoint_identifier_ip: identify", "type endpoint match"),
    "pjsip_notify.cisco-check-cfg.Event": Ref("AST-PJSIP", "res_pjsip_notify: pjsip_notify.conf, notify"),
    **_each(
        "extensions.general",
        "AST-DIALPLAN",
        "Sample extensions.conf, section general",
        "static writeprotect autofallthrough",
    ),
    **_each(
        "app",
        "AST-DIALPLAN",
        "Dialplan applications",
        "Answer Congestion Dial ExecIf Gosub Goto GotoIf GotoIfTime Hangup Log NoOp Playback Return Set Wait",
    ),
    **_each("app", "AST-VOICEMAIL", "Applications VoiceMail and VoiceMailMain", "VoiceMail VoiceMailMain"),
    **_each(
        "function",
        "AST-DIALPLAN",
        "Dialplan functions",
        "CALLERID CHANNEL CUT DIALPLAN_EXISTS FILTER GROUP GROUP_COUNT IF LEN LOCAL PJSIP_HEADER STRFTIME",
    ),
    "dial.i": Ref("AST-DIALPLAN", "Dial: option i"),
    "voicemail.option.u": Ref("AST-VOICEMAIL", "VoiceMail: option u"),
    "voicemail.option.b": Ref("AST-VOICEMAIL", "VoiceMail: option b"),
    **_each("voicemail.general", "AST-VOICEMAIL", "Section general", "format serveremail passwordlocation"),
    **_each("voicemail.zonemessages", "AST-VOICEMAIL", "Section zonemessages", "office"),
    **_each("voicemail.mailbox", "AST-VOICEMAIL", "Mailbox options", "attach tz"),
    **_each("rtp.general", "AST-RTP", "Section general", "rtpstart rtpend"),
}
