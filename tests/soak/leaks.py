"""Planted secrets looked for in all that a whole walk through the program leaves: streams, screens, files, children.

`python -m tests.soak leaks` walks twice: with the sealing key in the environment and with its key file. One of each
kind of secret is planted, and looked for as text, reversed, in hex and in base64.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.store.test_sealing import spellings
from tests.support.terminal import Terminal
from wizard.profile import basic_authorization

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIZARD = [sys.executable, "-m", "wizard"]
PASSWORD = "planted-basic-8820"
BASIC = basic_authorization("somebody", PASSWORD).value
PLANTED = {
    "header value": "planted-header-4417",
    "marked header": "planted-marked-9184",
    "AES key": "planted-aes-key-0123456789abcdef",
    "initialization vector": "planted-iv-01234",
    "Basic password": PASSWORD,
    "Basic credential": BASIC.partition(" ")[2],
    "proxy password": "planted-proxy-5527",
    "resolved ${NAME}": "planted-from-environment-7731",
    "typed header": "planted-typed-header-3310",
    "typed key": "planted-typed-key-abcdefghi-0123",
    "sealing key": "c0ffee00c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77",
}
TYPED = (PLANTED["typed header"], PLANTED["typed key"])
SENT = [
    secret
    for kind, secret in PLANTED.items()
    if "typed" not in kind and kind not in ("sealing key", "proxy password")
]
"""What an endpoint gets to know, and sends back."""
RECORDER = """
import os, sys
if "-c" in sys.orig_argv:  # a child of the doctor's
    with open(os.path.join(os.path.dirname(__file__), f"child {os.getpid()}"), "w") as stream:
        stream.write(repr(dict(os.environ)) + repr(sys.orig_argv))
