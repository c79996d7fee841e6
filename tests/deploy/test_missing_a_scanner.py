"""Whoever puts the service into operation without a scanner for files is told what that means."""

from pytest_django import Settings

from deploy.checks import files_are_looked_through


def test_without_a_scanner_the_check_of_the_deployment_warns(settings: Settings) -> None:
    settings.CLAMD = "/run/clamav/clamd.ctl"
    assert files_are_looked_through() == []
    settings.CLAMD = ""
    assert [said.id for said in files_are_looked_through()] == ["deploy.W001"]
