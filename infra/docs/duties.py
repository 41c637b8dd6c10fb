"""Lists what data protection law and the platforms' terms ask for, and which named test shows it, or why none does."""

from dataclasses import dataclass

DONE, PARTLY, NOT = "done", "partly", "not done"


@dataclass(frozen=True, slots=True)
class Duty:
    """Holds one duty: `tests` are names of test functions, `missing` says what is not done and why."""

    id: str
    what: str
    tests: tuple[str, ...] = ()
    missing: str = ""

    @property
    def state(self) -> str:
        """Says in one word or two how far a duty is done."""
        if not self.tests:
            return NOT
        return PARTLY if self.missing else DONE


DUTIES = (
    Duty("D1", "store little, and nothing without an end",
         ("test_nothing_personal_stands_in_the_tables", "test_d22_nothing_unheld_outlives_its_date"),
         "that unknown fields of a payload reach no row has no test of its own"),
    Duty("D2", "basis, consent log, withdrawal", ("test_the_consent_log_only_grows_and_a_withdrawal_stops_the_use",),
         "a basis per purpose is named in the register, not kept per brand and platform"),
    Duty("D3", "a calendar month to answer", ("test_a_request_is_due_after_one_calendar_month_or_three",
                                              "test_two_months_more_need_notice_within_the_first",
                                              "test_d3_a_request_goes_on_when_its_person_sends_the_code_from_their_handle"),
         "a handle on a platform without private messages is proved by no code: a person confirms another proof"),
    Duty("D4", "notice at first contact", ("test_d4_the_first_private_reply_alone_brings_the_notice",
                                                "test_d4_a_broadcast_that_is_the_first_contact_brings_the_notice"),
         "who is never written to in private is told nothing by us"),
    Duty("D5", "access and export", ("test_the_copy_holds_all_of_theirs_and_fits_the_schema",
                                     "test_nothing_of_others_is_in_it",
                                     "test_every_attribute_is_exported_or_withheld_for_a_reason")),
    Duty("D6", "rectification", ("test_a_rectified_name_is_not_undone_by_the_platform",)),
    Duty("D7", "restriction", ("test_restricted_data_are_stored_and_nothing_else",
                               "test_d7_every_processor_skips_who_is_restricted",
                               "test_d7_nobody_but_the_data_protection_officer_is_shown_their_words_or_name",
                               "test_d7_agents_enter_nothing_about_them",
                               "test_a_restricted_person_has_to_agree")),
    Duty("D8", "telling recipients", (), "there is no recipient but the platform itself yet"),
    Duty("D9", "objection", ("test_an_objection_ends_the_use_and_others_go_on",
                             "test_d9_who_objected_stays_known_so_that_it_is_heeded",
                             "test_a_stop_word_in_private_is_an_objection_with_time_channel_and_source",
                             "test_the_objection_outlives_the_erasure_and_the_coming_back",
                             "test_whoever_may_not_be_reached_is_left_out_with_the_reason_also_at_the_last_moment")),
    Duty("D10", "no decision by a segment alone", (), "by construction: no route acts on a segment"),
    Duty("D11", "erasure in steps that survive any crash", ("test_killed_at_every_single_call",
                                                            "test_an_erased_person_is_gone_and_the_others_are_not",
                                                            "test_nothing_is_found_of_those_who_left_and_all_of_the_others")),
    Duty("D12", "everything of a person is in scope", ("test_a_model_has_a_class_or_a_reason",
                                                       "test_a_class_finds_and_erases",
                                                       "test_d12_every_family_of_short_lived_rows_has_an_eraser_or_a_reason",
                                                       "test_copies_from_before_open_no_more_what_those_who_left_wrote",
                                                       "test_no_row_names_them_by_our_own_ids_either")),
    Duty("D13", "backups",
         ("test_a_person_is_destroyed_once_and_the_tombstone_stays", "test_tables_forget_in_time",
          "test_of_those_who_left_nothing_is_found_and_everything_of_the_others",
          "test_the_receipt_s_date_counts_from_when_the_key_went",
          "test_a_receipt_and_its_page_name_the_later_of_both_backups",
          "test_f38_after_a_restore_nobody_sees_who_was_erased_or_what_was_purged"),
         "names of the erased in what others wrote open in backups of `feed` until `FeedPitrDays` are over; a "
         "restore of `keys` within 7 days brings an erased key back until `rapport restore finish` destroyed it "
         "again (docs/operate.md); somebody erased without a trace (Reddit) stays until their period ends, if `keys`, "
         "`core` and `feed` were restored"),
    Duty("D14", "erased people stay away",
         ("test_what_an_erased_person_wrote_before_does_not_come_back",
          "test_somebody_never_seen_gets_a_tombstone_that_keeps_them_away"),
         "the tombstone stands under the person's hid, not under a second index key: one read instead of two. After a "
         "restore of `keys` it is missing for who was first seen and erased since, unless rows name them"),
    Duty("D15", "receipts", ("test_a_chain_is_sound_as_it_was_written", "test_d15_a_receipt_holds_no_free_text",
                             "test_d15_each_run_signs_a_summary_without_personal_data")),
    Duty("D16", "legal hold", ("test_d16_it_takes_a_supervisor_and_a_data_protection_officer",
                               "test_d16_purge_and_hold_race_at_every_step",
                               "test_d16_while_a_hold_is_pending_nothing_is_destroyed",
                               "test_d16_what_is_written_while_it_stands_is_under_it_from_the_first",
                               "test_d16_edges_heads_consents_and_the_person_outlive_ttl_and_every_purge",
                               "test_d16_another_s_erasure_leaves_a_held_row_as_it_is_until_the_hold_ends",
                               "test_d16_what_we_wrote_is_held_and_lives_on_or_goes_when_the_hold_ends",
                               "test_d16_a_file_to_go_along_ends_as_ever_and_the_reply_says_that_there_was_one"),
         "an edit by its author takes the place of the text before, under a hold too; what its author deletes between "
         "the second consent and the next run (15 minutes at most) is deleted"),
    Duty("D17", "Article 30 register", ("test_d17_every_row_class_and_recipient_is_in_the_register",
                                           "test_d17_every_family_of_short_lived_rows_is_in_the_register")),
    Duty("D18", "least by default", ("test_a_platform_nobody_read_the_terms_of_gets_the_cap",)),
    Duty("D19", "breach: whose data, in 72 hours", ("test_d19_the_scope_of_a_stolen_role_is_exact",
                                                    "test_d19_the_notices_hold_the_facts_blanks_and_nobodys_data")),
    Duty("D20", "pseudonyms by purpose", (), "rollups hold counts only; there is no analytics store with people in it"),
    Duty("D21", "periods", ("test_d21_defaults", "test_d21_nothing_goes_before_its_time_and_all_of_it_then",
                            "test_d21_raw_data_and_copies_live_a_week_at_most_and_no_longer_than_the_platform_allows",
                            "test_d21_a_copy_lives_no_longer_than_the_platform_of_its_data_allows"),
         "marketing has no shorter period of its own, and never-answered contacts go after 365 days, not 90: both need "
         "outbound messages. Replies are kept as long as their conversation, not 400 days"),
    Duty("D22", "purge every 15 minutes", ("test_d22_nothing_unheld_outlives_its_date",
                                           "test_d22_what_is_due_is_unreadable_with_one_key_for_all_rows",
                                           "test_a_shorter_rule_works_at_the_next_run_and_rewrites_no_row")),
    Duty("P1", "Meta: deletion and de-authorise callbacks",
         ("test_a_deletion_request_is_kept_and_answered_with_its_code",
          "test_an_app_removed_by_who_connected_the_account_is_a_revocation_and_erases_nobody",
          "test_it_is_unreadable_at_once_and_its_events_are_dropped"),
         "the callback names a person, not a Page: it ends the accounts which that person had connected; all "
         "others are marked, and an admin decides"),
    Duty("P2", "X: deletions within 24 hours",
         ("test_p2_a_post_that_is_not_to_be_seen_goes_at_once",
          "test_p2_whoever_leaves_x_is_erased_here",
          "test_p2_of_whoever_is_not_to_be_seen_on_x_what_they_said_in_public_goes",
          "test_p2_an_edited_post_loses_its_old_text_and_has_the_new_one_in_any_order",
          "test_p2_nothing_is_kept_of_where_a_post_was_written"),
         "events are acted on as they come, and X sends them to enterprise customers only: the nightly re-check with "
         "batch jobs is not built. What somebody said in public who is protected, suspended or withheld is deleted; "
         "when X undoes it nothing comes back. Of a batch result for users the line does not say so: it is read as a "
         "post's"),
    Duty("P3", "LinkedIn: 48 and 24 hours, no linking, segments, export", ("test_p3_linkedin",),
         "the platform itself is not built yet; its row is"),
    Duty("P4", "YouTube: 30 days, nothing derived", ("test_p4_youtube_derives_nothing",),
         "the platform itself is not built yet; its row is"),
    Duty("P5", "Slack: no training, cap, an uninstalled workspace goes within 24 hours",
         ("test_p5_p6_p9_thirty_days_where_terms_say_so_or_are_unknown",
          "test_p5_what_came_through_it_is_gone_and_the_others_is_not",
          "test_killed_at_every_single_call_of_a_revocation")),
    Duty("P6", "Discord: 30 days", ("test_p5_p6_p9_thirty_days_where_terms_say_so_or_are_unknown",),
         "the platform itself is not built yet; its row is"),
    Duty("P7", "Telegram: encrypted, key apart", ("test_nothing_personal_stands_in_the_tables",)),
    Duty("P8", "Reddit: no trace", ("test_p8_reddit_leaves_no_trace", "test_p8_a_deletion_there_deletes_the_row",
                                    "test_p8_what_its_deletion_overtook_stays_out_for_a_day",
                                    "test_p8_rows_that_may_leave_no_trace_are_deleted_themselves",
                                    "test_p8_nothing_is_left_of_an_erased_member"),
         "a mark of an item that was deleted stays for a day, by opaque id, so that what comes late stays out; "
         "a copy of a deleted row stays in backups of `feed` for 7 days, sealed; "
         "who looked at a member stands in the audit log by an opaque id for 400 days"),
    Duty("P9", "others: 30 days", ("test_p5_p6_p9_thirty_days_where_terms_say_so_or_are_unknown",)),
)  # fmt: skip
