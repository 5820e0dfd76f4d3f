"""What a reader of program text gives: the requests that the text sends, and what it could not read."""

from __future__ import annotations

from supportdesk.reading.evidence import NotRead, Reading, Request


class CodeReading:
    """The reading of one piece of program text.

    `requests` stand in the order of sending. `readings` are facts of the code that belong to no request: sdk,
    sdk_version, language, runtime, reads_result_from_submit, parses_stream_as_json, retries, timeout_s, proxy_url_set.
    `not_read` are the places that the reader did not understand. `complete` says that the text was read to its end, so
    that an absent header, field or call proves an absence.
    """

    __slots__ = ("complete", "not_read", "readings", "requests")

    def __init__(
        self,
        requests: list[Request] | None = None,
        readings: list[Reading] | None = None,
        not_read: list[NotRead] | None = None,
        *,
        complete: bool = True,
    ) -> None:
        self.requests = requests if requests is not None else []
        self.readings = readings if readings is not None else []
        self.not_read = not_read if not_read is not None else []
        self.complete = complete
