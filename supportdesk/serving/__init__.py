"""`supportdesk serve`: the screen in a browser, by textual-serve behind a token (extra `web`)."""
