"""What the phones' XML files may hold, for `cisco_xml.py`: from UCM's page SEPMAC.cnf.xml, its pages on ring
tones, EPM's and LOG60's stub, SCCP's XMLDefault.cnf.xml and SIPX's syncinfo.xml. Not taken from our templates.
"""

from __future__ import annotations

# One element a line, indented under its parent: name, what its text may be, attributes after `@`.
# A name ends in `?` when it may be missing, `+` when there may be several, `*` for both.
DEVICE = """
device
  fullConfig true
  deviceProtocol SIP
  sshUserId word?
  sshPassword word?
  ipAddressMode 0-2
  devicePool
    dateTimeSetting
      dateTemplate date
      timeZone zone
      ntps
        ntp
          name host
          ntpMode unicast|directedbroadcast
    callManagerGroup
      members
        member+ @priority=0-4
          callManager
            ports
              sipPort 1-65535
              securedSipPort 1-65535
            processNodeName host
  sipProfile
    sipProxies
      backupProxy host?
      backupProxyPort 1-65535?
      emergencyProxy host?
      emergencyProxyPort 1-65535?
      outboundProxy host?
      outboundProxyPort 1-65535?
      registerWithProxy true
    sipCallFeatures
      cnfJoinEnabled bool
      callForwardURI word?
      callPickupURI word?
      callPickupListURI word?
      callPickupGroupURI word?
      meetMeServiceURI word?
      abbreviatedDialURI word?
      rfc2543Hold bool
      callHoldRingback 0-3
      localCfwdEnable bool
      semiAttendedTransfer bool
      anonymousCallBlock 0-3
      callerIdBlocking 0-3
      dndControl 0-3
      remoteCcEnable bool
      retainForwardInformation bool
      uriDialingDisplayPreference 0-1
    sipStack
      sipInviteRetx 1-20
      sipRetx 1-20
      timerInviteExpires 1-3600
      timerRegisterExpires 60-3600
      timerRegisterDelta 0-300
      timerKeepAliveExpires 1-3600
      timerSubscribeExpires 1-3600
      timerSubscribeDelta 0-300
      timerT1 100-10000
      timerT2 100-40000
      maxRedirects 0-255
      remotePartyID bool
      userInfo None|Phone
    autoAnswerTimer 0-60
    autoAnswerAltBehavior bool
    autoAnswerOverride bool
    transferOnhookEnabled bool
    enableVad bool
    preferredCodec none|g711ulaw|g711alaw|g729a|g722|iLBC|L16|iSAC
    dtmfAvtPayload 96-127
    dtmfDbLevel 1-5
    dtmfOutofBand none|avt|avt_always
    alwaysUsePrimeLine bool
    alwaysUsePrimeLineVoiceMail bool
    kpml 0-3
    phoneLabel label
    stutterMsgWaiting 0-3
    callStats bool
    offhookToFirstDigitTimer 1000-60000
    silentPeriodBetweenCallWaitingBursts 1-60
    disableLocalSpeedDialConfig bool
    startMediaPort 16384-32766
    stopMediaPort 16384-32766
    natEnabled bool
    natReceivedProcessing bool
    natAddress host?
    sipLines
      line+ button
    externalNumberMask word?
    voipControlPort 1025-65535
    dscpForAudio 0-255
    ringSettingBusyStationPolicy 0-1
    dialTemplate xmlfile
    softKeyFile xmlfile?
  MissedCallLoggingOption missed
  commonProfile
    phonePassword digits?
    backgroundImageAccess bool
    callLogBlfEnabled 0-3
  loadInformation load
  vendorConfig
    disableSpeaker bool
    disableSpeakerAndHeadset bool
    enableMuteFeature? bool
    enableGroupListen? bool
    forwardingDelay? 0-1
    pcPort 0-1
    settingsAccess 0-1
    garp 0-1
    voiceVlanAccess 0-1
    videoCapability 0-1
    autoSelectLineEnable 0-1
    webAccess 0-1
    webProtocol? 0-1
    spanToPCPort 0-1
    loggingDisplay? 0-2
    loadServer? host
    sshAccess 0-1
    daysDisplayNotActive? days
    daysBacklightNotActive? days
    displayOnTime? clock
    displayOnDuration? clock
    displayIdleTimeout? clock
    backlightOnTime? clock
    backlightOnDuration? clock
    backlightIdleTimeout? clock
    displayOnWhenIncomingCall? 0-1
    backlightOnWhenIncomingCall? 0-1
    recordingTone? 0-1
    recordingToneLocalVolume? 0-100
    recordingToneRemoteVolume? 0-100
    recordingToneDuration? 1-3000
    moreKeyReversionTimer? 0-30
    autoCallSelect? 0-1
    minimumRingVolume? 0-15
    peerFirmwareSharing? 0-1
    g722CodecSupport 0-2
    headsetWidebandEnable? 0-2
    headsetWidebandUIControl? 0-1
    handsetWidebandEnable? 0-2
    handsetWidebandUIControl? 0-1
    detectCMConnectionFailure? 0-1
    ehookEnable? 0-1
    enableCdpSwPort 0-1
    enableCdpPcPort 0-1
    enableLldpSwPort 0-1
    enableLldpPcPort 0-1
    powerNegotiation? 0-1
    eapAuthentication? 0-2
    rtcp? 0-1
    dfBit? 0-1
    joinAndDirectTransferPolicy? 0-2
  addOnModules?
    addOnModule+ @idx=1-3
      deviceType 7914|7915|7916
      deviceLine 12|14|24
      loadInformation moduleload
  versionStamp stamp
  userLocale
    name folder
    uid 1
    langCode language
    version word
    winCharSet iso-8859-1|utf-8
  networkLocale folder
  networkLocaleInfo
    name folder
    version word
  deviceSecurityMode 1-3
  authenticationURL url?
  messagesURL url?
  servicesURL url?
  directoryURL url?
  informationURL url?
  idleURL url?
  idleTimeout 0-65535
  proxyServerURL url?
  phoneServices @useHTTPS=bool
    provisioning 0-2
    phoneService* @type=0-2 @category=0
      name text40
      url service
      vendor word?
      version word?
  transportLayerProtocol 1-3
  TLSResumptionTimer 0-86400
  phonePersonalization 0-1
  dndCallAlert 0|1|5
  dndReminderTimer 0-60
  advertiseG722Codec 0-2
  capfAuthMode 0
  capfList empty
  certHash empty
  encrConfig false
"""

