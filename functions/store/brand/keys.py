"""Keys of a brand's accounts, agents, settings, counters and receipts.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def account(brand: str) -> str:
    """core: a brand's connected accounts, one row each."""
    return f"account#{brand}"


def account_row(platform: str, account_id: str) -> str:
    """core: sort key of an account."""
    return f"{platform}#{account_id}"


def endpoint(endpoint_id: str) -> str:
    """core: the accounts an endpoint serves, one row each."""
    return f"endpoint#{endpoint_id}"


def account_bucket(platform: str) -> str:
    """Returns the bucket of what is an account's own: its key goes with the account, not by a date."""
    return f"{platform}#account#forever"


def public_name(name: str) -> str:
    """core: an account that is public under this name."""
    return f"public#{name}"


def sending(brand: str) -> str:
    """core: whether what accounts send with is good, one row each."""
    return f"sending#{brand}"


def access(brand: str) -> str:
    """ops: what accounts send with for a time, sealed, one row each."""
    return f"access#{brand}"


def leases(brand: str) -> str:
    """ops: who alone does something at the moment, one row each."""
    return f"lease#{brand}"


def limits(brand: str) -> str:
    """ops: how many requests platforms still take, one row for each account and route."""
    return f"limit#{brand}"


def grant(state: str) -> str:
    """ops: a consent that was asked for, by a digest of its `state`; the brand stands in the row."""
    return f"grant#{state}"


def agents(brand: str) -> str:
    """core: a brand's agents, one row each."""
    return f"agents#{brand}"


def token(token_id: str) -> str:
    """core: an API token; the one key without a brand, because the brand is what it tells."""
    return f"token#{token_id}"


def tokens(brand: str) -> str:
    """core: the ids of a brand's API tokens, one row each; the dot keeps it apart from tokens."""
    return f"token#of.{brand}"


def subject(subject_id: str) -> str:
    """core: a person who signs in with Cognito (its `sub`); the dot keeps it apart from API tokens."""
    return f"token#sub.{subject_id}"


def settings(brand: str) -> str:
    """core: how a brand wants things done."""
    return f"settings#{brand}"


def spent(brand: str, day: str) -> str:
    """ops: what a brand used of a day's budgets."""
    return f"spent#{brand}#{day}"


def rates(brand: str, window: int) -> str:
    """ops: how many requests were made in a minute (epoch minutes), one row for each agent and one for all."""
    return f"rate#{brand}#{window}"


def silences(brand: str) -> str:
    """ops: when accounts were last heard of, one row each."""
    return f"heard#{brand}"


def audit(brand: str, day: str) -> str:
    """ops: who read or changed what on a day."""
    return f"audit#{brand}#{day}"


def receipts(brand: str) -> str:
    """core: a brand's chain of receipts, one row each by number."""
    return f"receipts#{brand}"


def brands() -> str:
    """core: every brand, one row each."""
    return "brands#"


def imports(brand: str) -> str:
    """ops: files of history that were announced, one row each."""
    return f"imports#{brand}"


def terms(brand: str) -> str:
    """core: what a brand looks for elsewhere, one row each."""
    return f"terms#{brand}"


def polls(brand: str) -> str:
    """ops: how far the brand's polled accounts were read, one row each."""
    return f"poll#{brand}"


def searches(brand: str) -> str:
    """ops: how far each term was looked for through an account, one row each."""
    return f"search#{brand}"


def searches_due(brand: str) -> str:
    """ops: which of them is to be looked for when."""
    return f"search#due.{brand}"


def polls_due(brand: str) -> str:
    """ops: which of them is to be asked when; the dot keeps it apart from how far they were read."""
    return f"poll#due.{brand}"


def checks(brand: str, account: str) -> str:
    """ops: what of an account is to be looked at again, one row a question, by when."""
    return f"poll#check.{brand}.{account}"


def poll_due(at_s: int, row: str) -> str:
    """ops: sort key of an account that is to be asked at that second; `row` is its own key's."""
    return f"{at_s:010d}#{row}"


def desk(brand: str) -> str:
    """core: how agents set up their work: their own settings, and the views they saved."""
    return f"desk#{brand}"


def preferences(agent: str) -> str:
    """core: sort key of an agent's own settings."""
    return f"preferences#{agent}"


def view(view_id: str) -> str:
    """core: sort key of a view that somebody saved."""
    return f"view#{view_id}"


def canned(brand: str) -> str:
    """core: a brand's canned replies, one row each."""
    return f"canned#{brand}"


def macros(brand: str) -> str:
    """core: a brand's macros, one row each."""
    return f"macro#{brand}"
