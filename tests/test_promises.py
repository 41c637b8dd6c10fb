"""What SECURITY.md and docs/privacy.md promise, sentence by sentence, and the tests that hold it.

A sentence without a row here fails, and so does a row without its sentence or a test that does not exist: whoever
promises more names the test, or weakens the sentence.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from infra.docs import privacy
from infra.register import MEASURES, PERIODS

ROOT = Path(__file__).parents[1]

SECURITY: Mapping[str, str] = {
    "A delivery is accepted only": "another_body_is_rejected wrong_empty_and_missing_secrets_are_rejected",
    "Anything that goes wrong": "a_get_that_crashes_the_handshake_is_rejected "
    "what_is_not_proved_is_turned_away_and_not_kept "
    "forged_flood_costs_no_write_and_one_read_a_minute forged_deliveries_are_401_and_leave_nothing",
    "No handshake signs": "what_a_handshake_signs_is_no_delivery no_handshake_proves_a_delivery",
    "A secret that was taken away": "a_secret_that_was_taken_away_proves_nothing_after_a_minute",
    "A secret that can never prove": "a_secret_that_cannot_work_is_refused_with_the_reason "
    "a_secret_that_cannot_work_is_refused_before_it_is_sent",
    "Whoever signs with a key of their own": "what_the_actor_s_key_proves_is_kept_with_its_date "
    "what_it_does_not_prove_is_dropped a_host_is_heard_so_often_a_minute",
    "What a sender's signature does not cover": "no_header_outside_of_the_signature_destroys_anything "
    "what_no_signature_covers_comes_through_the_path_as_a_question",
    "Nothing destroys the data of an account": "what_destroys_an_account_names_it "
    "an_app_removed_by_any_other_user_destroys_nothing_of_the_only_account",
    "Everything personal in a row is sealed": "no_field_of_any_payload_is_found_in_the_clear "
    "nothing_personal_stands_in_the_tables",
    "It opens nowhere but": "it_opens_nowhere_else any_changed_byte_is_noticed",
    "Erasing a person destroys": "a_person_is_destroyed_once_and_the_tombstone_stays "
    "a_person_s_tombstone_closes_every_copy_and_says_when",
    "Brand, role and scopes come": "a_person_is_the_agent_their_row_names no_request_can_name_a_brand "
    "a_good_token_proves_a_subject_and_nothing_else",
    "What belongs to another brand": "a_foreign_id_answers_as_a_missing_one_in_every_route "
    "g13_every_id_in_every_route_and_role_is_as_missing_for_the_other_brand",
    "Of whoever restricted": "d7_nobody_but_the_data_protection_officer_is_shown_their_words_or_name "
    "d7_no_change_is_answered_with_their_words_either "
    "d7_a_copy_of_anybodys_data_is_linked_for_the_data_protection_officer_alone",
    "Every function has its own": "permissions_are_named rows_are_limited_by_prefix the_template_holds",
    "The webhook can read": "the_webhook_only_hands_on secrets_are_split",
    "No function can write": "keys_are_guarded",
    "Logs, metrics and the queues": "nothing_readable_lies_in_tables_or_logs only_ids_travel",
}
"""The beginning of each sentence of SECURITY.md, and its tests."""

FORGETTING: Mapping[str, str] = {
    "Everything personal in a row": "no_field_of_any_payload_is_found_in_the_clear",
    "Its key needs two salts": "a_person_s_tombstone_closes_every_copy_and_says_when "
    "a_bucket_s_end_closes_everything_in_it periods_are_those_of_the_policy",
    "Destroying either": "a_person_s_tombstone_closes_every_copy_and_says_when a_bucket_s_end_closes_everything_in_it",
    "How soon that is": "a_destroyed_key_is_noticed_by_the_api_after_five_seconds keys_are_guarded",
    "What arrives within the 5 minutes": "what_a_function_with_an_old_key_wrote_meanwhile_goes_in_the_second_pass",
    "What a restricted person writes": "restricted_data_are_stored_and_nothing_else "
    "d7_every_processor_skips_who_is_restricted",
    "Tombstones are pseudonyms": "late_deliveries_meet_the_tombstone tombstones_are_called_personal_in_the_register",
    "Somebody who writes to the company": "who_writes_in_private_again_begins_anew",
    "What tells no time": "b13_a_repeat_without_a_time_stays_out_for_seven_days",
    "Where a text names other people": "each_persons_words_can_be_taken_out_alone",
    "An erasure replaces them": "names_in_what_others_wrote_are_taken_out_and_stay_out "
    "who_was_only_ever_named_is_taken_out_of_what_others_wrote "
    "a_name_that_is_written_between_the_key_and_the_second_pass_is_taken_out_by_that",
    "A name is found in any case": "forms",
    "**A period is over**": "d22_what_is_due_is_unreadable_with_one_key_for_all_rows",
    "TTL removes": "tables_forget_in_time rows_that_expire_name_the_template_s_attribute",
    "Readers refuse": "what_can_be_read_no_more_is_left_out",
    "What is received during a day": "d21_nothing_goes_before_its_time_and_all_of_it_then "
    "d22_nothing_unheld_outlives_its_date",
    "**A rule gets shorter**": "a_shorter_rule_works_at_the_next_run_and_rewrites_no_row",
    "**No trace allowed**": "p8_rows_that_may_leave_no_trace_are_deleted_themselves",
    "**Nobody was heard of**": "an_idle_person_goes_with_profile_memberships_and_salt "
    "somebody_who_comes_back_before_the_salt_goes_keeps_it",
    "**An account withdraws our access**": "it_is_unreadable_at_once_and_its_events_are_dropped "
    "destroying_the_keys_costs_the_same_however_many_rows_there_are",
    "Its conversations leave the inbox": "p5_what_came_through_it_is_gone_and_the_others_is_not "
    "somebody_seen_through_both_stays",
    "A receipt says what went": "the_receipt_counts_and_names_nobody",
    "It can be connected again": "connected_again_on_the_same_day_it_receives_again",
    "**A legal hold** takes": "d16_it_takes_a_supervisor_and_a_data_protection_officer "
    "a_hold_that_one_person_asked_for_refuses_nothing",
    "From the second consent on": "d16_while_a_hold_is_pending_nothing_is_destroyed "
    "d16_purge_and_hold_race_at_every_step",
    "What the person writes later": "d16_what_is_written_while_it_stands_is_under_it_from_the_first "
    "d16_what_is_deleted_there_is_kept_shown_to_nobody_and_goes_at_the_end",
    "The erasure of somebody whom held": "d16_another_s_erasure_leaves_a_held_row_as_it_is_until_the_hold_ends "
    "at_its_end_what_is_overdue_goes_and_the_rest_lives_on",
    "**Each run signs**": "d15_each_run_signs_a_summary_without_personal_data the_audit_log_is_signed_window_by_window",
    "`rapport audit verify` checks": "audit_verify_notices_what_was_done_to_a_row_or_a_receipt "
    "a_chain_cut_off_is_noticed_by_who_noted_its_head",
    "**After something was restored**": "f38_after_a_restore_nobody_sees_who_was_erased_or_what_was_purged",
    "A restore of `keys`": "tables_forget_in_time",
    "**What a platform says without proof**": "what_no_signature_covers_comes_through_the_path_as_a_question "
    "a_platforms_unproved_demand_is_listed_and_confirmed_by_the_right_roles",
    "An alarm is raised": "an_alarm_is_raised_when_nobody_decided_for_24_hours",
}
"""The same of the section How forgetting works of docs/privacy.md."""

LISTED: Mapping[str, str] = {
    "each person's and each period's": "a_person_s_tombstone_closes_every_copy_and_says_when "
    "a_bucket_s_end_closes_everything_in_it",
    "everything personal sealed": "no_field_of_any_payload_is_found_in_the_clear "
    "each_key_is_wrapped_under_a_context_of_its_own",
    "least privilege": "rows_are_limited_by_prefix",
    "no personal data in logs": "nothing_readable_lies_in_tables_or_logs only_ids_travel",
    "append-only audit log": "audit_is_put_only receipts_are_put_only the_audit_log_is_signed_window_by_window",
    "two people for a legal hold": "d16_it_takes_a_supervisor_and_a_data_protection_officer "
    "reading_people_is_noted_by_id_only nothing_is_shown_when_it_cannot_be_noted",
    "interactions, conversations, associations": "d21_nothing_goes_before_its_time_and_all_of_it_then",
    "posts and groups": "counts_end_with_the_last_interaction_they_are_of",
    "identities": "an_idle_person_goes_with_profile_memberships_and_salt d21_defaults",
    "raw deliveries": "d21_raw_data_and_copies_live_a_week_at_most_and_no_longer_than_the_platform_allows",
    "exports": "d21_a_copy_lives_no_longer_than_the_platform_of_its_data_allows",
    "audit log, counts": "periods_are_those_of_the_policy",
    "receipts, consents": "receipts_are_put_only the_consent_log_only_grows_and_a_withdrawal_stops_the_use",
    "tombstones": "a_person_is_destroyed_once_and_the_tombstone_stays late_deliveries_meet_the_tombstone",
    "logs": "functions_are_explicit nothing_readable_lies_in_tables_or_logs",
    "backups": "tables_forget_in_time a_receipt_and_its_page_name_the_later_of_both_backups",
}
"""The same of its lists Measures and For how long."""


def _sentences(text: str) -> list[str]:
    """Sentences of paragraphs and list items; what names this file is no promise."""
    blocks = (" ".join(each.split()).removeprefix("- ") for each in re.split(r"\n\n|\n(?=- )", text))
    found = (one for block in blocks for one in re.split(r"(?<=\.)\s+(?=[A-Z`])", block))
    return [one for one in found if one and "test_promises" not in one]


def _security() -> list[str]:
    text = (ROOT / "SECURITY.md").read_text("utf-8").partition("## What we hold ourselves to\n")[2]
    return _sentences(text.partition("Out of scope:")[0])


def _forgetting() -> list[str]:
    text = privacy.HEAD.partition("## How forgetting works\n")[2]
    return _sentences(text.partition("## What forgetting")[0])


def _listed() -> list[str]:
    return [*MEASURES, *(f"{what}: {how_long}" for what, how_long in PERIODS.items())]


@cache
def _tests() -> frozenset[str]:
    """Everything that holds something: tests, and the template's rules, each of which is a case of one."""
    paths = [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "tests/template").glob("*.py")]
    nodes = (node for path in paths for node in ast.parse(path.read_text("utf-8")).body)
    return frozenset(node.name.removeprefix("test_") for node in nodes if isinstance(node, ast.FunctionDef))


def _wrong(sentences: list[str], table: Mapping[str, str]) -> Iterator[str]:
    for sentence in sentences:
        if sum(sentence.startswith(begin) for begin in table) != 1:
            yield f"no test, or two rows, for: {sentence}"
    for begin, tests in table.items():
        if not any(sentence.startswith(begin) for sentence in sentences):
            yield f"nothing is promised that begins: {begin}"
        yield from (f"{begin}: there is no test {each}" for each in tests.split() if each not in _tests())


@pytest.mark.parametrize(
    ("sentences", "table"),
    [(_security(), SECURITY), (_forgetting(), FORGETTING), (_listed(), LISTED)],
    ids=["SECURITY.md", "how forgetting works", "measures and periods"],
)
def test_every_promise_has_a_test_and_every_test_is_there(
    sentences: list[str], table: Mapping[str, str]
) -> None:
    assert len(sentences) > 5
    assert list(_wrong(sentences, table)) == []


def test_a_sentence_without_a_test_is_noticed() -> None:
    assert len(list(_wrong(["Everything is safe."], {"Nothing": "made_up"}))) == 3


def test_tombstones_are_called_personal_in_the_register() -> None:
    assert "personal data" in privacy.text().partition("| keys |")[2].split("\n")[0]
