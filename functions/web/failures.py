"""Says why a request to the outside was not made, or brought nothing. No text here names an address or a person."""


class WebRefused(Exception):
    """Says that we do not ask there, or do not take what came: asked again it is the same.

    `code` is one of: url, scheme, port, credentials, host, address, header, method, redirect, too_many_redirects,
    downgrade, too_large, ratio, encoding, content_type, doctype, depth, xml. `sent` says whether the request may have
    arrived.
    """

    def __init__(self, code: str, *, sent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.sent = sent


class WebFailed(Exception):
    """Says that no whole answer came: name, connection, certificate, time. `sent`: the request may have arrived."""

    def __init__(self, code: str, *, sent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.sent = sent
