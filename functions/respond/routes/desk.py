"""Lists the routes of what agents write beside a conversation before, or instead of, a reply."""

from respond.actions import (
    agents,
    approval_rules,
    approvals,
    broadcasts,
    canned,
    drafts,
    macro_runs,
    notes,
    received,
    settlements,
    sla,
    uploads,
)
from respond.routes.route import Route
from respond.routes.route import lead_get as _get
from respond.routes.route import lead_send as _send
from respond.shapes.agent import ColleagueView
from respond.shapes.approval import ApprovalRulesView, ApprovalRulesWanted
from respond.shapes.broadcast import (
    BroadcastChange,
    BroadcastView,
    DryRunView,
    DryRunWanted,
    NewBroadcast,
    RecipientsQuery,
    RecipientView,
)
from respond.shapes.canned import (
    CannedChange,
    CannedView,
    FilledView,
    MacroChange,
    MacroRunView,
    MacroRunWanted,
    MacroView,
    NewCanned,
    NewMacro,
)
from respond.shapes.page import Page, PageQuery
from respond.shapes.paper import (
    DecisionView,
    DecisionWanted,
    DraftQuery,
    DraftView,
    DraftWanted,
    NewCandidate,
    NewNote,
    NoteView,
)
from respond.shapes.reply import ReplyView
from respond.shapes.settlement import BroadcastSettlementWanted, SettlementWanted
from respond.shapes.sla import BusinessHoursView, BusinessHoursWanted, SlaView, SlaWanted
from respond.shapes.upload import MOST_BODY, FilePart, NewUpload, UploadedView

DESK = (
    _get("/colleagues", agents.list_colleagues, Page[ColleagueView], PageQuery),
    _get("/conversations/{id}/notes", notes.list_notes, Page[NoteView], PageQuery),
    _send("POST", "/conversations/{id}/notes", notes.add_note, NoteView, NewNote, status=201),
    _send("DELETE", "/notes/{id}", notes.delete_note, NoteView),
    _get("/mentions", notes.list_mentions, Page[NoteView], PageQuery),
    _get("/conversations/{id}/draft", drafts.get_draft, DraftView, DraftQuery),
    _send("PUT", "/conversations/{id}/draft", drafts.save_draft, DraftView, DraftWanted, query=DraftQuery),
    Route("DELETE", "/conversations/{id}/draft", drafts.delete_draft, DraftView, DraftQuery),
    _get("/conversations/{id}/drafts", drafts.list_drafts, Page[DraftView], PageQuery),
    _send("POST", "/conversations/{id}/drafts", drafts.propose_draft, DraftView, NewCandidate, status=201),
    _send("POST", "/replies/{id}/settlement", settlements.settle_reply, ReplyView, SettlementWanted, status=202),
    _send("POST", "/drafts/{id}/approve", approvals.approve_draft, DecisionView, DecisionWanted),
    _send("POST", "/drafts/{id}/reject", approvals.reject_draft, DecisionView, DecisionWanted),
    _get("/approvals", approvals.list_approvals, Page[ReplyView], PageQuery),
    _get("/approval-rules", approval_rules.get_approval_rules, ApprovalRulesView),
    _send("PUT", "/approval-rules", approval_rules.replace_approval_rules, ApprovalRulesView, ApprovalRulesWanted),
    _get("/sla", sla.get_sla, SlaView),
    _send("PUT", "/sla", sla.replace_sla, SlaView, SlaWanted),
    _get("/business-hours", sla.get_business_hours, BusinessHoursView),
    _send("PUT", "/business-hours", sla.replace_business_hours, BusinessHoursView, BusinessHoursWanted),
    _send("POST", "/uploads", uploads.add_upload, UploadedView, NewUpload, status=201, most_bytes=MOST_BODY),
    _send("PUT", "/uploads/{id}", uploads.keep_part, UploadedView, FilePart, most_bytes=MOST_BODY),
    _get("/uploads/{id}", uploads.get_upload, UploadedView),
    _get("/broadcasts", broadcasts.list_broadcasts, Page[BroadcastView]),
    _send("POST", "/broadcasts", broadcasts.add_broadcast, BroadcastView, NewBroadcast, status=201, idempotent=True,
          costly=True),
    _get("/broadcasts/{id}", broadcasts.get_broadcast, BroadcastView),
    _send("PATCH", "/broadcasts/{id}", broadcasts.change_broadcast, BroadcastView, BroadcastChange),
    _send("POST", "/broadcasts/{id}/dry-run", broadcasts.try_broadcast, DryRunView, DryRunWanted, costly=True),
    _send("POST", "/broadcasts/{id}/approve", broadcasts.approve_broadcast, BroadcastView),
    _send("POST", "/broadcasts/{id}/pause", broadcasts.pause_broadcast, BroadcastView),
    _send("POST", "/broadcasts/{id}/resume", broadcasts.resume_broadcast, BroadcastView),
    _send("POST", "/broadcasts/{id}/cancel", broadcasts.cancel_broadcast, BroadcastView),
    _send("POST", "/broadcasts/{id}/settlement", settlements.settle_broadcast, BroadcastView,
          BroadcastSettlementWanted),
    _get("/broadcasts/{id}/recipients", broadcasts.list_recipients, Page[RecipientView], RecipientsQuery),
    _get("/conversations/{id}/broadcasts", received.list_received, Page[RecipientView]),
    _get("/canned", canned.list_canned, Page[CannedView]),
    _send("POST", "/canned", canned.add_canned, CannedView, NewCanned, status=201),
    _send("PATCH", "/canned/{id}", canned.change_canned, CannedView, CannedChange),
    _send("DELETE", "/canned/{id}", canned.delete_canned, CannedView),
    _get("/conversations/{id}/canned", canned.list_filled, Page[FilledView]),
    _get("/macros", canned.list_macros, Page[MacroView]),
    _send("POST", "/macros", canned.add_macro, MacroView, NewMacro, status=201),
    _send("PATCH", "/macros/{id}", canned.change_macro, MacroView, MacroChange),
    _send("DELETE", "/macros/{id}", canned.delete_macro, MacroView),
    _send("POST", "/macros/{id}/run", macro_runs.run_macro, MacroRunView, MacroRunWanted, idempotent=True,
          costly=True),
)  # fmt: skip