# What a button is, by its featureID (UCM, Line Keys).
BUTTONS = {
    "9": """
line @button=1-72 @lineIndex=1-24
  featureID 9
  featureLabel text30
  proxy host
  port 1-65535
  name account
  displayName text30
  autoAnswer
    autoAnswerEnabled 0-3
    autoAnswerMode? spaced
  callWaiting 0-3
  authName account
  authPassword password
  contact account
  sharedLine bool
  messageWaitingLampPolicy 0-6
  messageWaitingAMWI 0-1
  messagesNumber dialled?
  ringSettingIdle 0-4
  ringSettingActive 0-5
  forwardCallInfoDisplay
    callerName bool
    callerNumber bool
    redirectedNumber bool
    dialedNumber bool
  maxNumCalls 1-50
  busyTrigger 1-50
  recordingOption? enable|disable
""",
    "2": """
line @button=1-72
  featureID 2
  featureLabel text30
  speedDialNumber speed
""",
    "20": """
line @button=1-72
  featureID 20
  featureLabel text30
  serviceURI url
""",
    "21": """
line @button=1-72
  featureID 21
  featureLabel text30
  featureOptionMask 1
  speedDialNumber speed
""",
}

SOFT_KEYS = """
softKeyCfg
  versionStamp stamp
  typeSoftKey
    softKeyDef+ @keyID=keyid
      tag 0-7747
      eventID 0-74
      helpID 0-374
  softKeySets
    softKeySet+ @id=spaced
      softKey* empty @keyID=keyid
"""

IMAGES = """
CiscoIPPhoneImageList
  ImageItem+ empty @Image=picture @URL=picture
"""

STUB = """
device
  deviceProtocol SIP
  loadInformation load @model=phone
"""

DEFAULT = """
Default
  callManagerGroup
    members
      member @priority=0-4
        callManager
          ports
            ethernetPhonePort 1-65535
          processNodeName host
  loadInformation#+ anyload @model=phone
  authenticationURL url?
  directoryURL url?
  idleURL url?
  informationURL url?
  messagesURL url?
  proxyServerURL url?
  servicesURL url?
"""

SYNC = """
SYNCINFO
  IMAGE empty @VERSION=image @SYNC=sync
"""

RINGS = """
CiscoIPPhoneRingList
  Ring*
    DisplayName text25
    FileName ring
"""

ZONES = frozenset(
    name.strip()
    for name in """
Dateline Standard Time · Samoa Standard Time · Hawaiian Standard Time · Alaskan Standard/Daylight Time · Pacific
Standard/Daylight Time · Mountain Standard/Daylight Time · US Mountain Standard Time · Central Standard/Daylight Time ·
Mexico Standard/Daylight Time · Canada Central Standard Time · SA Pacific Standard Time · Eastern Standard/Daylight
Time · US Eastern Standard Time · Atlantic Standard/Daylight Time · SA Western Standard Time · Pacific SA Standard
Time · Newfoundland Standard/Daylight Time · E. South America Standard/Daylight Time · SA Eastern Standard Time ·
Pacific SA Daylight Time · Mid-Atlantic Standard/Daylight Time · Azores Standard/Daylight Time · GMT Standard/Daylight
Time · Greenwich Standard Time · W. Europe Standard/Daylight Time · GTB Standard/Daylight Time · Egypt
Standard/Daylight Time · E. Europe Standard/Daylight Time · Romance Standard/Daylight Time · Central Europe
Standard/Daylight Time · South Africa Standard Time · Jerusalem Standard/Daylight Time · Saudi Arabia Standard Time ·
Russian Standard/Daylight Time · Iran Standard/Daylight Time · Caucasus Standard/Daylight Time · Arabian Standard
Time · Afghanistan Standard Time · West Asia Standard Time · Ekaterinburg Standard Time · India Standard Time · Central
Asia Standard Time · SE Asia Standard Time · China Standard/Daylight Time · Taipei Standard Time · Tokyo Standard Time ·
Cen. Australia Standard/Daylight Time · AUS Central Standard Time · E. Australia Standard Time · AUS Eastern
Standard/Daylight Time · West Pacific Standard Time · Tasmania Standard/Daylight Time · Central Pacific Standard Time ·
Fiji Standard Time · New Zealand Standard/Daylight Time
""".replace("\n", " ").split("·")
)
