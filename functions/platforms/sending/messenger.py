"""Messenger: private messages of a Page."""

from platforms.sending.meta import CODES, MESSAGING, SOURCES, MetaSender
from platforms.sending.verdict import tabulate


class MessengerSender(MetaSender):
    """Answers of the Send API. 1357046 was seen although all had been sent."""

    name = "messenger"
    sources = (
        *SOURCES,
        f"{MESSAGING}/messenger-platform/error-codes",
        f"{MESSAGING}/messenger-platform/send-messages",
    )
    codes = CODES | tabulate(
        maybe="1/1357045 1/1357046",
        retry="4/2018022 613/1996 1200 1200/2018000",
        refused=(
            "10/2018065 10/2018108 10/2018278 10/2018300 100/2018001 100/2018005 100/2018007 100/2018008"
            " 100/2018034 100/2018047 100/2018064 100/2018109 100/2018164 100/2018294 100/2018320"
            " 200/1545041 200/2018021 200/2018027 200/2018028 200/2018108 230 551 551/1545041 2/2018344"
            " 10303 2022"
        ),
    )


SENDER = MessengerSender()