"""
XCLIP = """#!/bin/sh
{ tr '\\0' '\\n' < /proc/$$/environ; echo "$0 $@"; } >> "$(dirname "$0")/child of the clipboard"
case "$*" in *-o*) cat "$(dirname "$0")/clip";; *) cat > "$(dirname "$0")/clip";; esac
"""


def main(arguments: list[str]) -> None:
    """Both walks, and what was found."""
    argparse.ArgumentParser(prog="python -m tests.soak leaks", description=__doc__).parse_args(arguments)
    found = []
    for where in ("environment", "file"):
        with tempfile.TemporaryDirectory() as folder, _echo() as port:
            walk = Walk(Path(folder), port, where)
            walk.commands()
            walk.screens()
            walk.files()
            found += walk.found
            print(f"sealing key in the {where}: {walk.counted()}", flush=True)
    for each in found:
        print(f"FOUND {each}")
    assert not found, f"{len(found)} found"
    print(f"{len(PLANTED)} kinds of secret, each as text, reversed, hex and base64: 0 found")


class Walk:
    """One walk, with all that it leaves looked at as it goes."""

    def __init__(self, folder: Path, port: int, where: str) -> None:
        self.folder, self.port, self.where = folder, port, where
        self.found: list[str] = []
        self.looked = {"streams": 0, "screens": 0, "files": 0, "children": 0}
        self.bin = folder / "recorders"
        self.home = folder / "home"
        for each in (self.bin, self.home, self.home / "tmp"):
            each.mkdir()
        (self.bin / "sitecustomize.py").write_text(RECORDER)
        (self.bin / "xclip").write_text(XCLIP)
        (self.bin / "xclip").chmod(0o755)
        self.env = {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "PYTHONPATH": str(self.bin),
            "HOME": str(self.home),
            "TMPDIR": str(self.home / "tmp"),
            "LANG": "C.UTF-8",
            "DISPLAY": ":0",
            "WIZARD_LOG": "1",
            "HOOK_TOKEN": PLANTED["resolved ${NAME}"],
            "PROXY_USER": "me",
            "PROXY_PASSWORD": PLANTED["proxy password"],
        }
        if where == "environment":
            self.env["WIZARD_STORE_KEY"] = PLANTED["sealing key"]
        self.patterns = {kind: [*spellings(secret)] for kind, secret in PLANTED.items()}

    def look(self, content: bytes, place: str, kind: str) -> None:
        """Look for every spelling of every secret."""
        self.looked[kind] += 1
        for name, patterns in self.patterns.items():
            if any(pattern in content for pattern in patterns):
                self.found.append(f"{name} in {place} (sealing key in the {self.where})")

    def counted(self) -> str:
        return (
            ", ".join(f"{count} {kind}" for kind, count in self.looked.items()) + f", {len(self.found)} found"
        )

    # -- commands

    def run(self, *arguments: str, given: str = "", fails: bool = False) -> str:
        done = subprocess.run(
            [*WIZARD, *arguments],
            input=given.encode(),
            capture_output=True,
            env=self.env,
            cwd=self.home,
            timeout=120,
            check=False,
        )
        told = " ".join(arguments)
        assert (done.returncode != 0) == fails, (told, done.returncode, done.stderr.decode())
        self.look(done.stdout, f"stdout of {told}", "streams")
        self.look(done.stderr, f"stderr of {told}", "streams")
        return done.stdout.decode()

    def commands(self) -> None:
        """Every command, also where it goes wrong."""
        plain, proxied = self.document(), self.document(title="proxied")
        proxied["test"] = {"proxy": "http://${PROXY_USER}:${PROXY_PASSWORD}@127.0.0.1:9"}
        one, two = self.run("add", "-", given=json.dumps([plain, proxied])).split()
        for broken in _broken(plain):
            self.run("add", "-", given=broken, fails=True)
            self.run("test", "-", given=broken, fails=True)
        self.run("test", one)
        body = json.loads(self.run("test", one, "--json"))[0]["request"]["body"]
        self.run("test", one, "--all-statuses", "--concurrency", "4", "--junit", "report.xml")
        self.run("test", one, "--dry-run")
        self.run("test", one, "--dry-run", "--json")
        self.run("test", two, "--json", fails=True)
        for command in (("deliveries",), ("list",), ("show", one)):
            self.run(*command)
            self.run(*command, "--json")
        self.run("decrypt", one, given=body)
        self.run("decrypt", one, "--json", given=body.replace('": "', '": "A'), fails=True)
        self.run("decrypt", two, "--name", "message_id", given=PLANTED["AES key"], fails=True)
        for kind in ("curl", "receiver-python", "receiver-node", "send-email-curl", "send-email-python"):
            self.run("snippet", one, "--as", kind)
        self.run("export", "-o", "all.toml")
        self.run("export", "--json", "-o", "all.json")
        self.run("--store", "other.db", "import", "all.toml")
        self.run("--store", "other.db", "show", one)
        self.run("edit", one, "--variables", "message_id,delivery_status")
        self.listen(one)
        self.run("backup", "copy.db")
        self.run("doctor")
        self.run("doctor", "--json")
        self.run("doctor", "--rescue", "saved.db")
        self.run("schema")
        if self.where == "file":
            self.run("doctor", "--reseal")
        self.run("completion", "bash")
        self.run("delete", two, "--yes")
        self.run("show", two, fails=True)

    def listen(self, profile_id: str) -> None:
        """The receiver as a command, fired at with every secret."""
        for options in ((), ("--json",)):
            arguments = [
                *WIZARD,
                "listen",
                "--profile",
                profile_id,
                "--count",
                "1",
                "--timeout",
                "30",
                *options,
            ]
            pipe = subprocess.PIPE
            process = subprocess.Popen(arguments, env=self.env, cwd=self.home, stdout=pipe, stderr=pipe)
            ready = process.stderr if options else process.stdout
            assert ready
            line = ready.readline().decode()
            address = re.search(r"http://\S+?(?=[/\s.]*(?:\s|$))", line)
            assert address, line
            made = json.dumps(self.document(endpoint=address[0]))
            self.run("test", "-", given=made)
            out, err = process.communicate(timeout=40)
            self.look(out, f"stdout of listen {options}", "streams")
            self.look(err, f"stderr of listen {options}", "streams")

    def document(self, **keys: Any) -> dict[str, Any]:
        return {
            "title": "plain",
            "events": ["Email Send"],
            "endpoint": f"http://127.0.0.1:{self.port}/hook",
            "body": '{"message_id": "<message_id>", "delivery_status": "<delivery_status>"}',
            "headers": [
                {"name": "api-key", "value": PLANTED["header value"]},
                {"name": "X-Odd", "value": PLANTED["marked header"], "secret": True},
                {"name": "Authorization", "value": BASIC},
                {"name": "X-Shop", "value": "shop ${HOOK_TOKEN}"},
            ],
            "encryption": {"key": PLANTED["AES key"], "iv": PLANTED["initialization vector"]},
            **keys,
        }

    # -- screens

    def screens(self) -> None:
        """Every screen in a terminal, wide and narrow; what is drawn is looked at after each key."""
        for size in ((120, 36), (80, 24)):
            with Terminal(WIZARD, size, self.env) as screen:
                screen.wait("Callback Profiles")
                for keys in _KEYS:
                    for key in keys.split(" "):
                        if key.startswith("~"):
                            screen.wait(key[1:].replace("_", " "))
                        elif key == "SEND":
                            address = re.search(r"http://[\d.:]+/", screen.text)
                            assert address
                            self.run(
                                "test",
                                "-",
                                "--status",
                                "Bounce",
                                given=json.dumps(self.document(endpoint=address[0])),
                            )
                        elif text := self.typed(key):
                            screen.type(text)
                        else:
                            screen.press(key)
                        self.look(
                            screen.text.replace("\n", "").encode(),
                            f"the screen after {key} of {keys}",
                            "screens",
                        )
                        self.look(screen.text.encode(), f"the screen after {key} of {keys}", "screens")
                    self.files(brief=True)
                screen.press("ctrl+q")
                screen.finish()
                self.look(bytes(screen.raw), f"the terminal at {size}", "streams")

    def typed(self, key: str) -> str:
        return {"HEADER": TYPED[0], "KEY": TYPED[1], "URL": f"http://127.0.0.1:{self.port}/typed"}.get(
            key, key[1:].replace("_", " ") if key.startswith("=") else ""
        )

    # -- files

    def files(self, *, brief: bool = False) -> None:
        """Every file there is by now, and what the children were given."""
        for path in [
            *self.home.rglob("*"),
            *self.bin.glob("*"),
            *Path(tempfile.gettempdir()).glob("wizard*/*"),
        ]:
            if path.is_file() and path.name not in ("sitecustomize.py", "xclip"):
                kind = "children" if path.name.startswith("child") else "files"
                if self.where == "file" and path.name.endswith(".key"):
                    continue  # it is the place of the one, and no other is written there: see the sealing tests
                self.look(path.read_bytes(), str(path.relative_to(path.parents[2])), kind)
        assert brief or self.looked["children"] > 1


_KEYS = (
    "escape 1 2 3 4 y s escape",
    "enter 2 3 4 escape ~Search",
    "t ~Fire enter ~200 1 2 3 escape ~Search",
    "t ~Fire a ~All_8 escape ~Search",
    "/ =plain escape escape",
    "e ~Variables escape ~Search",
    "d ~Title ctrl+n ctrl+n ctrl+n ctrl+n ctrl+n ctrl+t ~Fire enter ~200 2 3 escape ~Title",
    "escape escape escape escape escape escape ~Search",
    "a ~Title =typed_one ctrl+n ~Endpoint URL ctrl+n ctrl+o ~Select_All a ~8_of_8 i ~8_of_8_selected ctrl+n ~Add_more",
    "=api-key tab HEADER ctrl+n ~Enable_Encryption space ~Algorithm tab tab KEY enter =0123456789abcdef",
    "ctrl+t ~Fire enter ~200 2 3 escape ~Initialization ctrl+n ctrl+s ~Saved ~Search",
    "t ~Fire enter ~200 2 3 escape ~Search",
    "l ~answers_204 SEND ~Bounce down enter 1 2 3 4 5 escape escape escape ~Search w escape ~Search ? escape",
    "3 enter enter 1 2 3 4 5 escape escape",
    "delete escape u",
)
"""Keys in turn, a space between them; `=` before a text to type, `~` before one to wait for."""


def _broken(document: Mapping[str, Any]) -> Iterator[str]:
    """The file with a mistake near each secret."""
    text = json.dumps(document, indent=1)
    for secret in list(PLANTED.values())[:6]:
        if secret not in text:
            continue
        yield text.replace(f'{secret}"', f"{secret}\n")
        yield text.replace(f'{secret}"', f'{secret}" "{secret}"')
        if f'"{secret}"' in text:
            yield text.replace(f'"{secret}"', f'["{secret}"]')
    yield text.replace('"iv"', '"IV"')
    yield text.replace(PLANTED["AES key"], PLANTED["AES key"] + "x")
    yield text.replace('"X-Odd"', '"X Odd"')


class _Echo(BaseHTTPRequestHandler):
    """Sends back all that it got, in the head and in the body."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        own = TYPED if self.path == "/typed" else SENT
        shown = dict(self.headers.items())
        told = json.dumps({"headers": shown, "secrets": own, "body": body.decode()}).encode()
        self.send_response(200, f"Got {own[0]}")
        self.send_header("X-Echo", " ".join(own))
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        pass


class _echo:  # noqa: N801 - used like a function
    def __enter__(self) -> int:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return int(self.server.server_port)

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
