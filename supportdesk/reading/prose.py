"""What the customer states in prose, in Chinese and English (origin 'prose').

For the splitter: `read_prose(view) -> list[Piece]`: at most one piece of kind 'prose' for the view, which is what is left
of the paste when everything technical is cut out (more text does no harm). Spans are source spans.
"""
