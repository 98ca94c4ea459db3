"""A PostgreSQL server of Debian's packages for one test: an ordinary user's, on a Unix socket, gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import shutil
import signal
import subprocess
import tempfile
import time

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.helpers import TIMEOUT_S

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "homeassistant"
_FAST = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "20",
    "shared_buffers": "16MB",
    "synchronous_commit": "off",
}


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the URL of an empty database; fails without Debian's package, skips on systems that have no such packages."""
    programs = _programs()
    # Not in pytest's folder, which no other user may enter; and a socket's path is at most 107 bytes long
    with tempfile.TemporaryDirectory(
        dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"), prefix="pg-", ignore_cleanup_errors=True
    ) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        data = f"{folder}/data"
        subprocess.run(
            [
                *_ordinary_user(),
                *(programs / "initdb", "--no-sync", "--auth=trust", f"--username={_USER}"),
                *("--encoding=UTF8", "--locale=C", f"--pgdata={data}"),
            ],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        settings = [f"--{name}={value}" for name, value in _FAST.items()]
        with (
            Path(folder, "log").open("wb") as log,
            subprocess.Popen(
                [*_ordinary_user(), programs / "postgres", "-D", data, "-k", folder, *settings],
                stdout=log,
                stderr=log,
                cwd=folder,
            ) as server,
        ):
            try:
                url = f"postgresql://{_USER}@/postgres?host={folder}"
                _await_connections(server, url, Path(folder, "log"))
                yield url
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(TIMEOUT_S)


def _programs() -> Path:
    """Return the folder of the newest server programs."""
    found = sorted(_DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        if shutil.which("apt-get") is None:
            pytest.skip("no PostgreSQL of Debian's packages on this system")
        pytest.fail("no PostgreSQL: run scripts/setup, or sudo apt-get install postgresql")
    return found[-1].parent


def _ordinary_user() -> list[str]:
    """Return the command before another one that makes it end with this process, and run as no root."""
    nobody = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig=QUIT", *nobody]


def _await_connections(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    engine = create_engine(url, poolclass=NullPool)
    end = time.monotonic() + TIMEOUT_S
    while True:
        try:
            engine.connect().close()
        except OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail(f"PostgreSQL does not start: {log.read_text()[-500:]}")
            time.sleep(0.02)
        else:
            return
