"""Reading one request definition from its file (the index in the cache knows which)."""

from __future__ import annotations

import json
from typing import Any

from supportdesk.errors import RulesError
from supportdesk.i18n import gettext


def load_definition(file: str) -> dict[str, Any]:
    """Return the definition at a path below rules/, the operator's own file before ours.

    The result is the envelope of rules/requests/envelope.schema.json. Raises RulesError when the file is missing or
    is no JSON object.
    """
    from supportdesk.paths import rules_file

    path = rules_file(file)
    try:
        with open(path, encoding="utf-8") as stream:
            definition = json.load(stream)
    except OSError as problem:
        raise RulesError(
            gettext("the definition cannot be read: {strerror}").format(strerror=problem.strerror), file
        ) from problem
    except ValueError as problem:
        raise RulesError(gettext("the definition is no JSON: {problem}").format(problem=problem), file) from problem
    if not isinstance(definition, dict):
        raise RulesError(gettext("the definition is no JSON object"), file)
    return definition
