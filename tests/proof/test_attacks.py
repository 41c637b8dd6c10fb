"""What somebody may try from outside, on every registered platform and so on those to come.

Who forges changes nothing; what is authentic and unusual neither vanishes nor harms its neighbours.
"""

import json
import random
import string

import pytest

from infra.simulate.teller import Letter
from infra.simulate.tellers import NAMES, list_worded, teller
from ingest.suppression import REPEATED_S
from model.http import Delivery, Request
from model.long_content import LIMIT
from platforms import registry
from platforms.base import Scope
from store.interactions.keys import interaction
from store.interactions.rows import FeedRow
from store.vault.keys import person_salt
from store.vault.rows import SaltRow
from tests.growth import BOUND, growth
from tests.platforms.cases import cases
from tests.platforms.proofs import PROOFS
from tests.proof import fast_tables
from tests.proof.attacked import ENDPOINT, SECOND_ENDPOINT, Attacked, Bewitched, Letters
from tests.store.world import BRAND, NOW

WEBHOOKS = [name for name in registry.names() if "webhook" in registry.platform(name).capabilities]
every = pytest.mark.parametrize("name", [name for name in WEBHOOKS if name in list_worded()])

TOKENS = ("crc_token", "hub.challenge", "challenge", "echostr", "validationToken", "challenge_code", "nonce")
LURES = {
    "callback": "deauthorize", "event": "user_destroyed", "type": "app_uninstalled", "action": "delete",
    "object": "page", "signed_request": "e30.e30", "x-discourse-event": "user_destroyed", "topic": "revoked",
}  # fmt: skip
"""What changed the meaning of a delivery somewhere once, or might; none of it is signed."""

DAY_S = 86_400
PATIENT_S = 60.0
HUGE = 800_000
MOST_SEALED = 2 * LIMIT

HOSTILE = {
    "mentions": "<@U1|", "tags": "<b>", "handles": "@mara_field ", "names": "Mara Field ", "entities": "&lt;",
    "links": "https://x.example/ ", "marks": "*_~`", "newlines": "\n ", "hashtags": "#a", "brackets": "[](",
}  # fmt: skip


stand_in, tables = fast_tables.stand_in, fast_tables.tables


@pytest.fixture
def attacked(name: str, tables: dict[str, str]) -> Attacked:
    """The platform."""
    assert tables
    return Attacked(name)


def test_every_platform_with_a_webhook_can_be_attacked() -> None:
    assert set(WEBHOOKS) <= set(NAMES), "a platform without a teller is attacked by nobody"


def other_account(attacked: Attacked) -> str:
    """The native id of an account that is not connected; of some platforms it is the address of a site."""
    site = teller(attacked.name).demo_account.startswith("https://")
    return "https://other.example" if site else "90000017"


@every
def test_a1_no_answer_to_a_handshake_proves_a_body(attacked: Attacked, name: str) -> None:
    attacked.connect_account()
    header, golden = PROOFS[name].header, PROOFS[name].golden
    bodies = [case.body for case in cases(name)] + [attacked.letter("hello").body, b"{}", b"1", b"abc"]
    for body in bodies:
        query = dict.fromkeys(TOKENS, body.decode("utf-8", "replace")) | {"hub.mode": "subscribe"}
        if token := golden.secrets.get("verify_token"):
            query["hub.verify_token"] = token
        answer = attacked.webhook.answer(name, ENDPOINT, Request.of("GET", {}, query))
        told = [answer.body, *_values(answer.body)]
        for proof in (*told, *(f"sha256={each}" for each in told)):
            request = Request.of("POST", {**golden.headers, header: proof}, {}, body)
            if proof != golden.headers.get(header):
                assert attacked.webhook.answer(name, ENDPOINT, request).status == 401
    assert attacked.writes == 0


def _values(body: str) -> list[str]:
    try:
        value = json.loads(body)
    except ValueError:
        return []
    return [str(each) for each in value.values()] if isinstance(value, dict) else []


@every
def test_a2_a3_nothing_beside_the_signed_part_destroys_anything(attacked: Attacked) -> None:
    attacked.connect_account()
    attacked.post(attacked.letter("stays"))
    attacked.work()
    before = attacked.texts()
    for lure, value in LURES.items():
        attacked.post(attacked.letter("lure"), query={lure: value})
        attacked.post(attacked.letter("lure"), headers={lure: value, "x-hub-event": value})
    for part in ("deauthorization", "data-deletion", "callback"):
        letter = attacked.letter("lure")
        signed = attacked.platform.sign(letter.body, attacked.own_secrets, NOW)
        request = Request.of("POST", signed.headers, signed.query, signed.body or letter.body, part)
        attacked.webhook.answer(attacked.name, ENDPOINT, request)
    attacked.work()
    asked = [json.loads(each) for each in attacked.asked]
    assert all(each.get("needs_confirmation") for each in asked), (
        "no person is asked before something is destroyed"
    )
    assert [text for text in attacked.texts() if "stays" in text] == before


@every
def test_b8_an_endpoint_without_an_account_loses_nothing(attacked: Attacked) -> None:
    assert attacked.post(attacked.letter("for nobody yet")) == 200
    attacked.work()
    assert [each.reason for each in attacked.parked()] == ["unknown_account"]
    assert attacked.kept() == {}
    attacked.connect_account()
    attacked.replay()
    assert len(attacked.kept()) == 1
    assert attacked.parked() == []


