"""The memory images that travel as octets ([MS-TSTS] 2.2.2): C structures with natural alignment, the same on every host.

`UNSIGNED[n]` members are Python ints, texts are str up to the NUL. Decoding checks the size exactly.
"""

import struct

from .ndr import WireError


class Member:
    """One member: its struct code, alignment, and conversions from and to the unpacked value."""

    def __init__(self, code, alignment, empty=0):
        self.form, self.alignment, self.empty = struct.Struct("<" + code), alignment, empty
        self.size = self.form.size

    def read(self, data, at):
        values = self.form.unpack_from(data, at)
        return values[0] if len(values) == 1 else list(values)

    def write(self, data, at, value):
        self.form.pack_into(data, at, *(value if isinstance(value, list) else [value]))


class WideText(Member):
    def __init__(self, units):
        super().__init__(f"{2 * units}s", 2, "")

    def read(self, data, at):
        head, terminator, _ = super().read(data, at).decode("utf-16-le").partition("\0")
        if not terminator:
            raise WireError(f"text at {at} has no NUL")
        return head

    def write(self, data, at, value):
        raw = value.encode("utf-16-le")
        if len(raw) + 2 > self.size:
            raise WireError(f"{value!r} does not fit {self.size // 2} units")
        super().write(data, at, raw)


class Image:
    """A structure; offsets follow from the members, as a C compiler lays them out."""

    def __init__(self, *members):
        self.members, self.offsets, at = members, {}, 0
        self.alignment = max(kind.alignment for _, kind in members)
        for name, kind in members:
            at += -at % kind.alignment
            self.offsets[name] = at
            at += kind.size
        self.size = at + -at % self.alignment

    @property
    def empty(self):
        return {}

    def read(self, data, at=0):
        return {name: kind.read(data, at + self.offsets[name]) for name, kind in self.members}

    def write(self, data, at, values):
        unknown = set(values) - set(self.offsets)
        if unknown:
            raise WireError(f"no member {unknown}")
        for name, kind in self.members:
            kind.write(data, at + self.offsets[name], values.get(name, kind.empty))

    def decode(self, data):
        if len(data) != self.size:
            raise WireError(f"{len(data)} bytes for a structure of {self.size}")
        return self.read(data)

    def encode(self, **values):
        data = bytearray(self.size)
        self.write(data, 0, values)
        return bytes(data)


def numbers(code, count):
    size = struct.calcsize(code)
    return Member(f"{count}{code}", size, [0] * count)


u1, u2, u4, i4, i8 = Member("B", 1), Member("H", 2), Member("I", 4), Member("i", 4), Member("q", 8)
w = WideText

SESSIONID = Image(("SessionId", u4), ("WinStationName", w(33)), ("State", u4))
WINSTATIONCREATE = Image(("fEnableWinStation", u4), ("MaxInstanceCount", u4))

TS_TIME_ZONE_INFORMATION = Image(
    ("Bias", i4),
    ("StandardName", w(32)),
    ("StandardDate", numbers("H", 8)),
    ("StandardBias", i4),
    ("DaylightName", w(32)),
    ("DaylightDate", numbers("H", 8)),
    ("DaylightBias", i4),
)

WINSTATIONCLIENT = Image(
    ("Flags", u4),
    ("ClientName", w(21)),
    ("Domain", w(18)),
    ("UserName", w(21)),
    ("Password", w(15)),
    ("WorkDirectory", w(257)),
    ("InitialProgram", w(257)),
    ("SerialNumber", u4),
    ("EncryptionLevel", u1),
    ("ClientAddressFamily", u4),
    ("ClientAddress", w(31)),
    ("HRes", u2),
    ("VRes", u2),
    ("ColorDepth", u2),
    ("ProtocolType", u2),
    ("KeyboardLayout", u4),
    ("KeyboardType", u4),
    ("KeyboardSubType", u4),
    ("KeyboardFunctionKey", u4),
    ("imeFileName", w(33)),
    ("ClientDirectory", w(257)),
    ("ClientLicense", w(33)),
    ("ClientModem", w(41)),
    ("ClientBuildNumber", u4),
    ("ClientHardwareId", u4),
    ("ClientProductId", u2),
    ("OutBufCountHost", u2),
    ("OutBufCountClient", u2),
    ("OutBufLength", u2),
    ("AudioDriverName", w(9)),
    ("ClientTimeZone", TS_TIME_ZONE_INFORMATION),
    ("ClientSessionId", u4),
    ("clientDigProductId", w(32)),
    ("PerformanceFlags", u4),
    ("ActiveInputLocale", u4),
)

