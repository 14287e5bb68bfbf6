#!/usr/bin/env python3
"""Turns the Windows x64 layouts of abi-win64.json into a source file of static assertions on our headers.

Usage: generate_abi_checks.py ABI_JSON OUTPUT EXPORTS...

Every struct, enumeration, constant, string and alias becomes an assertion, so that an entry missing from our headers does
not compile; a header of the Windows SDK that is neither here nor left out on purpose is an error. Functions are checked
when one of EXPORTS lists them: the headers declare only what the libraries have. The file compiles as C11 and as C++20 and is a program that checks at run time what cannot be checked
earlier (pointers and strings).
"""

import json
import re
import sys

# Headers of the Windows SDK that are ours under the same name.
LAN_MANAGER = """dsgetdc.h lmaccess.h lmalert.h lmat.h lmaudit.h lmconfig.h lmcons.h lmdfs.h lmerr.h lmerrlog.h lmjoin.h
lmmsg.h lmremutl.h lmrepl.h lmserver.h lmshare.h lmsname.h lmstats.h lmsvc.h lmuse.h lmuseflg.h lmwksta.h""".split()

# Header of the Windows SDK -> ours.
HEADERS = {name: name for name in LAN_MANAGER} | {
    "guiddef.h": "windef.h",
    "minwinbase.h": "windef.h",
    "minwindef.h": "windef.h",
    "lmapibuf.h": "lmapibuf.h",
    "pchannel.h": "pchannel.h",
    "rpcnterr.h": "winerror.h",
    "winbase.h": "winbase.h",
    "winerror.h": "winerror.h",
    "winnt.h": "winnt.h",
    "winsvc.h": "winsvc.h",
    "winuser.h": "winuser.h",
    "wtsapi32.h": "wtsapi32.h",
}

# Linux has its own of these, with other values: a program that is ported uses <sys/socket.h>.
LEFT_OUT = {"_socket_types.h", "winsock2.h"}

# The basic type of these headers.
LEFT_OUT_TYPES = {"SOCKET_ADDRESS"}

# Functions that Windows exports and the table lacks.
UNDECLARED = {
    "QueryActiveSession",
    "QueryUserToken",
    "RegisterUsertokenForNoWinlogon",
    "WTSSetRenderHint",
    "WTSSetSessionInformationA",
    "WTSSetSessionInformationW",
}

PREAMBLE = """\
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
{includes}
#ifdef __cplusplus
#include <type_traits>
#define CHECK(...) static_assert(__VA_ARGS__, #__VA_ARGS__)
#define ALIGNOF alignof
#define SAME_FUNCTION(name, ...) static_assert(std::is_same_v<decltype(&name), __VA_ARGS__>, #name)
#else
#define CHECK(...) _Static_assert(__VA_ARGS__, #__VA_ARGS__)
#define ALIGNOF _Alignof
#define SAME_FUNCTION(name, ...) _Static_assert(_Generic(&name, __VA_ARGS__: 1, default: 0), #name)
#endif
#define VALUE(name, expected) CHECK((long long)(name) == (expected))

"""


def here(entry):
    if entry["header"] not in HEADERS.keys() | LEFT_OUT:
        sys.exit(f"missing: {entry['header']}")
    return entry["header"] in HEADERS


def struct_checks(name, entry, constants):
    hidden = name in constants  # a macro of the same name follows the structure
    kind = f"struct {entry['tag']}" if hidden else f"struct {name}" if name.endswith("__") else name
    yield f"CHECK(sizeof({kind}) == {entry['size']});"
    yield f"CHECK(ALIGNOF({kind}) == {entry['align']});"
    for alias in entry.get("aliases", []):
        yield f"CHECK(sizeof({alias}) == {entry['size']});"
    yield from member_checks(kind, entry["members"], "")


def member_checks(kind, members, prefix):
    for member in members:
        path = prefix + member["name"]
        if member["name"]:
            yield f"CHECK(offsetof({kind}, {path}) == {member['offset']});"
            if "size" in member:
                yield f"CHECK(sizeof((({kind}*)0)->{path}) == {member['size']});"
        nested = path + "." if member["name"] else prefix
        yield from member_checks(kind, member.get("members", []), nested)


def type_of(parameter):
    named = re.match(r"(.*?[\s*])\w+$", parameter)
    return named.group(1).strip() if named else parameter


def function_check(name, entry):
    types = [type_of(parameter) for parameter in entry["params"]]
    return f"SAME_FUNCTION({name}, {entry['returns']} (*)({', '.join(types) or 'void'}));"


def run_time_checks(abi):
    for name, entry in abi["constants"].items():
        if here(entry) and entry.get("pointer"):
            yield f"  failures += expect((uintptr_t){name} == {entry['value']}, \"{name}\");"
    for name, entry in abi["strings"].items():
        if here(entry):
            text = json.dumps(entry["value"])
            same = f"same_text({name}, NTADMIN_WIDE({text}))" if entry["wide"] else f"!strcmp({name}, {text})"
            yield f"  failures += expect({same}, \"{name}\");"


MAIN = """
static int expect(int holds, const char* name) {
  if (!holds) printf("%s differs\\n", name);
  return !holds;
}

static int same_text(const WCHAR* a, const WCHAR* b) {
  for (; *a && *a == *b; ++a) ++b;
  return *a == *b;
}

int main(void) {
  int failures = 0;
"""


def generate(abi, exports):
    own = sorted(set(HEADERS.values()))
    yield PREAMBLE.format(includes="\n".join(f'#include "ntadmin/win/{name}"' for name in own))
    for name, size in abi["basic_types"].items():
        if name not in LEFT_OUT_TYPES:
            yield f"CHECK(sizeof({name}) == {size['size']} && ALIGNOF({name}) == {size['align']});"
    for name, entry in abi["structs"].items():
        if here(entry):
            yield from struct_checks(name, entry, abi["constants"])
    for name, entry in abi["enums"].items():
        if here(entry):
            yield f"CHECK(sizeof({name}) == {entry['size']});"
            yield from (f"VALUE({value}, {number});" for value, number in entry["values"].items())
    for name, entry in abi["constants"].items():
        if here(entry) and not entry.get("pointer"):
            yield f"VALUE({name}, {entry['value']});"
    functions = {name: entry for name, entry in abi["functions"].items() if name in exports}
    yield from (function_check(name, entry) for name, entry in functions.items())
    for alias, target in abi["name_aliases"].items():
        if target in functions:
            yield f"CHECK(sizeof(&{alias}) == sizeof(&{target}));"
        elif (struct := abi["structs"].get(target.removeprefix("P"))) and here(struct):
            yield f"CHECK(sizeof({alias}) == sizeof({target}));"
    yield MAIN
    yield from run_time_checks(abi)
    yield "  return failures != 0;\n}"


def main():
    abi_path, output_path, *exports_paths = sys.argv[1:]
    with open(abi_path, encoding="utf-8") as file:
        abi = json.load(file)
    exports = set()
    for path in exports_paths:
        with open(path, encoding="utf-8") as file:
            exports |= set(file.read().split())
    unknown = exports - abi["functions"].keys() - UNDECLARED
    if unknown:
        sys.exit(f"exports that Windows does not have: {sorted(unknown)}")
    with open(output_path, "w", encoding="utf-8") as file:
        file.write("\n".join(generate(abi, exports)) + "\n")


if __name__ == "__main__":
    main()
