from monitoring.models.activity import Activity
from monitoring.models.alerts import Alert, EscalationStep
from monitoring.models.names import DiscordChannel, DiscordMember, DiscordRole
from monitoring.models.pipeline import BotLease, ChannelCursor, Gap, RejectedEvent
from monitoring.models.reports import Hint, ReportEvent, TaskReport
from monitoring.models.requests import RequestEvent, RequestMessage, ResponseTracking
from monitoring.models.servers import DiscordServer
from monitoring.models.settings import Keyword, MonitoringSettings, Phrase
from monitoring.models.statistics import ActivitySums, AnswerSums, RequestSums, Span

__all__ = [
    "Activity",
    "ActivitySums",
    "Alert",
    "AnswerSums",
    "BotLease",
    "ChannelCursor",
    "DiscordChannel",
    "DiscordMember",
    "DiscordRole",
    "DiscordServer",
    "EscalationStep",
    "Gap",
    "Hint",
    "Keyword",
    "MonitoringSettings",
    "Phrase",
    "RejectedEvent",
    "ReportEvent",
    "RequestEvent",
    "RequestMessage",
    "RequestSums",
    "ResponseTracking",
    "Span",
    "TaskReport",
]
