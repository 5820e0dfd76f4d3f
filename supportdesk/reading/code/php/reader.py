"""Reading PHP: the requests that a piece of PHP text sends, found without running it.

The text may stand in a page, lack its `<?php`, be broken or cut off; what can be read of it is read, and `complete`
says whether that was all.
"""

from __future__ import annotations

from supportdesk.reading.code.php.text import closers, softened
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

PAGE = Grammar("tree_sitter_php", closers, "language_php", softened)
"""The grammar of a text in which `<?php` begins the program."""
ALONE = Grammar("tree_sitter_php", closers, "language_php_only", softened)
"""The grammar of a program without `<?php`."""


def read(view: View) -> CodeReading:
    """Read what a piece of PHP text sends; never raises for any text."""
    from supportdesk.reading.code.php.dialect import make, prepare
    from supportdesk.reading.code.php.lowering import Lowering

    is_page = any(sign in view.text for sign in ("<?php", "<?PHP", "<?=", "<?\n"))
    return read_program(view, PAGE if is_page else ALONE, Lowering, make(), prepare)
