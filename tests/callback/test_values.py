"""What test callbacks carry: plausible, fresh, coherent with the delivery status, changed where a person chose."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from wizard.callback.values import ValuesError, fresh_values, iso_time, merge, read_choices
from wizard.catalog import Channel, DeliveryStatus, DynamicVariable, Method, load_catalog

EMAIL = load_catalog("").channels["email"]
EXAMPLE_DOMAINS = re.compile(r"[a-z.+\-]+@([a-z.]+\.)?(example|example\.(com|net|org))")


def kinds(status: str) -> dict[str, str]:
    """The values of one firing, by the kind of their variable (the first of each kind)."""
    values = fresh_values(EMAIL, status)
    return {variable.kind: values[variable.name] for variable in reversed(EMAIL.variables)}


def test_every_variable_has_a_value_in_the_lists_order() -> None:
    for status in EMAIL.statuses:
        assert tuple(fresh_values(EMAIL, status.name)) == EMAIL.variable_names


def test_the_values_look_like_the_real_ones() -> None:
    found = kinds("Delivered")
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}:1", found["message-id"]
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found["time"])
    written = datetime.fromisoformat(found["time"])
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=1)
    assert found["status"] == "Delivered"


def test_no_address_can_be_a_strangers() -> None:
    for _ in range(50):
        found = kinds("Open")
        assert EXAMPLE_DOMAINS.fullmatch(found["sender"])
        assert EXAMPLE_DOMAINS.fullmatch(found["recipient"])


def test_every_callback_is_about_another_message() -> None:
    assert len({kinds("Open")["message-id"] for _ in range(100)}) == 100


def test_the_error_is_filled_only_where_the_status_has_one() -> None:
    for status in EMAIL.statuses:
        values = fresh_values(EMAIL, status.name)
        errors = {
            variable.name: values[variable.name] for variable in EMAIL.variables if variable.kind == "error"
        }
        if status.has_error:
            assert all(errors.values())
            assert errors == {name: status.values[name] for name in errors}
        else:
            assert not any(errors.values())


def test_letter_case_of_a_status_does_not_matter_and_the_channels_spelling_is_sent() -> None:
    assert kinds("bOUNCE")["status"] == "Bounce"


def test_no_status_is_the_channels_first() -> None:
    assert kinds("")["status"] == EMAIL.statuses[0].name


def test_an_unknown_status_names_the_nearest() -> None:
    with pytest.raises(ValuesError, match=r"'Bounced'; did you mean Bounce\?"):
        fresh_values(EMAIL, "Bounced")
    with pytest.raises(ValuesError, match="it is one of Accepted, Delivered"):
        fresh_values(EMAIL, "zzz")


def test_a_time_of_another_zone_is_told_in_utc_with_milliseconds() -> None:
    moment = datetime(2023, 9, 29, 13, 23, 35, 586_999, tzinfo=timezone(timedelta(hours=2)))
    assert iso_time(moment) == "2023-09-29T11:23:35.586Z"
    assert fresh_values(EMAIL, "Open", now=moment)["delivery_time"] == "2023-09-29T11:23:35.586Z"


def test_another_channel_needs_data_and_no_code() -> None:
    channel = Channel(
        id="pigeon",
        label="pigeon - Pigeon Post",
        events=("Pigeon Send",),
        methods=(Method(name="GET"),),
        variables=(
            DynamicVariable(name="ring", description="", example="R-17"),
            DynamicVariable(name="state", description="", example="home", kind="status"),
            DynamicVariable(name="mishap", description="", example="hawk", kind="error"),
        ),
        statuses=(
            DeliveryStatus(name="home", description=""),
            DeliveryStatus(name="lost", description="", values={"mishap": "hawk", "ring": "R-18"}),
        ),
        status_variable="state",
    )
    assert fresh_values(channel, "home") == {"ring": "R-17", "state": "home", "mishap": ""}
    assert fresh_values(channel, "lost") == {"ring": "R-18", "state": "lost", "mishap": "hawk"}


def test_chosen_values_take_the_place_of_fresh_ones() -> None:
    fresh = {"a": "1", "b": "2"}
    assert merge(fresh, {"a": ""}, {"b": "x"}, {"b": "y"}) == {"a": "", "b": "y"}
    assert fresh == {"a": "1", "b": "2"}


def test_an_unknown_variable_names_the_nearest() -> None:
    with pytest.raises(ValuesError, match=r"'messageid'; did you mean message_id\?"):
        merge(fresh_values(EMAIL, "Open"), {"messageid": "x"})


def test_choices_are_read_as_name_equals_value() -> None:
    assert read_choices(["a=b=c", "d="]) == {"a": "b=c", "d": ""}
    for wrong in ("a", "=b", " =b"):
        with pytest.raises(ValuesError, match="is not NAME=VALUE"):
            read_choices([wrong])
