"""The shapes of the live page and of signing in."""

from rest_framework import serializers

from monitoring.api.shapes import MomentField, Shape

BOT_STATES = ("connected", "catching_up", "silent", "never")
SERVER_STATES = ("connected", "catching_up", "unavailable", "missing", "off")
STEP_STATUSES = ("sent", "due", "failed", "unknown", "skipped", "planned")
CLOSED_STATUSES = ("answered", "cancelled", "dismissed", "expired")
FEED_KINDS = (
    "answer",
    "message",
    "reply",
    "reaction",
    "verification",
    "alert",
    "dismissed",
    "report",
)


class BotSerializer(Shape):
    state = serializers.ChoiceField(BOT_STATES)
    seen_at = MomentField(allow_null=True)
    catching_up = serializers.ListField(child=serializers.CharField(), help_text="Guild ids.")


class LimitsSerializer(Shape):
    good_seconds = serializers.IntegerField()
    poor_seconds = serializers.IntegerField()
    first_step_seconds = serializers.IntegerField()
    expire_seconds = serializers.IntegerField()
    service_level_target = serializers.IntegerField(help_text="Per cent.")


class HourSerializer(Shape):
    hour = serializers.IntegerField(help_text="Local hour, 0 to 23.")
    in_time = serializers.IntegerField()
    late = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Open, or closed without an answer.")


class TodaySerializer(Shape):
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    in_time = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Answered, but not within the good limit.")
    unanswered = serializers.IntegerField(help_text="Expired.")
    waiting = serializers.IntegerField(help_text="Asked today and still open.")
    open = serializers.IntegerField(help_text="All who wait now, whenever they asked.")
    claimed = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Open for as long as the first step, or longer.")
    service_level = serializers.IntegerField(allow_null=True, help_text="Per cent.")
    service_level_of = serializers.IntegerField()
    median_seconds = serializers.IntegerField(allow_null=True)
    median_over_seconds = serializers.IntegerField(
        allow_null=True, help_text="The median is censored: longer than this."
    )
    p90_seconds = serializers.IntegerField(allow_null=True)
    p90_over_seconds = serializers.IntegerField(allow_null=True)
    curators = serializers.IntegerField(help_text="People who answered today.")
    hours = HourSerializer(many=True)


class NextAlertSerializer(Shape):
    at = MomentField()
    server = serializers.CharField()
    target = serializers.CharField(help_text="'' where nobody is tagged.")


class StepSerializer(Shape):
    due_at = MomentField()
    target = serializers.CharField(help_text="'' where nobody is tagged.")
    step = serializers.IntegerField()
    repetition = serializers.IntegerField()
    status = serializers.ChoiceField(STEP_STATUSES)
    retry_at = MomentField(allow_null=True, help_text="Of a send that failed.")
    is_next = serializers.BooleanField()


class OpenRequestSerializer(Shape):
    message_id = serializers.CharField()
    guild_id = serializers.CharField()
    server = serializers.CharField()
    channel_id = serializers.CharField()
    channel = serializers.CharField()
    author = serializers.CharField()
    author_id = serializers.CharField()
    asked_at = MomentField()
    text = serializers.CharField(help_text="Plain text, mentions as names.")
    url = serializers.CharField(help_text="The message on Discord.")
    rule = serializers.CharField()
    keyword = serializers.CharField()
    word = serializers.CharField()
    claimed_by = serializers.CharField(allow_null=True)
    claimed_at = MomentField(allow_null=True)
    hold_until = MomentField(allow_null=True)
    is_taken_back = serializers.BooleanField()
    is_sandbox = serializers.BooleanField(help_text="Counts in no figure.")
    history_unread = serializers.BooleanField()
    steps = StepSerializer(many=True)


class ClosedRequestSerializer(Shape):
    message_id = serializers.CharField()
    status = serializers.ChoiceField(CLOSED_STATUSES)
    by = serializers.CharField(allow_null=True)
    response_seconds = serializers.IntegerField(allow_null=True)


class ServerSerializer(Shape):
    guild_id = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(SERVER_STATES)
    is_sandbox = serializers.BooleanField()
    asked = serializers.IntegerField()
    in_time = serializers.IntegerField()
    late = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    missed = serializers.IntegerField(
        help_text="Unanswered, and open past the good limit: the rest of the service level."
    )
    waiting = serializers.IntegerField()
    longest_since = MomentField(allow_null=True)


class FeedItemSerializer(Shape):
    id = serializers.CharField()
    at = MomentField()
    kind = serializers.ChoiceField(FEED_KINDS)
    who = serializers.CharField(help_text="'' where nobody is behind it.")
    detail = serializers.CharField(help_text="The word, the channel or the reason.")
    server = serializers.CharField()
    seconds = serializers.IntegerField(allow_null=True, help_text="Of an answer.")
    number = serializers.IntegerField(
        allow_null=True, help_text="Tasks approved; an alert's repetition, 0 for the first send."
    )
    of = serializers.IntegerField(
        allow_null=True, help_text="Tasks reported; repetitions planned, null without end."
    )


class LiveSerializer(Shape):
    revision = serializers.IntegerField()
    now = MomentField(help_text="When the snapshot was computed.")
    valid_until = MomentField(help_text="Time alone changes it then: ask again without `after`.")
    zone = serializers.CharField()
    is_demo = serializers.BooleanField()
    bot = BotSerializer()
    limits = LimitsSerializer()
    today = TodaySerializer()
    next_alert = NextAlertSerializer(allow_null=True)
    open_requests = OpenRequestSerializer(many=True)
    open_count = serializers.IntegerField(help_text="All open; the list may be cut.")
    closed_requests = ClosedRequestSerializer(many=True, help_text="The latest, newest first.")
    servers = ServerSerializer(many=True)
    feed = FeedItemSerializer(many=True)


class SignInSerializer(Shape):
    is_demo = serializers.BooleanField()
    is_signed_in = serializers.BooleanField()


class LoginSerializer(Shape):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=4096, trim_whitespace=False, write_only=True)


class MeSerializer(Shape):
    id = serializers.CharField()
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(("owner", "head", "curator"))
    is_staff = serializers.BooleanField()
    is_demo = serializers.BooleanField()
