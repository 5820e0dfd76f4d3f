"""`python -m supportdesk` is the program `supportdesk`."""

from supportdesk.cli.main import main

main()
