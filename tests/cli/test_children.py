"""What this program starts is not told its secrets."""

from __future__ import annotations

from wizard.children import environment


def test_a_child_gets_what_it_needs_and_no_secret() -> None:
    needed = {
        "PATH": "/bin",
        "HOME": "/home/me",
        "DISPLAY": ":0",
        "WAYLAND_DISPLAY": "w",
        "XAUTHORITY": "/x",
        "SSH_AUTH_SOCK": "/s",
        "DBUS_SESSION_BUS_ADDRESS": "unix:/d",
        "PWD": "/",
        "OLDPWD": "/",
    }
    secret = dict.fromkeys(
        ("WIZARD_STORE_KEY", "HOOK_API_KEY", "hook_token", "PGPASSWORD", "BASIC_AUTH", "AWS_SECRET_ACCESS"),
        "x",
    )
    assert environment(needed | secret) == needed
