"""Task records of the gateway as its console API gives them (gateway.md 3), Midjourney records included.

`recognise_json(value) -> str | None` ('task_rows') and `read_json(value, view, *, complete=True) -> list[Piece]` as in
`log_rows`; the pieces are of kind 'task_row' (and 'listing'). A poll answer (`{task_id, status, …}` without the record's
own columns such as platform, quota, channel_id or submit_time) is no task record: the answers' reader takes it.
"""
