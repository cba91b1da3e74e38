"""The words for a text's life, and the one table of who may move it from what to what."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    INTRODUCTION = "introduction", _("Introduction")
    CONFIRMATION = "confirmation", _("Confirmation")
    NEW_FACE = "new_face", _("New face")
    RESCHEDULE = "reschedule", _("New time")
    CANCEL = "cancel", _("Cancellation")
    REMINDER = "reminder", _("Reminder")
    MORNING = "morning", _("Reminder on the day")
    ON_MY_WAY = "on_my_way", _("On my way")
    LATE = "late", _("Running late")
    AS_PLANNED = "as_planned", _("As planned after all")
    ARRIVED = "arrived", _("At the door")
    NO_ACCESS = "no_access", _("We missed you")
    THANKS = "thanks", _("Thank you")
    GLAD = "glad", _("Answer to thumbs up")
    SORRY = "sorry", _("Answer to thumbs down")
    ANSWER = "answer", _("Answer")
    CONFIRMED = "confirmed", _("Answer to a yes")
    OFFER = "offer", _("Other times")
    WHICH = "which", _("Which visit?")
    PERSON_CALLS = "person_calls", _("Somebody will call")
    CLOSED = "closed", _("The office is closed")
    PROMISE = "promise", _("Word that an answer comes")
    DOOR = "door", _("Keep the door closed")
    HELP = "help", _("Answer to HELP")


# They follow from what a customer knows and what is true; each makes those still waiting idle.
WHO_AND_WHEN = frozenset(
    {
        *(Kind.INTRODUCTION, Kind.CONFIRMATION, Kind.NEW_FACE, Kind.RESCHEDULE, Kind.CANCEL),
        *(Kind.ON_MY_WAY, Kind.LATE, Kind.AS_PLANNED),
    }
)
# They say once more what is known, and give way to any text that has news.
REMINDERS = frozenset({Kind.REMINDER, Kind.MORNING})
# What answers a customer by itself; what it says beside the visit stands in `told`.
AUTOMATIC = frozenset(
    {Kind.CONFIRMED, Kind.OFFER, Kind.WHICH, Kind.PERSON_CALLS, Kind.CLOSED, Kind.PROMISE}
    | {Kind.DOOR, Kind.HELP},
)
TALK = AUTOMATIC | {Kind.ANSWER}
# What they tell of a visit's state is no news, and says nothing of what was told last.
BESIDE = REMINDERS | TALK
MOMENTS = REMINDERS | {Kind.ARRIVED, Kind.NO_ACCESS}
ABOUT_THANKS = frozenset({Kind.THANKS, Kind.GLAD, Kind.SORRY})


class CrewKind(TextChoices):
    """What our own technicians are texted."""

    SIGN_IN = "sign_in", _("Link to sign in")
    INVITATION = "invitation", _("Invitation")
    PUBLISHED = "published", _("What customers will see")
    STILL_TRUE = "still_true", _("Are your words still true?")
    NEW_PHOTO = "new_photo", _("Time for a new photo")
    LOOKED_AT = "looked_at", _("The office has looked at it")
    KIND_WORDS = "kind_words", _("A customer's thanks")


class Channel(TextChoices):
    MMS = "mms", _("Picture text")
    SMS = "sms", _("Text")
    EMAIL = "email", _("E-mail")


class State(TextChoices):
    QUEUED = "queued", _("Waiting to go")
    SENDING = "sending", _("Being sent")
    ACCEPTED = "accepted", _("With the provider")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    UNDELIVERED = "undelivered", _("Not delivered")
    FAILED = "failed", _("Failed")
    UNSETTLED = "unsettled", _("Not known whether it left")
    HELD = "held", _("Held back")
    SKIPPED = "skipped", _("Not needed")


class Reason(TextChoices):
    """Why a text is where it is, in our words; "" where nothing needs saying."""

    SUPERSEDED = "superseded", _("A newer text says it")
    NOTHING_NEW = "nothing_new", _("The customer knows this already")
    TOO_LATE = "too_late", _("It would have come too late")
    SUPPRESSED = "suppressed", _("The customer asked for no texts")
    BY_CALL = "by_call", _("The customer wants to be called")
    BY_PHONE = "by_phone", _("They were told by phone")
    BY_EMAIL = "by_email", _("The customer wants e-mails")
    NOT_ASKED_FOR = "not_asked_for", _("This company sends no such text")
    TRYING_AGAIN = "trying_again", _("The provider was busy; it is tried again")
    PICTURE_REFUSED = "picture_refused", _("The picture was refused; it goes without")
    WRONG_NUMBER = "wrong_number", _("This number can't get texts")
    CONTENT_REFUSED = "content_refused", _("The provider refused these words")
    UNREACHABLE = "unreachable", _("The phone could not be reached")
    EXPIRED = "expired", _("It waited too long at the provider")
    DAILY_CAP = "daily_cap", _("The day's limit of texts is reached")
    SENDER_STOPPED = "sender_stopped", _("The sender is not set up right")
    QUIET_HOURS = "quiet_hours", _("It waits for the morning")
    DAY_BEFORE = "day_before", _("It goes out the day before the visit")
    NO_ANSWER = "no_answer", _("The provider did not answer; we are finding out")
    EMAIL_REFUSED = "email_refused", _("The e-mail could not be delivered")
    EMAIL_IN_DOUBT = "email_in_doubt", _("Nobody knows whether the e-mail left")
    GIVEN_UP = "given_up", _("Somebody in the office gave it up")
    ERASED = "erased", _("The customer was erased")


class Mover(TextChoices):
    """Who moves a text."""

    PLANNER = "planner"
    DELIVERY = "delivery"
    PROVIDER = "provider"  # its answer to the create call
    RECEIPT = "receipt"
    PERSON = "person"


class Urgency(IntegerChoices):
    """Lower goes first."""

    ALARM = 0
    NOW = 1
    SOON = 5
    WHENEVER = 9


_LEFT = {State.ACCEPTED, State.SENT, State.DELIVERED, State.READ}
_AFTER = {
    # It waits to be sent again, and then the first call turns out to have worked.
    State.QUEUED: _LEFT,
    State.HELD: _LEFT,
    State.SENDING: _LEFT | {State.UNDELIVERED, State.FAILED},
    State.UNSETTLED: _LEFT | {State.UNDELIVERED, State.FAILED},
    State.ACCEPTED: {State.SENT, State.DELIVERED, State.READ, State.UNDELIVERED, State.FAILED},
    State.SENT: {State.DELIVERED, State.READ, State.UNDELIVERED, State.FAILED},
    State.DELIVERED: {State.READ},
    # A late "delivered" is the truth: the phone has it.
    State.UNDELIVERED: {State.DELIVERED, State.READ},
    State.FAILED: {State.DELIVERED, State.READ},
}

MOVES: dict[Mover, dict[State, set[State]]] = {
    Mover.PLANNER: {State.QUEUED: {State.SKIPPED}, State.HELD: {State.SKIPPED}},
    Mover.DELIVERY: {
        State.QUEUED: {State.SENDING, State.SKIPPED, State.HELD},
        State.SENDING: {State.QUEUED, State.UNSETTLED, State.SKIPPED, State.HELD},
        # Of an e-mail nobody can be asked: it is not sent again.
        State.UNSETTLED: {State.QUEUED, State.SKIPPED, State.FAILED},
        State.HELD: {State.QUEUED, State.SKIPPED},
        # Some failures are worth another call, or a wait for a better day.
        State.FAILED: {State.QUEUED, State.HELD},
        State.UNDELIVERED: {State.QUEUED, State.HELD},
    },
    Mover.PROVIDER: {
        State.SENDING: {State.ACCEPTED, State.FAILED},
        State.UNSETTLED: {State.ACCEPTED, State.FAILED},
    },
    Mover.RECEIPT: _AFTER,
    Mover.PERSON: {
        State.FAILED: {State.QUEUED},
        State.UNDELIVERED: {State.QUEUED},
        State.QUEUED: {State.SKIPPED},
        State.HELD: {State.QUEUED, State.SKIPPED},
    },
}
# The customer has it, or will have it as far as we know.
TOLD = frozenset(_LEFT)
# On its way: whether the customer has it is not known yet.
IN_FLIGHT = frozenset({State.SENDING, State.UNSETTLED})
FINAL = frozenset({State.READ, State.SKIPPED, State.FAILED, State.UNDELIVERED})


def sources(actor: Mover, new: State) -> set[State]:
    """The states from which `actor` may move a text to `new`."""
    return {old for old, news in MOVES[actor].items() if new in news}
