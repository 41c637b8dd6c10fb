"""Makes, reads, keeps and drops notes and drafts for who writes them."""

from model.conversation import Conversation
from model.errors import Conflict, Erased, Purged
from model.paper import Paper, PaperKind
from respond.access import AGENT, SERVICE
from respond.action import Caller
from respond.actions import reading
from respond.actions.paper_names import name_paper
from respond.actions.send_options import read_head
from respond.denied import Because, Denied, deny_conflict, deny_missing, deny_restricted


def make_paper(
    caller: Caller, conversation: str, kind: PaperKind, name: str, text: str, mode: str = "", item: str = ""
) -> Paper:
    """Returns a new paper beside a conversation; `name` tells it from others of the caller. Raises Denied."""
    head = read_writable(caller, conversation)
    now_ms = caller.stores.now_ms()
    return Paper(
        id=name_paper(caller, kind, conversation, name),
        brand=caller.brand,
        kind=kind,
        platform=head.platform,
        account=head.account,
        conversation=head.id,
        person=head.customer or "",
        agent=caller.agent,
        created_at=now_ms,
        changed_at=now_ms,
        text=text,
        mode=mode,
        item=item,
    )


def read_writable(caller: Caller, conversation: str) -> Conversation:
    """Returns a conversation beside which something may be written. Raises Denied."""
    head = read_head(caller, conversation)
    if head.customer and caller.stores.vault.is_restricted(caller.brand, head.customer):
        raise deny_restricted()
    return head


def keep_paper(caller: Caller, paper: Paper) -> Paper:
    """Keeps a paper. Raises Denied where somebody was faster, or nothing may be kept any more."""
    try:
        return caller.stores.papers.keep_paper(paper)
    except Conflict as error:
        detail = "It was changed at this moment; read it again."
        raise deny_conflict("draft_changed", detail, retryable=True) from error
    except (Erased, Purged) as error:
        raise deny_missing() from error


def read_paper(caller: Caller, paper_id: str, *kinds: PaperKind) -> Paper:
    """Returns a paper of one of these kinds. Raises Denied when there is none that the caller may see."""
    paper = caller.stores.papers.find_paper(caller.brand, paper_id)
    if paper is None or paper.kind not in kinds or find_hidden(caller, [paper]):
        raise deny_missing()
    return paper


def find_hidden(caller: Caller, papers: list[Paper]) -> frozenset[str]:
    """Returns whose papers among these are not for the caller."""
    return reading.find_closed(caller, {each.person for each in papers if each.person})


def drop_paper(caller: Caller, paper: Paper) -> None:
    """Deletes a paper of the caller's own, or as a supervisor anybody's. Raises Denied."""
    if paper.agent != caller.agent and caller.role in (AGENT, SERVICE):
        raise Denied(Because.FORBIDDEN, "not_yours", "It was written by somebody else.")
    try:
        caller.stores.papers.drop_paper(paper)
    except Conflict as error:
        raise deny_conflict("draft_changed", "It was changed at this moment.", retryable=True) from error
