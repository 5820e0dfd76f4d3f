"""The request of a rehearsal as code to run in production: one template a language, values written as literals.

Every program takes the key from the environment, submits once, repeats only what the gateway refused for its rate or
a fault of its own (429 after Retry-After or 1, 2, 4 s; 500 and 503 shortly), never a submit whose answer was lost,
follows the task by its id at the documented pace, and says what it knows when it gives up (the guide's table of
errors).
"""

from __future__ import annotations

from supportdesk.render.handoff.writing import LANGUAGES, Handoff, handoff, write

__all__ = ["LANGUAGES", "Handoff", "handoff", "write"]
