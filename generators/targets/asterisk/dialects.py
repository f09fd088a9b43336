"""What differs between chan_pjsip and chan_sip in the dialplan: names of devices, ways to dial, headers.

Everything else in `extensions.conf` is the same text for both, from one template. A `Dialect` is data: format strings,
expressions and steps, in which `{account}`, `{trunk}` and `{domain}` are the only holes.

| what                        | chan_pjsip                              | chan_sip                              |
|---|---|---|
| a phone                     | `PJSIP/account`                         | `SIP/account`                         |
| a trunk                     | `PJSIP/${EXTEN}@trunk-ovh`              | `SIP/trunk-ovh/${EXTEN}`              |
| a trunk said to be down     | `PJSIP/trunk-ovh/sip:${EXTEN}@domain`   | `SIP/trunk-ovh_direct/${EXTEN}` (1)   |
| the To header of a call     | `${PJSIP_HEADER(read,To)}`              | `${SIP_HEADER(To)}`                   |
| a header of a call we make  | `Set(PJSIP_HEADER(add,NAME)=VALUE)` (2) | `SIPAddHeader(NAME: VALUE)` (2)       |

(1) A second peer for the same provider, without qualify: chan_sip dials no peer that it holds for unreachable.
(2) In a subroutine that Dial runs on the called channel before it calls (option b), in both drivers.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DIALECTS", "PJSIP", "SIP", "Dialect"]


@dataclass(frozen=True)
class Dialect:
    """A channel driver as the dialplan sees it.

    `name` is the folder of its files below `pbx/`, as `servers.pbx.dialects` spells it. `technology` is what its
    devices begin with. `to_header` is the expression that reads the To header of the call at hand. `modules` are the
    modules of Asterisk that the driver needs, for modules.conf. `device_form`, `trunk_form`, `direct_form` and
    `header_form` are format strings: use the functions below.
    """

    name: str
    technology: str
    to_header: str
    device_form: str
    trunk_form: str
    direct_form: str
    header_form: str
    modules: tuple[str, ...]

    def device(self, account: str) -> str:
        """A phone's line as Dial, hints and PickupChan name it."""
        return self.device_form.format(account=account)

    def trunk(self, trunk: str) -> str:
        """What Dial calls to send `${EXTEN}` by the trunk named `trunk` (`names.trunk_name`)."""
        return self.trunk_form.format(trunk=trunk)

    def direct(self, trunk: str, domain: str) -> str:
        """The same for a trunk that counts as unreachable: an emergency call is sent all the same."""
        return self.direct_form.format(trunk=trunk, domain=domain)

    def header(self, name: str, value: str) -> str:
        """The step that adds a header to the call, in a subroutine of Dial's option b; escapes `;` in `value`."""
        return self.header_form.format(name=name, value=value.replace(";", "\\;"))


PJSIP = Dialect(
    name="asterisk-pjsip",
    technology="PJSIP",
    to_header="${PJSIP_HEADER(read,To)}",
    device_form="PJSIP/{account}",
    trunk_form="PJSIP/${{EXTEN}}@{trunk}",
    direct_form="PJSIP/{trunk}/sip:${{EXTEN}}@{domain}",
    header_form="Set(PJSIP_HEADER(add,{name})={value})",
    modules=(
        "chan_pjsip",
        "res_pjsip",
        "res_pjsip_acl",
        "res_pjsip_authenticator_digest",
        "res_pjsip_caller_id",
        "res_pjsip_dtmf_info",
        "res_pjsip_endpoint_identifier_ip",
        "res_pjsip_endpoint_identifier_user",
        "res_pjsip_exten_state",
        "res_pjsip_header_funcs",
        "res_pjsip_logger",
        "res_pjsip_mwi",
        "res_pjsip_mwi_body_generator",
        "res_pjsip_nat",
        "res_pjsip_notify",
        "res_pjsip_outbound_authenticator_digest",
        "res_pjsip_outbound_publish",
        "res_pjsip_outbound_registration",
        "res_pjsip_path",
        "res_pjsip_pidf_body_generator",
        "res_pjsip_pubsub",
        "res_pjsip_refer",
        "res_pjsip_registrar",
        "res_pjsip_sdp_rtp",
        "res_pjsip_session",
        "res_pjsip_dialog_info_body_generator",
    ),
)

SIP = Dialect(
    name="asterisk-sip",
    technology="SIP",
    to_header="${SIP_HEADER(To)}",
    device_form="SIP/{account}",
    trunk_form="SIP/{trunk}/${{EXTEN}}",
    direct_form="SIP/{trunk}_direct/${{EXTEN}}",
    header_form="SIPAddHeader({name}: {value})",
    modules=("chan_sip",),
)

DIALECTS = (PJSIP, SIP)
