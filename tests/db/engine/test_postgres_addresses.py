"""An address of PostgreSQL is understood as hosts and people write it, or told what is wrong."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.database_url import PostgresServer, target_of
from bot.exits import CannotStart, Exit
from bot.postgres_address import Verify


def server(url: str) -> PostgresServer:
    found = target_of(url)
    assert isinstance(found, PostgresServer)
    return found


def words(url: str) -> dict[str, str]:
    """Return the words that are left for the driver."""
    (dsn,) = server(url).dsns
    return {name: value[0] for name, value in parse_qs(urlsplit(dsn).query).items()}


@pytest.mark.parametrize(
    ("query", "verify", "mode"),
    [
        ("", Verify.AS_ADDRESSED, None),
        ("sslmode=disable", Verify.AS_ADDRESSED, "disable"),
        ("sslmode=allow", Verify.AS_ADDRESSED, "allow"),
        ("sslmode=prefer", Verify.AS_ADDRESSED, "prefer"),
        ("sslmode=require", Verify.AS_ADDRESSED, "require"),
        ("sslmode=REQUIRE", Verify.AS_ADDRESSED, "require"),
        ("sslmode=no-verify", Verify.NOT, None),
        ("sslmode=verify-full&sslrootcert=/etc/host.crt", Verify.AS_ADDRESSED, "verify-full"),
        ("sslmode=verify_ca&sslrootcert=/etc/host.crt", Verify.AS_ADDRESSED, "verify-ca"),
        ("sslmode=verify-full&sslrootcert=system", Verify.SYSTEM, None),
        ("sslrootcert=system", Verify.SYSTEM, None),
        ("sslmode=require&sslrootcert=system", Verify.SYSTEM, None),
        ("sslmode=verify-full", Verify.DEFAULT, "verify-full"),
        ("sslmode=verify-ca", Verify.DEFAULT, "verify-ca"),
        ("ssl=true", Verify.AS_ADDRESSED, "require"),
        ("ssl=require", Verify.AS_ADDRESSED, "require"),
        ("ssl=1", Verify.AS_ADDRESSED, "require"),
        ("ssl=false", Verify.AS_ADDRESSED, "disable"),
        ("ssl=no-verify", Verify.NOT, None),
        ("ssl=true&sslmode=verify-full", Verify.DEFAULT, "verify-full"),
        ("sslaccept=strict", Verify.DEFAULT, "verify-full"),
        ("sslaccept=accept_invalid_certs", Verify.NOT, None),
    ],
)
def test_every_way_to_ask_for_encryption(query: str, verify: Verify, mode: str | None) -> None:
    url = f"postgres://ada:hunter2@host/name?{query}"
    assert server(url).verify is verify
    assert words(url).get("sslmode") == mode
    assert "ssl" not in words(url)


def test_the_files_of_certificates_are_read_with_the_address_and_stay_out_of_every_text() -> None:
    found = server(
        "postgres://ada:hunter2@host/name?sslmode=verify-full&sslrootcert=/etc/a%20b.crt&sslcrl="
        "&sslcert=%20/etc/own.crt&SSLKEY=/etc/own.key&sslpassword=open%26shut"
    )
    assert found.certificates == {
        "sslrootcert": "/etc/a b.crt",
        "sslcert": "/etc/own.crt",
        "sslkey": "/etc/own.key",
        "sslpassword": "open&shut",
    }
    assert "shut" not in repr(found)
    assert server("postgres://host/name?sslrootcert=system").certificates == {}


def test_words_for_what_the_bot_does_by_itself_are_left_out_without_a_word() -> None:
    url = (
        "postgres://ada:hunter2@host/name?pgbouncer=true&connection_limit=5&connect_timeout=9"
        "&supa=base-pooler.x&channel_binding=require&keepalives=1&application_name=x&user="
    )
    assert words(url) == {}
    assert server(url).left_out == ()


def test_an_unknown_word_is_named_and_its_value_is_not() -> None:
    found = server("postgres://ada:hunter2@host/name?sslmode=require&flavour=hunter2&x%20y=1")
    assert set(found.left_out) == {"flavour", "a word that is no name"}
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(
    ("query", "settings", "options"),
    [
        ("schema=campaign", {"search_path": "campaign"}, None),
        ("currentSchema=campaign", {"search_path": "campaign"}, None),
        ("options=-c%20search_path%3Dcampaign", {"search_path": "campaign"}, None),
        ("options=-csearch_path%3Da%2Cb", {"search_path": "a,b"}, None),
        ("options=--search-path%3Da%20-c%20jit=off", {"search_path": "a", "jit": "off"}, None),
        ("options=endpoint%3Dep-quiet-sea-1", {}, "endpoint=ep-quiet-sea-1"),
        ("options=project%3Dx%20-c%20jit=off", {"jit": "off"}, "project=x"),
        ("options=-c%20application_name%3D%22a%20b", {"application_name": '"a'}, "b"),
    ],
)
def test_options_are_settings_or_for_a_proxy(
    query: str, settings: dict[str, str], options: str | None
) -> None:
    found = server(f"postgres://ada:hunter2@host/name?{query}")
    assert (found.settings, found.options) == (settings, options)
    assert words(f"postgres://ada:hunter2@host/name?{query}") == {}


@pytest.mark.parametrize("sign", ["@", "#", "/", "?", "[", "]"])
@pytest.mark.parametrize("password", ["hunter{}2", "{}hunter2", "12{}hunter2", "hunter2{}"])
def test_a_raw_sign_in_a_password_gets_the_hint(sign: str, password: str) -> None:
    with pytest.raises(CannotStart, match="write @ as %40") as refused:
        target_of(f"postgres://ada:{password.format(sign)}@host/name?sslmode=require")
    assert refused.value.code is Exit.DATABASE
    assert "hunter2" not in refused.value.sentence


def test_an_encoded_password_is_taken_as_it_is() -> None:
    (dsn,) = server("postgres://a%40da:h%23%2F%3F%5B%40x@host/na%20me").dsns
    assert dsn == "postgresql://a%40da:h%23%2F%3F%5B%40x@host/na%20me"
    assert words("postgres://host/name?user=ada%40server&password=a%40b") == {
        "user": "ada@server",
        "password": "a@b",
    }


@pytest.mark.parametrize(
    "url",
    [
        "postgres://ada:x@one:5433,two,[::1]:5434/name?sslmode=require",
        "postgres://ada:x@/name?host=one,two,%3A%3A1&port=5433,,5434&sslmode=require",
    ],
)
def test_several_hosts_are_one_address_each(url: str) -> None:
    found = [urlsplit(dsn) for dsn in server(url).dsns]
    assert [dsn.port for dsn in found] == [5433, None, 5434]
    assert [dsn.hostname for dsn in found][:2] == ["one", "two"]
    assert {(dsn.username, dsn.password, dsn.path, dsn.query) for dsn in found} == {
        ("ada", "x", "/name", "sslmode=require")
    }


@pytest.mark.parametrize(
    ("rest", "places"),
    [
        ("/name?host=a,b,c&port=5433", ["a:5433", "b:5433", "c:5433"]),
        ("a,b/name?port=5433", ["a:5433", "b:5433"]),
        ("a:1,b:2/name?port=5433,", ["a:5433", "b"]),
        ("host/name?port=6432", ["host:6432"]),
        ("localhost/name?host=/cloudsql/a:b:c", ["%2Fcloudsql%2Fa%3Ab%3Ac"]),
        ("localhost:5433/name?host=db", ["db:5433"]),
        ("host:5433/name?host=&port=", ["host:5433"]),
        ("[::1]/name?port=5433", ["[::1]:5433"]),
    ],
)
def test_words_that_say_where_outdo_what_stands_before_as_in_libpq(
    rest: str, places: list[str]
) -> None:
    assert server(f"postgres://ada:x@{rest}").dsns == tuple(
        f"postgresql://ada:x@{place}/name" for place in places
    )


@pytest.mark.parametrize(
    ("rest", "dsn"),
    [("/name", "/name"), ("/name?port=5433", "/name?port=5433"), ("/name?port=", "/name?port=")],
)
def test_without_a_host_the_driver_looks_where_it_is_used_to(rest: str, dsn: str) -> None:
    assert server(f"postgres://{rest}").dsns == (f"postgresql://{dsn}",)


@pytest.mark.parametrize(
    "rest",
    ["/name?host=a,b,c&port=1,2", "/name?host=a&port=1,2", "a,b,c/name?port=1,2", "a:1,b/x?host=a"],
)
def test_ports_that_are_not_as_many_as_the_hosts_are_refused(rest: str) -> None:
    with pytest.raises(CannotStart, match="one port for all its hosts, or with as many ports"):
        target_of(f"postgres://ada:x@{rest}")


@pytest.mark.parametrize(
    "host", ["host.", "bücher.example", "%2Fvar%2Frun", f"%2F{'x' * 70}", "[fe80::1]", "192.0.2.1"]
)
def test_a_host_of_any_kind_is_taken(host: str) -> None:
    assert server(f"postgres://ada:hunter2@{host}/name").dsns == (
        f"postgresql://ada:hunter2@{host}/name",
    )


@pytest.mark.parametrize(
    "url",
    [
        "postgres://ada:hunter2@host:port/name",
        "postgres://ada:hunter2@host:0/name",
        "postgres://ada:hunter2@host:65536/name",
        "postgres://ada:hunter2@one,two:x/name",
        "postgres://ada:hunter2@a host/name",
        "postgres://ada:hunter2@db..supabase.co/name",
        "postgres://ada:hunter2@.host/name",
        f"postgres://ada:hunter2@{'x' * 64}.host/name",
        f"postgres://ada:hunter2@host,{'x' * 64}/name",
        "postgres://ada:hunter2@h%00st/name",
        "postgres://ada:hunter2@b%C3%BC..cher/name",
        "postgres://ada:hunter2@/name?host=db..host",
        "postgres://ada:hunter2@/name?host=h%00st",
        "postgres://ada:hunter2@/name?host=host&port=hunter2",
        "postgres://ada:hunter2@/name?host=host&port=65536",
        "postgres://ada:hunter2@host:99999999999/name",
        "postgres://ada:hunter2@host/name?sslmode=hunter2",
        "postgres://ada:hunter2@host/name?ssl=hunter2",
        "mysql://ada:hunter2@host/name",
        "sqlite:///hunter2%00",
    ],
)
def test_what_is_wrong_is_told_without_the_value(url: str) -> None:
    with pytest.raises(CannotStart, match="DATABASE_URL should be") as refused:
        target_of(url)
    assert refused.value.code is Exit.DATABASE
    assert "hunter2" not in refused.value.sentence
