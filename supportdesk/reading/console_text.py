"""Log rows and task records as text copied from the console's tables, in both languages (gateway.md 1, 3, 7).

For the splitter: `read_text(view) -> list[tuple[int, int, Piece]]`: view offsets `[start, end)` of what the piece took
and the piece ('log_row', 'task_row', or 'listing' that holds rows; a row's `inside` is the position of its listing in the
returned list; a listing's own place overlaps its rows). Reads tables (tabs, two or more spaces or `|` between the
cells, with or without a header) and "label: value" blocks of one row. Lines that are no row are left alone, so the whole
paste may be given; JSON and code in it are better cut out before.
"""
