"""What the shared libraries show: exactly the functions listed, and of libntadmin its C functions."""

import os
import subprocess

LIBRARY_DIR = os.environ["NTADMIN_LIBRARY_DIR"]
DATA = os.path.join(os.path.dirname(__file__), "..", "data")


def exported(library):
    path = os.path.join(LIBRARY_DIR, library)
    lines = subprocess.run(["nm", "-D", "--defined-only", path], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1] for line in lines.splitlines()}


def test_libwtsapi32_shows_the_functions_of_this_step_and_nothing_else():
    with open(os.path.join(DATA, "wtsapi32.exports"), encoding="utf-8") as file:
        assert exported("libwtsapi32.so") == set(file.read().split())


def test_libnetapi32_shows_the_functions_listed_and_nothing_else():
    with open(os.path.join(DATA, "netapi32.exports"), encoding="utf-8") as file:
        assert exported("libnetapi32.so") == set(file.read().split())


def test_libntadmin_shows_its_c_functions_and_the_tables_under_the_api_libraries():
    with open(os.path.join(DATA, "ntadmin.exports"), encoding="utf-8") as file:
        functions = set(file.read().split())
    shown = exported("libntadmin.so")
    assert functions <= shown
    assert {name for name in shown if not name.startswith(("_ZN3nta3api", "_ZN3nta6client", "_ZNK3nta6client"))} == functions


def test_what_guards_descriptors_across_forks_is_there_once():
    for library in ("libwtsapi32.so", "libnetapi32.so"):
        symbols = subprocess.run(["nm", "-C", os.path.join(LIBRARY_DIR, library)], check=True, capture_output=True, text=True)
        assert "fork_mutex" not in symbols.stdout, f"{library} has its own beside libntadmin's"


def test_sonames():
    for library in ("libwtsapi32", "libnetapi32", "libntadmin"):
        dynamic = subprocess.run(["readelf", "-d", os.path.join(LIBRARY_DIR, library + ".so")], check=True,
                                 capture_output=True, text=True).stdout
        assert f"soname: [{library}.so.0]" in dynamic
