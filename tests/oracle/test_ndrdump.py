"""The golden messages of srvsvc, wkssvc and InitShutdown, read and written again by Samba's own tables (ndrdump).

What Samba's description and the document's do not agree on is left out, each with its reason.
"""

import shutil
import subprocess

import pytest

from oracle.samples import SAMPLES
from oracle.tables import INTERFACES

SAMBA = {"srvsvc": "srvsvc", "wkssvc": "wkssvc", "InitShutdown": "initshutdown"}
UNKNOWN_TO_SAMBA = {
    "srvsvc": {54, 55, 56, 57},  # aliases and NetrShareDelEx came later
    "wkssvc": {3, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 37},  # reserved: not read here; or came later
    "InitShutdown": set(),
}
OTHERWISE_IN_SAMBA = {
    "srvsvc": {25, 27, 34, 41, 53},  # a union where the document has the structure; not described at all
    "wkssvc": {8},  # level 3 of USE_INFO carries credentials there
    "InitShutdown": set(),
}
OTHER_LEVELS = {("srvsvc", 599), ("wkssvc", 3)}  # of GetInfo: Samba has another member, or credentials
NO_SUCH_LEVEL = 77  # of the samples: wkssvc's unions have no default in Samba

pytestmark = pytest.mark.skipif(not shutil.which("ndrdump"), reason="ndrdump is not installed")


def methods():
    for name, samba in SAMBA.items():
        for method in INTERFACES[name]:
            if method.opnum not in UNKNOWN_TO_SAMBA[name] | OTHERWISE_IN_SAMBA[name]:
                yield pytest.param(name, samba, method, id=f"{name}-{method.name}")


def dump(samba, opnum, direction, file, *more):
    command = ["ndrdump", samba, str(opnum), direction, str(file), "--validate", *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
    return done.stdout.decode(errors="replace")


def level_of(reply):
    """The level that a reply of GetInfo is of; None for other replies."""
    info = reply.get("Info")
    return info[0] if isinstance(info, tuple) else None


@pytest.mark.parametrize("name, samba, method", methods())
def test_samba_reads_what_the_product_writes(name, samba, method, tmp_path):
    request, replies = SAMPLES[name][method.name]
    file, context = tmp_path / "reply", tmp_path / "request"
    context.write_bytes(method.encode_request(**request))
    assert "dump OK" in dump(samba, method.opnum, "in", context)
    for reply in replies:
        level = level_of(reply)
        listed = reply.get("InfoStruct")
        if (name, level) in OTHER_LEVELS or level == NO_SUCH_LEVEL or (isinstance(listed, dict) and listed.get("Level") == NO_SUCH_LEVEL):
            continue
        if level is not None:  # Samba takes the level of the union from the request
            context.write_bytes(method.encode_request(**{**request, "Level": level}))
        file.write_bytes(method.encode_reply(**reply))
        output = dump(samba, method.opnum, "out", file, f"--context-file={context}")
        assert "dump OK" in output, output
