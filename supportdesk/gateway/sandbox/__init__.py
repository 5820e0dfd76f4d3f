"""A gateway on loopback to rehearse with: real shapes, real mistakes, and books that balance.

It repeats what gateway.md and toapis.md say of such gateways: how tasks run (3), which paths answer what (4), with
which errors (5), and what is booked and charged (1, 2). Nothing is generated: answers are short fixed texts and links
to small files of its own. Its state lives in one SQLite database.

`settings` what it is started with · `books` users, keys, tasks and log rows · `tariff` what a call costs ·
`faults` failures on order · `tasks` how a task runs and ends · `shown` the shapes of rows and tasks ·
`refusals` the shapes of errors · `relay`, `submit`, `console` the handlers · `server` the application.
"""
