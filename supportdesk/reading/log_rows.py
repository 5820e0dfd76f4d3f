"""Rows of the gateway's log as its console API gives them (gateway.md 1, 4, 8).

For the splitter (all three row readers have the same two functions):

- `recognise_json(value) -> str | None`: 'log_rows' when the value is a log row, a list of log rows, or one of the
  envelopes around them (bare array; `{success, message, data: […]}`; `{…, data: {page, page_size, total, items}}`);
  None otherwise. Cheap: looks at the first row only.
- `read_json(value, view, *, complete=True) -> list[Piece]`: the pieces. `view` is the view that `value` was parsed
  from (its spans are source spans; the view is needed to read `other`, a JSON string, with right places); `complete`
  is what the JSON parser said. A list gives a piece of kind 'listing' first (readings: listing_total where stated,
  listing_complete where it follows) and then one piece of kind 'log_row' a row, whose `inside` is 0. A single row gives
  one piece. `inside` counts within the returned list; whoever appends the pieces to others adds the offset.

Ask `log_rows` before `tasks`, and both before the answers.
"""
