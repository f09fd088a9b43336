"""Every element and attribute we write for the 7941, the 7961 and their siblings, and where it was read.

An element is named by its path; an attribute follows an `@`.
"""

from __future__ import annotations

from generators.references import Ref

PAGE = "SEPMAC.cnf.xml"
_UCM = Ref("UCM", PAGE)
_SERVICES = Ref("UCM", "Phone Services")
_RINGS = Ref("UCM", "Ring Tones")
_SOFT = Ref("UCM", "Soft Keys")
_IMAGES = Ref("UCM", "Background Images")


def _paths(parent: str, names: str, ref: Ref = _UCM) -> dict[str, Ref]:
    return {f"{parent}/{name}": ref for name in names.split()}


LINE = "device/sipProfile/sipLines/line"
MEMBER = "device/devicePool/callManagerGroup/members/member"

KEYS: dict[str, Ref] = {
    "device": _UCM,
    **_paths("device", "fullConfig deviceProtocol sshUserId sshPassword ipAddressMode devicePool sipProfile"),
    **_paths("device/devicePool", "dateTimeSetting callManagerGroup"),
    **_paths("device/devicePool/dateTimeSetting", "dateTemplate ntps ntps/ntp ntps/ntp/name ntps/ntp/ntpMode"),
    "device/devicePool/dateTimeSetting/timeZone": Ref("UCM", PAGE + ", timeZone; for Paris WAZO's map"),
    **_paths("device/devicePool/callManagerGroup", "members members/member members/member@priority"),
    **_paths(MEMBER, "callManager callManager/ports callManager/ports/sipPort callManager/ports/securedSipPort"),
    f"{MEMBER}/callManager/processNodeName": Ref("HOME65", "what breaks when missing"),
    **_paths("device/sipProfile", "sipProxies sipCallFeatures sipStack sipLines"),
    **_paths(
        "device/sipProfile/sipProxies",
        "backupProxy backupProxyPort emergencyProxy emergencyProxyPort registerWithProxy",
    ),
    **_paths(
        "device/sipProfile/sipProxies",
        "outboundProxy outboundProxyPort",
        Ref("SIPCC", "prot_cfgmgr_private.h: used in non-CCM mode"),
    ),
    **_paths(
        "device/sipProfile/sipCallFeatures",
        "cnfJoinEnabled callForwardURI callPickupURI callPickupListURI callPickupGroupURI meetMeServiceURI"
        " abbreviatedDialURI rfc2543Hold callHoldRingback localCfwdEnable semiAttendedTransfer anonymousCallBlock"
        " callerIdBlocking dndControl remoteCcEnable retainForwardInformation uriDialingDisplayPreference",
    ),
    **_paths(
        "device/sipProfile/sipStack",
        "sipInviteRetx sipRetx timerInviteExpires timerRegisterExpires timerRegisterDelta timerKeepAliveExpires"
        " timerSubscribeExpires timerSubscribeDelta timerT1 timerT2 maxRedirects remotePartyID userInfo",
    ),
    **_paths(
        "device/sipProfile",
        "autoAnswerTimer autoAnswerAltBehavior autoAnswerOverride transferOnhookEnabled enableVad preferredCodec"
        " dtmfAvtPayload dtmfDbLevel dtmfOutofBand alwaysUsePrimeLine alwaysUsePrimeLineVoiceMail phoneLabel"
        " stutterMsgWaiting callStats offhookToFirstDigitTimer silentPeriodBetweenCallWaitingBursts"
        " disableLocalSpeedDialConfig startMediaPort stopMediaPort natEnabled natReceivedProcessing natAddress"
        " externalNumberMask voipControlPort dscpForAudio ringSettingBusyStationPolicy softKeyFile",
    ),
    "device/sipProfile/kpml": Ref("WHIZZY", "SEP<MAC>.cnf.xml: 3 with a plain Asterisk"),
    "device/sipProfile/dialTemplate": Ref("UCM", "Dial Template"),
    LINE: Ref("UCM", "Line Keys"),
    f"{LINE}@button": Ref("UCM", "Line Keys"),
    f"{LINE}@lineIndex": Ref("UCM", "Line Keys"),
    f"{LINE}/featureID": Ref("UCM", "Line Keys: 9 is a line, 2 a speed dial, 20 a service, 21 a lamp"),
    **_paths(LINE, "speedDialNumber featureOptionMask serviceURI recordingOption", Ref("UCM", "Line Keys")),
    f"{LINE}/autoAnswer/autoAnswerMode": _UCM,
    f"{LINE}/proxy": Ref("SIPCC", "sip_regmgr: an address means non-CCM mode; as in NAMO"),
    **_paths(
        LINE,
        "featureLabel port name displayName autoAnswer autoAnswer/autoAnswerEnabled callWaiting authName authPassword"
        " contact sharedLine messageWaitingLampPolicy messageWaitingAMWI messagesNumber ringSettingIdle"
        " ringSettingActive forwardCallInfoDisplay maxNumCalls busyTrigger",
    ),
    **_paths(f"{LINE}/forwardCallInfoDisplay", "callerName callerNumber redirectedNumber dialedNumber"),
    **_paths("device", "MissedCallLoggingOption commonProfile loadInformation vendorConfig versionStamp"),
    **_paths("device/commonProfile", "phonePassword backgroundImageAccess callLogBlfEnabled"),
    **_paths(
        "device/vendorConfig",
        "disableSpeaker disableSpeakerAndHeadset enableMuteFeature enableGroupListen pcPort settingsAccess garp"
        " voiceVlanAccess videoCapability autoSelectLineEnable webAccess webProtocol spanToPCPort loadServer sshAccess"
        " daysDisplayNotActive daysBacklightNotActive displayOnTime displayOnDuration displayIdleTimeout"
        " backlightOnTime backlightOnDuration backlightIdleTimeout displayOnWhenIncomingCall"
        " backlightOnWhenIncomingCall recordingTone recordingToneLocalVolume recordingToneRemoteVolume"
        " recordingToneDuration moreKeyReversionTimer autoCallSelect minimumRingVolume peerFirmwareSharing"
        " g722CodecSupport headsetWidebandEnable headsetWidebandUIControl handsetWidebandEnable"
        " handsetWidebandUIControl detectCMConnectionFailure ehookEnable enableCdpSwPort enableCdpPcPort"
        " enableLldpSwPort enableLldpPcPort powerNegotiation eapAuthentication rtcp dfBit joinAndDirectTransferPolicy",
    ),
    **_paths("device/vendorConfig", "forwardingDelay loggingDisplay", Ref("AG41", "Product specific configuration")),
    **_paths("device", "addOnModules addOnModules/addOnModule addOnModules/addOnModule@idx"),
    **_paths("device/addOnModules/addOnModule", "deviceType deviceLine loadInformation"),
    **_paths("device", "userLocale", Ref("UCM", "User Locale")),
    **_paths("device/userLocale", "name uid langCode version winCharSet", Ref("UCM", "User Locale")),
    **_paths(
        "device",
        "networkLocale networkLocaleInfo networkLocaleInfo/name networkLocaleInfo/version",
        Ref("UCM", "Network Locale"),
    ),
    **_paths(
        "device",
        "deviceSecurityMode authenticationURL messagesURL servicesURL directoryURL informationURL idleURL idleTimeout"
        " proxyServerURL TLSResumptionTimer phonePersonalization dndCallAlert dndReminderTimer advertiseG722Codec"
        " capfAuthMode capfList certHash encrConfig",
    ),
    "device/transportLayerProtocol": Ref("WHIZZY", "SEP<MAC>.cnf.xml: 2, UDP, with a plain Asterisk"),
    **_paths("device", "phoneServices phoneServices@useHTTPS phoneServices/provisioning", _SERVICES),
    **_paths("device/phoneServices", "phoneService phoneService@type phoneService@category", _SERVICES),
    **_paths("device/phoneServices/phoneService", "name url vendor version", _SERVICES),
    "softKeyCfg": _SOFT,
    **_paths("softKeyCfg", "versionStamp typeSoftKey softKeySets", _SOFT),
    **_paths("softKeyCfg/typeSoftKey", "softKeyDef softKeyDef@keyID", _SOFT),
    **_paths("softKeyCfg/typeSoftKey/softKeyDef", "tag eventID helpID", _SOFT),
    **_paths("softKeyCfg/softKeySets", "softKeySet softKeySet@id softKeySet/softKey softKeySet/softKey@keyID", _SOFT),
    "CiscoIPPhoneImageList": _IMAGES,
    **_paths("CiscoIPPhoneImageList", "ImageItem ImageItem@Image ImageItem@URL", _IMAGES),
    "*.png": _IMAGES,
    "CiscoIPPhoneRingList": _RINGS,
    **_paths("CiscoIPPhoneRingList", "Ring Ring/DisplayName Ring/FileName", _RINGS),
}
