"""Multipart bodies as fields and files, read with the standard library's mail parser."""

from __future__ import annotations

from supportdesk.gateway.sandbox.exchange import Upload


def read_form(data: bytes, content_type: str) -> dict[str, str | Upload]:
    """Return the fields of a multipart/form-data body by name; a body that is none gives no fields."""
    from email import policy
    from email.parser import BytesParser

    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", errors="replace")
    message = BytesParser(policy=policy.HTTP).parsebytes(head + data)
    form: dict[str, str | Upload] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        filename = part.get_filename()
        if filename is None:
            form[name] = content.decode("utf-8", errors="replace")
        else:
            form[name] = Upload(filename, part.get_content_type(), len(content))
    return form
