"""The demo's profiles are valid, and their callbacks arrive, match and open."""

from __future__ import annotations

from receiving import CHANNEL, request, take

from wizard.catalog import load_catalog
from wizard.profile.rules import check
from wizard.receiver import Receiver
from wizard.receiver.demo import demo_profiles


async def test_every_demo_profile_works() -> None:
    async with Receiver() as receiver:
        profiles = demo_profiles(receiver.url, CHANNEL)
        receiver.watch(profiles)
        assert len({profile.title for profile in profiles}) == len(profiles)
        assert {profile.body_format for profile in profiles} == {"json", "form-data"}
        for profile in profiles:
            assert [problem for problem in check(profile, load_catalog()) if problem.is_error] == []
            callback = await take(receiver, request(profile, "Bounce").raw)
            assert callback.profile == profile
            assert callback.problems == ()
            assert callback.values["delivery_status"] == "Bounce"


def test_keys_are_new_each_time() -> None:
    one, other = (demo_profiles("http://127.0.0.1:1/", CHANNEL)[0].encryption for _ in range(2))
    assert one is not None
    assert other is not None
    assert one.key != other.key
