"""`wizard test --junit`: valid by the schema of Ant, and read by another program's parser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.cli.conftest import closed_port, document, write
from tests.support.programs import needs_library

if TYPE_CHECKING:
    from tests.cli.conftest import Endpoint, Wizard

SCHEMA = Path(__file__).with_name("junit.xsd")
STATUSES = ["Accepted", "Delivered", "Open", "Bounce", "Deferred", "Blocked", "Suppressed", "Failed"]


def read(path: Path) -> Any:
    """The one suite of a report, as the other parser gives it, after checking the file by the schema."""
    lxml = needs_library("lxml.etree")
    schema = lxml.XMLSchema(lxml.parse(str(SCHEMA)))
    schema.assertValid(lxml.parse(str(path)))
    (suite,) = needs_library("junitparser").JUnitXml.fromfile(str(path))
    return suite


def test_what_failed_and_what_did_not_is_read_by_others(wizard: Wizard, endpoint: Endpoint) -> None:
    report = wizard.folder / "report.xml"
    profile = write(wizard.folder, endpoint=endpoint.url(204), title="配送 tests")
    assert wizard("test", profile, "--all-statuses", "--junit", report).status == 0
    suite = read(report)
    assert (suite.name, suite.tests, suite.failures, suite.errors) == ("配送 tests", 8, 0, 0)
    assert [case.name for case in suite] == [f"{at} {name}" for at, name in enumerate(STATUSES, 1)]
    assert all(case.is_passed and case.time >= 0 for case in suite)
    assert wizard("test", write(wizard.folder, endpoint=endpoint.url(500)), "--junit", report).status == 3
    suite = read(report)
    assert (suite.tests, suite.failures, suite.errors) == (1, 1, 0)
    (fault,) = next(iter(suite)).result
    assert (fault._tag, fault.message) == ("failure", "Not accepted: 500 Internal Server Error.")


def test_an_endpoint_that_is_not_there_is_an_error_of_the_test(wizard: Wizard) -> None:
    report = wizard.folder / "report.xml"
    profile = write(wizard.folder, endpoint=f"http://127.0.0.1:{closed_port()}/?a=<b>&c=%00")
    assert wizard("test", profile, "--repeat", "3", "--junit", report).status == 4
    suite = read(report)
    assert (suite.tests, suite.failures, suite.errors) == (3, 0, 3)
    assert all("refused" in case.result[0].message for case in suite)


def test_a_test_that_failed_says_so_though_nobody_reads_it(wizard: Wizard, endpoint: Endpoint) -> None:
    profile = write(wizard.folder, endpoint=endpoint.url(500))
    report = wizard.folder / "report.xml"
    running = wizard.start("test", profile, "--repeat", "3000", "--junit", report)
    assert running.stdout is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr is not None
    assert " of 3000 fired: 0 got 2xx" in running.stderr.read()
    assert running.wait(30) == 3
    running.stderr.close()
    assert 0 < len(endpoint.got) < 3000, "no more is fired than somebody reads of"
    assert read(report).failures == len(endpoint.got)


def test_a_report_that_could_not_be_written_is_told_before_anything_is_fired(
    wizard: Wizard, endpoint: Endpoint
) -> None:
    profile = write(wizard.folder, endpoint=endpoint.url(200))
    for target in (wizard.folder, wizard.folder / "none" / "report.xml"):
        ended = wizard("test", profile, "--junit", target)
        assert (ended.status, ended.out, endpoint.got) == (2, "", [])


def test_the_report_of_a_title_with_spaces_and_nothing_fired_yet_is_lawful(tmp_path: Path) -> None:
    from wizard.cli.junit import junit
    from wizard.profile import read_profiles

    (profile,) = read_profiles(json.dumps(document(title="  two  spaces ")).encode())
    (tmp_path / "report.xml").write_bytes(junit(profile, [], "0"))
    assert (read(tmp_path / "report.xml").name, read(tmp_path / "report.xml").tests) == ("two spaces", 0)
