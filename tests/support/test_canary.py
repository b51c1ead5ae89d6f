"""The search for canaries finds what it is meant to find."""

import base64

import pytest

from tests.support.product import canary, shows_canary


class TestTheSearch:
    @pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
    def test_finds_an_address_in_plain_and_in_base64(self, before: str):
        text = f"{before}{canary('salma@reader.example')} and more".encode()
        assert shows_canary(text)
        assert shows_canary(base64.b64encode(text))

    def test_finds_nothing_in_innocent_bytes(self):
        assert not shows_canary(b"salma@reader.example" * 100)
