"""LocalHost: the host's own interface for what Windows asks its kernel. Kept stable, since sessions outlive a release."""

from .interface import Interface, Method, i, o
from .ndr import Conformant, Fixed, FixedText, OctetText, Pointer, Record, Text, b4, u1, u4

_Octets = Pointer(OctetText())

_LISTENER_NUMBERS = (
    "version fEnableListener MaxConnectionCount fPromptForPassword fInheritColorDepth ColorDepth "
    "fInheritBrokenTimeoutSettings BrokenTimeoutSettings fDisablePrinterRedirection "
    "fDisableDriveRedirection fDisableComPortRedirection fDisableLPTPortRedirection "
    "fDisableClipboardRedirection fDisableAudioRedirection fDisablePNPRedirection "
    "fDisableDefaultMainClientPrinter LanAdapter PortNumber fInheritShadowSettings ShadowSettings "
    "TimeoutSettingsConnection TimeoutSettingsDisconnection TimeoutSettingsIdle SecurityLayer "
    "MinEncryptionLevel UserAuthentication"
)
_USER_NUMBERS = (
    "Source InheritInitialProgram AllowLogonTerminalServer TimeoutSettingsConnections "
    "TimeoutSettingsDisconnections TimeoutSettingsIdle DeviceClientDrives DeviceClientPrinters "
    "ClientDefaultPrinter BrokenTimeoutSettings ReconnectSettings ShadowingSettings "
    "TerminalServerRemoteHomeDir"
)
LISTENER_CONFIG = Record(
    *((name, u4) for name in _LISTENER_NUMBERS.split()),
    ("Comment", FixedText(61)),
    ("LogonUserName", FixedText(21)),
    ("LogonDomain", FixedText(18)),
    ("WorkDirectory", FixedText(261)),
    ("InitialProgram", FixedText(261)),
)
USER_CONFIG = Record(
    *((name, u4) for name in _USER_NUMBERS.split()),
    ("InitialProgram", FixedText(261)),
    ("WorkDirectory", FixedText(261)),
    ("TerminalServerProfilePath", FixedText(261)),
    ("TerminalServerHomeDir", FixedText(261)),
    ("TerminalServerHomeDirDrive", FixedText(4)),
)
_Name = Pointer(Text())

# Who one is to a server; the hash stays in line, and only the texts are pointed to.
USE_LOGON = Record(("User", _Name), ("Domain", _Name), ("NtHash", Fixed(u1, 16)))
USE = Record(("Server", _Name), ("Port", u4), ("Remote", _Name), ("User", _Name), ("Domain", _Name), ("Count", u4))

LOCAL_HOST = Interface(
    "LocalHost",
    "6f1d7a52-3c0e-4b7b-9a51-2e9d84c6f0b3",
    Method(0, "HostSessionOfProcess", i("ProcessId", u4), o("SessionId", u4)),
    Method(1, "HostConsoleSession", o("SessionId", u4)),
    Method(
        2,
        "HostOpenSession",
        i("Wanted", u4),
        i("SessionId", u4),
        i("Name", _Octets),
        i("ArgumentCount", u4),
        i("Arguments", Pointer(Conformant(_Octets, "ArgumentCount"))),
        i("EnvironmentCount", u4),
        i("Environment", Pointer(Conformant(_Octets, "EnvironmentCount"))),
        i("WorkingDirectory", _Octets),
        i("Columns", u4),
        i("Rows", u4),
        o("SessionId", u4),
        o("Created", b4),
        o("SocketPath", _Octets),
        o("Reason", _Octets),
        o("DetachKey", _Octets),
    ),
    Method(
        3,
        "HostGetInfo",
        o("ComputerName", Pointer(Text())),
        o("Version", _Octets),
        o("ProcessId", u4),
        o("SystemMode", b4),
        o("CallerSessionId", u4),
    ),
    Method(4, "HostEnableChildSessions", i("Enable", b4)),
    Method(
        5,
        "HostQueryUserToken",
        i("SessionId", u4),
        o("SessionId", u4),
        o("User", _Octets),
        o("PrimaryGroup", _Octets),
        o("GroupCount", u4),
        o("Groups", Pointer(Conformant(_Octets, "GroupCount"))),
        o("SocketPath", _Octets),
    ),
    Method(
        10,
        "HostOpenShadow",
        i("SessionId", u4),
        i("Wanted", u4),
        o("SessionId", u4),
        o("Control", b4),
        o("AskSeconds", u4),
        o("SocketPath", _Octets),
        o("Ticket", _Octets),
        o("DetachKey", _Octets),
        o("Reason", _Octets),
    ),
    Method(
        11,
        "HostOpenChannel",
        i("SessionId", u4),
        o("SessionId", u4),
        o("SocketPath", _Octets),
        o("Ticket", _Octets),
    ),
    Method(20, "HostEnumerateListeners", o("Count", u4), o("Names", Pointer(Conformant(_Name, "Count")))),
    Method(21, "HostQueryListener", i("Name", _Name), o("Config", LISTENER_CONFIG)),
    Method(22, "HostSetListener", i("Name", _Name), i("Flags", u4), i("Config", LISTENER_CONFIG)),
    Method(
        23,
        "HostGetListenerSecurity",
        i("Name", _Name),
        i("Information", u4),
        o("Size", u4),
        o("Descriptor", Pointer(Conformant(u1, "Size"))),
    ),
    Method(
        24,
        "HostSetListenerSecurity",
        i("Name", _Name),
        i("Information", u4),
        i("Size", u4),
        i("Descriptor", Pointer(Conformant(u1, "Size"))),
    ),
    Method(
        25,
        "HostQueryUserConfig",
        i("UserName", _Name),
        o("Config", USER_CONFIG),
        o("ModemCallbackSettings", u4),
        o("ModemCallbackPhoneNumber", FixedText(49)),
    ),
    Method(
        26,
        "HostSetUserConfig",
        i("UserName", _Name),
        i("ConfigClass", u4),
        i("Number", u4),
        i("Text", _Name),
        i("Config", Pointer(USER_CONFIG)),
    ),
    Method(27, "HostGetLogonMode", o("Mode", u4)),
    Method(28, "HostSetLogonMode", i("Mode", u4)),
    Method(
        30,
        "HostAddUse",
        i("Server", _Name),
        i("Port", u4),
        i("Remote", _Name),
        i("Logon", Pointer(USE_LOGON)),
        i("Proven", b4),
        o("Added", b4),
    ),
    Method(31, "HostRemoveUse", i("Server", _Name), i("Port", u4), i("All", b4)),
    Method(32, "HostEnumerateUses", o("Count", u4), o("Uses", Pointer(Conformant(USE, "Count")))),
    Method(33, "HostGetUseLogon", i("Server", _Name), i("Port", u4), o("Logon", Pointer(USE_LOGON))),
)
