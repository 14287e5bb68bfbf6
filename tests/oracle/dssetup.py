"""[MS-DSSP] 3.2.5: what a machine is in its domain or workgroup."""

from .interface import Interface, i, o
from .ndr import Pointer, Record, Text, Union, e2, guid, u4
from .net import net

_name = Pointer(Text())
BASIC = Record(
    ("MachineRole", e2), ("Flags", u4), ("DomainNameFlat", _name), ("DomainNameDns", _name), ("DomainForestName", _name),
    ("DomainGuid", guid),
)  # fmt: skip
LEVELS = {
    1: BASIC,
    2: Record(("OperationState", u4), ("PreviousServerState", e2)),
    3: Record(("OperationState", e2)),
}

DSSETUP = Interface(
    "dssetup",
    "3919286a-b10c-11d0-9ba8-00c04fd92ef5",
    net(0, "DsRolerGetPrimaryDomainInformation", i("InfoLevel", e2),
        o("DomainInfo", Pointer(Union(e2, None, LEVELS)))),
)  # fmt: skip
