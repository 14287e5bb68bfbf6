"""The reference tables, as the Python tests read them. ctest sets NTADMIN_PYWIN32_JSON and PYTHONPATH."""

import json
import os

import pytest

# The functions of win32ts that are here: all of the table.
WIN32TS = {
    "WTSOpenServer",
    "WTSCloseServer",
    "WTSEnumerateSessions",
    "WTSEnumerateProcesses",
    "WTSQuerySessionInformation",
    "WTSDisconnectSession",
    "WTSLogoffSession",
    "WTSSendMessage",
    "WTSShutdownSystem",
    "WTSQueryUserToken",
    "WTSEnumerateServers",
    "WTSTerminateProcess",
    "WTSQueryUserConfig",
    "WTSSetUserConfig",
    "WTSWaitSystemEvent",
    "WTSRegisterSessionNotification",
    "WTSUnRegisterSessionNotification",
    "ProcessIdToSessionId",
    "WTSGetActiveConsoleSessionId",
}


def facts():
    """The reference tables of pywin32: tests/data/pywin32.json."""
    with open(os.environ["NTADMIN_PYWIN32_JSON"], encoding="utf-8") as file:
        return json.load(file)


def functions():
    """The reference rows of the functions that are here."""
    rows = facts()["modules"]["win32ts"]["functions"]
    return [pytest.param(row, id=row["name"]) for row in rows if row["name"] in WIN32TS]
