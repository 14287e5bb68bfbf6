"""What `make package` makes: a wheel that manages a host from anywhere, and Debian packages with each file in its own."""

import os
import pathlib
import subprocess
import sys
import zipfile

import pytest

BUILD = pathlib.Path(os.environ["NTADMIN_BUILD"])
SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(BUILD / "python"))
from ntadmin_pytest import EphemeralHost  # noqa: E402

SCRIPT = """
import sys, win32net, win32ts
server = sys.argv[1]
print(win32net.NetServerGetInfo(server, 101)["version_major"])
print([row["SessionId"] for row in win32ts.WTSEnumerateSessions(win32ts.WTSOpenServer(server))][:1])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The modules of the wheel where pip would put them, and nothing else of ours."""
    made, installed = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, SOURCE / "packaging/make_wheel.py", "--build", BUILD, "--version", "1.2.3",
                    "--patchelf", "/usr/bin/patchelf", "--into", made], check=True, capture_output=True)  # fmt: skip
    (archive,) = made.iterdir()
    assert archive.name.startswith("ntadmin-1.2.3-cp39-abi3-manylinux_2_"), archive.name
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(installed)
    return installed


def test_the_wheel_finds_its_libraries_beside_itself(wheel):
    bundled = wheel / "ntadmin.libs"
    for binary in [wheel / "_ntadmin.abi3.so", *bundled.iterdir()]:
        found = subprocess.run(["ldd", binary], text=True, capture_output=True, check=True).stdout
        assert "not found" not in found and str(BUILD) not in found, found
        for library in bundled.iterdir():
            assert library.name not in found or str(bundled) in found, found


def test_the_wheel_manages_a_host_over_the_network_without_one_of_its_own(wheel, tmp_path):
    credentials = tmp_path / "credentials"
    credentials.write_text("username = alice\npassword = Sekret123!\n")
    credentials.chmod(0o600)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(wheel), "NTADMIN_AUTOSTART": "0",
                   "NTADMIN_CREDENTIALS": str(credentials)}  # fmt: skip
    with EphemeralHost({"alice": ("Sekret123!", ["Administrators"])}, program=str(BUILD / "bin/ntadmind")) as host:
        result = subprocess.run([sys.executable, "-c", SCRIPT, host.server], env=environment, text=True,
                                capture_output=True, timeout=60)  # fmt: skip
    assert (result.stdout, result.stderr) == ("10\n[0]\n", "")


def test_the_wheel_offers_the_fixtures_to_pytest(wheel, tmp_path):
    (tmp_path / "test_fixture.py").write_text("def test_it(ntadmin_accounts):\n    assert ntadmin_accounts == {}\n")
    result = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path], text=True,
                            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(wheel)}, capture_output=True, timeout=60)  # fmt: skip
    assert "1 passed" in result.stdout, result.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """Name of each Debian package to its file."""
    made = tmp_path_factory.mktemp("dist")
    subprocess.run(["cpack", "-G", "DEB", "-B", made], cwd=BUILD, check=True, capture_output=True)
    return {path.name.split("_")[0]: path for path in made.glob("*.deb")}


def contents(package):
    listed = subprocess.run(["dpkg-deb", "--contents", package], text=True, capture_output=True, check=True).stdout
    return {line.split(" -> ")[0].split()[-1].lstrip(".") for line in listed.splitlines() if not line.startswith("d")}


def field(package, name):
    return subprocess.run(["dpkg-deb", "--field", package, name], text=True, capture_output=True, check=True).stdout


def test_no_file_is_in_two_packages(packages):
    assert sorted(packages) == ["libntadmin-dev", "ntadmin", "ntadmin-client"]
    files = [name for package in packages.values() for name in contents(package)]
    assert len(files) == len(set(files))


def test_the_client_is_without_the_host(packages):
    client, host = contents(packages["ntadmin-client"]), contents(packages["ntadmin"])
    assert {"/usr/bin/ntadmin", "/usr/bin/qwinsta", "/usr/lib/python3/dist-packages/win32net.py"} <= client
    assert {"/usr/bin/ntadmind", "/usr/bin/ntadmin-session", "/etc/ntadmin/ntadmind.conf",
            "/usr/lib/systemd/system/ntadmind.service"} <= host  # fmt: skip
    assert not [name for name in client if "ntadmind" in name]
    assert "ntadmin-client (=" in field(packages["ntadmin"], "Depends")
    assert "ntadmin-client (=" in field(packages["libntadmin-dev"], "Depends")
    for package in packages.values():
        for line in ("Description", "Maintainer", "Version"):
            assert field(package, line).strip(), (package, line)


def test_the_client_runs_where_it_is_unpacked(packages, tmp_path):
    subprocess.run(["dpkg-deb", "--extract", packages["ntadmin-client"], tmp_path], check=True)
    libraries = next(tmp_path.rglob("libwtsapi32.so.0")).parent
    environment = {"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": str(libraries), "NTADMIN_AUTOSTART": "0", "HOME": str(tmp_path)}
    result = subprocess.run([tmp_path / "usr/bin/qwinsta"], env=environment, text=True, capture_output=True, timeout=60)
    assert result.returncode != 0 and "ntadmin" in result.stderr  # no host runs here, and it says what to do
