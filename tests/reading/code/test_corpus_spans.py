"""Over the corpus of snippets: every scalar of a request has its place, or says who added it."""

from __future__ import annotations

import pytest

from tests.corpus_paths import records
from tests.reading.code.spans import tally


@pytest.mark.slow
def test_every_scalar_has_a_place_or_says_who_added_it() -> None:
    counts, wrong = tally([record["code"] for record in records("request_code_dev.jsonl")[::6]])
    assert counts["nowhere"] == 0
    assert counts["literal"] > counts["computed"] > 0 < counts["added"]
    assert not wrong
