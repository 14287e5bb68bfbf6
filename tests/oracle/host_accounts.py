"""HostAccounts: the host's own interface beside samr, for what samr takes many calls for. Kept stable, as LocalHost is."""

from .interface import Interface, i, o
from .ndr import Record, Union, b4, e2, u4
from .samr_user import ALL, USER_INFO
from .security import RPC_UNICODE_STRING, listed, method

USER = Record(("All", ALL), ("MayNotChangePassword", b4), ("GroupCount", u4), ("Groups", listed(u4, "GroupCount")))

HOST_ACCOUNTS = Interface(
    "HostAccounts",
    "b1b7c6f4-0d43-4d0e-9c57-5a3f0e6b9d21",
    method(0, "HostEnumerateUsers", i("After", u4), i("UserAccountControl", u4), i("Count", u4), o("Next", u4),
           o("EntriesRead", u4), o("Buffer", listed(USER, "EntriesRead"))),
    method(1, "HostAddUser", i("MayNotChangePassword", b4), i("Class", e2), i("Buffer", Union(e2, "Class", USER_INFO)),
           o("RelativeId", u4)),
    method(2, "HostAliasesOfUser", i("Name", RPC_UNICODE_STRING), i("Indirect", b4), o("EntriesRead", u4),
           o("Names", listed(RPC_UNICODE_STRING, "EntriesRead"))),
)  # fmt: skip
