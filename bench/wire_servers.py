"""The servers that bench/wire.py measures: ntadmind and smbd, each with as many shares."""

from servers import BIN, NetHost, Ours, Smbd, run

SHARES = 200


class OursWithShares(Ours):
    def __init__(self, network):
        super().__init__(NetHost("[server]\nshares = table\n", network))

    def fill(self):
        for number in range(SHARES - 1):  # IPC$ is one
            command = [BIN / "ntadmin", "net", "share", rf"share{number}=C:\tmp", "/remark:A folder that is shared",
                       f"/server:{self.address}"]  # fmt: skip
            run([*self.host.prefix, *command], self.environment())


class SmbdWithShares(Smbd):
    def lines(self):
        lines = super().lines()
        for number in range(SHARES - 1):
            lines += [f"[share{number}]", f"path = {self.home}", "comment = A folder that is shared"]
        return lines
