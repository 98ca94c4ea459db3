"""An FTP server for transfers, for chargers that know nothing else: one file for each user, in a thread of its own."""

import asyncio
from collections.abc import Callable, Iterable
import errno
import hmac
from io import FileIO
import logging
import os
from pathlib import PurePosixPath
import threading
from typing import IO, Any, Final, NoReturn, override

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.exceptions import AuthenticationFailed, FilesystemError
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

from .operations import MAX_FILE_BYTES, Direction, Operation

STANDARD_PORT: Final = 21
PORTS: Final = (STANDARD_PORT, 2121, 0)
"""The ports to try in turn; 0 is any free one."""
PASSIVE_PORTS: Final = range(50100, 50120)
_MAX_CONNECTIONS: Final = 40
_MAX_CONNECTIONS_OF_ONE: Final = 5
"""How many connections one address may have: a stranger leaves room for chargers."""
_IDLE_S: Final = 120
_POLL_S: Final = 0.2
_STOP_S: Final = 5.0
_PERMISSIONS: Final = {Direction.DOWNLOAD: "elr", Direction.UPLOAD: "elwam"}
"""pyftpdlib's letters: change and list directories, read; or write, append, make directories."""

# Without a handler the library would configure logging itself.
logging.getLogger("pyftpdlib").addHandler(logging.NullHandler())

type Find = Callable[[str], Operation | None]


class TransferFtpServer:
    """An FTP server that knows transfers only; it runs from `start` to `stop`."""

    def __init__(self, find: Find) -> None:
        """Serve the operations that `find` returns for their users; any thread may call it."""
        self._find = find
        self._running: dict[int, tuple[threading.Thread, threading.Event]] = {}

    async def start(
        self, host: str | None, ports: Iterable[int] = PORTS, masquerade: str | None = None
    ) -> int:
        """Listen on `host` (None: all addresses) and the first free one of `ports`; return the port. Raises OSError.

        Where it listens already on one of `ports`, it only returns that; other ports stay open beside a new one, since
        transfers may use them. `masquerade` is the IPv4 address to tell for passive transfers, where it is not the one that
        the charge point called.
        """
        ports = tuple(ports)
        for port in self._running:
            if port in ports or 0 in ports:
                return port
        loop = asyncio.get_running_loop()
        ioloop = IOLoop()
        handler = _handler(self._find, loop, masquerade)
        try:
            server = _listen(host or "", ports, handler, ioloop)
        except OSError:
            ioloop.close()
            raise
        port = int(server.address[1])
        stopping = threading.Event()
        thread = threading.Thread(
            target=_serve, args=(server, ioloop, stopping), name="plug_control FTP", daemon=True
        )
        self._running[port] = (thread, stopping)
        thread.start()
        return port

    async def stop(self) -> None:
        """Close all ports and connections, and wait for the threads."""
        running, self._running = self._running, {}
        for _, stopping in running.values():
            stopping.set()
        for thread, _ in running.values():
            await asyncio.to_thread(thread.join, _STOP_S)


def _listen(host: str, ports: tuple[int, ...], handler: type[FTPHandler], ioloop: IOLoop) -> Any:
    failure: OSError | None = None
    for port in ports:
        try:
            server = FTPServer((host, port), handler, ioloop=ioloop)
        except OSError as error:
            failure = error
            continue
        server.max_cons, server.max_cons_per_ip = _MAX_CONNECTIONS, _MAX_CONNECTIONS_OF_ONE
        return server
    raise failure or OSError(errno.EINVAL, "no port to listen on")


def _serve(server: Any, ioloop: IOLoop, stopping: threading.Event) -> None:
    """Serve until `stopping` is set; the thread's main function."""
    while not stopping.is_set():
        ioloop.loop(timeout=_POLL_S, blocking=False)
    server.close_all()


def _handler(find: Find, loop: asyncio.AbstractEventLoop, masquerade: str | None) -> Any:
    """Return the handler class of one server: pyftpdlib keeps settings in classes."""

    class Handler(_Handler):
        authorizer = _Authorizer(find)
        masquerade_address = masquerade

        @override
        def on_file_received(self, file: str) -> None:
            """Report the upload; FTP cannot tell a whole file from a lost connection."""
            operation = find(self.username)
            if operation is not None:
                operation.uploaded_name = PurePosixPath(file).name
                loop.call_soon_threadsafe(operation.on_uploaded, False)

    return Handler


