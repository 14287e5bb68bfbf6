"""What scripts written for Windows do around win32ts and win32net, end to end with a host of our own."""

import os
import pwd
import socket

import pytest
import pywintypes
import win32api
import win32con
import win32net
import win32netcon
import win32process
import win32profile
import win32security
import win32ts
import winerror
from harness import until

USER = pwd.getpwuid(os.getuid())
LOCAL_NAMES = [None, "", ".", "localhost", socket.gethostname(), "\\\\" + socket.gethostname()]


@pytest.fixture(scope="module")
def token(host):
    """A token of a session's user, and the session."""
    terminal = host.open()
    return win32ts.WTSQueryUserToken(terminal.session), terminal


def code_of(call, *arguments):
    with pytest.raises(pywintypes.error) as caught:
        call(*arguments)
    return caught.value.winerror


# ---- errors and handles


def test_every_module_has_the_one_error_class():
    assert win32api.error is win32security.error is win32net.error is win32profile.error is pywintypes.error


def test_the_text_of_a_status_comes_with_its_line_end():
    assert win32api.FormatMessage(winerror.ERROR_ACCESS_DENIED).endswith("\r\n")
    assert win32api.FormatMessage(2221).strip()  # NERR_UserNotFound
    flags = win32con.FORMAT_MESSAGE_FROM_SYSTEM
    assert win32api.FormatMessageW(flags, None, 5, 0, None) == win32api.FormatMessage(5)


def test_no_code_is_the_last_error():
    win32api.SetLastError(5)
    assert win32api.FormatMessage() == win32api.FormatMessage(0) == win32api.FormatMessage(5)


def test_a_code_without_text_is_317():
    with pytest.raises(pywintypes.error) as caught:
        win32api.FormatMessage(0xDEAD)
    assert caught.value.args[:2] == (317, "FormatMessageW")


def test_the_last_error_is_what_was_set():
    win32api.SetLastError(2**32 + 7)
    assert win32api.GetLastError() == 7


def test_a_handle_is_closed_once_and_nothing_is_closed_silently(token):
    copy = win32security.DuplicateTokenEx(
        token[0], win32security.SecurityImpersonation, win32con.MAXIMUM_ALLOWED, win32security.TokenPrimary
    )
    value = int(copy)
    win32api.CloseHandle(copy)
    assert int(copy) == 0
    assert code_of(win32api.CloseHandle, value) == winerror.ERROR_INVALID_HANDLE
    assert win32api.CloseHandle(0) is win32api.CloseHandle(None) is None


# ---- who and where


def test_this_process_is_in_a_session(host):
    assert win32api.GetCurrentProcessId() == win32process.GetCurrentProcessId() == os.getpid()
    assert win32api.GetCurrentProcess() == win32process.GetCurrentProcess() == -1
    assert win32ts.ProcessIdToSessionId(win32api.GetCurrentProcessId()) == 0


def test_the_users_name_in_its_forms(host):
    whole = win32api.GetUserNameEx(win32con.NameSamCompatible)
    assert whole == f"{win32api.GetComputerName()}\\{win32api.GetUserName()}"
    assert win32api.GetUserNameEx(win32api.NameSamCompatible) == whole
    assert code_of(win32api.GetUserNameEx, win32con.NameUserPrincipal) == winerror.ERROR_NONE_MAPPED


def test_the_computers_name_in_its_forms(host):
    assert win32api.GetComputerNameEx(win32con.ComputerNameNetBIOS) == win32api.GetComputerName()
    label = win32api.GetComputerNameEx(win32con.ComputerNamePhysicalDnsHostname)
    domain = win32api.GetComputerNameEx(win32con.ComputerNameDnsDomain)
    whole = win32api.GetComputerNameEx(win32con.ComputerNameDnsFullyQualified)
    assert whole == (f"{label}.{domain}" if domain else label)
    assert code_of(win32api.GetComputerNameEx, 8) == winerror.ERROR_INVALID_PARAMETER


@pytest.mark.parametrize("name", LOCAL_NAMES)
def test_names_of_this_machine_are_its_own_host(host, name):
    assert win32net.NetUserEnum(name, 0) == win32net.NetUserEnum(None, 0)
    if name is not None:
        server = win32ts.WTSOpenServer(name)
        assert win32ts.WTSEnumerateSessions(server) == win32ts.WTSEnumerateSessions()


# ---- sessions


def test_the_user_of_every_row_can_be_asked_for(host):
    asked = [win32ts.WTSUserName, win32ts.WTSDomainName, win32ts.WTSConnectState, win32ts.WTSClientProtocolType]
    rows = win32ts.WTSEnumerateSessions()
    assert win32ts.WTSListen in [row["State"] for row in rows]
    for row in rows:
        answers = [win32ts.WTSQuerySessionInformation(None, row["SessionId"], what) for what in asked]
        if row["State"] == win32ts.WTSListen:
            assert answers == ["", "", win32ts.WTSListen, win32ts.WTS_PROTOCOL_TYPE_CONSOLE]


