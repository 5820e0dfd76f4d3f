"""A headless Chromium with a profile of its own, by Selenium."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,860",
)  # fmt: skip

COLLECT = """
(() => {
  const Real = window.WebSocket;
  window.seen = "";
  window.WebSocket = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => {
        if (typeof event.data !== "string") window.seen += new TextDecoder().decode(event.data);
      });
    }
  };
})();
"""
"""Run before the page's own scripts: keeps what the screen sends, which a canvas shows and no element holds."""

PASTE = """
const data = new DataTransfer();
data.setData("text/plain", arguments[0]);
const how = {clipboardData: data, bubbles: true, cancelable: true};
document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
"""


@contextmanager
def chromium(folder: Path) -> Iterator[Any]:
    """Give a driver whose profile and downloads lie in `folder`; skip where there is no Chromium."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
    from selenium.webdriver.chrome.service import Service

    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver_binary = shutil.which("chromedriver")
    if binary is None or driver_binary is None:
        pytest.skip("no Chromium with its chromedriver is installed")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    (folder / "downloads").mkdir()
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "downloads")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_binary))
    try:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": COLLECT})
        yield driver
    finally:
        driver.quit()


def until(holds: Callable[[], Any], seconds: float = 60) -> Any:
    """Return what `holds` gives once it is true; fail after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def shown(driver: Any) -> str:
    """Return everything that the screen has sent so far, without its control sequences."""
    import re

    return re.sub(
        r"\x1b(?:\[[0-9;?]*[a-zA-Z]|\][^\x07\x1b]*(?:\x07|\x1b\\))", "", driver.execute_script("return window.seen")
    )


def press(driver: Any, *keys: str) -> None:
    """Press keys, such as 'ctrl+s' or 'x'."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    held = {"ctrl": Keys.CONTROL, "alt": Keys.ALT}
    for key in keys:
        *modifiers, last = key.split("+")
        chain = ActionChains(driver)
        for name in modifiers:
            chain = chain.key_down(held[name])
        chain = chain.send_keys(getattr(Keys, last.upper()) if len(last) > 1 else last)
        for name in modifiers:
            chain = chain.key_up(held[name])
        chain.perform()


def hosts(driver: Any) -> set[str]:
    """Return the hosts of every web address that the browser's page has asked for."""
    from urllib.parse import urlsplit

    asked = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    addresses = [
        one["params"].get("request", {}).get("url") or one["params"].get("url", "")
        for one in asked
        if one["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated")
    ]
    return {urlsplit(one).netloc for one in addresses if one.startswith(("http", "ws"))}
