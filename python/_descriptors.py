"""Security descriptors and access control lists, as pywintypes and win32security show them."""

import struct as _struct

from _ntadmin import pywintypes as _types

_REVISION, _ACL_HEADER, _HEADER = 1, 8, 20
_ALLOWED, _DENIED = 0, 1
_OWNER_DEFAULTED, _GROUP_DEFAULTED, _DACL_PRESENT, _DACL_DEFAULTED = 0x1, 0x2, 0x4, 0x8
_SACL_PRESENT, _SACL_DEFAULTED, _SELF_RELATIVE = 0x10, 0x20, 0x8000
_INVALID_PARAMETER, _INVALID_ACL, _INVALID_SID, _INVALID_DESCRIPTOR = 87, 1336, 1337, 1338


_TEXTS = {
    _INVALID_PARAMETER: "there is no such entry",
    _INVALID_ACL: "these bytes are no access control list",
    _INVALID_SID: "the SID is not valid",
    _INVALID_DESCRIPTOR: "these bytes are no security descriptor",
}
SID, PySID = _types["SID"], _types["PySID"]


def _refuse(code, function):
    from pywintypes import error

    raise error(code, function, _TEXTS[code])


def _sid_at(data, offset):
    size = 8 + 4 * data[offset + 1] if len(data) >= offset + 8 else 0
    if not size or offset + size > len(data):
        _refuse(_INVALID_DESCRIPTOR, "SECURITY_DESCRIPTOR")
    return SID(bytes(data[offset : offset + size]))


class PyACL:
    """An access control list: entries that allow and deny. win32security.ACL() makes one; bytes(acl) is the ACL."""

    __module__ = "pywintypes"

    def __init__(self, bufSize=64):
        """An empty list, or that of an ACL's bytes. A size is taken for its own sake: a list grows as it needs."""
        self._revision, self._entries = 2, []  # (type, flags, mask, sid), or the bytes of another kind of entry
        if not isinstance(bufSize, int):
            self._read(bytes(bufSize))

    def _read(self, data):
        if len(data) < _ACL_HEADER:
            _refuse(_INVALID_ACL, "ACL")
        self._revision, _, size, count, _ = _struct.unpack_from("<BBHHH", data)
        offset = _ACL_HEADER
        for _ in range(count):
            if offset + 4 > min(size, len(data)):
                _refuse(_INVALID_ACL, "ACL")
            kind, flags, length = _struct.unpack_from("<BBH", data, offset)
            if length < 4 or offset + length > min(size, len(data)):
                _refuse(_INVALID_ACL, "ACL")
            entry = data[offset : offset + length]
            if kind in (_ALLOWED, _DENIED) and length >= 16:
                self._entries.append((kind, flags, _struct.unpack_from("<I", entry, 4)[0], _sid_at(entry, 8)))
            else:
                self._entries.append(entry)
            offset += length

    def __bytes__(self):
        entries = b"".join(map(self._entry_bytes, self._entries))
        header = _struct.pack("<BBHHH", self._revision, 0, _ACL_HEADER + len(entries), len(self._entries), 0)
        return header + entries

    @staticmethod
    def _entry_bytes(entry):
        if isinstance(entry, bytes):
            return entry
        kind, flags, mask, sid = entry
        return _struct.pack("<BBHI", kind, flags, 8 + len(bytes(sid)), mask) + bytes(sid)

    def Initialize(self):
        """Take every entry out."""
        self._entries.clear()

    def IsValid(self):
        """True: there are no others."""
        return True

    def _add(self, kind, function, revision, flags, access, sid):
        if not isinstance(sid, PySID):
            raise TypeError(f"a PySID is required, not {type(sid).__name__}")
        if not sid.IsValid():
            _refuse(_INVALID_SID, function)
        self._revision = max(self._revision, revision)
        self._entries.append((kind, flags, access & 0xFFFFFFFF, SID(bytes(sid))))

    def AddAccessAllowedAce(self, revision, access, sid=None):
        """(revision, access, sid), or the older (access, sid)."""
        if sid is None:
            revision, access, sid = 2, revision, access
        self._add(_ALLOWED, "AddAccessAllowedAce", revision, 0, access, sid)

    def AddAccessDeniedAce(self, revision, access, sid=None):
        """(revision, access, sid), or the older (access, sid)."""
        if sid is None:
            revision, access, sid = 2, revision, access
        self._add(_DENIED, "AddAccessDeniedAce", revision, 0, access, sid)

    def AddAccessAllowedAceEx(self, revision, aceflags, access, sid):
        """Allow, with flags of inheritance."""
        self._add(_ALLOWED, "AddAccessAllowedAceEx", revision, aceflags, access, sid)

    def AddAccessDeniedAceEx(self, revision, aceflags, access, sid):
        """Deny, with flags of inheritance."""
        self._add(_DENIED, "AddAccessDeniedAceEx", revision, aceflags, access, sid)

    def GetAceCount(self):
        """How many entries there are."""
        return len(self._entries)

    def GetAclSize(self):
        """Bytes of the list."""
        return len(bytes(self))

    def _at(self, index, function):
        if not 0 <= index < len(self._entries):
            _refuse(_INVALID_PARAMETER, function)
        return self._entries[index]

    def GetAce(self, index):
        """((type, flags), mask, sid). NotImplementedError for entries that are no plain allow or deny."""
        entry = self._at(index, "GetAce")
        if isinstance(entry, bytes):
            raise NotImplementedError(f"entries of type {entry[0]} are not shown")
        kind, flags, mask, sid = entry
        return (kind, flags), mask, sid

    def DeleteAce(self, index):
        """Take one entry out. Raises pywintypes.error 87 where there is none."""
        self._at(index, "DeleteAce")
        del self._entries[index]


