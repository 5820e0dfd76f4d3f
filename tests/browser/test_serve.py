"""`supportdesk serve` in a real browser: paste, verdict, save, export, a file handed in; nothing without the token."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import PASTE, chromium, hosts, press, shown, until
from tests.serving.served import Served, served

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
pytestmark = pytest.mark.slow

TICKET = """curl https://toapis.com/v1/chat/completions -H 'Authorization: Bearer sk-Br0wserTestKeyThatIsFake77' \\
  -d '{"model": "gemini_omni", "messages": [{"role": "user", "content": "一只猫 a cat"}]}'

{"error": {"message": "invalid api type: -1", "type": "new_api_error"}}
客户说：为什么一直失败？
"""
STARTED = "return document.body?.classList.contains('-first-byte')"
FOCUSED = "return document.activeElement?.className.startsWith('xterm')"
VERDICT = "Chat was used for the video model gemini_omni"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[tuple[Any, Served]]:
    with served(tmp_path) as server, chromium(tmp_path) as driver:
        driver.get(server.printed)
        until(lambda: driver.current_url == server.address + "/")
        until(lambda: driver.execute_script(STARTED))
        until(lambda: "Paste a ticket" in shown(driver))
        until(lambda: driver.execute_script(FOCUSED))
        yield driver, server


def rows(server: Served) -> list[tuple[Any, ...]]:
    path = server.folder / "cases.db"
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT number, cause FROM cases").fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()


def picture(driver: Any, name: str) -> None:
    """Keep a picture where SUPPORTDESK_PICTURES names a folder: docs/serve.png is one."""
    folder = os.environ.get("SUPPORTDESK_PICTURES")
    if folder:
        driver.save_screenshot(str(Path(folder) / name))


def test_from_a_paste_to_a_saved_and_exported_case(page: tuple[Any, Served]) -> None:
    driver, server = page
    driver.execute_script(PASTE, TICKET)
    until(lambda: VERDICT in shown(driver))
    assert "Br0wserTestKey" not in shown(driver)
    press(driver, "ctrl+s")
    assert until(lambda: rows(server)) == [(1, "endpoint.chat-for-media")]
    until(lambda: "Saved as case 1" in shown(driver))
    picture(driver, "serve.png")
    press(driver, "ctrl+o")
    until(lambda: "f7 Export" in shown(driver))
    press(driver, "f7")
    until(lambda: "Write the cases that are shown to which file?" in shown(driver))
    picture(driver, "serve-export.png")
    press(driver, "enter")
    exported = server.folder / "downloads" / "cases.csv"
    until(exported.exists)
    text = until(lambda: exported.read_text(encoding="utf-8-sig"))
    assert "endpoint.chat-for-media" in text
    assert "Br0wserTestKey" not in text
    assert not (Path.cwd() / "cases.csv").exists()
    assert hosts(driver) == {server.address.removeprefix("http://")}
    faults = [line for line in driver.get_log("browser") if line["level"] == "SEVERE"]
    assert faults == []


def test_a_file_that_is_chosen_is_read(page: tuple[Any, Served]) -> None:
    driver, server = page
    ticket = server.folder / "ticket 工单.txt"
    ticket.write_text(TICKET, encoding="utf-8")
    driver.find_element("id", "file").send_keys(str(ticket))
    until(lambda: VERDICT in shown(driver))
    assert "ticket 工单.txt" in driver.find_element("id", "told").text


def test_what_is_copied_reaches_the_browsers_clipboard(page: tuple[Any, Served]) -> None:
    driver, server = page
    driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"origin": server.address, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    driver.execute_script(PASTE, TICKET)
    until(lambda: VERDICT in shown(driver))
    press(driver, "ctrl+r")
    until(lambda: "The reply is copied" in shown(driver))
    driver.execute_script("document.body.insertAdjacentHTML('beforeend', '<textarea id=probe></textarea>')")
    driver.find_element("id", "probe").click()
    press(driver, "ctrl+v")
    assert "gemini_omni" in until(lambda: driver.find_element("id", "probe").get_attribute("value"))


def test_without_the_token_nothing_is_served(tmp_path: Path) -> None:
    with served(tmp_path) as server, chromium(tmp_path) as driver:
        for path in ("/", "/?token=guess", "/static/js/textual.js", "/page/page.js", "/download/x"):
            driver.get(server.address + path)
            assert "Open the address that" in driver.find_element("tag name", "body").text
            assert driver.get_cookies() == []
        opened = driver.execute_async_script(
            "const done = arguments[arguments.length - 1], socket = new WebSocket(arguments[0]);"
            "socket.onopen = () => done('open'); socket.onerror = () => done('refused');",
            server.address.replace("http", "ws") + "/ws/" + "a" * 22,
        )
        assert opened == "refused"


def test_a_page_ends_with_its_session_and_says_so_in_chinese(tmp_path: Path) -> None:
    with served(tmp_path, SUPPORTDESK_LANG="zh") as server, chromium(tmp_path) as driver:
        driver.get(server.printed)
        until(lambda: driver.current_url == server.address + "/")
        until(lambda: driver.execute_script(STARTED))
        until(lambda: driver.execute_script(FOCUSED))
        assert "提交文件" in driver.find_element("id", "upload").text
        until(lambda: "粘贴" in shown(driver))
        picture(driver, "serve-zh.png")
        press(driver, "ctrl+q")
        until(lambda: driver.find_element("id", "ended").is_displayed())
        assert "会话已结束" in driver.find_element("id", "ended").text
