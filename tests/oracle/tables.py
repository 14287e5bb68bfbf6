"""Every interface the oracle knows, by name."""

from .dssetup import DSSETUP
from .epmapper import EPMAPPER, MGMT
from .host_accounts import HOST_ACCOUNTS
from .legacy import LEGACY
from .local import LOCAL_HOST
from .lsa import LSARPC
from .lsm import ENUMERATION, NOTIFICATION, SESSION
from .netlogon import NETLOGON
from .rcm import LISTENER, RCM, TSVIP
from .samr import SAMR
from .shutdown import INIT_SHUTDOWN, WINDOWS_SHUTDOWN
from .srvsvc import SRVSVC
from .wkssvc import WKSSVC

_TERMINAL_SERVICES = (SESSION, NOTIFICATION, ENUMERATION, RCM, LISTENER, LEGACY, TSVIP, LOCAL_HOST)
_NET = (SRVSVC, WKSSVC, INIT_SHUTDOWN, WINDOWS_SHUTDOWN)
_ACCOUNTS = (SAMR, LSARPC, NETLOGON, DSSETUP, HOST_ACCOUNTS)
_RUNTIME = (EPMAPPER, MGMT)
INTERFACES = {table.name: table for table in _TERMINAL_SERVICES + _NET + _ACCOUNTS + _RUNTIME}
