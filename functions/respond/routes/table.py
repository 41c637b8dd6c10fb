"""Lists every route as data: which action it leads to, which shapes it takes and answers. The action says who may."""

from respond.actions import (
    account_changes,
    account_health,
    accounts,
    agents,
    alerts,
    api_tokens,
    authorizations,
    backlog,
    consents,
    contact_edits,
    contact_list,
    contacts,
    conversation_list,
    conversations,
    csat,
    dead_letters,
    deeds,
    endpoint_secrets,
    health,
    holds,
    imports,
    insights,
    me,
    parked,
    person_search,
    privacy_tasks,
    records,
    replies,
    search_terms,
    segment_preview,
    segment_vocabulary,
    segments,
    send_options,
    settings,
    share_of_voice,
    templates,
    topics,
)
from respond.routes.desk import DESK
from respond.routes.interactions import INTERACTIONS
from respond.routes.live import LIVE
from respond.routes.places import PLACES
from respond.routes.route import Route
from respond.routes.route import lead_get as _get
from respond.routes.route import lead_send as _send
from respond.shapes.account import (
    AccountChange,
    AccountView,
    ConnectedAccountView,
    DisconnectQuery,
    NewAccount,
    RotatedView,
    SecretsWanted,
)
from respond.shapes.account_health import AccountHealthView, AccountTestView
from respond.shapes.agent import (
    AGENT_ID,
    AgentChange,
    AgentView,
    ApiTokenView,
    MeView,
    NewAgent,
    NewApiToken,
    NewApiTokenView,
)
from respond.shapes.alert import ALERT_ID, AcknowledgementWanted, AlertView, BrakeWanted
from respond.shapes.audit import AuditEntryView, AuditQuery
from respond.shapes.authorization import AuthorizationView, AuthorizationWanted
from respond.shapes.backlog import BacklogView, LoadsView
from respond.shapes.brand import HealthView, SettingsView, SettingsWanted
from respond.shapes.consent import ConsentAskedView, ConsentView, NewConsent
from respond.shapes.contact import ChangeView, ContactChange, ContactView
from respond.shapes.contact_list import ContactsQuery, ContactsView
from respond.shapes.conversation import ConversationView
from respond.shapes.conversation_change import ConversationChange
from respond.shapes.conversation_filters import ConversationsQuery, ConversationsView
from respond.shapes.csat import CsatView
from respond.shapes.deed import EditWanted, TakeBackQuery
from respond.shapes.hold import HoldEndView, HoldView, NewHold
from respond.shapes.import_job import AnnouncedImportView, ImportView, NewImport
from respond.shapes.insight import (
    ComparedQuery,
    MoodsView,
    ResponseTimesQuery,
    ResponseTimesView,
    SentimentQuery,
    ShareQuery,
    ShareView,
    SlaInsightView,
    TopicsQuery,
    TopicsView,
    VolumeQuery,
    VolumeView,
)
from respond.shapes.interaction import InteractionView
from respond.shapes.page import Page, PageQuery
from respond.shapes.parked import PARKED_ID, ParkedQuery, ParkedView, ReplayView, ReplayWanted
from respond.shapes.person_search import PersonSearchView, PersonWanted
from respond.shapes.preferences import PreferencesView, PreferencesWanted
from respond.shapes.privacy_task import NewPrivacyTask, PrivacyTasksQuery, PrivacyTaskView
from respond.shapes.queue import QUEUE, QueueReplayView, QueueView
from respond.shapes.receipt import ReceiptsQuery, ReceiptView
from respond.shapes.reply import NewReply, ReplyView, RetryWanted
from respond.shapes.search_term import TERM_ID, NewTerm, TermChange, TermPreviewView, TermToTry, TermView
from respond.shapes.segment import (
    SLUG,
    AttributeView,
    MemberView,
    NewSegment,
    PreviewView,
    RuleToTry,
    SegmentChange,
    SegmentEndView,
    SegmentsQuery,
    SegmentView,
)
from respond.shapes.send_option import SendOptionsQuery, SendOptionsView
from respond.shapes.template import TemplatesView

ACCOUNT_ID = account_changes.ACCOUNT_ID


