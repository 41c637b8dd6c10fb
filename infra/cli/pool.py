"""People in the stack's Cognito pool: let in by an operator, and signed in with their password."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from infra.cli.errors import CommandError

PASSWORD_BYTES = 18
CHALLENGES = {"NEW_PASSWORD_REQUIRED": "NEW_PASSWORD", "SOFTWARE_TOKEN_MFA": "SOFTWARE_TOKEN_MFA_CODE"}
"""What the pool may ask for on the way, and the name of the answer."""
MOST_CHALLENGES = 3

Ask = Callable[[str], str]


class People:
    """Manages the people of one pool, as its operator sees them."""

    def __init__(self, client: Any, pool_id: str, client_id: str) -> None:
        self._client = client
        self._pool = pool_id
        self._app = client_id

    def let_in(self, email: str) -> tuple[str, str | None]:
        """Returns the person's `sub` and the password for the first time; None for somebody who is there already.

        Raises CommandError.
        """
        password = _first_password()
        try:
            found = self._call(
                "admin_create_user",
                Username=email,
                UserAttributes=[
                    {"Name": "email", "Value": email},
                    {"Name": "email_verified", "Value": "true"},
                ],
                TemporaryPassword=password,
                MessageAction="SUPPRESS",
            )
        except self._client.exceptions.UsernameExistsException:
            known = self._call("admin_get_user", Username=email)
            return _subject(known["UserAttributes"]), None
        return _subject(found["User"]["Attributes"]), password

    def find_subject(self, email: str) -> str | None:
        """Returns the `sub` of a person, None for somebody who is not there."""
        try:
            return _subject(self._call("admin_get_user", Username=email)["UserAttributes"])
        except self._client.exceptions.UserNotFoundException:
            return None

    def sign_in(self, email: str, password: str, ask: Ask) -> str:
        """Returns an access token, good for an hour. `ask` is asked for what the pool wants. Raises CommandError."""
        refused = self._client.exceptions.NotAuthorizedException
        try:
            answer = self._call(
                "admin_initiate_auth",
                ClientId=self._app,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": password},
            )
            for _ in range(MOST_CHALLENGES):
                if "AuthenticationResult" in answer:
                    return str(answer["AuthenticationResult"]["AccessToken"])
                answer = self._answer(email, answer, ask)
        except (refused, self._client.exceptions.UserNotFoundException) as error:
            raise CommandError("the pool does not know this person with this password") from error
        except self._client.exceptions.InvalidPasswordException as error:
            raise CommandError("a password has at least 12 characters, large, small and digits") from error
        raise CommandError("the pool asked too often")

    def _answer(self, email: str, asked: Mapping[str, Any], ask: Ask) -> dict[str, Any]:
        name = asked.get("ChallengeName", "")
        if name not in CHALLENGES:
            raise CommandError(f"the pool asks for {name or 'nothing'}, which needs the hosted page")
        return self._call(
            "admin_respond_to_auth_challenge",
            ClientId=self._app,
            ChallengeName=name,
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": email, CHALLENGES[name]: ask(name)},
        )

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = getattr(self._client, operation)(UserPoolId=self._pool, **arguments)
        return answer


def _first_password() -> str:
    """Returns one that every policy of the pool takes, and nobody guesses in the days it is good."""
    return f"Aa1{secrets.token_urlsafe(PASSWORD_BYTES)}"


def _subject(attributes: list[dict[str, str]]) -> str:
    return next(each["Value"] for each in attributes if each["Name"] == "sub")
