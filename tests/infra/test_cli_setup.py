"""`rapport setup` and `rapport login`: the first people of a stack, against a pool that plays Cognito."""

from types import SimpleNamespace
from typing import Any

import pytest

from infra.cli import aws_stack, login, setup
from infra.cli.main import main
from infra.cli.pool import People
from respond.auth import Authorizer
from store.stores import Stores
from tests.store.world import Clock, FakeWrapping

pytestmark = pytest.mark.usefixtures("tables")
OUTPUTS = {"ApiUrl": "https://api.example/dev", "UserPoolId": "eu_1", "UserPoolClientId": "c1"}
OPTIONS = ["--stack-name", "rapport", "--brand", "acme"]


class Exists(Exception):
    """Cognito's word for a person who is there."""


class NotAuthorized(Exception):
    """Cognito's word for a wrong password."""


class Pool:
    """A pool in memory; whoever signs in for the first time needs a new password, then a code if they want one."""

    exceptions = SimpleNamespace(
        UsernameExistsException=Exists, NotAuthorizedException=NotAuthorized,
        UserNotFoundException=KeyError, InvalidPasswordException=ValueError,
    )  # fmt: skip

    def __init__(self) -> None:
        self.people: dict[str, str] = {}
        self.fresh: set[str] = set()
        self.codes: dict[str, str] = {}

    def admin_create_user(self, UserPoolId: str, Username: str, TemporaryPassword: str, **_: Any) -> Any:  # noqa: N803 - Cognito's names
        if Username in self.people:
            raise Exists
        self.people[Username] = TemporaryPassword
        self.fresh.add(Username)
        return {"User": {"Attributes": [{"Name": "sub", "Value": f"sub-{Username}"}]}}

    def admin_get_user(self, UserPoolId: str, Username: str) -> Any:  # noqa: N803 - as above
        if Username not in self.people:
            raise KeyError(Username)
        return {"UserAttributes": [{"Name": "sub", "Value": f"sub-{Username}"}]}

    def admin_initiate_auth(self, AuthParameters: dict[str, str], **_: Any) -> Any:  # noqa: N803 - as above
        name = AuthParameters["USERNAME"]
        if self.people[name] != AuthParameters["PASSWORD"]:
            raise NotAuthorized
        return self._next(name)

    def admin_respond_to_auth_challenge(self, ChallengeResponses: dict[str, str], **_: Any) -> Any:  # noqa: N803 - as above
        name = ChallengeResponses["USERNAME"]
        if "NEW_PASSWORD" in ChallengeResponses:
            self.people[name] = ChallengeResponses["NEW_PASSWORD"]
            self.fresh.discard(name)
        elif self.codes.pop(name) != ChallengeResponses["SOFTWARE_TOKEN_MFA_CODE"]:
            raise NotAuthorized
        return self._next(name)

    def _next(self, name: str) -> Any:
        if name in self.fresh:
            return {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s"}
        if name in self.codes:
            return {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s"}
        return {"AuthenticationResult": {"AccessToken": f"token-of-{name}"}}


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    """A stack with an empty pool."""
    made = Pool()
    people = People(made, "eu_1", "c1")
    for module in (setup, login):
        monkeypatch.setattr(module, "open_pool", lambda _: people)
    monkeypatch.setattr(aws_stack, "operate", lambda _: aws_stack.Operated(OUTPUTS, "acme"))
    monkeypatch.setattr("store.stores.Stores", lambda _: Stores(FakeWrapping(), Clock()))
    return made


def _setup(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert main(["setup", "--admin", "ada@example.com", *more, *OPTIONS]) == 0
    return capsys.readouterr().out


def test_the_first_people_are_let_in_and_a_token_works(
    pool: Pool, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _setup(capsys, "--dpo", "dora@example.com")
    agents = Stores(FakeWrapping(), Clock()).agents
    found = [agents.find_signed_in(f"sub-{name}@example.com") for name in ("ada", "dora")]
    assert [each and (each.id, each.role) for each in found] == [("admin", "admin"), ("dpo", "dpo")]
    assert all(password in said for password in pool.people.values())
    token = next(line.split("RAPPORT_TOKEN=")[1].split()[0] for line in said.splitlines() if "TOKEN=" in line)
    admitted = Authorizer(agents, lambda _: "", Clock()).authorize(f"Bearer {token}")
    assert (admitted["brand"], admitted["agent"], admitted["role"]) == ("acme", "admin", "admin")


def test_it_is_repeated_safely(pool: Pool, capsys: pytest.CaptureFixture[str]) -> None:
    _setup(capsys)
    before = dict(pool.people)
    said = _setup(capsys)
    assert "known to the pool already" in said
    assert pool.people == before
    assert main(["setup", "--admin", "eve@example.com", *OPTIONS]) == 1
    assert "acme has its admin already" in capsys.readouterr().err
    assert pool.people == before, "nobody was let in"
    assert main(["setup", "--admin", "ada@example.com", "--dpo", "ada@example.com", *OPTIONS]) == 1
    assert "signs in as another agent already" in capsys.readouterr().err


def test_who_signs_in_is_asked_for_a_new_password_and_a_code(
    pool: Pool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _setup(capsys)
    pool.codes["ada@example.com"] = "123456"
    first, code = pool.people["ada@example.com"], "code of your authenticator: "
    answers = {"password: ": first, "new password: ": "Longer-Than-12", code: "123456"}
    monkeypatch.setattr("getpass.getpass", answers.__getitem__)
    assert main(["login", "ada@example.com", *OPTIONS]) == 0
    assert capsys.readouterr().out == (
        "export RAPPORT_API=https://api.example/dev\nexport RAPPORT_TOKEN=token-of-ada@example.com\n"
    )
    answers["password: "] = "wrong"
    assert main(["login", "ada@example.com", *OPTIONS]) == 1
    assert "does not know this person with this password" in capsys.readouterr().err