@every
def test_b8_a_mistyped_account_is_parked_with_its_id_beside_what_is_ours(attacked: Attacked) -> None:
    if not attacked.platform.names_account:
        return
    attacked.connect_account()
    other = other_account(attacked)
    attacked.post(attacked.letter("for somebody else", account=other))
    attacked.post(attacked.letter("for us"))
    attacked.work()
    (parked,) = attacked.parked()
    assert parked.reason == "unknown_account"
    assert parked.accounts == (other,)
    assert len(attacked.kept()) == 1
    attacked.connect_account(other)
    attacked.replay()
    assert len(attacked.kept()) == 2
    assert attacked.parked() == []


@every
def test_b9_f28_a_poison_that_takes_for_ever_is_parked_alone(attacked: Attacked) -> None:
    attacked.connect_account()
    attacked.intake_with(Bewitched(attacked.platform, endless=b"endless"))
    for text in ("one", "endless", "two", "three"):
        assert attacked.post(attacked.letter(text)) == 200
    attacked.work()
    assert [each.reason for each in attacked.parked()] == ["too_slow"]
    assert len(attacked.kept()) == 3
    attacked.intake_with(attacked.platform)
    attacked.replay()
    assert len(attacked.kept()) == 4, "mended and replayed it is kept"


@every
@pytest.mark.parametrize("hostile", HOSTILE)
def test_b9_a_delivery_is_read_in_linear_time(name: str, hostile: str) -> None:
    found, letters = registry.platform(name), Letters(name)

    def read(letter: Letter) -> None:
        headers = {header.lower(): value for header, value in letter.headers.items()}
        found.parse(Delivery(name, letter.body, headers, NOW * 1000, self_ids=("1",)))

    assert growth(read, lambda number: letters.letter(HOSTILE[hostile] * number)) < BOUND


@every
def test_b10_equal_ids_of_two_accounts_meet_or_stay_apart_as_the_platform_declares(
    attacked: Attacked,
) -> None:
    other = other_account(attacked)
    attacked.connect_account()
    attacked.connect_account(other, SECOND_ENDPOINT)
    natives = set()
    for text, account, endpoint in (("one", None, ENDPOINT), ("two", other, SECOND_ENDPOINT)):
        attacked.count_from(5)
        letter = attacked.letter(text, account=account)
        (event,) = attacked.events(letter)
        natives.add((event.scope, event.external_id))
        attacked.post(letter, endpoint=endpoint)
    attacked.work()
    apart = attacked.platform.item_scope is Scope.ACCOUNT
    assert len(attacked.kept()) == (2 if apart else len(natives)), "one overwrote the other"
    if attacked.platform.person_scope is Scope.ACCOUNT:
        # Where items meet, what met is one person's: the other account's says something of its own.
        attacked.post(attacked.letter("three", account=other), endpoint=SECOND_ENDPOINT)
        attacked.work()
        assert len({each.author for each in attacked.kept().values()}) == 2, "two people became one"


@every
def test_b11_a_huge_text_is_neither_lost_nor_in_the_way(attacked: Attacked) -> None:
    attacked.connect_account()
    attacked.intake_with(attacked.platform, parse_s=PATIENT_S)
    noise = random.Random(11).choices(string.ascii_letters + string.digits, k=HUGE)
    huge = attacked.letter("".join(noise))
    (said,) = {event.text for event in attacked.events(huge)}
    for letter in (attacked.letter("before"), huge, attacked.letter("after"), huge):
        assert attacked.post(letter) == 200
    attacked.work()
    assert attacked.parked() == []
    kept = list(attacked.kept().values())
    assert len(kept) == 3
    whole = {attacked.stores.feed.texts.read_whole(BRAND, each).content for each in kept}
    assert said in {each.text for each in whole if each}
    rows = list(FeedRow.scan())
    assert all(len(bytes(row.sealed)) < MOST_SEALED for row in rows), "a row that a list could not carry"
    assert [row.kept_at for row in rows if row.kept_at] == list(attacked.long_texts.content)


@every
def test_b12_a_damaged_row_hides_no_other(attacked: Attacked) -> None:
    attacked.connect_account()
    for text in ("one", "two"):
        attacked.post(attacked.letter(text))
    attacked.work()
    row = next(iter(FeedRow.scan()))
    sealed = bytes(row.sealed)
    row.update([FeedRow.sealed.set(sealed[:-1] + bytes([sealed[-1] ^ 1]))])
    rows = list(FeedRow.scan())
    assert len(attacked.stores.feed.open_rows(BRAND, rows)) == 1
    assert len(attacked.stores.feed.open_rows(BRAND, rows, placeholders=True)) == 2


@every
def test_b13_a_repeat_that_tells_no_time_brings_nobody_back(attacked: Attacked) -> None:
    attacked.connect_account()
    letter = attacked.letter("private words", private=True)
    attacked.post(letter)
    attacked.work()
    ((kept, item),) = attacked.kept().items()
    SaltRow(person_salt(BRAND, item.owner), erased_at=NOW * 1000 + 1000).save()
    FeedRow(interaction(BRAND, kept)).delete()
    attacked.intake_with(Bewitched(attacked.platform, timeless=True))
    attacked.wait(60)
    for _ in range(REPEATED_S // DAY_S):
        assert attacked.post(letter) == 200
        attacked.work()
        assert list(FeedRow.scan()) == []
        attacked.wait(DAY_S)
