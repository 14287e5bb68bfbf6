"""Modules and threads, as far as scripts around sessions need them.

The functions come from the extension module; their arguments, results and errors stand in win32api.pyi and in help().
"""

import _ntadmin

globals().update(_ntadmin.win32api)
