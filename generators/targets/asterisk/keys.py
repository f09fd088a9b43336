"""Where each option, application and function we emit was read. A test proves that nothing else is emitted.

Keys: `pjsip.TYPE.OPTION`, `FILE.SECTION.OPTION` for the others (`confbridge.TYPE.OPTION`), `app.NAME` and
`function.NAME` for the dialplan, `dial.X` for an option letter of Dial.
"""

from __future__ import annotations

from generators.references import Ref
from generators.targets.asterisk.sip.keys import KEYS as SIP


def _each(prefix: str, tag: str, section: str, names: str) -> dict[str, Ref]:
    return {f"{prefix}.{name}": Ref(tag, section) for name in names.split()}


KEYS: dict[str, Ref] = {
    **SIP,
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
        " contact_deny contact_permit auth outbound_auth aors context subscribe_context callerid language mailboxes"
        " named_call_group named_pickup_group set_var transport"
        " from_domain from_user trust_id_inbound send_pai allow_transfer allow_subscribe",
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
        "Answer BackGround ConfBridge Congestion Dial ExecIf Gosub Goto GotoIf GotoIfTime Hangup Log NoOp Pickup"
        " PickupChan Playback Return Set StackPop Wait WaitExten",
    ),
    **_each(
        "app",
        "AST-VOICEMAIL",
        "Applications VoiceMail, VoiceMailMain and VMAuthenticate",
        "VoiceMail VoiceMailMain VMAuthenticate",
    ),
    **_each(
        "function",
        "AST-DIALPLAN",
        "Dialplan functions",
        "CALLERID CHANNEL CUT DB DB_DELETE DB_EXISTS DEVICE_STATE DIALPLAN_EXISTS FILTER GROUP GROUP_COUNT IF LEN"
        " LOCAL PJSIP_HEADER STRFTIME STRPTIME STRREPLACE",
    ),
    **_each("dial", "AST-DIALPLAN", "Dial: options b, i, t and T", "b i t T"),
    "voicemail.option.u": Ref("AST-VOICEMAIL", "VoiceMail: option u"),
    "voicemail.option.b": Ref("AST-VOICEMAIL", "VoiceMail: option b"),
    **_each("voicemail.general", "AST-VOICEMAIL", "Section general", "format serveremail passwordlocation"),
    **_each("voicemail.zonemessages", "AST-VOICEMAIL", "Section zonemessages", "office"),
    **_each("voicemail.mailbox", "AST-VOICEMAIL", "Mailbox options", "attach tz"),
    **_each("confbridge.bridge", "AST-DIALPLAN", "ConfBridge: bridge profile", "type max_members"),
    **_each(
        "confbridge.user",
        "AST-DIALPLAN",
        "ConfBridge: user profile",
        "type music_on_hold_when_empty announce_only_user pin",
    ),
    **_each(
        "res_parking.default",
        "AST-FEATURES",
        "res_parking: parking lot",
        "parkext parkpos context parkinghints comebacktoorigin",
    ),
    "features.general.pickupexten": Ref("AST-FEATURES", "features: general"),
    **_each("features.featuremap", "AST-FEATURES", "features: featuremap", "blindxfer atxfer"),
    **_each("musiconhold.default", "AST-FEATURES", "Sample musiconhold.conf, class default", "mode directory"),
    **_each("modules.modules", "AST-FEATURES", "Sample modules.conf, section modules", "autoload load"),
    **_each("rtp.general", "AST-RTP", "Section general", "rtpstart rtpend"),
}