COUNTER_NAMES = (
    "WdBytes", "WdFrames", "WaitForOutBuf", "Frames", "Bytes", "CompressedBytes", "CompressFlushes", "Errors",
    "Timeouts", "AsyncFramingError", "AsyncOverrunError", "AsyncOverflowError", "AsyncParityError", "TdErrors",
)  # fmt: skip
PROTOCOLCOUNTERS = Image(
    *[(name, u4) for name in COUNTER_NAMES],
    ("ProtocolType", u2),
    ("Length", u2),
    ("Specific", numbers("I", 100)),
)
CACHE_STATISTICS = Image(("ProtocolType", u2), ("Length", u2), ("Specific", numbers("I", 20)))
PROTOCOLSTATUS = Image(
    ("Output", PROTOCOLCOUNTERS),
    ("Input", PROTOCOLCOUNTERS),
    ("Cache", CACHE_STATISTICS),
    ("AsyncSignal", u4),
    ("AsyncSignalMask", u4),
)
PROTOCOLSTATUSEX = Image(("Status", PROTOCOLSTATUS), ("Counters", numbers("q", 2)))

WINSTATIONINFORMATION = Image(
    ("ConnectState", u4),
    ("WinStationName", w(33)),
    ("LogonId", u4),
    ("ConnectTime", i8),
    ("DisconnectTime", i8),
    ("LastInputTime", i8),
    ("LogonTime", i8),
    ("Status", PROTOCOLSTATUS),
    ("Domain", w(18)),
    ("UserName", w(21)),
    ("CurrentTime", i8),
)

USERCONFIG = Image(
    ("Flags", u4),
    ("MoreFlags", u4),
    ("UserName", w(21)),
    ("Domain", w(18)),
    ("Password", w(15)),
    ("WorkDirectory", w(257)),
    ("InitialProgram", w(257)),
    ("CallbackNumber", w(51)),
    ("Callback", u4),
    ("Shadow", u4),
    ("MaxConnectionTime", u4),
    ("MaxDisconnectionTime", u4),
    ("MaxIdleTime", u4),
    ("KeyboardLayout", u4),
    ("MinEncryptionLevel", u1),
    ("NWLogonServer", w(48)),
    ("PublishedName", w(65)),
    ("WFProfilePath", w(257)),
    ("WFHomeDir", w(257)),
    ("WFHomeDirDrive", w(4)),
)
WINSTATIONCONFIG = Image(("Comment", w(61)), ("User", USERCONFIG), ("OEMId", Member("4s", 1, b"")))

WDCONFIG = Image(
    ("WdName", w(33)),
    ("WdDLL", w(33)),
    ("WsxDLL", w(33)),
    ("WdFlag", u4),
    ("WdInputBufferLength", u4),
    ("CfgDLL", w(33)),
    ("WdPrefix", w(13)),
)
PDCONFIG2 = Image(
    ("PdName", w(33)),
    ("SdClass", u4),
    ("PdDLL", w(33)),
    ("PdFlag", u4),
    ("OutBufLength", u4),
    ("OutBufCount", u4),
    ("OutBufDelay", u4),
    ("InteractiveDelay", u4),
    ("PortNumber", u4),
    ("KeepAliveTimeout", u4),
)
WINSTATIONLOADINDICATORDATA = Image(
    ("RemainingSessionCapacity", u4),
    ("LoadFactor", u4),
    ("TotalSessions", u4),
    ("DisconnectedSessions", u4),
    ("IdleCPU", i8),
    ("TotalCPU", i8),
    ("RawSessionCapacity", u4),
    ("reserved", numbers("I", 9)),
)
WINSTATIONSHADOW = Image(("ShadowState", u4), ("ShadowClass", u4), ("SessionId", u4), ("ProtocolType", u4))
WINSTATIONPRODID = Image(
    ("DigProductId", w(32)),
    ("ClientDigProductId", w(32)),
    ("OuterMostDigProductId", w(32)),
    ("curentSessionId", u4),
    ("ClientSessionId", u4),
    ("OuterMostSessionId", u4),
)
WINSTATIONREMOTEADDRESS_IPV4 = Image(
    ("sin_family", u2), ("pad", u2), ("sin_port", u2), ("pad2", u2), ("in_addr", Member("4s", 4, b"")),
    ("sin_zero", Member("8s", 1, b"")), ("rest", Member("12s", 1, b"")),
)  # fmt: skip

VARDATA_WIRE = Image(("Size", u2), ("Offset", u2))
PDPARAMSWIRE = Image(("SdClass", u4), ("SdClassSpecific", VARDATA_WIRE))
WINSTACONFIGWIRE = Image(
    ("Comment", w(61)), ("OEMId", Member("4s", 1, b"")), ("UserConfig", VARDATA_WIRE), ("NewFields", VARDATA_WIRE)
)


def variable(image, data):
    """An information class that begins with VARDATA_WIRE: the offset and the size must be those of the structure."""
    head = VARDATA_WIRE.decode(data[:4])
    if head != {"Size": image.size, "Offset": 4} or len(data) != 4 + image.size:
        raise WireError(f"{head} in {len(data)} bytes for a structure of {image.size}")
    return image.decode(data[4:])
