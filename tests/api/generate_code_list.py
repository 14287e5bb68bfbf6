#!/usr/bin/env python3
"""Writes the rows {code, "name"} of every error code that scripts and our own headers name.

Usage: generate_code_list.py PYWIN32_JSON ABI_JSON OUTPUT
"""

import json
import sys


def main():
    pywin32_path, abi_path, output_path = sys.argv[1:]
    with open(pywin32_path, encoding="utf-8") as file:
        codes = {row["name"]: row["value"] for row in json.load(file)["winerror"]["constants"]}
    with open(abi_path, encoding="utf-8") as file:
        constants = json.load(file)["constants"]
    codes.update((name, row["value"]) for name, row in constants.items() if row["header"] == "winerror.h")
    with open(output_path, "w", encoding="utf-8") as file:
        file.writelines(f'{{{value & 0xFFFFFFFF}u, "{name}"}},\n' for name, value in sorted(codes.items()))


if __name__ == "__main__":
    main()
