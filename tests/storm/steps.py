"""The steps at which a bot dies, by name; known here, patched from outside by `entry`."""

# Of the alert's path, in its order; then of recording, and of what else the bot does on Discord.
ALERT_STEPS = (
    "before the claim's commit",
    "after the claim's commit",
    "before the send",
    "after the send",
    "before the sent row's commit",
    "after the sent row's commit",
    "before the edit",
    "after the edit",
)
OTHER_STEPS = (
    "before a batch's commit",
    "after a batch's commit",
    "before a mark",
    "after a mark",
    "before a page of history",
    "after a page of history",
)
STEPS = (*ALERT_STEPS, *OTHER_STEPS)
STEP, COUNT = "STORM_STEP", "STORM_COUNT"
