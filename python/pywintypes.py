"""What win32ts, win32net and the scripts that use them share: the error class, handles, SIDs, security descriptors and
times."""

import datetime as _datetime
import re as _re
import time as _time
import uuid as _uuid

import _ntadmin
from _descriptors import PyACL, PySECURITY_DESCRIPTOR

globals().update(_ntadmin.pywintypes)

TRUE = True
FALSE = False

_EPOCH = _datetime.datetime(1601, 1, 1, tzinfo=_datetime.timezone.utc)
_DAY = 24 * 60 * 60 * 1000  # milliseconds


class error(Exception):
    """What a failed call raises. args are (winerror, funcname, strerror); the attributes mirror them or are None."""

    def __init__(self, *args):
        super().__init__(*args)
        self.winerror, self.funcname, self.strerror = (args + (None, None, None))[:3]


class com_error(Exception):
    """COM's error class, for scripts that catch it; nothing here raises it."""

    def __init__(self, *args):
        super().__init__(*args)
        self.hresult, self.strerror, self.excepinfo, self.argerror = (args + (None, None, None, None))[:4]


class IID(bytes):
    """The id of a class or an interface: of its text, "{00020400-0000-0000-C000-000000000046}", or with a true second
    argument of its 16 bytes. Raises com_error for another text, ValueError for too few bytes."""

    def __new__(cls, iid, is_bytes=False, /):
        if is_bytes:
            raw = memoryview(iid).tobytes()
            if len(raw) < 16:
                raise ValueError(f"an IID has 16 bytes, not {len(raw)}")
            return super().__new__(cls, raw[:16])
        if isinstance(iid, cls):
            return iid
        if not isinstance(iid, str):
            raise TypeError(f"an IID is made of its text, not of {type(iid).__name__}")
        if not _re.fullmatch(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}", iid):
            raise com_error(-2147221005, "Invalid class string", None, None)  # CO_E_CLASSSTRING
        return super().__new__(cls, _uuid.UUID(iid).bytes_le)

    def __str__(self):
        return f"{{{_uuid.UUID(bytes_le=bytes(self))}}}".upper()

    def __repr__(self):
        return f"IID('{self}')"


IIDType = IID


class datetime(_datetime.datetime):
    """A time of the Windows API, known as TimeType."""

    def Format(self, format="%c"):
        """The time as text, by strftime's rules."""
        return self.strftime(format)


TimeType = datetime


def Time(timeRepr, /):
    """Make a time: of a datetime itself; a naive local time of seconds since 1970, of a time tuple (nine items, a tenth
    in milliseconds), or of what has timetuple(). Raises TypeError for anything else, ValueError for seconds and
    OverflowError for a tuple out of range."""
    if isinstance(timeRepr, _datetime.datetime):
        return timeRepr
    if isinstance(timeRepr, (int, float)):
        try:
            return datetime.fromtimestamp(timeRepr)
        except (OverflowError, OSError) as cause:
            raise ValueError(f"{timeRepr} is out of range for a time") from cause
    if hasattr(timeRepr, "timetuple"):
        timeRepr = timeRepr.timetuple()
    try:
        parts = tuple(timeRepr)
    except TypeError:
        parts = ()
    if len(parts) not in (9, 10):
        raise TypeError(f"no time can be made of {type(timeRepr).__name__}")
    milliseconds = parts[9] if len(parts) == 10 else 0
    try:
        return datetime.fromtimestamp(_time.mktime(parts[:9])).replace(microsecond=milliseconds * 1000)
    except ValueError as cause:
        raise OverflowError(f"{parts} is out of range for a time") from cause


def TimeStamp(timestamp, /):
    """Make a UTC time of 100 ns units since 1601, to the millisecond. Beyond year 9999: datetime.datetime.max.
    Raises TypeError for what is no int, ValueError for a number that is no time."""
    if not isinstance(timestamp, int):
        raise TypeError(f"a timestamp is an int, not {type(timestamp).__name__}")
    if not 0 <= timestamp < 2**63:
        raise ValueError(f"{timestamp} is no time")
    days, milliseconds = divmod(timestamp // 10_000, _DAY)
    if days > (_datetime.datetime.max.replace(tzinfo=_datetime.timezone.utc) - _EPOCH).days:
        return _datetime.datetime.max
    date = _EPOCH + _datetime.timedelta(days=days, milliseconds=milliseconds)
    return datetime.combine(date.date(), date.timetz())


SECURITY_DESCRIPTORType = PySECURITY_DESCRIPTOR


def SECURITY_DESCRIPTOR(descriptor=None, /):
    """Make a security descriptor: an empty one, or that of a self-relative one's bytes.

    Raises pywintypes.error 1338 for bytes that are none.
    """
    return PySECURITY_DESCRIPTOR(descriptor)
