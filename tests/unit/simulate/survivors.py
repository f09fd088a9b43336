"""Mutations that no boot finds a fault with, and for each why a phone would not mind.

A survivor stands here as "operator file: name", with * and ?; `{mac}` is the phone's. A line that nothing needs any
more is a failure of `test_boot_mutations.py`, so the table stays true.
"""

from __future__ import annotations

DEFAULT = "optional in a document, which is read afresh at each boot: the documented default is what is meant"
LABEL = "free text: anything that fits is a label, -7,5 as well"
# Why a phone would not mind, and what survives for that reason: "operator file: name", with * and ?.
SURVIVORS: dict[str, tuple[str, ...]] = {
    DEFAULT: (
        *(f"removed SEP{{mac}}.cnf.xml: device/{name}" for name in (
            "fullConfig", "ssh*", "ipAddressMode", "MissedCallLoggingOption", "idleTimeout", "TLSResumptionTimer",
            "phonePersonalization", "dndCallAlert", "dndReminderTimer", "advertiseG722Codec", "capfAuthMode",
            "capfList", "certHash", "userLocale*", "networkLocale*", "phoneServices", "phoneServices@useHTTPS",
            "phoneServices/provisioning", "phoneServices/phoneService", "phoneServices/phoneService@*",
            "phoneServices/phoneService/ve*", "commonProfile/backgroundImageAccess",
            "commonProfile/callLogBlfEnabled", "vendorConfig*", "devicePool/callManagerGroup/*/ports*",
            "sipProfile/sipProxies/*Proxy", "sipProfile/sipProxies/*ProxyPort", "sipProfile/sipCallFeatures*",
            "sipProfile/sipStack*", "sipProfile/auto*", "sipProfile/transferOnhookEnabled", "sipProfile/enableVad",
            "sipProfile/dtmf*", "sipProfile/always*", "sipProfile/kpml", "sipProfile/phoneLabel",
            "sipProfile/stutterMsgWaiting", "sipProfile/callStats", "sipProfile/offhookToFirstDigitTimer",
            "sipProfile/silent*", "sipProfile/disableLocal*", "sipProfile/*MediaPort", "sipProfile/nat*",
            "sipProfile/externalNumberMask", "sipProfile/voipControlPort", "sipProfile/dscpForAudio",
            "sipProfile/ringSetting*", "sipProfile/softKeyFile")),
        *(f"removed SEP{{mac}}.cnf.xml: device/sipProfile/sipLines/line/{name}" for name in (
            "featureLabel", "featureOptionMask", "port", "displayName", "autoAnswer*", "callWaiting", "sharedLine",
            "message*",            "ringSetting*", "forwardCallInfoDisplay*", "maxNumCalls", "busyTrigger")),
    ),
    LABEL: (
        "wrong type SIP*.cnf: phone_prompt", "wrong type SIP{mac}.cnf: speed_label?",
        "wrong type distinctiveringlist.xml: */DisplayName", "wrong type services/*: */Title",
        "wrong type services/*: */Prompt",         "wrong type services/*: */Name", "wrong type services/*: */Text",
        "wrong type SIP{mac}.cnf: phone_label", "wrong type SIP{mac}.cnf: line?_shortname",
        "wrong type SIP{mac}.cnf: line?_displayname", "wrong type RINGLIST.DAT: field 0",
        "wrong case RINGLIST.DAT: field 0", "wrong type Ringlist.xml: */DisplayName",
        *(f"wrong type SEP{{mac}}.cnf.xml: device/{name}" for name in (
            "sipProfile/phoneLabel", "sipProfile/sipLines/line/featureLabel", "sipProfile/sipLines/line/displayName",
            "phoneServices/phoneService/name", "phoneServices/phoneService/vendor")),
    ),
    "a password of another kind than the generated one is a password": ("wrong type SIP{mac}.cnf: phone_password",),
    "free text that the phone only compares with what it had": (
        "wrong type softkeys*.xml: softKeyCfg/versionStamp",
        "wrong type SEP{mac}.cnf.xml: device/versionStamp", "wrong type SEP{mac}.cnf.xml: device/*/version",
    ),
    "a mask of the number is free text": ("wrong type SEP{mac}.cnf.xml: device/sipProfile/externalNumberMask",),
    "no document gives a length": (
        "out of range RINGLIST.DAT: field 0", "out of range SEP{mac}.cnf.xml: device/commonProfile/phonePassword",
        "out of range SEP{mac}.cnf.xml: device/sshUserId", "out of range SEP{mac}.cnf.xml: device/userLocale/name",
        "out of range SEP{mac}.cnf.xml: device/networkLocale",
        "out of range SEP{mac}.cnf.xml: device/networkLocaleInfo/name",
    ),
    "the words of the attribute model are for people: the number in the element's name counts": (
        "removed *.cnf.xml: */loadInformation*@model", "wrong type *.cnf.xml: */loadInformation*@model",
    ),
    "written for phones of another model, or for ones that nobody has written down": (
        "removed XMLDefault.cnf.xml: Default/loadInformation*", "removed XMLDefault.cnf.xml: Default/*URL",
        "removed XMLDefault.cnf.xml: Default/callManagerGroup/members/member@priority",
        "removed XMLDefault.cnf.xml: Default/callManagerGroup/members/member/callManager/ports*",
        "duplicated XMLDefault.cnf.xml: Default/callManagerGroup/members/member",
    ),
    "one more or one less of what there may be any number of": (
        "duplicated SEP{mac}.cnf.xml: device/devicePool/dateTimeSetting/ntps/ntp",
        "removed SEP{mac}.cnf.xml: device/devicePool/callManagerGroup/members/member",
        "duplicated SEP{mac}.cnf.xml: device/phoneServices/phoneService",
        "removed Ringlist.xml: CiscoIPPhoneRingList/Ring",
    ),
    "attributes of a template may be in any case (SIPCC)": (
        "wrong case dialplan.xml: MATCH", "wrong case dialplan.xml: Timeout",
    ),
    "another template dials the same numbers with the same pause": ("removed dialplan.xml: TEMPLATE *",),
    "an XML parser takes CR LF for LF (XML 1.0, 2.11)": ("CR/LF *.xml: whole",),
    "without a ring list the two built-in rings remain; half of one is a shorter list": (
        "missing RINGLIST.DAT: whole", "truncated RINGLIST.DAT: whole", "missing distinctiveringlist.xml: whole",
    ),
    "a ring or a soft key less, which no document asks for": (
        "removed distinctiveringlist.xml: CiscoIPPhoneRingList/Ring",
        "removed softkeys*.xml: softKeyCfg/softKeySets/softKeySet/softKey",
    ),
    "the phone's own file says it as well as the common one, or only confirms the default of a line that is not set": (
        "removed SIP*.cnf: date_format", "removed SIP*.cnf: phone_prompt", "removed SIP{mac}.cnf: proxy?_port",
        "removed SIP{mac}.cnf: line1_contact",
    ),
    "half of a ring, in whole periods, is a shorter ring": ("truncated *.raw: whole",),
    "a page without title or prompt still shows what it lists; so does one with an entry or a key less or more": (
        "removed services/*: */Title", "removed services/*: */Prompt", "removed services/*: */SoftKeyItem",
        "removed services/*: */MenuItem", "duplicated services/*: */MenuItem",
        "removed services/*: */DirectoryEntry", "duplicated services/*: */DirectoryEntry",
    ),
    "a soft key that is defined and stands in no state of a call": (
        "removed softkeys*.xml: softKeyCfg/typeSoftKey/softKeyDef",
    ),
}  # fmt: skip
