"""Lists the platforms that give tokens by consent or for a time; at all others somebody pastes one that stays."""

from platforms.consent import ConsentForm

GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
GOOGLE_ASKS = "https://accounts.google.com/o/oauth2/v2/auth"
OFFLINE = {"access_type": "offline", "prompt": "consent"}

CONSENTS: dict[str, ConsentForm] = {
    # https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
    "x": ConsentForm(
        token_url="https://api.x.com/2/oauth2/token",  # noqa: S106 - an address
        ask_at="https://x.com/i/oauth2/authorize",
        scopes=("tweet.read", "tweet.write", "users.read", "dm.read", "dm.write", "offline.access"),
        basic=True,
    ),
    # https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow
    "linkedin": ConsentForm(
        token_url="https://www.linkedin.com/oauth/v2/accessToken",  # noqa: S106 - an address
        ask_at="https://www.linkedin.com/oauth/v2/authorization",
        scopes=("r_organization_social", "w_organization_social", "rw_organization_admin"),
        pkce=False,
    ),
    # https://developers.google.com/identity/protocols/oauth2/web-server
    "youtube": ConsentForm(
        token_url=GOOGLE_TOKENS,
        ask_at=GOOGLE_ASKS,
        scopes=("https://www.googleapis.com/auth/youtube.force-ssl",),
        extra=OFFLINE,
    ),
    "google_business": ConsentForm(
        token_url=GOOGLE_TOKENS,
        ask_at=GOOGLE_ASKS,
        scopes=("https://www.googleapis.com/auth/business.manage",),
        extra=OFFLINE,
    ),
    # https://github.com/reddit-archive/reddit/wiki/OAuth2
    "reddit": ConsentForm(
        token_url="https://www.reddit.com/api/v1/access_token",  # noqa: S106 - an address
        ask_at="https://www.reddit.com/api/v1/authorize",
        scopes=("identity", "read", "submit", "privatemessages", "modposts"),
        pkce=False,
        basic=True,
        extra={"duration": "permanent"},
    ),
    # https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/
    "pinterest": ConsentForm(
        token_url="https://api.pinterest.com/v5/oauth/token",  # noqa: S106 - an address
        ask_at="https://www.pinterest.com/oauth/",
        scopes=("pins:read", "boards:read", "user_accounts:read"),
        separator=",",
        pkce=False,
        basic=True,
    ),
    # https://developers.tiktok.com/doc/oauth-user-access-token-management
    "tiktok": ConsentForm(
        token_url="https://open.tiktokapis.com/v2/oauth/token/",  # noqa: S106 - an address
        ask_at="https://www.tiktok.com/v2/auth/authorize/",
        scopes=("user.info.basic", "video.list"),
        separator=",",
        pkce=False,
        id_name="client_key",
    ),
    # https://docs.slack.dev/authentication/installing-with-oauth
    "slack": ConsentForm(
        token_url="https://slack.com/api/oauth.v2.access",  # noqa: S106 - an address
        ask_at="https://slack.com/oauth/v2/authorize",
        scopes=("chat:write", "users:read", "channels:history", "im:history", "reactions:read"),
        separator=",",
        pkce=False,
        basic=True,
    ),
    # https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
    "teams": ConsentForm(
        token_url="https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token",  # noqa: S106 - an address
        renewal_scope="https://api.botframework.com/.default",
        pkce=False,
    ),
}