class _Authorizer(DummyAuthorizer):  # type: ignore[misc] # the library is not typed
    """Lets in the users of operations, by their tokens."""

    def __init__(self, find: Find) -> None:
        super().__init__()
        self.find = find

    @override
    def validate_authentication(self, username: str, password: str, handler: Any) -> None:
        """Raise AuthenticationFailed unless the password is the operation's token."""
        operation = self.find(username)
        if operation is None or not hmac.compare_digest(
            operation.token.encode(), password.encode()
        ):
            raise AuthenticationFailed("Authentication failed.")

    @override
    def get_home_dir(self, username: str) -> str:
        """Return a path that is never used: the files are virtual."""
        return "/"

    @override
    def has_perm(self, username: str, perm: str, path: str | None = None) -> bool:
        """Whether the user's operation may do what the letter means."""
        return perm in self.get_perms(username)

    @override
    def get_perms(self, username: str) -> str:
        """Return the letters of what the user may do; none after the operation's end."""
        operation = self.find(username)
        return "" if operation is None else _PERMISSIONS[operation.direction]

    @override
    def get_msg_login(self, username: str) -> str:
        """Return the greeting."""
        return "Login successful."

    @override
    def get_msg_quit(self, username: str) -> str:
        """Return the farewell."""
        return "Goodbye."


class _OneFile(AbstractedFS):  # type: ignore[misc] # the library is not typed
    """A virtual file system: every directory exists and is empty but for the operation's one file.

    No path of the client is ever a path of ours.
    """

    @property
    def operation(self) -> Operation:
        """The operation of the user who is logged in; raises FilesystemError after its end."""
        channel = self.cmd_channel
        operation: Operation | None = channel.authorizer.find(channel.username)
        if operation is None:
            raise FilesystemError("The transfer has ended")
        return operation

    @override
    def ftp2fs(self, ftppath: str) -> str:
        return str(self.ftpnorm(ftppath))

    @override
    def fs2ftp(self, fspath: str) -> str:
        return fspath

    @override
    def validpath(self, path: str) -> bool:
        return True

    @override
    def realpath(self, path: str) -> str:
        return path

    @override
    def open(self, filename: str, mode: str) -> IO[bytes] | FileIO:
        operation = self.operation
        if operation.direction is Direction.DOWNLOAD:
            if not self.isfile(filename):
                raise FileNotFoundError(errno.ENOENT, "No such file")
            return operation.path.open("rb")
        if operation.is_taken:
            raise FilesystemError("The file is here already")
        operation.attempt += 1
        operation.path.touch(mode=0o600)
        return _Bounded(operation, mode, filename)

    @override
    def mkstemp(self, *_: object, **__: object) -> NoReturn:
        raise FilesystemError("Use STOR")

    @override
    def chdir(self, path: str) -> None:
        self.cwd = path

    @override
    def mkdir(self, path: str) -> None:
        """Do nothing: every directory exists."""

    @override
    def listdir(self, path: str) -> list[str]:
        operation = self.operation
        return [operation.name] if operation.direction is Direction.DOWNLOAD else []

    listdirinfo = listdir

    @override
    def stat(self, path: str) -> os.stat_result:
        return self.operation.path.stat()

    lstat = stat

    @override
    def isfile(self, path: str) -> bool:
        operation = self.operation
        name = PurePosixPath(path).name
        if operation.direction is Direction.DOWNLOAD:
            return name == operation.name
        return bool(name) and operation.path.exists()

    @override
    def islink(self, path: str) -> bool:
        return False

    @override
    def isdir(self, path: str) -> bool:
        return not (self.operation.direction is Direction.DOWNLOAD and self.isfile(path))

    @override
    def getsize(self, path: str) -> int:
        return self.operation.path.stat().st_size

    @override
    def getmtime(self, path: str) -> float:
        return self.operation.path.stat().st_mtime

    @override
    def lexists(self, path: str) -> bool:
        return True


class _Bounded(FileIO):
    """An upload, under the name that the charge point gave it; it ends with its operation, and at MAX_FILE_BYTES."""

    def __init__(self, operation: Operation, mode: str, name: str) -> None:
        super().__init__(operation.path, mode)
        self._operation = operation
        self.name = name

    @override
    def write(self, data: Any) -> int:
        """Write; raises OSError EFBIG where the file would be too large, ESTALE after the operation's end."""
        if self._operation.has_ended:
            raise OSError(errno.ESTALE, "The transfer has ended")
        if self.tell() + len(data) > MAX_FILE_BYTES:
            raise OSError(errno.EFBIG, "The file is too large")
        return super().write(data)


class _Handler(FTPHandler):  # type: ignore[misc] # the library is not typed
    """Binary transfers of one file; a session ends after _IDLE_S without a command."""

    banner = "ready"
    abstracted_fs = _OneFile
    passive_ports = PASSIVE_PORTS
    timeout = _IDLE_S
    use_sendfile = False
    max_login_attempts = 3

    @property
    def _current_type(self) -> str:
        return "i"

    @_current_type.setter
    def _current_type(self, value: str) -> None:
        """Ignore another type: ASCII would change the bytes of a firmware."""
