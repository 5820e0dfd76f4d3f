"""The file: two processes, a kill in the middle, a full disk, and files that are refused and left as they were."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from supportdesk.casebook import Casebook, refusals, schema
from supportdesk.casebook import store as store_module
from supportdesk.errors import CasebookError
from supportdesk.source import Source
from tests import canned
from tests.casebook.conftest import Filing

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from supportdesk.casebook import Casebook
from supportdesk.source import Source
from tests import canned
with Casebook(sys.argv[1]) as book:
    for turn in range(int(sys.argv[2])):
        case = book.save(canned.diagnosis(), [Source(f"paste {turn} " + "余额" * 2000)])
        print(case.number, flush=True)
        print(book.add_note(case.number, f"note {turn}", case.revision).number, flush=True)
"""


def writer(path: str, turns: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, path, str(turns)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_the_file_is_the_owners_alone(book: Casebook, path: str) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such modes")
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "a" / "b" / "cases.db")) as book:
        assert book.list() == []


def test_the_settings_of_the_connection(book: Casebook, path: str) -> None:
    values = {
        name: book._store.rows(f"PRAGMA {name}")[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert [next(iter(value.values())) for value in values.values()] == ["wal", 2, 1, 5000]


def test_migrations_are_recorded_by_name(book: Casebook) -> None:
    assert [row["name"] for row in book._store.rows("SELECT name FROM _sqlite_migrations")] == list(schema.KNOWN)
    assert [migration.name for migration in schema.migrations().pending(book._store._db)] == []


def test_a_failed_migration_leaves_nothing(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_SEARCH", "CREATE TABLE broken (")
        with pytest.raises(sqlite3.Error):
            Casebook(path)
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT name FROM sqlite_master").fetchall() == []
    plain.close()
    with Casebook(path) as book:
        assert book.list() == []


@pytest.mark.parametrize("table", ["timeline", "verdicts", "sources"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id + 100"])
def test_history_only_grows(book: Casebook, file: Filing, table: str, change: str) -> None:
    file()
    with pytest.raises(sqlite3.IntegrityError, match="only grows"), book._store.write() as db:
        db.execute(change.format(table))


def test_a_case_that_is_pointed_to_cannot_be_deleted(book: Casebook, file: Filing) -> None:
    file()
    with pytest.raises(sqlite3.IntegrityError), book._store.write() as db:
        db.execute("DELETE FROM cases")


def test_an_exception_in_a_write_leaves_no_trace(book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    from supportdesk.casebook import index

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(index, "add", fail)
        with pytest.raises(RuntimeError):
            book.save(canned.diagnosis(), [Source("x")])
    assert book.list() == []
    assert book._store.rows("SELECT * FROM timeline") == []
    assert book.save(canned.diagnosis(), [Source("x")]).number == 1


def test_two_processes_make_one_casebook_at_once(path: str) -> None:
    running = [writer(path, 8) for _ in range(2)]
    numbers = [int(line) for process in running for line in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in running] == [0, 0]
    assert sorted(numbers[::2]) == list(range(1, 17))
    with Casebook(path) as book:
        assert [(row.number, row.revision) for row in book.list()] == [(number, 2) for number in range(16, 0, -1)]


@pytest.mark.parametrize("delay_ms", [0, 3, 11, 24, 40])
def test_a_kill_loses_nothing_that_was_acknowledged(path: str, delay_ms: int) -> None:
    with writer(path, 1000) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(6)]
        time.sleep(delay_ms / 1000)
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        acknowledged += process.stdout.readlines()
    whole = [int(line) for line in acknowledged if line.endswith("\n")]
    assert len(whole) >= 6
    with Casebook(path) as book:
        assert book._store.rows("PRAGMA integrity_check")[0] == {"integrity_check": "ok"}
        for number in set(whole):
            case = book.get(number)
            assert case.diagnosis == canned.diagnosis()
            assert case.revision >= whole.count(number)
        assert len(book.search("余额", limit=2000)) >= len(set(whole))
        assert book.save(canned.diagnosis(), [Source("x")]).number > max(whole)


def test_threads_may_share_a_casebook(book: Casebook) -> None:
    threads = [
        threading.Thread(target=lambda: [book.save(canned.diagnosis(), [Source("x")]) for _ in range(5)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.number for row in book.list()] == list(range(20, 0, -1))


def test_a_writer_that_does_not_end_is_named(
    book: Casebook, file: Filing, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file()
    monkeypatch.setattr(store_module, "BUSY_TIMEOUT_S", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Casebook(path) as second:
        assert len(second.list()) == 1
        with pytest.raises(CasebookError, match="being written by another program; nothing was changed"):
            second.add_note(1, "x", 1)
    other.rollback()
    other.close()


def test_a_full_disk_keeps_all_earlier_cases(book: Casebook, file: Filing) -> None:
    for _ in range(3):
        file()
    pages = book._store.rows("PRAGMA page_count")[0]["page_count"]
    book._store.rows(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(CasebookError, match="no room left"):
        file("x" * 100_000)
    assert len(book.list()) == 3
    assert book.get(3).sources == [("paste", canned.PASTE)]
    book._store.rows(f"PRAGMA max_page_count = {pages + 1000}")
    assert file("x" * 100_000).number == 4


@pytest.mark.parametrize(
    "content", [b"this is no database, but a letter " * 50, b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 4080]
)
def test_a_file_that_is_no_database_is_left_as_it_is(path: str, content: bytes) -> None:
    Path(path).write_bytes(content)
    with pytest.raises(CasebookError, match=r"damaged or no casebook; it was left as it is"):
        Casebook(path)
    assert Path(path).read_bytes() == content


def test_a_damaged_page_is_a_sentence_and_the_file_stays(path: str) -> None:
    with Casebook(path) as book:
        for _ in range(30):
            book.save(canned.diagnosis(), [Source(canned.PASTE * 20)])
    data = bytearray(Path(path).read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 200] = b"\xa5" * 200
    Path(path).write_bytes(data)
    with pytest.raises(CasebookError, match="damaged"), Casebook(path) as book:
        book.save(canned.diagnosis(), [Source("x")])
    assert Path(path).read_bytes() == bytes(data)


def test_a_newer_schema_is_left_as_it_is(path: str) -> None:
    with Casebook(path) as book, book._store.write() as db:
        db.table("_sqlite_migrations").insert(
            {"migration_set": schema.MIGRATION_SET, "name": "0002_later", "applied_at": "2027"}
        )
    before = Path(path).read_bytes()
    with pytest.raises(CasebookError, match="newer version of supportdesk"):
        Casebook(path)
    assert Path(path).read_bytes() == before


def test_another_programs_database_is_left_as_it_is(path: str) -> None:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE bookmarks (url)")
    plain.commit()
    plain.close()
    before = Path(path).read_bytes()
    with pytest.raises(CasebookError, match="another program"):
        Casebook(path)
    assert Path(path).read_bytes() == before


def test_a_folder_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="cannot be opened"):
        Casebook(str(tmp_path))


def test_a_file_in_the_folders_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CasebookError, match="cannot be opened"):
        Casebook(str(tmp_path / "file" / "cases.db"))


READER = """
import os, sys
import sqlite_utils, sqlite_utils.migrations
from supportdesk import masking
from supportdesk.casebook import Casebook
from supportdesk.errors import CasebookError
masking.mask("x")
if os.geteuid() == 0:  # the superuser may write everything: be the overflow user
    os.setgid(65534)
    os.setuid(65534)
with Casebook(sys.argv[1]) as book:
    print(len(book.list()))
    try:
        book.add_note(1, "x", 1)
    except CasebookError as refused:
        print(refused.message)
"""


@pytest.mark.parametrize("folder_mode", [0o777, 0o555])
def test_a_file_that_may_only_be_read_is_read_and_refuses_changes(folder_mode: int) -> None:
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows has no such modes")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.db"
        with Casebook(str(path)) as book:
            book.save(canned.diagnosis(), [Source("x")])
        path.chmod(0o444)
        Path(folder).chmod(folder_mode)
        command = [sys.executable, "-c", READER, str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        Path(folder).chmod(0o755)
    lines = done.stdout.splitlines()
    assert lines[:1] == ["1"], done.stderr
    assert "can only be read" in lines[1]


def test_an_sqlite_without_trigrams_is_named(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    with pytest.raises(CasebookError, match=r"needs 3\.34"):
        Casebook(path)
    assert not Path(path).exists()


MOUNTS = """/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/home /home/agents nfs4 rw 0 0
//win/share /mnt/My\\040Share cifs rw 0 0
/dev/sdb1 /home/agents/local xfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/cases.db", "ext4"),
        ("/home/agents/cases.db", "nfs4"),
        ("/home/agentsmith/cases.db", "ext4"),
        ("/home/agents/local/cases.db", "xfs"),
        ("/mnt/My Share/cases.db", "cifs"),
    ],
)
def test_the_mount_of_a_path_is_found(path: str, kind: str) -> None:
    assert refusals.mount_type(path, refusals.parse_mounts(MOUNTS)) == kind


def test_a_network_folder_is_refused_and_no_file_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("the mounts of Linux are replaced here")
    real = os.path.realpath(tmp_path)
    monkeypatch.setattr(refusals, "_linux_mounts", lambda: [("/", "ext4"), (real, "nfs4")])
    with pytest.raises(CasebookError, match="network folder"):
        Casebook(str(tmp_path / "cases.db"))
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_our_own_sql_is_no_refusal(book: Casebook) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        book._store.rows("SELECT * FROM nowhere")
