"""Every interface the oracle knows, by name."""

from .legacy import LEGACY
from .local import LOCAL_HOST
from .lsm import ENUMERATION, NOTIFICATION, SESSION
from .lsa import LSARPC
from .rcm import LISTENER, RCM, TSVIP
from .samr import SAMR

INTERFACES = {table.name: table for table in (SESSION, NOTIFICATION, ENUMERATION, RCM, LISTENER, LEGACY, TSVIP, LOCAL_HOST, SAMR, LSARPC)}
