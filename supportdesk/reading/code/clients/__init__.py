"""Client libraries: what a call on one of them sends. One module a family; a family serves libraries alike in kind."""
