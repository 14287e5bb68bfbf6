"""Network management: servers, shares, network sessions, workstations, accounts (netapi32).

The functions come from the extension module; their arguments, results and errors stand in win32net.pyi and in help().
"""

import _ntadmin
from pywintypes import error

globals().update(_ntadmin.win32net)

# Services of NetStatisticsGet.
SERVICE_SERVER = "LanmanServer"
SERVICE_WORKSTATION = "LanmanWorkstation"

# How a connection or a transport is taken away.
USE_NOFORCE = 0
USE_FORCE = 1
USE_LOTS_OF_FORCE = 2
