from __future__ import annotations

import re

from wizard.catalog import load_catalog

CATALOG = load_catalog("")
EMAIL = CATALOG.channels["email"]


def test_email_is_what_kaleyras_page_shows() -> None:
    assert EMAIL.label == "email - Email Gateway APIs"
    assert EMAIL.events == ("Email Send",)
    assert EMAIL.variable_names == (
        "message_id", "delivery_status", "from_mail", "recipient_mail",
        "delivery_time", "error_code", "error_status", "error_message",
    )  # fmt: skip
    assert {status.name for status in EMAIL.statuses} == {
        "Blocked", "Bounce", "Deferred", "Delivered", "Accepted", "Failed", "Open", "Suppressed",
    }  # fmt: skip
    assert EMAIL.editable == ("body",)
    assert not EMAIL.required_options.applicable
    assert EMAIL.required_options.reason


def test_only_post_can_be_chosen_and_the_others_say_why() -> None:
    assert {method.name for method in EMAIL.methods} == {"GET", "POST", "PUT", "DELETE"}
    assert [method.name for method in EMAIL.methods if method.enabled] == ["POST"]
    assert all(method.reason for method in EMAIL.methods if not method.enabled)


def test_a_status_fills_the_error_variables_together_or_not_at_all() -> None:
    errors = {variable.name for variable in EMAIL.variables if variable.kind == "error"}
    assert errors == {"error_code", "error_status", "error_message"}
    with_error = {status.name for status in EMAIL.statuses if status.has_error}
    assert with_error == {"Bounce", "Deferred", "Blocked", "Suppressed", "Failed"}
    for status in EMAIL.statuses:
        assert set(status.values) == (errors if status.has_error else set())
        if status.has_error:
            code, enhanced, message = (
                status.values[f"error_{part}"] for part in ("code", "status", "message")
            )
            assert re.fullmatch("[45][0-9]{2}", code)
            assert re.fullmatch(r"[45]\.[0-9]\.[0-9]", enhanced)
            assert enhanced[0] == code[0], "a code and its enhanced status are of one class (RFC 3463)"
            assert message.startswith(f"{code} {enhanced} ")


def test_everything_that_can_be_chosen_is_described() -> None:
    for variable in EMAIL.variables:
        assert variable.description
        assert variable.example
        assert variable.placeholder == f"<{variable.name}>"
    assert all(status.description for status in EMAIL.statuses)
    assert all(help_.label and help_.help for help_ in CATALOG.fields.values())


def test_names_are_found_as_people_write_them() -> None:
    bounce = EMAIL.status("bounce")
    assert bounce
    assert bounce.name == "Bounce"
    assert EMAIL.status("bounced") is None
    assert EMAIL.variable("error_code") is EMAIL.variables[5]
    assert EMAIL.variable("ERROR_CODE") is None
    assert CATALOG.channel("fax") is None
    assert CATALOG.field("email", "title").label == "Title"
