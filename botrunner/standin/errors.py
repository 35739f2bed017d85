"""Discord's error answers: an HTTP status, a code and a message."""


class ApiError(Exception):
    """The REST side answers with it; in Python it is raised."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} (code {code}): {message}")
        self.status = status
        self.code = code
        self.message = message


def unknown(what: str, code: int) -> ApiError:
    return ApiError(404, code, f"Unknown {what}")


def unknown_channel() -> ApiError:
    return unknown("Channel", 10003)


def unknown_guild() -> ApiError:
    return unknown("Guild", 10004)


def unknown_message() -> ApiError:
    return unknown("Message", 10008)


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def invalid_form(why: str) -> ApiError:
    return ApiError(400, 50035, f"Invalid Form Body: {why}")
