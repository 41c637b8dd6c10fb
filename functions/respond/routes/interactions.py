"""Lists the routes to single interactions: what somebody said, and what is made of it or done with it."""

from respond.actions import corrections, deeds, entering, interaction_list, interactions, translations
from respond.routes.route import lead_get as _get
from respond.routes.route import lead_send as _send
from respond.shapes.correction import CorrectionView, LabelsWanted
from respond.shapes.deed import DeedWanted
from respond.shapes.entered import EnteredInteractionView, NewInteraction
from respond.shapes.interaction import InteractionView
from respond.shapes.interaction_list import FoundInteractionsView, InteractionsQuery
from respond.shapes.page import Page, PageQuery
from respond.shapes.reply import ReplyView
from respond.shapes.translation import TranslationView, TranslationWanted

INTERACTIONS = (
    _send("POST", "/interactions", entering.enter_interaction, EnteredInteractionView, NewInteraction, status=202,
          idempotent=True),
    _get("/interactions", interaction_list.list_interactions, FoundInteractionsView, InteractionsQuery, costly=True),
    _get("/interactions/{id}", interactions.get_interaction, InteractionView),
    _send("PATCH", "/interactions/{id}", interactions.correct_interaction, InteractionView, LabelsWanted),
    _send("POST", "/interactions/{id}/translation", translations.translate_interaction, TranslationView,
          TranslationWanted, costly=True),
    _send("POST", "/interactions/{id}/deeds", deeds.act_on_interaction, ReplyView, DeedWanted, status=202,
          idempotent=True),
    _get("/corrections", corrections.list_corrections, Page[CorrectionView], PageQuery, costly=True),
)  # fmt: skip
