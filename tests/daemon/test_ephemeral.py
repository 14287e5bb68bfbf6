"""A disposable host: who may log on, and that nothing is left of it. Samba's smbclient is the other end."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NTADMIN_BUILD", ROOT / "build"))
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "tests")]
from ntadmin_pytest import EphemeralHost  # noqa: E402
from places import end_processes_that_name  # noqa: E402

NTADMIND, NTADMIN = str(BUILD / "bin/ntadmind"), str(BUILD / "bin/ntadmin")
ACCOUNTS = {"alice": ("Sekret123!", ["Administrators"]), "bob": ("Geheim456!", ["Remote Desktop Users"])}


@pytest.fixture
def host():
    with EphemeralHost(ACCOUNTS, NTADMIND) as host:
        yield host


def log_on(host, user, password):
    """What smbclient says of a log-on."""
    if not shutil.which("smbclient"):
        pytest.skip("no smbclient here")
    done = subprocess.run(["smbclient", "-L", host.address, "-p", str(host.port), "-U", f"{user}%{password}"],
                          capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def test_it_answers_at_the_addresses_it_prints(host):
    assert "IPC$" in log_on(host, "alice", "Sekret123!")
    listing = subprocess.run([NTADMIN, "query", "session"], env={**os.environ, **host.environment},
                             capture_output=True, text=True, timeout=60)
    assert "services" in listing.stdout, listing.stderr


def test_wrong_password_and_unknown_user_are_refused_alike(host):
    for user in ("alice", "nobody"):
        assert "NT_STATUS_LOGON_FAILURE" in log_on(host, user, "wrong")


def test_too_many_wrong_passwords_lock(host):
    for _ in range(10):
        assert "NT_STATUS_LOGON_FAILURE" in log_on(host, "bob", "wrong")
    assert "NT_STATUS_ACCOUNT_LOCKED_OUT" in log_on(host, "bob", "Geheim456!")
    assert "IPC$" in log_on(host, "alice", "Sekret123!")


def test_nothing_is_left_of_it():
    host = EphemeralHost(ACCOUNTS, NTADMIND)
    state = pathlib.Path(host.environment["NTADMIN_HOST"].removeprefix("unix:")).parent
    assert state.is_dir()
    host.stop()
    assert not state.exists()


def test_two_do_not_meet(host):
    with EphemeralHost({"carol": ("Anders789!", [])}, NTADMIND) as other:
        assert other.port != host.port
        assert "NT_STATUS_LOGON_FAILURE" in log_on(other, "alice", "Sekret123!")
        assert "IPC$" in log_on(other, "carol", "Anders789!")


@pytest.mark.parametrize("line, said", [
    ("bad line", "line 2 of the accounts: it is not name:password"),
    ("a:Geheim1!:b:Users", "more than two colons"),
    ("a:Geheim1!:Users,Geheimbund", "local group 2 of the line is none of this host"),
    ("a:Geheim1!\r", "a control character"),
    ("BOB:Geheim1!", "'BOB' is listed twice"),
])
def test_a_line_that_is_no_account_is_said_without_its_password(tmp_path, line, said):
    listed = tmp_path / "accounts"
    listed.write_bytes(f"bob:Anders1!:Users\n{line}\n".encode())
    refused = subprocess.run([NTADMIND, "--ephemeral", "--print-env", "--accounts", listed], capture_output=True,
                             text=True, timeout=60)
    assert refused.returncode == 1 and not refused.stdout
    assert "line 2 of the accounts" in refused.stderr and said in refused.stderr and "Geheim" not in refused.stderr


@pytest.mark.parametrize("name, password, groups", [
    ("alice", "geheim:rest", []), ("alice", "geheim\nrest", []), ("al:ice", "geheim", []), ("alice,", "geheim", []),
    ("#alice", "geheim", []), ("", "geheim", []), ("alice", "geheim", ["Users,Guests"])])
def test_an_account_that_no_line_can_say_is_named_without_its_password(name, password, groups):
    with pytest.raises(ValueError) as refused:
        EphemeralHost({name: (password, groups)}, NTADMIND)
    assert repr(name) in str(refused.value)
    assert "geheim" not in str(refused.value) and "rest" not in str(refused.value)


def test_a_password_may_hold_whatever_is_no_colon():
    with EphemeralHost({"carol": ("An, d=#e 9ö", [])}, NTADMIND) as host:
        assert "IPC$" in log_on(host, "carol", "An, d=#e 9ö")


def test_accounts_that_cannot_be_are_said():
    with pytest.raises(subprocess.CalledProcessError):
        EphemeralHost({"none": ("x", [])}, NTADMIND)


# ---- the same store, made by ntadmin setup


def run(*words, text=None):
    return subprocess.run([NTADMIN, *words], input=text, capture_output=True, text=True, timeout=60)


def test_setup_makes_the_administrator_once_and_backup_brings_it_back(tmp_path):
    state = ["--state-dir", str(tmp_path / "state")]
    made = run("setup", *state, "--admin", "boss", "--password-fd", "0", text="Sekret123!\n")
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    again = run("setup", *state, "--password-fd", "0", text="Anders789!\n")
    assert again.returncode == 1 and "'boss' administers" in again.stderr
    assert run("backup", *state, str(tmp_path / "copy")).returncode == 0
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    (tmp_path / "state/accounts.db").write_bytes(b"lost")
    assert run("account", "export", *state).returncode == 1
    restored = run("restore", *state, str(tmp_path / "copy"))
    assert restored.returncode == 0, restored.stderr
    assert "\nboss," in run("account", "export", *state).stdout


def test_restore_waits_for_the_host_to_be_stopped(tmp_path):
    state = tmp_path / "state"
    started = subprocess.run([NTADMIND, "--user", "--state-dir", state, "--print-env"], capture_output=True, text=True,
                             timeout=60, env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)})
    assert started.returncode == 0, started.stderr
    try:
        assert run("setup", "--state-dir", str(state), "--password-fd", "0", text="Sekret123!\n").returncode == 0
        assert run("backup", "--state-dir", str(state), str(tmp_path / "copy")).returncode == 0
        refused = run("restore", "--state-dir", str(state), str(tmp_path / "copy"))
        assert refused.returncode == 1 and "1056" in refused.stderr
    finally:
        end_processes_that_name(str(state))


def test_lines_of_an_import_that_are_wrong_are_said_by_number(tmp_path):
    state = ["--state-dir", str(tmp_path / "state")]
    run("setup", *state, "--password-fd", "0", text="Sekret123!\n")
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("name,full_name\nann,Ann\nb*d,Bad\nguest,Guest\n")
    for dry in (["--dry-run"], []):
        done = run("account", "import", *state, "--from", "csv", *dry, str(accounts))
        assert done.returncode == 1
        assert f"{accounts}:3:" in done.stderr and f"{accounts}:4:" in done.stderr and f"{accounts}:2:" not in done.stderr
    assert "\nann,Ann," in run("account", "export", *state).stdout
