"""One interpreter for the event loop and the writer: the loop must not wait for its turn."""

import gc
import sys

# Python: a thread that computes keeps the interpreter for so long while another asks for it. The
# loop asks anew after each read of a socket, so that its usual 5 ms add up.
TURN_SECONDS = 0.0005


def share_interpreter() -> None:
    """Call it when the rules are loaded: a search for garbage would walk them all each time."""
    sys.setswitchinterval(TURN_SECONDS)
    gc.collect()
    gc.freeze()
