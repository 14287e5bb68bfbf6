"""What win32ts, win32net and the scripts that use them share: the error class, handles, SIDs, security descriptors and
times."""

import datetime as _datetime
from collections.abc import Iterable
from typing import Any, Literal, SupportsInt, overload

class PyHANDLE:
    """A Windows handle that closes itself when the last reference goes. pywintypes.HANDLE() makes one.

    int(h) and h.handle are the value, signed; a closed handle is 0 and false. Equal by value to handles and ints.
    """

    @property
    def handle(self) -> int:
        """The value, signed; 0 when closed or detached."""

    def Close(self) -> None:
        """Close the handle; closing twice is fine.

        Raises pywintypes.error (CloseHandle) for a value that is no open handle; never for a server handle.
        """

    def close(self) -> None:
        """The same as Close."""

    def Detach(self) -> int:
        """Give the value away: the object forgets it and does not close it. 0 when closed or detached already."""

    def __int__(self) -> int: ...
    def __bool__(self) -> bool: ...

class PySID:
    """A security identifier. pywintypes.SID() makes one; bytes(sid) are its raw bytes, str(sid) is `PySID:S-1-…`.

    Sub-authorities are signed 32-bit numbers in both directions. Equal by value, and not hashable.
    """

    __hash__: None  # type: ignore[assignment]
    def Initialize(self, idAuthority: tuple[int, int, int, int, int, int], numSubauthorities: int, /) -> None:
        """Start anew with this authority (six numbers of 0 to 255) and so many sub-authorities, all 0.

        Raises pywintypes.error (InitializeSid): 87 more than 15, 122 more than the buffer holds.
        """

    def IsValid(self) -> bool:
        """Whether revision and count are those of a SID that fits its buffer."""

    def SetSubAuthority(self, index: int, val: int, /) -> None:
        """Set one sub-authority. Raises ValueError for an index that the SID does not have."""

    def GetLength(self) -> int:
        """The SID's size in bytes; the buffer's for one that is not valid."""

    def GetSubAuthorityCount(self) -> int:
        """How many sub-authorities the SID says it has."""

    def GetSubAuthority(self, index: int, /) -> int:
        """One sub-authority, signed: from 2**31 up they come out negative. Raises ValueError for a wrong index."""

    def GetSidIdentifierAuthority(self) -> tuple[int, int, int, int, int, int]:
        """The authority as six numbers, most significant first. Raises ValueError for a SID that is not valid."""

    def __buffer__(self, flags: int, /) -> memoryview: ...

HANDLEType = PyHANDLE
SIDType = PySID

def HANDLE(handle: PyHANDLE | SupportsInt | str | None = None, /) -> PyHANDLE:
    """Make a handle object of a value, which it owns from now on. None is 0.

    Raises TypeError for what int() does not take.
    """

@overload
def SID(buffer: bytes | bytearray | memoryview, /) -> PySID: ...
@overload
def SID(idAuthority: tuple[int, int, int, int, int, int], subAuthorities: Iterable[int], /) -> PySID: ...
@overload
def SID(bufSize: int = 32, /) -> PySID:
    """Make a SID: so many zero bytes to be filled, a copy of raw bytes, or one of an authority and sub-authorities.

    An authority is a tuple of six numbers of 0 to 255; there are at most eight sub-authorities, signed 32-bit numbers.
    Raises TypeError for anything else, OverflowError for numbers outside these ranges, ValueError for a negative size.
    """

class error(Exception):
    winerror: int | None
    funcname: str | None
    strerror: str | None
    def __init__(self, *args: Any) -> None: ...

class com_error(Exception):
    hresult: int | None
    strerror: str | None
    excepinfo: Any
    argerror: int | None
    def __init__(self, *args: Any) -> None: ...

class IID(bytes):
    def __new__(cls, iid: str | bytes | bytearray | memoryview, is_bytes: bool = False, /) -> IID: ...

IIDType = IID

class datetime(_datetime.datetime):
    def Format(self, format: str = "%c") -> str: ...

TimeType = datetime

