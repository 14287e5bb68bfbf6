"""Makes the calls of win32net that it reads, a JSON array of name and arguments a line, and answers each: what came
back, or the code that it was refused with."""

import json
import sys

import pywintypes
import win32net

for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        answer = {"value": getattr(win32net, name)(*arguments)}
    except pywintypes.error as error:
        answer = {"code": error.winerror}
    print(json.dumps(answer, default=repr), flush=True)
