"""No connection to a non-public address, for any URL; watched at the socket layer."""

import ipaddress
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.addresses import may_reach
from service.moderation.targets import TargetGuard, TargetRefused, resolve
from workers.webhooks.sender import Sender

PUBLIC = "93.184.216.34"
NOBODY = "0.0.0.0"  # noqa: S104 - dialled, not listened on
HOSTILE_ADDRESSES = [
    NOBODY, "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:0:7f00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1",
    "fd00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1", "not an address", "",
]  # fmt: skip
HOSTILE_URLS = [
    "http://editors.example/", "ftp://editors.example/", "file:///etc/passwd", "gopher://editors.example/",
    "//editors.example/", "editors.example", "", "https://", "https:///hooks", "https:editors.example",
    "https://editors.example:8443/", "https://editors.example:0/", "https://editors.example:99999/",
    "https://editors.example:443x/", "https://user:pass@editors.example/", "https://editors.example@127.0.0.1/",
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/",
    "https://0/", "https://0x7f000001/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/",
    "https://①②⑦.⓪.⓪.①/", "https://１２７.1/", "https://127。0。0。1/", "https://localhost/", "https://localhost./",
    "https://editors.example\\@127.0.0.1/", "https://editors.example/ hooks", "https://editors.example/\r\nX: 1",
    "https://editors.example/#part", "https://edi\ttors.example/", "https://editors.example\x00.org/",
    "https://" + "a" * 64 + ".example/", "https://editors.example/" + "a" * 2000, "https://-.example/", "https://./",
    "https://editors..example/", "https://a b.example/", "https://[editors.example]/", "HTTPS://127.0.0.1:443/",
]  # fmt: skip


def answering_with(*addresses: str):
    return lambda _host, _port: addresses


def attempt(url: str, guard: TargetGuard) -> str | None:
    return Sender(guard, wall_clock_s=2)(url, b"{}", {}).error


class TestAddresses:
    @pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
    def test_what_is_not_public_is_refused(self, address):
        assert not may_reach(address)

    @pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
    def test_what_is_public_is_allowed(self, address):
        assert may_reach(address)

    @given(st.ip_addresses(v=4))
    def test_a_mapped_address_is_judged_as_the_one_inside(self, address):
        assert may_reach(f"::ffff:{address}") == may_reach(str(address))

    @given(st.ip_addresses())
    def test_nothing_that_python_calls_private_slips_through(self, address):
        if not address.is_global or address.is_multicast:
            assert not may_reach(str(address))

    @pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "fd00::1"])
    def test_development_may_reach_its_own_network(self, address):
        assert may_reach(address, allow_private=True)

    @pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", NOBODY, "224.0.0.1"])
    def test_not_even_development_reaches_metadata_services(self, address):
        assert not may_reach(address, allow_private=True)


class TestNoConnection:
    @pytest.mark.parametrize("address", [address for address in HOSTILE_ADDRESSES if address])
    def test_a_name_that_leads_to_a_hostile_address(self, connections, address):
        guard = TargetGuard(resolve=answering_with(address))
        assert attempt("https://editors.example/", guard) == "target.private_address"
        assert connections == []

    def test_one_hostile_answer_among_public_ones_refuses_all(self, connections):
        guard = TargetGuard(resolve=answering_with(PUBLIC, "10.0.0.1"))
        assert attempt("https://editors.example/", guard) == "target.private_address"
        assert connections == []

    @pytest.mark.parametrize("url", HOSTILE_URLS)
    def test_hostile_spellings_with_the_real_resolver(self, connections, url):
        assert attempt(url, TargetGuard()) is not None
        assert connections == []

    @given(st.data())
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
    def test_any_url_that_resolves_to_anything_not_public(self, connections, data):
        address = data.draw(st.ip_addresses().filter(lambda found: not may_reach(str(found))))
        host = data.draw(st.one_of(st.just(str(address)), st.text(max_size=30), st.just("editors.example")))
        scheme = data.draw(st.sampled_from(["http", "https", "HTTPS", "ftp", ""]))
        rest = data.draw(st.sampled_from(["", "/", ":443/", ":80/", "/?q=1", "#x", "\\@x"]))
        assert (
            attempt(f"{scheme}://{host}{rest}", TargetGuard(resolve=answering_with(str(address)))) is not None
        )
        assert connections == []

    def test_our_own_name_is_refused(self, connections):
        guard = TargetGuard(own_hosts=frozenset({"taliq.example"}), resolve=answering_with(PUBLIC))
        assert attempt("https://taliq.example/v1/check", guard) == "target.own_address"
        assert connections == []


class TestRebinding:
    def test_the_name_is_looked_up_once_and_that_answer_is_dialled(self, receive, connections):
        receiver = receive()
        answers = iter([["127.0.0.1"], ["169.254.169.254"]])
        asked = []

        def rebinding(host: str, port: int) -> list[str]:
            asked.append(host)
            return next(answers)

        guard = TargetGuard(allow_private=True, resolve=rebinding)
        assert attempt(f"http://editors.example:{receiver.port}/", guard) is None
        assert (asked, connections) == (["editors.example"], ["127.0.0.1"])
        assert receiver.received[0].headers["host"] == f"editors.example:{receiver.port}"

    def test_the_second_answer_is_judged_anew(self, receive, connections):
        receiver = receive()
        answers = iter([["127.0.0.1"], ["169.254.169.254"]])
        guard = TargetGuard(allow_private=True, resolve=lambda _host, _port: next(answers))
        url = f"http://editors.example:{receiver.port}/"
        assert attempt(url, guard) is None
        assert attempt(url, guard) == "target.private_address"
        assert connections == ["127.0.0.1"]


class TestForm:
    @pytest.mark.parametrize(
        ("url", "normal"),
        [
            ("https://Editors.Example", "https://editors.example/"),
            ("HTTPS://editors.example:443/a?b=c", "https://editors.example/a?b=c"),
            ("https://مثال.example/خبر", "https://xn--mgbh0fb.example/%D8%AE%D8%A8%D8%B1"),
            ("https://editors.example/a%20b?x=%2F", "https://editors.example/a%20b?x=%2F"),
        ],
    )
    def test_a_good_url_has_one_normal_form(self, url, normal):
        read = TargetGuard().read(url)
        assert read.url == normal
        assert TargetGuard().read(read.url) == read

    @given(st.text(max_size=80))
    def test_any_text_is_read_or_refused(self, text):
        try:
            target = TargetGuard().read("https://" + text)
        except TargetRefused:
            return
        assert TargetGuard().read(target.url) == target
        assert target.url.isascii()

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]:9000/"]
    )
    def test_development_takes_plain_http_and_any_port(self, url):
        assert TargetGuard(allow_private=True).read(url).url == url


class TestResolving:
    def test_the_system_resolver_gives_addresses(self):
        assert "127.0.0.1" in [*resolve("localhost", 80), *resolve("127.0.0.1", 80)]

    def test_a_name_without_addresses_is_refused(self):
        with pytest.raises(TargetRefused) as refusal:
            TargetGuard(resolve=answering_with()).admit("https://editors.example/")
        assert refusal.value.reason == "target.dns"

    def test_addresses_that_connect_are_ip_addresses(self):
        for address in resolve("localhost", 80):
            assert ipaddress.ip_address(address)
            assert socket.getaddrinfo(address, 80)
