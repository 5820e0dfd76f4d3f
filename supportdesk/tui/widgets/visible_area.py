"""A text area that draws every hostile character as a visible one and keeps what it stands for."""

from __future__ import annotations

from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.widgets import TextArea

from supportdesk.tui.widgets.paste_document import PasteDocument


class VisibleArea(TextArea):
    """An editor whose document is a PasteDocument, however its text is loaded."""

    def show_document(self, document: PasteDocument) -> None:
        """Show a document from its beginning, with nothing to undo."""
        self.history.clear()
        self.document = document
        self.wrapped_document = WrappedDocument(document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()
        self.refresh(layout=True)

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002 - Textual's signature
        """Let Textual's own ways of loading a text make a PasteDocument, too."""
        self.show_document(PasteDocument(text))


def masked(text: str) -> str:
    """Return a pasted text as it is shown: cleaned, with secrets masked."""
    from supportdesk.masking import mask

    return mask(cleaned(text))[0]


def cleaned(text: str) -> str:
    """Return a pasted text with line feeds as line ends (terminals send carriage returns) and no lone surrogates."""
    from supportdesk.diagnosing import readable

    return readable(text.replace("\r\n", "\n").replace("\r", "\n"))
