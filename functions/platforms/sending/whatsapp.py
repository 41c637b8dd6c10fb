"""WhatsApp: private messages of a business number. A message id means accepted; failures come as a status later.

131000 and 131057 say that the message was not sent; 131016 and 2 say only that something is down.
"""

from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.meta import CODES, MESSAGING, SOURCES, MetaSender
from platforms.sending.verdict import tabulate


class WhatsappSender(MetaSender):
    """Answers of the Cloud API."""

    name = "whatsapp"
    sources = (
        *SOURCES,
        f"{MESSAGING}/whatsapp/support/error-codes",
        f"{MESSAGING}/whatsapp/messages/send-messages",
        f"{MESSAGING}/whatsapp/throughput",
    )
    codes = CODES | tabulate(
        maybe="131016 133004",
        retry="4 80007 130429 131000 131048 131056 131057 132069 133015",
        dead="0 190 368 131031",
        refused=(
            "3 10 33 100 130403 130472 130497 131005 131008 131009 131021 131026 131030 131037 131042"
            " 131045 131047 131049 131050 131051 131052 131053 131055 131059 131060 131061 131062 132000"
            " 132001 132005 132007 132008 132012 132015 132016 132018 132068 133000 133005 133006 133008"
            " 133009 133010 133016 134011 134100 134101 134102 135000 139000 139001 139002 139003 139004"
            " 2388001 2388012 2388019 2388040 2388047 2388072 2388073 2388091 2388093 2388103 2388293"
            " 2388299 2494100 2593079 2593085 2593107 2593108"
        ),
    )

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the message's id, also of a reaction; also where it is held for a check of its quality."""
        native = answer.find_id("messages.0.id")
        return Sent(native) if native is not None else None


SENDER = WhatsappSender()