CONVERSATIONS = (
    _get("/conversations", conversation_list.list_conversations, ConversationsView, ConversationsQuery),
    _get("/conversations/{id}", conversations.get_conversation, ConversationView),
    _send("PATCH", "/conversations/{id}", conversations.change_conversation, ConversationView, ConversationChange),
    _get("/conversations/{id}/interactions", conversations.list_conversation_interactions, Page[InteractionView],
         PageQuery),
    _get("/conversations/{id}/send-options", send_options.get_send_options, SendOptionsView, SendOptionsQuery),
    _get("/conversations/{id}/replies", replies.list_conversation_replies, Page[ReplyView], PageQuery),
    _send("POST", "/conversations/{id}/replies", replies.send_reply, ReplyView, NewReply, status=202, idempotent=True),
    _get("/replies/{id}", replies.get_reply, ReplyView),
    Route("DELETE", "/replies/{id}", deeds.take_back_reply, ReplyView, TakeBackQuery),
    _send("POST", "/replies/{id}/edit", deeds.edit_reply, ReplyView, EditWanted, status=202, idempotent=True),
    _send("POST", "/replies/{id}/retry", replies.retry_reply, ReplyView, RetryWanted, status=202),
)  # fmt: skip

CONTACTS = (
    _get("/contacts", contact_list.list_contacts, ContactsView, ContactsQuery),
    _get("/contacts/{id}", contacts.get_contact, ContactView),
    _send("PATCH", "/contacts/{id}", contact_edits.change_contact, ContactView, ContactChange),
    _get("/contacts/{id}/history", contacts.list_contact_changes, Page[ChangeView], PageQuery),
    _get("/contacts/{id}/consents", consents.list_consents, Page[ConsentView]),
    _send("POST", "/contacts/{id}/consents", consents.keep_consent, ConsentAskedView, NewConsent, status=202,
          idempotent=True),
    _get("/contacts/{id}/timeline", contacts.list_contact_interactions, Page[InteractionView], PageQuery),
)  # fmt: skip

SEGMENTS = (
    _get("/segments", segments.list_segments, Page[SegmentView], SegmentsQuery),
    _send("POST", "/segments", segments.add_segment, SegmentView, NewSegment, status=201, costly=True),
    _send("POST", "/segments/preview", segment_preview.preview_segment, PreviewView, RuleToTry, costly=True),
    _get("/segments/vocabulary", segment_vocabulary.list_vocabulary, Page[AttributeView]),
    _get("/segments/{id}", segments.get_segment, SegmentView, ids=SLUG),
    _send("PATCH", "/segments/{id}", segments.change_segment, SegmentView, SegmentChange, ids=SLUG, costly=True),
    _send("DELETE", "/segments/{id}", segments.end_segment, SegmentEndView, status=202, ids=SLUG, costly=True),
    _get("/segments/{id}/members", segments.list_segment_members, Page[MemberView], PageQuery, ids=SLUG),
)  # fmt: skip

PRIVACY = (
    _get("/holds", holds.list_holds, Page[HoldView]),
    _send("POST", "/holds", holds.ask_hold, HoldView, NewHold, status=201, costly=True),
    _send("POST", "/holds/{id}/consent", holds.agree_hold, HoldView),
    _send("DELETE", "/holds/{id}", holds.end_hold, HoldEndView),
    _send("POST", "/privacy-tasks", privacy_tasks.ask_privacy_task, PrivacyTaskView, NewPrivacyTask, status=202,
          idempotent=True, costly=True),
    _get("/privacy-tasks", privacy_tasks.list_privacy_tasks, Page[PrivacyTaskView], PrivacyTasksQuery),
    _get("/privacy-tasks/{id}", privacy_tasks.get_privacy_task, PrivacyTaskView),
    _send("POST", "/privacy-tasks/{id}/approval", privacy_tasks.approve_privacy_task, PrivacyTaskView),
    _send("POST", "/privacy-tasks/{id}/refusal", privacy_tasks.refuse_privacy_task, PrivacyTaskView),
    _send("POST", "/privacy-tasks/{id}/extension", privacy_tasks.extend_privacy_task, PrivacyTaskView),
    _send("POST", "/people/search", person_search.search_people, PersonSearchView, PersonWanted),
    _get("/receipts", records.list_receipts, Page[ReceiptView], ReceiptsQuery),
    _get("/audit", records.list_audit_entries, Page[AuditEntryView], AuditQuery),
)  # fmt: skip

AGENTS = (
    _get("/me", me.get_me, MeView),
    _send("PUT", "/me/preferences", me.replace_preferences, PreferencesView, PreferencesWanted),
    _get("/agents", agents.list_agents, Page[AgentView], PageQuery),
    _send("POST", "/agents", agents.add_agent, AgentView, NewAgent, status=201),
    _get("/agents/{id}", agents.get_agent, AgentView, ids=AGENT_ID),
    _send("PATCH", "/agents/{id}", agents.change_agent, AgentView, AgentChange, ids=AGENT_ID),
    _get("/api-tokens", api_tokens.list_api_tokens, Page[ApiTokenView], PageQuery),
    _send("POST", "/api-tokens", api_tokens.make_api_token, NewApiTokenView, NewApiToken, status=201, costly=True),
    _send("DELETE", "/api-tokens/{id}", api_tokens.end_api_token, ApiTokenView, ids=api_tokens.TOKEN_ID),
)  # fmt: skip

