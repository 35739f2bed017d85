"""The bot, with the real discord.py against the stand-in over a real WebSocket."""

import warnings

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.13 drops; here warnings are errors.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord  # noqa: F401