class PySECURITY_DESCRIPTOR:
    """Who owns an object, and who may do what with it. pywintypes.SECURITY_DESCRIPTOR() makes one; bytes(descriptor) is
    its self-relative form."""

    __module__ = "pywintypes"

    def __init__(self, descriptor=None):
        """An empty descriptor, or that of a self-relative one's bytes. A size is taken for its own sake."""
        self.Initialize()
        if descriptor is not None and not isinstance(descriptor, int):
            self._read(bytes(descriptor))

    def Initialize(self):
        """Start anew: no owner, no group, no lists."""
        self._control = 0
        self._owner = self._group = self._dacl = self._sacl = None

    def _read(self, data):
        if len(data) < _HEADER or data[0] != _REVISION:
            _refuse(_INVALID_DESCRIPTOR, "SECURITY_DESCRIPTOR")
        _, _, control, owner, group, sacl, dacl = _struct.unpack_from("<BBHIIII", data)
        self._control = control & ~_SELF_RELATIVE
        self._owner, self._group = (_sid_at(data, at) if at else None for at in (owner, group))
        self._sacl = PyACL(data[sacl:]) if sacl and control & _SACL_PRESENT else None
        self._dacl = PyACL(data[dacl:]) if dacl and control & _DACL_PRESENT else None

    def __bytes__(self):
        offsets, tail = [], b""
        for part in (self._owner, self._group, self._sacl, self._dacl):
            data = b"" if part is None else bytes(part)
            offsets.append(_HEADER + len(tail) if data else 0)
            tail += data
        return _struct.pack("<BBHIIII", _REVISION, 0, self._control | _SELF_RELATIVE, *offsets) + tail

    def _flag(self, bit, on):
        self._control = self._control | bit if on else self._control & ~bit

    def GetSecurityDescriptorOwner(self):
        """A PySID, or None."""
        return self._owner

    def GetSecurityDescriptorGroup(self):
        """A PySID, or None."""
        return self._group

    def GetSecurityDescriptorDacl(self):
        """A PyACL, or None: then everybody may do everything."""
        return self._dacl

    def GetSecurityDescriptorSacl(self):
        """A PyACL, or None."""
        return self._sacl

    def GetSecurityDescriptorControl(self):
        """(control, revision)."""
        return self._control | _SELF_RELATIVE, _REVISION

    def SetSecurityDescriptorOwner(self, sid, bOwnerDefaulted):
        """Name the owner."""
        self._owner = SID(bytes(sid))
        self._flag(_OWNER_DEFAULTED, bOwnerDefaulted)

    def SetSecurityDescriptorGroup(self, sid, bGroupDefaulted):
        """Name the group."""
        self._group = SID(bytes(sid))
        self._flag(_GROUP_DEFAULTED, bGroupDefaulted)

    def SetSecurityDescriptorDacl(self, bDaclPresent, dacl, bDaclDefaulted):
        """A list that is present and None lets everybody do everything."""
        self._dacl = PyACL(bytes(dacl)) if bDaclPresent and dacl is not None else None
        self._flag(_DACL_PRESENT, bDaclPresent)
        self._flag(_DACL_DEFAULTED, bDaclDefaulted)

    def SetSecurityDescriptorSacl(self, bSaclPresent, sacl, bSaclDefaulted):
        """The list of what is audited."""
        self._sacl = PyACL(bytes(sacl)) if bSaclPresent and sacl is not None else None
        self._flag(_SACL_PRESENT, bSaclPresent)
        self._flag(_SACL_DEFAULTED, bSaclDefaulted)

    def SetSecurityDescriptorControl(self, ControlBitsOfInterest, ControlBitsToSet):
        """Set and clear some of the control bits."""
        self._control = self._control & ~ControlBitsOfInterest | ControlBitsToSet & ControlBitsOfInterest

    def IsValid(self):
        """True: there are no others."""
        return True

    def IsSelfRelative(self):
        """True: bytes() gives that form."""
        return True

    def GetLength(self):
        """Bytes of the self-relative form."""
        return len(bytes(self))
