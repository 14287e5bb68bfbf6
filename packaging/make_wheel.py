"""Makes the wheel: the Python modules with the libraries they call, for any distribution of this age.

What the C library and GCC's runtime do not give goes into ntadmin.libs, beside ours; every file finds the others
relative to itself. The daemon is not in it: a wheel manages hosts, the Debian package makes one.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent
OURS = ("libntadmin.so.0", "libwtsapi32.so.0", "libnetapi32.so.0")
# What every system of the wheel's platform has (PEP 600).
EVERYWHERE = re.compile(r"linux-vdso|ld-linux|lib(c|m|dl|pthread|rt|resolv)\.so|lib(stdc\+\+|gcc_s)\.so")

METADATA = """\
Metadata-Version: 2.1
Name: ntadmin
Version: {version}
Summary: pywin32's win32ts and win32net on Linux: Windows, Samba and Linux hosts managed by the same scripts
License: Apache-2.0
Requires-Python: >=3.9
Classifier: Operating System :: POSIX :: Linux
Classifier: License :: OSI Approved :: Apache Software License
Description-Content-Type: text/markdown

{description}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: ntadmin
Root-Is-Purelib: false
Tag: cp39-abi3-{platform}
"""

# By the name it is imported by, so that conftest.py may name it as well.
ENTRY_POINTS = "[pytest11]\nntadmin_pytest = ntadmin_pytest\n"


def platform_tag():
    version = os.confstr("CS_GNU_LIBC_VERSION").split()[1]
    return f"manylinux_{version.replace('.', '_')}_{os.uname().machine}"


def needed_by(library):
    """The files that the loader would take for `library`, without those that are everywhere."""
    for line in subprocess.run(["ldd", library], check=True, capture_output=True, text=True).stdout.splitlines():
        if match := re.match(r"\s*(\S+) => (\S+)", line):
            name, path = match.groups()
            if name not in OURS and not EVERYWHERE.match(name):
                yield pathlib.Path(path)


def copy_licence(library, into):
    """Somebody else's library comes with its terms."""
    for path in (library, library.resolve(), pathlib.Path("/usr") / library.relative_to("/")):
        owner = subprocess.run(["dpkg-query", "-S", path], capture_output=True, text=True).stdout.split(":")[0]
        if owner:
            into.mkdir(exist_ok=True)
            shutil.copyfile(f"/usr/share/doc/{owner}/copyright", into / owner)
            return
    sys.exit(f"make_wheel: no package owns {library}, so its licence is not known")


def stage(build, root, version, patchelf):
    information, libraries = root / f"ntadmin-{version}.dist-info", root / "ntadmin.libs"
    information.mkdir()
    libraries.mkdir()
    for name in OURS:
        shutil.copyfile(build / "lib" / name, libraries / name)
        for library in needed_by(build / "lib" / name):
            if not (libraries / library.name).exists():
                shutil.copyfile(library, libraries / library.name)
                copy_licence(library, information / "licenses")
    for module in (build / "python").iterdir():
        if module.suffix in (".py", ".pyi", ".so") or module.name == "py.typed":
            shutil.copyfile(module, root / module.name)

    for binary, origin in [(root / "_ntadmin.abi3.so", "$ORIGIN/ntadmin.libs"), *((l, "$ORIGIN") for l in libraries.iterdir())]:
        subprocess.run(["strip", "--strip-unneeded", binary], check=True)
        subprocess.run([patchelf, "--set-rpath", origin, binary], check=True)
        binary.chmod(0o755)

    (information / "METADATA").write_text(METADATA.format(version=version, description=(SOURCE / "README.md").read_text()))
    (information / "WHEEL").write_text(WHEEL.format(platform=platform_tag()))
    (information / "entry_points.txt").write_text(ENTRY_POINTS)
    shutil.copyfile(SOURCE / "LICENSE", information / "LICENSE")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build directory")
    parser.add_argument("--version", required=True)
    parser.add_argument("--patchelf", required=True, help="the program")
    parser.add_argument("--into", type=pathlib.Path, required=True, help="the directory that gets the wheel")
    options = parser.parse_args()
    options.into.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as root:
        stage(options.build, pathlib.Path(root), options.version, options.patchelf)
        subprocess.run([sys.executable, "-m", "wheel", "pack", "--dest-dir", options.into, root], check=True)


if __name__ == "__main__":
    main()