def test_a_listener_is_no_session_to_act_on(host):
    (listener,) = [r["SessionId"] for r in win32ts.WTSEnumerateSessions() if r["State"] == win32ts.WTSListen]
    missing = winerror.ERROR_CTX_WINSTATION_NOT_FOUND
    assert code_of(win32ts.WTSLogoffSession, None, listener, False) == missing
    assert code_of(win32ts.WTSDisconnectSession, None, listener, False) == missing


def test_a_program_starts_with_the_environment_of_its_user(host, token, tmp_path):
    user_token, terminal = token
    primary = win32security.DuplicateTokenEx(
        ExistingToken=user_token,
        DesiredAccess=win32security.TOKEN_ALL_ACCESS,
        ImpersonationLevel=win32security.SecurityIdentification,
        TokenType=win32security.TokenPrimary,
    )
    environment = win32profile.CreateEnvironmentBlock(primary, False)
    assert environment["USER"] == USER.pw_name
    assert win32profile.GetUserProfileDirectory(primary) == environment["HOME"] == USER.pw_dir
    startup = win32process.STARTUPINFO()
    startup.lpDesktop = "winsta0\\default"
    written = tmp_path / "environment"
    flags = win32con.CREATE_NEW_CONSOLE | win32con.CREATE_UNICODE_ENVIRONMENT
    command = f'/bin/sh -c "env > {written}.new; mv {written}.new {written}"'
    win32process.CreateProcessAsUser(primary, None, command, None, None, True, flags, environment, None, startup)
    until("its environment is written", written.exists)
    assert f"LOGNAME={USER.pw_name}" in written.read_text().splitlines()


def test_environments_of_nobody_and_over_ones_own(monkeypatch, token):
    monkeypatch.setenv("ONLY_HERE", "1")
    assert "HOME" not in win32profile.CreateEnvironmentBlock(None, False)
    assert win32profile.CreateEnvironmentBlock(Token=token[0], Inherit=True)["ONLY_HERE"] == "1"
    assert code_of(win32profile.CreateEnvironmentBlock, 0xBAD, False) == winerror.ERROR_INVALID_HANDLE


# ---- accounts


def test_a_user_may_be_named_with_its_computer(host):
    win32net.NetUserAdd(None, 1, {"name": "pia", "password": "Pa55-word!x", "priv": 1, "flags": win32netcon.UF_SCRIPT})
    try:
        win32net.NetLocalGroupAddMembers(None, "Users", 3, [{"domainandname": "pia"}])
        whole = f"{win32api.GetDomainName()}\\pia"
        for flags in (0, win32netcon.LG_INCLUDE_INDIRECT):
            assert win32net.NetUserGetLocalGroups(None, whole, flags) == ["Users"]
        assert code_of(win32net.NetUserGetLocalGroups, None, "ELSEWHERE\\pia") == 2221
        assert code_of(win32net.NetUserGetLocalGroups, None, f"{win32api.GetDomainName()}\\None") == 2221
    finally:
        win32net.NetUserDel(None, "pia")


def test_a_password_too_long_to_be_sent_is_refused_as_any_other(host):
    user = {"name": "pia", "password": "x" * 257, "priv": 1, "flags": win32netcon.UF_SCRIPT}
    assert code_of(win32net.NetUserAdd, None, 1, user) == 2245
    assert code_of(win32net.NetUserGetInfo, None, "pia", 0) == 2221


def test_the_total_of_transports_is_that_of_the_rows(host):
    rows, total, _ = win32net.NetWkstaTransportEnum(None, 0)
    assert len(rows) == total > 0


def test_well_known_sids_by_their_numbers(host):
    users = win32security.CreateWellKnownSid(win32security.WinBuiltinUsersSid, None)
    assert win32security.LookupAccountSid(None, users)[:2] == ("Users", "BUILTIN")
    system = win32security.CreateWellKnownSid(win32security.WinLocalSystemSid)
    assert win32security.ConvertSidToStringSid(system) == "S-1-5-18"
    assert win32security.WinBuiltinEventLogReadersGroup == 76
    domain = win32net.NetUserModalsGet(None, 2)["domain_id"]
    guest = win32security.CreateWellKnownSid(win32security.WinAccountGuestSid, domain)
    assert win32security.ConvertSidToStringSid(guest) == win32security.ConvertSidToStringSid(domain) + "-501"


@pytest.mark.parametrize("kind", [win32security.WinAccountGuestSid, win32security.WinLogonIdsSid, 77, -1])
def test_a_well_known_sid_of_no_kind_is_87(kind):
    assert code_of(win32security.CreateWellKnownSid, kind) == winerror.ERROR_INVALID_PARAMETER
