"""How a service says no: in words for the person, naming the field."""


class ServiceError(Exception):
    """Something a service won't do; `field` names the input at fault."""

    def __init__(self, message: object, *, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class InvalidError(ServiceError):
    """The input itself can't be right."""


class ConflictError(ServiceError):
    """The input is fine, but not beside what is there already."""


class StaleError(ConflictError):
    """Somebody else changed it since it was read."""
