"""The elements of the document of a 7941 or sibling (SEP<MAC>.cnf.xml) and what each may hold.

Sources: UCM (page SEPMAC.cnf.xml, Line Keys), AG41; what breaks when missing as told in HOME65 and LOG42.
"""

from __future__ import annotations

from generators.simulate.boot.grammar import Grammar, below

LINE = "sipProfile/sipLines/line"

DEVICE = (
    below(
        "",
        """
        one true: fullConfig
        one SIP: deviceProtocol
        user?: sshUserId
        secret 30?: sshPassword
        int 0-2: ipAddressMode advertiseG722Codec dialToneSetting phoneServices/provisioning
            phoneServices/phoneService@type
        marks: MissedCallLoggingOption
        load: loadInformation
        stamp: versionStamp
        folder?: networkLocale userLocale/name networkLocaleInfo/name
        int 1-3: deviceSecurityMode transportLayerProtocol addOnModules/addOnModule@idx
        url?: authenticationURL messagesURL servicesURL directoryURL informationURL idleURL proxyServerURL
            secureAuthenticationURL secureMessagesURL secureServicesURL secureDirectoryURL secureInformationURL
            secureIdleURL
        int 0-65535: idleTimeout
        int 0-86400: TLSResumptionTimer
        flag: phonePersonalization blfAudibleAlertSettingOfIdleStation blfAudibleAlertSettingOfBusyStation
        one 0|1|5: dndCallAlert
        int 0-3600: dndReminderTimer
        int 0-3: capfAuthMode
        none?: capfList certHash
        one false: encrConfig
        bool: phoneServices@useHTTPS commonProfile/backgroundImageAccess autoCallPickupEnable
        one 0: phoneServices/phoneService@category
        text 60: phoneServices/phoneService/name
        service: phoneServices/phoneService/url
        text 60?: phoneServices/phoneService/vendor phoneServices/phoneService/version
        one 1: userLocale/uid
        language: userLocale/langCode
        text 30: userLocale/version networkLocaleInfo/version
        one iso-8859-1|utf-8: userLocale/winCharSet
        one 7914|7915|7916|124|227|228|229|230: addOnModules/addOnModule/deviceType
        int 1-24: addOnModules/addOnModule/deviceLine
        module_load?: addOnModules/addOnModule/loadInformation
        digits?: commonProfile/phonePassword
        level: commonProfile/callLogBlfEnabled
        date: devicePool/dateTimeSetting/dateTemplate
        zone: devicePool/dateTimeSetting/timeZone
        host: devicePool/dateTimeSetting/ntps/ntp/name
            devicePool/callManagerGroup/members/member/callManager/processNodeName
        one unicast|directedbroadcast|Unicast: devicePool/dateTimeSetting/ntps/ntp/ntpMode
        int 0-4: devicePool/callManagerGroup/members/member@priority
        PORT: devicePool/callManagerGroup/members/member/callManager/ports/sipPort
            devicePool/callManagerGroup/members/member/callManager/ports/securedSipPort
        """,
    )
    | below(
        "sipProfile/sipProxies/",
        """
        host?: backupProxy emergencyProxy
        PORT?: backupProxyPort emergencyProxyPort outboundProxyPort
        proxy?: outboundProxy
        bool: registerWithProxy
        """,
    )
    | below(
        "sipProfile/sipCallFeatures/",
        """
        bool: cnfJoinEnabled rfc2543Hold localCfwdEnable semiAttendedTransfer remoteCcEnable
            retainForwardInformation
        feature_uri?: callForwardURI callPickupURI callPickupListURI callPickupGroupURI meetMeServiceURI
            abbreviatedDialURI
        level: callHoldRingback anonymousCallBlock callerIdBlocking dndControl
        int 0-1: uriDialingDisplayPreference
        """,
    )
    | below(
        "sipProfile/sipStack/",
        """
        int 1-100: sipInviteRetx sipRetx
        int 1-65535: timerInviteExpires timerKeepAliveExpires timerSubscribeExpires timerT1 timerT2
        int 20-3932100: timerRegisterExpires
        int 0-32767: timerRegisterDelta timerSubscribeDelta
        int 0-255: maxRedirects
        bool: remotePartyID
        one None|Phone: userInfo
        """,
    )
    | below(
        "sipProfile/",
        """
        int 0-3600: autoAnswerTimer silentPeriodBetweenCallWaitingBursts
        bool: autoAnswerAltBehavior autoAnswerOverride transferOnhookEnabled enableVad alwaysUsePrimeLine
            alwaysUsePrimeLineVoiceMail callStats disableLocalSpeedDialConfig
        one none|g711ulaw|g711alaw|g729a|g722|iLBC|L16|iSAC: preferredCodec
        int 96-127: dtmfAvtPayload
        int 1-5: dtmfDbLevel
        one none|avt|avt_always: dtmfOutofBand
        one 0|1|3: kpml
        label12?: phoneLabel
        level: stutterMsgWaiting
        int 1-65535: offhookToFirstDigitTimer
        even 16384-32766: startMediaPort
        int 16384-32766: stopMediaPort
        bool?: natEnabled natReceivedProcessing natRecievedProcessing
        host?: natAddress
        text 50?: externalNumberMask
        int 1025-65535: voipControlPort
        int 0-255: dscpForAudio dscpVideo
        flag: ringSettingBusyStationPolicy
        file?: dialTemplate softKeyFile
        """,
    )
    | below(
        LINE,
        """
        int 1-100: @button @lineIndex
        int 1-200: /featureID
        text 30?: /featureLabel /displayName
        registrar: /proxy
        PORT: /port
        user 30: /name /authName
        level: /autoAnswer/autoAnswerEnabled /callWaiting
        answer_mode?: /autoAnswer/autoAnswerMode
        secret 30: /authPassword
        user 128: /contact
        bool: /sharedLine /forwardCallInfoDisplay/callerName /forwardCallInfoDisplay/callerNumber
            /forwardCallInfoDisplay/redirectedNumber /forwardCallInfoDisplay/dialedNumber
        int 0-6: /messageWaitingLampPolicy
        flag: /messageWaitingAMWI
        dialled?: /messagesNumber /retrievalPrefix
        int 0-4: /ringSettingIdle
        int 0-5: /ringSettingActive
        int 1-50: /maxNumCalls /busyTrigger
        one enable|disable: /recordingOption
        dialled: /speedDialNumber
        flag: /featureOptionMask
        service: /serviceURI /secureServiceURI
        """,
    )
    | below(
        "vendorConfig/",
        """
        bool: disableSpeaker disableSpeakerAndHeadset enableMuteFeature enableGroupListen
        flag: forwardingDelay pcPort garp voiceVlanAccess videoCapability autoSelectLineEnable webProtocol
            spanToPCPort sshAccess displayOnWhenIncomingCall backlightOnWhenIncomingCall recordingTone
            autoCallSelect peerFirmwareSharing headsetWidebandUIControl handsetWidebandUIControl
            detectCMConnectionFailure ehookEnable enableCdpSwPort
            enableCdpPcPort enableLldpSwPort enableLldpPcPort powerNegotiation rtcp dfBit
        int 0-2: settingsAccess webAccess loggingDisplay g722CodecSupport eapAuthentication headsetWidebandEnable
            handsetWidebandEnable
        host?: loadServer
        days?: daysDisplayNotActive daysBacklightNotActive
        clock: displayOnTime displayOnDuration displayIdleTimeout backlightOnTime backlightOnDuration
            backlightIdleTimeout
        int 0-100: recordingToneLocalVolume recordingToneRemoteVolume
        int 0-10000?: recordingToneDuration
        int 0-30: moreKeyReversionTimer
        int 0-15?: minimumRingVolume
        int 0-2?: adminConfigurableRinger
        int 0-3: joinAndDirectTransferPolicy
        """,
    )
)
_NULL = 'a phone without it stops at "Error verifying config info"'
_MEMBER = "devicePool/callManagerGroup/members/member"
DEVICE_NEEDED = {
    "deviceProtocol": "the phone may take the file for SCCP",
    "devicePool": _NULL,
    "devicePool/dateTimeSetting/dateTemplate": "the date would be American",
    "devicePool/dateTimeSetting/timeZone": "the clock would be wrong",
    "devicePool/dateTimeSetting/ntps/ntp": "no other clock source is documented",
    "devicePool/dateTimeSetting/ntps/ntp/name": "no other clock source is documented",
    "devicePool/dateTimeSetting/ntps/ntp/ntpMode": "the phone would wait for a broadcast",
    _MEMBER: "an empty list of servers is refused",
    f"{_MEMBER}@priority": "the phone cannot order its servers",
    f"{_MEMBER}/callManager/processNodeName": "no valid server: the phone falls back to the TFTP server",
    "sipProfile": _NULL,
    "sipProfile/sipProxies/registerWithProxy": "the phone never registers",
    "sipProfile/preferredCodec": "the default is the American g711ulaw",
    "sipProfile/dialTemplate": "every number would wait for the time-out",
    LINE: "line 1 is not configured",
    f"{LINE}@button": "the key has no place",
    f"{LINE}/featureID": "the phone does not know what the key does",
    "commonProfile": _NULL,
    "commonProfile/phonePassword": "keep it, empty for none",
    "loadInformation": "the phone cannot tell which load it should run",
    "versionStamp": "the phone cannot tell that the file changed",
    "addOnModules/addOnModule@idx": "the module has no place",
    "addOnModules/addOnModule/deviceType": "the phone does not know the module",
    "addOnModules/addOnModule/deviceLine": "the module has no keys",
    "addOnModules/addOnModule/loadInformation": "the module does not know its load",
    "phoneServices/phoneService/name": "the menu's entry has no name",
    "phoneServices/phoneService/url": "the menu's entry leads nowhere",
    "deviceSecurityMode": _NULL,
    "transportLayerProtocol": "whether TCP or UDP is the default differs between releases",
    "encrConfig": "keep it, false",
} | {f"{name}URL": f"keep it, empty for none: {_NULL}" for name in (
    "authentication", "messages", "services", "directory", "information", "idle", "proxyServer")}  # fmt: skip
DEVICE_GRAMMAR = Grammar(
    "device",
    DEVICE,
    frozenset({_MEMBER, LINE, "phoneServices/phoneService", "addOnModules/addOnModule",
               "devicePool/dateTimeSetting/ntps/ntp"}),
    DEVICE_NEEDED,
)  # fmt: skip
# What a key does, by featureID (UCM, Line Keys).
FEATURES = {
    "1": "redial",
    "2": "speed dial",
    "3": "hold",
    "4": "transfer",
    "5": "call forward",
    "9": "line",
    "18": "settings",
    "20": "service",
    "21": "speed dial with lamp (dark on a stock Asterisk)",
    "22": "parked call with lamp",
    "23": "intercom",
    "27": "malicious call",
    "102": "conference",
    "123": "meet-me",
    "126": "park",
    "127": "pickup",
    "128": "group pickup",
    "130": "do not disturb",
    "132": "remove last",
    "133": "quality report",
    "134": "call back",
    "135": "other pickup",
    "137": "new call",
    "139": "hunt group login",
    "140": "all calls",
    "141": "answer",
    "159": "record",
    "192": "services",
    "194": "messages",
    "195": "directories",
    "197": "applications",
    "198": "headset",
}
