"""One headless Chromium, spoken to through a pipe: no port is opened and no package needed.

Nothing is loaded from anywhere: what a page needs is handed to it through the pipe, names are not
resolved, and the browser ends when the pipe does.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from mieux_dashboard.words import Words

SETTING = "MIEUX_CHROMIUM"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--renderer-process-limit=1",
    "--js-flags=--max-old-space-size=768",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
)
_BECOME = (
    "import os, sys; r, w = map(int, sys.argv[1:3]); "
    "r, w = os.dup(r), os.dup(w); "
    "[w := os.dup(w) for _ in '12' if w in (3, 4)]; [r := os.dup(r) for _ in '12' if r in (3, 4)]; "
    "os.dup2(r, 3); os.dup2(w, 4); os.execv(sys.argv[3], sys.argv[3:])"
)
_CHUNK = 1 << 20


class NoBrowser(Exception):
    """No Chromium, Chrome or Edge is on this machine."""

    def message(self, words: Words) -> str:
        """Say what is missing, what to install, and what needs none."""
        return words(
            "PNG, SVG and PDF need Chromium, Chrome or Edge on this machine, and none was found. "
            "Install one (on Debian: apt-get install chromium), or name its program in {setting}. "
            "The other formats need none.",
            setting=SETTING,
        )


class BrowserLost(Exception):
    """The browser ended, or was ended because it took too long."""


class BrowserError(Exception):
    """The browser refused what it was asked."""


def find(named: str = "") -> str:
    """Return the program of a Chromium, Chrome or Edge.

    Parameters
    ----------
    named
        A program that a setting names; then no other is looked for.

    Raises
    ------
    NoBrowser
        When there is none.
    """
    for name in (named,) if named else NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise NoBrowser


class Chromium:
    """A running browser with one blank page; not for two threads at once.

    Parameters
    ----------
    program
        What `find` returned.
    """

    def __init__(self, program: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mieux-", ignore_cleanup_errors=True)
        self._process, self._out, self._in = _start(program, self._folder.name)
        self._buffer = bytearray()
        self._number = 0
        self._session = ""

    def attach(self) -> None:
        """Open the blank page, to which everything that is asked from now on goes."""
        target = self("Target.createTarget", url="about:blank")["targetId"]
        attached = self("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]

    def __call__(self, method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Ask the browser for something of its DevTools protocol and wait for the answer.

        Raises
        ------
        BrowserLost
            When the browser is not there any more.
        BrowserError
            When it refuses, with its words.
        """
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        self._send(json.dumps(asked).encode() + b"\0")
        while True:
            answer = json.loads(self._receive())
            if answer.get("id") == self._number:
                break
        if "error" in answer:
            raise BrowserError(answer["error"].get("message", method))
        result: dict[str, Any] = answer["result"]
        return result

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 - whatever the script returns
        """Run a script in the page, and return what it, or its promise, comes to."""
        answer = self("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def kill(self) -> None:
        """End the browser at once; whoever waits for it is told that it is lost."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End the browser and take away what it kept."""
        self.kill()
        self._process.wait()
        for end in (self._out, self._in):
            with contextlib.suppress(OSError):
                os.close(end)
        self._folder.cleanup()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._out, view) :]
        except OSError:
            raise BrowserLost from None

    def _receive(self) -> bytes:
        start = 0
        while (end := self._buffer.find(b"\0", start)) < 0:
            start = len(self._buffer)
            try:
                chunk = os.read(self._in, _CHUNK)
            except OSError:
                chunk = b""
            if not chunk:
                raise BrowserLost
            self._buffer += chunk
        message = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return message


def _start(program: str, folder: str) -> tuple[subprocess.Popen[bytes], int, int]:
    """Start a browser; return its process, and our ends of the two pipes: to write and to read."""
    their_in, out = os.pipe()
    into, their_out = os.pipe()
    flags = [*_FLAGS, f"--user-data-dir={folder}", "--remote-debugging-pipe"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to sandbox for root
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    quiet["stderr"] = subprocess.DEVNULL
    try:
        if sys.platform == "win32":
            process = _start_on_windows([program, *flags], their_in, their_out, quiet)
        else:
            # A child that moves the pipes to where Chromium looks for them, then becomes it.
            become = [sys.executable, "-I", "-S", "-c", _BECOME, str(their_in), str(their_out)]
            process = subprocess.Popen(
                [*become, program, *flags, "about:blank"],
                pass_fds=(their_in, their_out),
                env={**os.environ, "HOME": folder} if not Path.home().is_dir() else None,
                **quiet,
            )
    except OSError:
        for end in (out, into):
            os.close(end)
        raise NoBrowser from None
    finally:
        for end in (their_in, their_out):
            os.close(end)
    return process, out, into


def _start_on_windows(
    command: list[str], their_in: int, their_out: int, quiet: dict[str, Any]
) -> subprocess.Popen[bytes]:
    """Start a browser that is told the handles of its pipes."""
    if sys.platform != "win32":
        raise OSError
    import msvcrt

    handles = [msvcrt.get_osfhandle(end) for end in (their_in, their_out)]
    for handle in handles:
        os.set_handle_inheritable(handle, True)
    named = f"--remote-debugging-io-pipes={handles[0]},{handles[1]}"
    return subprocess.Popen([*command, named, "about:blank"], close_fds=False, **quiet)
