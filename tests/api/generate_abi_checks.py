#!/usr/bin/env python3
"""Turns the Windows x64 layouts of abi-win64.json into a source file of static assertions on our headers.

Usage: generate_abi_checks.py ABI_JSON EXPORTS OUTPUT

Every struct, enumeration, constant, string and alias whose header exists here becomes an assertion, so that an entry
missing from our headers does not compile. Functions are checked when EXPORTS lists them: the header declares only what
the library has. The file compiles as C11 and as C++20 and is a program that checks at run time what cannot be checked
earlier (pointers and strings).
"""

import json
import re
import sys

# Header of the Windows SDK -> ours. What is not here belongs to headers that do not exist yet.
HEADERS = {
    "guiddef.h": "windef.h",
    "minwinbase.h": "windef.h",
    "minwindef.h": "windef.h",
    "pchannel.h": "pchannel.h",
    "winbase.h": "winbase.h",
    "winerror.h": "winerror.h",
    "winnt.h": "winnt.h",
    "winsvc.h": "winsvc.h",
    "winuser.h": "winuser.h",
    "wtsapi32.h": "wtsapi32.h",
}

# Basic types that belong to headers still to come.
LATER_TYPES = {"API_RET_TYPE", "NET_API_STATUS", "SOCKET_ADDRESS"}
LATER_PREFIXES = ("NET_", "NETSETUP_")

# Functions that Windows exports and the table lacks.
UNDECLARED = {"QueryUserToken", "WTSSetRenderHint"}

PREAMBLE = """\
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
    return entry["header"] in HEADERS


def struct_checks(name, entry):
    keyword = "struct " if name.endswith("__") else ""
    kind = keyword + name
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


def function_check(name, entry):
    types = [re.match(r"(.*?[\s*])(\w+)$", parameter).group(1).strip() for parameter in entry["params"]]
    return f"SAME_FUNCTION({name}, {entry['returns']} (*)({', '.join(types) or 'void'}));"


def run_time_checks(abi):
    for name, entry in abi["constants"].items():
        if here(entry) and entry.get("pointer"):
            yield f"  failures += expect((uintptr_t){name} == {entry['value']}, \"{name}\");"
    for name, entry in abi["strings"].items():
        if here(entry):
            text = json.dumps(entry["value"])
            yield f"  failures += expect(same_text({name}, NTADMIN_WIDE({text})), \"{name}\");"


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
        if name not in LATER_TYPES and not name.startswith(LATER_PREFIXES):
            yield f"CHECK(sizeof({name}) == {size['size']} && ALIGNOF({name}) == {size['align']});"
    for name, entry in abi["structs"].items():
        if here(entry):
            yield from struct_checks(name, entry)
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
        elif here(abi["structs"].get(target.removeprefix("P"), {"header": ""})):
            yield f"CHECK(sizeof({alias}) == sizeof({target}));"
    yield MAIN
    yield from run_time_checks(abi)
    yield "  return failures != 0;\n}"


def main():
    abi_path, exports_path, output_path = sys.argv[1:]
    with open(abi_path, encoding="utf-8") as file:
        abi = json.load(file)
    with open(exports_path, encoding="utf-8") as file:
        exports = set(file.read().split())
    unknown = exports - abi["functions"].keys() - UNDECLARED
    if unknown:
        sys.exit(f"exports that Windows does not have: {sorted(unknown)}")
    with open(output_path, "w", encoding="utf-8") as file:
        file.write("\n".join(generate(abi, exports)) + "\n")


if __name__ == "__main__":
    main()
