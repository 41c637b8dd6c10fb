"""Rows of platforms whose terms were not read for a period yet: the shortest cap of ours holds."""

from model.terms.rule import make_unconfirmed

ROWS = (
    make_unconfirmed("wechat", "WeChat platform terms (data of people in China may have to stay there)"),
    make_unconfirmed("teams", "Microsoft APIs Terms of Use"),
    make_unconfirmed("line", "LINE Official Account API terms of use"),
    make_unconfirmed("viber", "Viber API terms of service"),
    make_unconfirmed("mastodon", "the server's own rules"),
    make_unconfirmed("activitypub", "the servers' own rules (deletions are binding among them)"),
    make_unconfirmed("activitystreams", "the servers' own rules"),
    make_unconfirmed("webmention", "no terms: pages that say themselves that they link to ours"),
    make_unconfirmed("bluesky", "Bluesky terms"),
    make_unconfirmed("tiktok", "TikTok developer terms"),
    make_unconfirmed(
        "trustpilot", "Trustpilot API terms (a review that is deleted or flagged goes from copies too)"
    ),
    make_unconfirmed("github", "GitHub Terms of Service and Acceptable Use Policies"),
    make_unconfirmed("xing", "XING terms of use (they forbid collecting by machine)"),
    make_unconfirmed("google_business", "Google Business Profile API policies"),
)
