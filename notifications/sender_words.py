"""What a stopped sender and a refused first text mean, in sentences that say what to do."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.models import Message
from notifications.providers import twilio_setup
from notifications.providers.base import Family, Finding, ProviderError, Trouble
from notifications.states import Channel

TROUBLES: dict[Trouble, Promise] = {
    Trouble.ACCOUNT: _(
        "The provider does not know the account or its token. Check TWILIO_ACCOUNT_SID and "
        "TWILIO_AUTH_TOKEN, start the product again, then resume."
    ),
    Trouble.SUSPENDED: _(
        "The provider has suspended the account, often because its credit is used up. The notice "
        "in the provider's console says more. Resume when that is settled."
    ),
    Trouble.SENDER: _(
        "Texts may not leave from this number or service. Check that it belongs to the account "
        "and can send texts, then resume."
    ),
    Trouble.REGISTRATION: _(
        "Carriers refuse texts from this sender, as it is not registered with them. Finish the "
        "registration in the provider's console, then resume."
    ),
    Trouble.CALLBACK: _(
        "The provider refuses our public address. PUBLIC_BASE_URL must be an address the internet "
        "can reach. Change it, start the product again, then resume."
    ),
    Trouble.TRIAL: _(
        "A trial account may only text numbers that are verified in the provider's console."
    ),
    Trouble.OTHER: _(
        "The provider refuses this sender. Its console explains the code. Mend that, then resume."
    ),
}
REFUSALS: dict[Family, Promise] = {
    Family.OPTED_OUT: _("This number asked for no texts. Text START from it first."),
    Family.WRONG_NUMBER: _("The provider says that this number can't get texts."),
    Family.PICTURE: _("The provider can't use the photo. The checks above may say why."),
    Family.CONTENT: _("The provider refused this text. Its console explains the code."),
    Family.DAILY_CAP: _("The day's limit of texts is reached. Try again tomorrow."),
    Family.AMBIGUOUS: _(
        "The provider gave no clear answer: the text may still come. Wait a minute before you "
        "try again."
    ),
}
FINDINGS: dict[Finding, Promise] = {
    Finding.FOUND: _("The provider knows this sender."),
    Finding.UNKNOWN: _("This number or service is not on the account. Check how it is written."),
    Finding.TRIAL: _(
        "This is a trial account: it texts verified numbers only and puts its own words in front. "
        "Upgrade it before customers get texts."
    ),
    Finding.WITHOUT_NUMBERS: _("The messaging service has no number yet. Add one to it."),
    Finding.WITHOUT_PICTURES: _("No number here can send pictures. Customers get a link instead."),
    Finding.ANSWERS_ELSEWHERE: _(
        "Customers' answers do not come here. Set the address below for incoming messages."
    ),
    Finding.CALLS_ELSEWHERE: _(
        "Calls to this number do not come here, so nobody answers them. Set the address below for "
        "incoming calls."
    ),
    Finding.REGISTERED: _("It is registered for texts to the US."),
    Finding.IN_REVIEW: _("Its registration for texts to the US is in review."),
    Finding.NOT_REGISTERED: _(
        "It is not registered for texts to the US: carriers will refuse them. Register your brand "
        "and a campaign in the provider's console."
    ),
    Finding.REGISTRATION_REFUSED: _(
        "Its registration for texts to the US was refused. The provider's console says why."
    ),
    Finding.REGISTRATION_UNSEEN: _(
        "Whether a single number is registered for texts to the US can't be seen from here. Put it "
        "into a messaging service and set TWILIO_MESSAGING_SERVICE_SID, or look in the console."
    ),
}
ON_ITS_WAY = _("The text is on its way.")
STOPPED = _("The text waits, as its sender is stopped. It goes out when the sender is resumed.")
HELD = _("The text waits, as the day's limit is reached. It goes out when that is over.")
BUSY = _("The provider could not take the text now. Try again in a minute.")


def trouble(code: str) -> Promise:
    """Why a sender with this `stopped_code` is stopped, and what to do."""
    return TROUBLES[twilio_setup.trouble(code)]


def refusal(error: ProviderError) -> Promise:
    """Why the provider did not take a text that a person is waiting for."""
    known = twilio_setup.trouble(error.code)
    if error.family == Family.SET_UP or known != Trouble.OTHER:
        return TROUBLES[known]
    return REFUSALS.get(error.family, BUSY)


def what_becomes(message: Message, now: datetime, otherwise: Promise | str = ON_ITS_WAY) -> str:
    """What to say to a person who has just sent this: `otherwise`, unless it has to wait."""
    sender = message.sender
    if message.channel == Channel.EMAIL:
        return str(otherwise)
    is_held = sender.held_until is not None and sender.held_until > now
    return str(STOPPED if sender.stopped_code else HELD if is_held else otherwise)