def Time(timeRepr: Any, /) -> _datetime.datetime: ...
def TimeStamp(timestamp: int, /) -> _datetime.datetime: ...

TRUE: Literal[True]
FALSE: Literal[False]

class PyACL:
    """An access control list: entries that allow and deny. win32security.ACL() makes one; bytes(acl) is the ACL."""

    def __init__(self, bufSize: int | bytes = 64) -> None: ...
    def __bytes__(self) -> bytes: ...
    def Initialize(self) -> None:
        """Take every entry out."""

    def IsValid(self) -> bool:
        """True: there are no others."""

    def AddAccessAllowedAce(self, revision: int, access: int | PySID, sid: PySID | None = None) -> None:
        """(revision, access, sid), or the older (access, sid)."""

    def AddAccessDeniedAce(self, revision: int, access: int | PySID, sid: PySID | None = None) -> None:
        """(revision, access, sid), or the older (access, sid)."""

    def AddAccessAllowedAceEx(self, revision: int, aceflags: int, access: int, sid: PySID) -> None:
        """Allow, with flags of inheritance."""

    def AddAccessDeniedAceEx(self, revision: int, aceflags: int, access: int, sid: PySID) -> None:
        """Deny, with flags of inheritance."""

    def GetAceCount(self) -> int:
        """How many entries there are."""

    def GetAclSize(self) -> int:
        """Bytes of the list."""

    def GetAce(self, index: int) -> tuple[tuple[int, int], int, PySID]:
        """((type, flags), mask, sid). NotImplementedError for entries that are no plain allow or deny."""

    def DeleteAce(self, index: int) -> None:
        """Take one entry out. Raises pywintypes.error 87 where there is none."""

class PySECURITY_DESCRIPTOR:
    """Who owns an object, and who may do what with it. pywintypes.SECURITY_DESCRIPTOR() makes one; bytes(descriptor) is
    its self-relative form."""

    def __init__(self, descriptor: int | bytes | None = None) -> None: ...
    def __bytes__(self) -> bytes: ...
    def Initialize(self) -> None:
        """Start anew: no owner, no group, no lists."""

    def GetSecurityDescriptorOwner(self) -> PySID | None:
        """A PySID, or None."""

    def GetSecurityDescriptorGroup(self) -> PySID | None:
        """A PySID, or None."""

    def GetSecurityDescriptorDacl(self) -> PyACL | None:
        """A PyACL, or None: then everybody may do everything."""

    def GetSecurityDescriptorSacl(self) -> PyACL | None:
        """A PyACL, or None."""

    def GetSecurityDescriptorControl(self) -> tuple[int, int]:
        """(control, revision)."""

    def SetSecurityDescriptorOwner(self, sid: PySID, bOwnerDefaulted: bool) -> None:
        """Name the owner."""

    def SetSecurityDescriptorGroup(self, sid: PySID, bGroupDefaulted: bool) -> None:
        """Name the group."""

    def SetSecurityDescriptorDacl(self, bDaclPresent: bool, dacl: PyACL | None, bDaclDefaulted: bool) -> None:
        """A list that is present and None lets everybody do everything."""

    def SetSecurityDescriptorSacl(self, bSaclPresent: bool, sacl: PyACL | None, bSaclDefaulted: bool) -> None:
        """The list of what is audited."""

    def SetSecurityDescriptorControl(self, ControlBitsOfInterest: int, ControlBitsToSet: int) -> None:
        """Set and clear some of the control bits."""

    def IsValid(self) -> bool:
        """True: there are no others."""

    def IsSelfRelative(self) -> bool:
        """True: bytes() gives that form."""

    def GetLength(self) -> int:
        """Bytes of the self-relative form."""

SECURITY_DESCRIPTORType = PySECURITY_DESCRIPTOR

def SECURITY_DESCRIPTOR(descriptor: int | bytes | None = None, /) -> PySECURITY_DESCRIPTOR:
    """Make a security descriptor: an empty one, or that of a self-relative one's bytes.

    Raises pywintypes.error 1338 for bytes that are none.
    """
