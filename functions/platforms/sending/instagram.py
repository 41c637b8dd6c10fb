"""Instagram: comments, private messages, posts.

Publishing is two calls; a container that is not ready yet says 9007/2207027. Code 4 with 2207051 is suspected spam,
no rate limit; code 9 with 2207042 is the rolling 24 hours' quota.
"""

from platforms.sending.meta import CODES, DOCS, SOURCES, MetaSender
from platforms.sending.verdict import tabulate


class InstagramSender(MetaSender):
    """Answers to comments, messages and posts."""

    name = "instagram"
    sources = (
        *SOURCES,
        f"{DOCS}/instagram-platform/instagram-graph-api/reference/error-codes",
        f"{DOCS}/instagram-platform/instagram-api-with-instagram-login/messaging-api",
        f"{DOCS}/instagram-platform/private-replies",
    )
    codes = CODES | tabulate(
        maybe="-1/2207001",
        retry="9/2207042 9007/2207027 24/2207008 -2/2207003",
        dead="25/2207050",
        refused=(
            "4/2207051 10/2534022 100/2534014 100/2534025 100/2534015 10/2534014 10/2534025 551/2534014"
            " 100/2534001 100/2534013 100/2534037 200/2534041 200/2534048"
            " -2/2207020 -1/2207032 -1/2207053 1/2207057 24/2207006 100/2207023 100/2207028 100/2207035"
            " 100/2207036 100/2207037 100/2207040 110/2207040 352/2207026 9004/2207052 36000/2207004"
            " 36001/2207005 36003/2207009 36004/2207010 100/2207065 100/2207066 100/2207067 100/2207081"
        ),
    )


SENDER = InstagramSender()
