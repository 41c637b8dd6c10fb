"""Subscriptions of Pages and professional accounts to our app, which Meta ends after an hour of failures.

https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps
"""

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import quote, urlencode

from model.http import Call
from platforms.reading.payload import items, objects, read_object, text
from platforms.renewal import Renewable, RenewalAnswer, Renewed


class MetaSubscriber(Renewable):
    """Looks once a day whether an account is subscribed to what its product needs; what it had besides stays."""

    renew_every_s = 86_400
    subscribed_at: ClassVar[str] = "https://graph.facebook.com/v25.0/{id}/subscribed_apps"
    """`{id}` is the account's."""
    subscribed_to: ClassVar[tuple[str, ...]]

    def renew(self, told: Renewed, answers: Sequence[RenewalAnswer]) -> Call | None:
        """Returns the question for the subscription, and where something is missing the request for all of it."""
        url = self.subscribed_at.replace("{id}", quote(told.native_id, safe=""))
        token = {"authorization": f"Bearer {told.access.get('access_token', '')}"}
        if not answers:
            return Call("GET", url, token)
        rows = objects(read_object(answers[0].body).get("data"))
        found = {
            field for row in rows for each in items(row.get("subscribed_fields")) if (field := text(each))
        }
        if len(answers) > 1 or found >= set(self.subscribed_to):
            return None
        wanted = ",".join(sorted(found | set(self.subscribed_to)))
        return Call("POST", f"{url}?{urlencode({'subscribed_fields': wanted})}", token)
