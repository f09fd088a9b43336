"""The document of a 7941 or sibling, element by element, in the order of its public page (UCM, SEPMAC.cnf.xml).

Two spaces of indentation are a level. After the name stands what the element holds:

- a text: a constant of ours, which may be set by hand; `""` for an element that is kept empty, because a missing
  one stops the phone (HOME65);
- `=`: what the Estate decides, given by `view.py`; left out if the view gives nothing;
- `?`: left out unless it is set by hand; the phone's own default holds then.

An element with others below it holds nothing itself; it is left out with the last of them.
"""

from __future__ import annotations

from dataclasses import dataclass

DECIDED, BY_HAND = "=", "?"
# Attributes of elements that stand once; those of the repeated ones are in view.py.
ATTRIBUTES: dict[str, dict[str, str]] = {"phoneServices": {"useHTTPS": "false"}}

DEVICE = """
fullConfig true
deviceProtocol SIP
sshUserId =
sshPassword =
ipAddressMode 0
devicePool
  dateTimeSetting
    dateTemplate D/M/YY
    timeZone =
    ntps
      ntp
        name =
        ntpMode unicast
  callManagerGroup
    members =
sipProfile
  sipProxies
    backupProxy =
    backupProxyPort =
    emergencyProxy ""
    emergencyProxyPort ""
    outboundProxy =
    outboundProxyPort =
    registerWithProxy true
  sipCallFeatures
    cnfJoinEnabled true
    callForwardURI x-cisco-serviceuri-cfwdall
    callPickupURI x-cisco-serviceuri-pickup
    callPickupListURI x-cisco-serviceuri-opickup
    callPickupGroupURI x-cisco-serviceuri-gpickup
    meetMeServiceURI x-cisco-serviceuri-meetme
    abbreviatedDialURI x-cisco-serviceuri-abbrdial
    rfc2543Hold false
    callHoldRingback =
    localCfwdEnable =
    semiAttendedTransfer true
    anonymousCallBlock =
    callerIdBlocking =
    dndControl =
    remoteCcEnable true
    retainForwardInformation false
    uriDialingDisplayPreference 1
  sipStack
    sipInviteRetx 6
    sipRetx 10
    timerInviteExpires 180
    timerRegisterExpires =
    timerRegisterDelta 5
    timerKeepAliveExpires 120
    timerSubscribeExpires 120
    timerSubscribeDelta 5
    timerT1 500
    timerT2 4000
    maxRedirects 70
    remotePartyID true
    userInfo None
  autoAnswerTimer 1
  autoAnswerAltBehavior false
  autoAnswerOverride true
  transferOnhookEnabled =
  enableVad false
  preferredCodec =
  dtmfAvtPayload 101
  dtmfDbLevel 3
  dtmfOutofBand avt
  alwaysUsePrimeLine false
  alwaysUsePrimeLineVoiceMail false
  kpml 3
  phoneLabel =
  stutterMsgWaiting 0
  callStats false
  offhookToFirstDigitTimer 15000
  silentPeriodBetweenCallWaitingBursts 10
  disableLocalSpeedDialConfig false
  startMediaPort =
  stopMediaPort =
  natEnabled =
  natReceivedProcessing =
  natAddress =
  sipLines =
  externalNumberMask ""
  voipControlPort =
  dscpForAudio =
  ringSettingBusyStationPolicy 0
  dialTemplate =
  softKeyFile =
MissedCallLoggingOption =
commonProfile
  phonePassword =
  backgroundImageAccess true
  callLogBlfEnabled 0
loadInformation =
vendorConfig
  disableSpeaker false
  disableSpeakerAndHeadset false
  enableMuteFeature ?
  enableGroupListen ?
  forwardingDelay ?
  pcPort =
  settingsAccess =
  garp 0
  voiceVlanAccess 0
  videoCapability 0
  autoSelectLineEnable 1
  webAccess =
  webProtocol ?
  spanToPCPort 1
  loggingDisplay ?
  loadServer ?
  sshAccess =
  daysDisplayNotActive ?
  daysBacklightNotActive ?
  displayOnTime ?
  displayOnDuration ?
  displayIdleTimeout ?
  backlightOnTime ?
  backlightOnDuration ?
  backlightIdleTimeout ?
  displayOnWhenIncomingCall ?
  backlightOnWhenIncomingCall ?
  recordingTone ?
  recordingToneLocalVolume ?
  recordingToneRemoteVolume ?
  recordingToneDuration ?
  moreKeyReversionTimer ?
  autoCallSelect ?
  minimumRingVolume ?
  peerFirmwareSharing ?
  g722CodecSupport =
  headsetWidebandEnable ?
  headsetWidebandUIControl ?
  handsetWidebandEnable ?
  handsetWidebandUIControl ?
  detectCMConnectionFailure ?
  ehookEnable ?
  enableCdpSwPort 1
  enableCdpPcPort 0
  enableLldpSwPort 1
  enableLldpPcPort 0
  powerNegotiation ?
  eapAuthentication ?
  rtcp ?
  dfBit ?
  joinAndDirectTransferPolicy ?
addOnModules =
versionStamp =
userLocale
  name =
  uid 1
  langCode =
  version 1
  winCharSet iso-8859-1
networkLocale =
networkLocaleInfo
  name =
  version 1
deviceSecurityMode 1
authenticationURL ""
messagesURL ""
servicesURL =
directoryURL =
informationURL ""
idleURL ""
idleTimeout 0
proxyServerURL ""
phoneServices
  provisioning 2
  phoneService =
transportLayerProtocol 2
TLSResumptionTimer 3600
phonePersonalization 1
dndCallAlert 1
dndReminderTimer 5
advertiseG722Codec =
capfAuthMode 0
capfList ""
certHash ""
encrConfig false
"""

# A line; its attributes are in view.py (UCM, Line Keys).
LINE = """
featureID 9
featureLabel =
proxy =
port =
name =
displayName =
autoAnswer
  autoAnswerEnabled 0
  autoAnswerMode ?
callWaiting =
authName =
authPassword =
contact =
sharedLine false
messageWaitingLampPolicy 3
messageWaitingAMWI 0
messagesNumber =
ringSettingIdle 4
ringSettingActive 5
forwardCallInfoDisplay
  callerName true
  callerNumber true
  redirectedNumber false
  dialedNumber true
maxNumCalls 2
busyTrigger 2
recordingOption ?
"""

MEMBER = """
callManager
  ports
    sipPort =
    securedSipPort 5061
  processNodeName =
"""


@dataclass(frozen=True)
class Slot:
    """A place of a document: its `path`, its depth from 0, whether others stand below it, and what it holds."""

    path: str
    depth: int
    group: bool
    holds: str

    @property
    def name(self) -> str:
        """The element's name."""
        return self.path.rpartition("/")[2]


def slots(text: str) -> tuple[Slot, ...]:
    """The places of a skeleton as above, in order."""
    out: list[Slot] = []
    path: list[str] = []
    for row in text.strip("\n").split("\n"):
        name, _, holds = row.strip().partition(" ")
        depth = (len(row) - len(row.lstrip())) // 2
        path[depth:] = [name]
        out.append(Slot("/".join(path), depth, not holds, "" if holds == '""' else holds))
    return tuple(out)


DEVICE_SLOTS, LINE_SLOTS, MEMBER_SLOTS = slots(DEVICE), slots(LINE), slots(MEMBER)
