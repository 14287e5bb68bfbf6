"""What `make install` puts into a system works from there: programs, libraries, headers, Python, pages, completion."""

import os
import pathlib
import subprocess
import sys

import pytest

BUILD = pathlib.Path(os.environ["NTADMIN_BUILD"])

PROGRAM = """
#include <stdio.h>
#include <windows.h>
#include <wtsapi32.h>
int main(void) {
  PWTS_SESSION_INFOW rows = 0;
  DWORD count = 0;
  BOOL done = WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 1, 1, &rows, &count); /* Reserved is not 0 */
  printf("%d %u\\n", done, (unsigned)GetLastError());
  return 0;
}
"""


class Installed:
    """A file system with the product in it, and nothing else."""

    def __init__(self, root):
        self.root = root
        cache = (BUILD / "CMakeCache.txt").read_text()
        prefix = next(line.split("=")[1] for line in cache.splitlines() if line.startswith("CMAKE_INSTALL_PREFIX:"))
        self.prefix = root / prefix.lstrip("/")
        subprocess.run(["cmake", "--install", BUILD], env={**os.environ, "DESTDIR": str(root)}, check=True,
                       capture_output=True)  # fmt: skip
        self.libraries = next(self.prefix.rglob("libwtsapi32.so")).parent
        self.environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(self.libraries), "NTADMIN_AUTOSTART": "0",
                            "HOME": str(root)}  # fmt: skip

    def run(self, *command, **more):
        return subprocess.run(command, env={**self.environment, **more}, text=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    return Installed(tmp_path_factory.mktemp("root"))


@pytest.mark.parametrize("name", ["ntadmin", "qwinsta", "quser", "qprocess", "tsdiscon", "logoff", "tskill", "ntadmind"])
def test_programs_run(installed, name):
    result = installed.run(installed.prefix / "bin" / name, "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert name in result.stdout


def test_nothing_points_back_to_where_it_was_built(installed):
    for path in [installed.prefix / "bin/ntadmind", *installed.prefix.rglob("*.so*")]:
        dynamic = installed.run("readelf", "-d", path).stdout
        assert "RUNPATH" not in dynamic and "RPATH" not in dynamic, path


def test_every_program_has_its_page_and_its_completion(installed):
    for program in (installed.prefix / "bin").iterdir():
        if program.name != "ntadmin-session":  # only ntadmind starts it
            assert list((installed.prefix / "share/man").rglob(f"{program.name}.[18]")), program.name
        if program.name not in ("ntadmin-session", "ntadmind"):
            completion = installed.prefix / "share/bash-completion/completions" / program.name
            assert "complete -F" in completion.read_text()


def test_the_service_starts_the_installed_daemon(installed):
    unit = next(installed.prefix.rglob("ntadmind.service")).read_text()
    command = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    assert (installed.root / command.split("=")[1].split()[0].lstrip("/")).is_file()
    for name in ("ntadmin/ntadmind.conf", "pam.d/ntadmin"):
        assert list(installed.root.rglob(f"etc/{name}")), name


def test_a_c_program_builds_and_links_by_pkg_config(installed, tmp_path):
    source, program = tmp_path / "program.c", tmp_path / "program"
    source.write_text(PROGRAM)
    environment = {**installed.environment, "PKG_CONFIG_PATH": str(installed.libraries / "pkgconfig"),
                   "PKG_CONFIG_SYSROOT_DIR": str(installed.root)}  # fmt: skip
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "ntadmin"], env=environment, text=True, check=True,
                           capture_output=True).stdout.split()  # fmt: skip
    built = subprocess.run(["cc", "-Wall", "-Werror", source, "-o", program, *flags], text=True, capture_output=True)
    assert built.returncode == 0, built.stderr
    assert installed.run(program).stdout == "0 87\n"


def test_a_program_written_for_windows_builds_and_runs_unchanged(installed, tmp_path):
    program = tmp_path / "users_and_sessions"
    environment = {**installed.environment, "PKG_CONFIG_PATH": str(installed.libraries / "pkgconfig"),
                   "PKG_CONFIG_SYSROOT_DIR": str(installed.root)}  # fmt: skip
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "ntadmin-wide"], env=environment, text=True, check=True,
                           capture_output=True).stdout.split()  # fmt: skip
    source = pathlib.Path(__file__).parents[2] / "examples/users_and_sessions.cpp"
    built = subprocess.run(["c++", "-Wall", "-Wextra", "-Werror", source, "-o", program, *flags], text=True,
                           capture_output=True)  # fmt: skip
    assert built.returncode == 0, built.stderr
    environment = {**installed.environment, "NTADMIN_HOST": f"unix:{tmp_path}/nobody", "NTADMIN_AUTOSTART": "0"}
    ran = subprocess.run([program], env=environment, text=True, capture_output=True)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("NetUserEnum failed with 53: ") and "WTSEnumerateSessions failed with 1722" in ran.stderr


@pytest.mark.parametrize("package, source", [("ntadmin", "program.c"), ("ntadmin-wide", "users_and_sessions.cpp")])
def test_programs_build_and_run_from_the_tree(tmp_path, package, source):
    (tmp_path / "program.c").write_text(PROGRAM)
    path = tmp_path / source if source == "program.c" else pathlib.Path(__file__).parents[2] / "examples" / source
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NTADMIN_HOST": f"unix:{tmp_path}/nobody",
                   "PKG_CONFIG_PATH": str(BUILD / "pkgconfig")}  # fmt: skip
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", package], env=environment, text=True, check=True,
                           capture_output=True).stdout.split()  # fmt: skip
    compiler = "c++" if source.endswith("cpp") else "cc"
    built = subprocess.run([compiler, "-Wall", "-Werror", path, "-o", tmp_path / "program", *flags], text=True,
                           capture_output=True)  # fmt: skip
    assert built.returncode == 0, built.stderr
    ran = subprocess.run([tmp_path / "program"], env=environment, text=True, capture_output=True, timeout=60)
    assert ran.stdout == "0 87\n" if package == "ntadmin" else "NetUserEnum failed with 53" in ran.stderr, ran.stderr


def test_win32ts_imports(installed):
    result = installed.run(sys.executable, "-c", "import win32ts; print(win32ts.WTSActive, win32ts.__file__)",
                           PYTHONPATH=str(next(installed.prefix.rglob("win32ts.py")).parent))  # fmt: skip
    assert result.stdout.startswith("0 " + str(installed.root)), result.stderr
