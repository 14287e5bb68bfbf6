"""wide.h: whatever of <wchar.h> takes wchar_t is replaced by a function of ours, or cannot be used; C++'s headers compile."""

import os
import pathlib
import re
import subprocess

INCLUDE = pathlib.Path(__file__).parents[2] / "include/ntadmin/win"
COMPILER = os.environ.get("CXX", "c++")


def compiled(source, language, *more):
    return subprocess.run([COMPILER, "-fshort-wchar", f"-I{INCLUDE}", "-x", language, *more, "-"], input=source,
                          capture_output=True, text=True)  # fmt: skip


def test_no_function_of_the_c_library_with_wide_characters_is_left():
    headers = "#define _GNU_SOURCE 1\n#include <inttypes.h>\n#include <stdlib.h>\n#include <wchar.h>\n"
    declared = compiled(headers, "c", "-E", "-P").stdout
    declarations = re.findall(r"(\w+) \(([^()]*)\)", declared)
    names = {name for name, arguments in declarations if "wchar_t" in arguments and not name.startswith("_")}
    names |= {"getwc", "getwchar", "fgetwc", "ungetwc"}  # which read what was written as UTF-8 in the locale's way
    assert {"wcslen", "wcscoll", "mbrtowc", "swscanf"} <= names
    uses = "\n".join(f"NAME({name})" for name in sorted(names))
    text = "#define TEXT_OF(x) #x\n#define NAME(x) TEXT_OF(x)\n"
    seen = compiled(f"{headers}#include <windows.h>\n{text}{uses}", "c", "-E", "-P").stdout
    left = [name for name in re.findall(r'^"(\w+)"$', seen, re.M) if not name.startswith("Ntadmin")]
    assert left == []


def test_what_is_not_replaced_does_not_compile():
    use = "#include <windows.h>\nint main() { wchar_t a[4]; return int(%s); }"
    assert compiled(use % 'wcsxfrm(a, L"x", 4)', "c++", "-fsyntax-only").returncode != 0
    assert compiled(use % 'wcslen(L"x")', "c++", "-fsyntax-only").returncode == 0


def test_headers_of_cpp_may_come_after():
    names = ["string", "iostream", "locale", "sstream", "regex", "filesystem", "codecvt", "iomanip", "cinttypes", "cwctype"]
    includes = "#include <windows.h>\n" + "".join(f"#include <{name}>\n" for name in names)
    done = compiled(includes, "c++", "-std=c++20", "-fsyntax-only", "-w")
    assert done.returncode == 0, done.stderr
