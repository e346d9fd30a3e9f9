from __future__ import annotations

import pytest
from profile_makers import changed, found, paths

from wizard.profile import REGIONS, is_id, new_id


@pytest.mark.parametrize("region", REGIONS)
def test_a_new_id_is_one_of_its_region(region: str) -> None:
    ids = {new_id(region) for _ in range(50)}
    assert len(ids) == 50
    assert all(is_id(identity) and identity.startswith(f"{region}_") for identity in ids)


def test_the_region_is_india_unless_said_otherwise() -> None:
    assert new_id().startswith("IN_")
    with pytest.raises(ValueError, match="IN, SG, EU, US"):
        new_id("XX")


@pytest.mark.parametrize(
    "text",
    ["", "IN_", "453d2677-2c91-4610-9c01-eefbeec5f697", "XX_453d2677-2c91-4610-9c01-eefbeec5f697",
     "IN_453D2677-2C91-4610-9C01-EEFBEEC5F697", "IN_453d2677-2c91-1610-9c01-eefbeec5f697",
     "IN_453d2677-2c91-4610-7c01-eefbeec5f697", "IN_453d2677-2c91-4610-9c01-eefbeec5f697\n"],
)  # fmt: skip
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_id(text)
    if text:
        assert paths(found(changed(id=text))) == ["id"]


def test_the_id_of_kaleyras_page_is_one() -> None:
    assert is_id("IN_453d2677-2c91-4610-9c01-eefbeec5f697")


@pytest.mark.parametrize(
    "moment", ["2023-09-29T11:23:35.586Z", "2023-09-29T11:23:35Z", "2023-09-29T11:23:35.586123+00:00"]
)
def test_times_are_iso_8601_in_utc(moment: str) -> None:
    assert found(changed(created_at=moment, modified_at=moment)) == []


@pytest.mark.parametrize(
    "moment",
    ["yesterday", "2023-09-29", "2023-09-29T11:23:35", "2023-13-29T11:23:35Z", "2023-09-29T11:23:35+02:00"],
)
def test_other_times_are_refused(moment: str) -> None:
    assert paths(found(changed(created_at=moment, modified_at=moment))) == ["created_at", "modified_at"]
