"""The rows of texts: everything of them is imported from here."""

from notifications.models.answers import (
    CallTask,
    CallTaskQuerySet,
    Reply,
    ReplyQuerySet,
    Thanks,
    ThanksQuerySet,
)
from notifications.models.copies import KeptCopy
from notifications.models.door import Alarm, AlarmCall, AlarmQuerySet
from notifications.models.exports import CustomerExport, ExportQuerySet
from notifications.models.inbox import CannedAnswer, Presence, PresenceQuerySet, Thread
from notifications.models.keeping import KeptFor
from notifications.models.pictures import ReplyPicture
from notifications.models.questions import Question, QuestionQuerySet
from notifications.models.senders import (
    Landline,
    Pulse,
    Sender,
    Suppression,
    TextSwitch,
    WordingVersion,
)
from notifications.models.texts import (
    ASKED_ENOUGH,
    Attempt,
    DetailTold,
    Message,
    MessageQuerySet,
    VisitLink,
    link_token,
)
from notifications.models.voice import PhoneCall, PhoneCallQuerySet

__all__ = [
    "ASKED_ENOUGH",
    "Alarm",
    "AlarmCall",
    "AlarmQuerySet",
    "Attempt",
    "CallTask",
    "CallTaskQuerySet",
    "CannedAnswer",
    "CustomerExport",
    "DetailTold",
    "ExportQuerySet",
    "KeptCopy",
    "KeptFor",
    "Landline",
    "Message",
    "MessageQuerySet",
    "PhoneCall",
    "PhoneCallQuerySet",
    "Presence",
    "PresenceQuerySet",
    "Pulse",
    "Question",
    "QuestionQuerySet",
    "Reply",
    "ReplyPicture",
    "ReplyQuerySet",
    "Sender",
    "Suppression",
    "TextSwitch",
    "Thanks",
    "ThanksQuerySet",
    "Thread",
    "VisitLink",
    "WordingVersion",
    "link_token",
]
