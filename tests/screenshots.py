"""Makes screenshots/ from the running program: `python -m tests.screenshots`. Look at each before you commit it."""

from __future__ import annotations

import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tests.support.endpoint import Endpoint
from tests.support.terminal import Terminal
from wizard.callback import build_request, fresh_values
from wizard.catalog import load_catalog
from wizard.profile import CallbackProfile, Encryption, Header, clipboard_text
from wizard.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent.parent / "screenshots"
SIZES = {"80x24": (80, 24), "120x36": (120, 36)}
KEY, IV = "K1abcdefghijklmnopqrstuvwxyz012P", "POabcdefghijklLY"


def samples(url: str) -> Iterator[CallbackProfile]:
    """Profiles as somebody might keep them; two of them aimed at the local endpoint."""
    names = load_catalog().channels["email"].variable_names
    some = ("message_id", "delivery_status", "recipient_mail", "error_message")

    def profile(title: str, endpoint: str, variables: tuple[str, ...], **more: object) -> CallbackProfile:
        return CallbackProfile(
            title=title,
            events=("Email Send",),
            endpoint=endpoint,
            body=clipboard_text(variables),
            **more,  # type: ignore[arg-type]
        )

    api_key = (Header(name="api-key", value="${HOOK_API_KEY}"),)
    yield profile("newsletter_eu", "https://eu.hooks.example.com/news", some, body_format="form-data")
    yield profile("Password resets", "https://hooks.example.com/auth/resets", names, headers=api_key)
    encryption = Encryption(algorithm="AES-128-CFB", key=KEY[:16], iv=IV)
    yield profile("Shop receipts", "https://hooks.example.com/email/receipts", names, encryption=encryption)
    yield profile("bounce watcher", f"{url}/bounces", some)
    encryption = Encryption(algorithm="AES-256-GCM", key=KEY, iv=IV)
    secret = (Header(name="api-key", value="a-secret-of-ours"),)
    yield profile("email_callback_profile", f"{url}/email", names, encryption=encryption, headers=secret)


def walk(name: str, size: tuple[int, int], home: Path, url: str, broken: Path) -> None:
    """One walk through the program at one size, a picture at each stop."""

    def stop(screen: Terminal, what: str) -> None:
        screen.settle(0.3)
        screen.picture(FOLDER / f"{what}-{name}.png")

    argv = [sys.executable, "-m", "wizard"]
    env = {"HOOK_API_KEY": "x", "HOME": str(home), "XDG_DATA_HOME": "", "DISPLAY": ""}
    with Terminal(argv, size, env) as screen:
        screen.wait("5 profiles")
        screen.wait("Variables    8 of 8")
        stop(screen, "list")
        screen.press("4")
        stop(screen, "use-it")
        screen.press("1", "?")
        stop(screen, "help")
        screen.press("escape", "a")
        screen.wait("Title & channel")
        screen.type("Order updates")
        stop(screen, "step-1-title")
        screen.press("ctrl+n")
        screen.wait("Enter Endpoint")
        screen.type(f"{url}/orders")
        stop(screen, "step-2-endpoint")
        screen.press("ctrl+n", "ctrl+o")
        screen.wait("List Dynamic Variables")
        screen.press("a")
        screen.wait("8 of 8")
        stop(screen, "variables")
        screen.press("i")
        screen.wait_gone("List Dynamic Variables")
        stop(screen, "step-3-body")
        screen.press("ctrl+n")
        screen.wait("Add more")
        screen.type("api-key")
        screen.press("tab")
        screen.type("a-secret-of-ours")
        stop(screen, "step-4-headers")
        screen.press("ctrl+n")
        screen.wait("Enable Encryption")
        screen.press("space")
        screen.wait("Initialization Vector")
        screen.press("ctrl+g")
        stop(screen, "step-5-encryption")
        screen.press("ctrl+n")
        stop(screen, "step-6-test-save")
        screen.press("ctrl+t")
        screen.wait("POST /orders")
        stop(screen, "test-before")
        screen.press("enter")
        screen.wait("204 No Content")
        screen.press("1")
        stop(screen, "test-passed")
        screen.press("escape", "ctrl+s")
        screen.wait("Saved as")
        stop(screen, "saved")
        screen.press("/")
        screen.type("bounce")
        screen.wait("1 of 6")
        stop(screen, "search")
        screen.press("enter", "t")
        screen.wait("POST /bounces")
        screen.press("a")
        screen.wait("All 8 delivery statuses")
        stop(screen, "all-statuses")
    with Terminal([*argv, "--store", str(broken)], size) as screen:
        screen.wait("unreachable")
        screen.press("t")
        screen.wait("POST /")
        screen.press("enter")
        screen.wait("refused")
        stop(screen, "test-failed")


def receive(name: str, size: tuple[int, int], home: Path) -> None:
    """The other end: a callback that arrived as it should, and one whose sender puts the tag elsewhere."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    channel = load_catalog().channels["email"]
    *_, profile = samples(f"http://127.0.0.1:{port}")
    store = open_store(home / "received.db")
    store.add(profile)
    store.remember("receiver port", str(port))
    store.close()

    def send(one: CallbackProfile, status: str) -> None:
        raw = build_request(one, fresh_values(channel, status), {}).raw
        with socket.create_connection(("127.0.0.1", port), 10) as line:
            line.sendall(raw)
            line.recv(100)

    assert profile.encryption
    elsewhere = replace(profile, encryption=replace(profile.encryption, tag="before"))
    with Terminal([sys.executable, "-m", "wizard", "--store", str(home / "received.db")], size) as screen:
        screen.wait("email_callback_profile")
        screen.press("l")
        screen.wait("Nothing has come")
        send(elsewhere, "Deferred")
        for status in ("Accepted", "Delivered", "Open", "Bounce"):
            send(profile, status)
        screen.wait("5 callbacks, 1 with problems")
        screen.wait("every check holds")
        screen.settle(0.5)
        screen.picture(FOLDER / f"receiver-{name}.png")
        screen.press("end")
        screen.wait("stands before the ciphertext")
        screen.press("w")
        screen.wait("A change opens 8 of them")
        screen.settle(0.3)
        screen.picture(FOLDER / f"decrypt-{name}.png")


def main() -> None:
    """Walk at every size, on fresh stores and a fresh endpoint."""
    FOLDER.mkdir(exist_ok=True)
    for name, size in SIZES.items():
        with tempfile.TemporaryDirectory() as folder, Endpoint() as endpoint:
            home = Path(folder)
            store = open_store(home / ".local/share/callback-profile-wizard/profiles.db")
            store.add_all(samples(endpoint.url))
            store.close()
            broken = open_store(home / "broken.db")
            names = load_catalog().channels["email"].variable_names
            broken.add(
                CallbackProfile(
                    title="unreachable",
                    events=("Email Send",),
                    endpoint="http://127.0.0.1:9/hook",
                    body=clipboard_text(names),
                )
            )
            broken.close()
            walk(name, size, home, endpoint.url, home / "broken.db")
            receive(name, size, home)


if __name__ == "__main__":
    main()
