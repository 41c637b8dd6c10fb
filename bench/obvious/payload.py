"""Its payload models."""

from pydantic import BaseModel


class Message(BaseModel):
    type: str
    user: str
    text: str
    ts: str
    channel: str
    channel_type: str
    thread_ts: str | None = None


class Authorization(BaseModel):
    enterprise_id: str | None = None
    team_id: str
    user_id: str
    is_bot: bool


class Envelope(BaseModel):
    team_id: str
    api_app_id: str
    type: str
    event_id: str
    event_time: int
    authorizations: list[Authorization]
    event: Message