BRAND = (
    _get("/accounts", accounts.list_accounts, Page[AccountView], PageQuery),
    _send("POST", "/accounts", accounts.connect_account, ConnectedAccountView, NewAccount, status=201, costly=True),
    _get("/accounts/{id}", account_changes.get_account, AccountView, ids=ACCOUNT_ID),
    _send("PATCH", "/accounts/{id}", account_changes.change_account, AccountView, AccountChange, ids=ACCOUNT_ID),
    Route("DELETE", "/accounts/{id}", account_changes.disconnect_account, AccountView, DisconnectQuery, ids=ACCOUNT_ID,
          costly=True),
    _get("/accounts/{id}/health", account_health.get_account_health, AccountHealthView, ids=ACCOUNT_ID, costly=True),
    _send("POST", "/accounts/{id}/authorization", authorizations.authorize_account, AuthorizationView,
          AuthorizationWanted, ids=ACCOUNT_ID, costly=True),
    _get("/accounts/{id}/templates", templates.list_templates, TemplatesView, ids=ACCOUNT_ID, costly=True),
    _send("POST", "/accounts/{id}/test", account_health.try_account, AccountTestView, ids=ACCOUNT_ID, costly=True),
    _send("POST", "/endpoints/{id}/secrets", endpoint_secrets.rotate_secrets, RotatedView, SecretsWanted, costly=True),
    _get("/terms", search_terms.list_terms, Page[TermView]),
    _send("POST", "/terms", search_terms.add_term, TermView, NewTerm, status=201),
    _send("POST", "/terms/preview", search_terms.preview_term, TermPreviewView, TermToTry, costly=True),
    _send("PATCH", "/terms/{id}", search_terms.change_term, TermView, TermChange, ids=TERM_ID),
    _send("DELETE", "/terms/{id}", search_terms.delete_term, TermView, ids=TERM_ID),
    _get("/imports", imports.list_imports, Page[ImportView], PageQuery),
    _send("POST", "/imports", imports.announce_import, AnnouncedImportView, NewImport, status=201, costly=True),
    _get("/imports/{id}", imports.get_import, ImportView),
    _send("DELETE", "/imports/{id}", imports.cancel_import, ImportView),
    _get("/parked", parked.list_parked, Page[ParkedView], ParkedQuery, costly=True),
    _send("POST", "/parked/replay", parked.replay_parked, ReplayView, ReplayWanted, costly=True),
    _send("DELETE", "/parked/{id}", parked.drop_parked, ParkedView, ids=PARKED_ID),
    _get("/queues", dead_letters.list_queues, Page[QueueView]),
    _send("POST", "/queues/{id}/replay", dead_letters.replay_queue, QueueReplayView, ids=QUEUE, costly=True),
    _get("/insights/volume", insights.count_volume, VolumeView, VolumeQuery),
    _get("/insights/sentiment", insights.count_sentiment, MoodsView, SentimentQuery),
    _get("/insights/response-times", insights.count_response_times, ResponseTimesView, ResponseTimesQuery),
    _get("/insights/sla", insights.count_kept_promises, SlaInsightView, ResponseTimesQuery),
    _get("/insights/csat", csat.count_csat, CsatView, ComparedQuery),
    _get("/insights/share-of-voice", share_of_voice.count_share_of_voice, ShareView, ShareQuery),
    _get("/insights/backlog", backlog.count_backlog, BacklogView, costly=True),
    _get("/insights/agents", backlog.count_loads, LoadsView, costly=True),
    _get("/insights/topics", topics.list_topics, TopicsView, TopicsQuery),
    _get("/alerts", alerts.list_alerts, Page[AlertView], PageQuery),
    _send("PUT", "/alerts/{id}/brake", alerts.set_alert_brake, AlertView, BrakeWanted, ids=ALERT_ID),
    _send("PUT", "/alerts/{id}/acknowledgement", alerts.acknowledge_alert, AlertView, AcknowledgementWanted,
          ids=ALERT_ID),
    _get("/settings", settings.get_settings, SettingsView),
    _send("PUT", "/settings", settings.replace_settings, SettingsView, SettingsWanted),
    _get("/health", health.get_health, HealthView),
)  # fmt: skip

ROUTES = (
    *CONVERSATIONS,
    *INTERACTIONS,
    *LIVE,
    *DESK,
    *PLACES,
    *CONTACTS,
    *SEGMENTS,
    *PRIVACY,
    *AGENTS,
    *BRAND,
)
