"""Lists what each platform's deliveries or terms withhold of the five things an agent wants to see of an interaction.

docs/platforms.md is written from it, and the journey over a running stack asserts exactly this: what stands here is
missing, and everything else is shown.
"""

from collections.abc import Mapping

NAME, TEXT, MODE, PERMALINK, LABEL = "name", "text", "mode", "permalink", "label"
TERMS = (NAME, TEXT, MODE, PERMALINK, LABEL)

_IDS_ONLY = "payloads name people by id only; the fetch step asks for the name with the account's token"
_NO_PAGE = "what is written there has no page of its own"

WITHHELD: Mapping[str, Mapping[str, str]] = {
    "activitypub": {
        NAME: "an activity names its actor by address; the fetch step asks their server for the name"
    },
    "discord": {PERMALINK: "what a bot is told in a command or lobby has no address that others could open"},
    "email": {PERMALINK: _NO_PAGE},
    "instagram": {PERMALINK: "a webhook tells ids; the fetch step asks for a mention's page"},
    "line": {NAME: _IDS_ONLY, PERMALINK: _NO_PAGE},
    "linkedin": {
        NAME: "notifications name people by URN only, and what a profile call tells may be kept for a day at most"
    },
    "messenger": {NAME: _IDS_ONLY, PERMALINK: _NO_PAGE},
    "tiktok": {PERMALINK: "a comment's webhook names no page"},
    "viber": {PERMALINK: _NO_PAGE},
    "wechat": {
        NAME: "WeChat tells an OpenID, and since 2021 no interface tells the name",
        PERMALINK: _NO_PAGE,
    },
    "whatsapp": {PERMALINK: _NO_PAGE},
    "youtube": {LABEL: "YouTube's terms forbid data derived from its own"},
}
"""Platform -> term -> why. A platform that is not here withholds nothing."""


def list_withheld(platform: str) -> frozenset[str]:
    """Returns which of the five a platform withholds."""
    return frozenset(WITHHELD.get(platform, {}))
