"""Where keys are looked for, in which order, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from supportdesk.errors import InputError, SettingsError
from supportdesk.gateway.accounts import find_account, gateway_accounts, secret_of, variable_of
from supportdesk.settings import load_settings

TEXT = """
[gateways."my work"]
url = "https://api.example.com/v1"
contract = "apimart"
user = "42"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "settings.toml").write_text(TEXT, encoding="utf-8")
    monkeypatch.delenv("SUPPORTDESK_KEY_MY_WORK", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return tmp_path


def test_the_sandbox_comes_first_and_others_are_named(folder: Path) -> None:
    settings = load_settings(str(folder / "settings.toml"))
    assert [(one.name, one.contract, one.user) for one in gateway_accounts(settings)] == [
        ("sandbox", "toapis", None),
        ("my work", "apimart", "42"),
    ]
    with pytest.raises(InputError, match="nowhere") as refused:
        find_account(settings, "nowhere")
    assert "my work" in str(refused.value.hint)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others out by other means than these bits")
def test_keys_come_from_the_environment_or_a_file_that_only_its_owner_reads(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = find_account(load_settings(str(folder / "settings.toml")), "my work")
    with pytest.raises(InputError) as refused:
        secret_of(account, "key", str(folder))
    assert variable_of("my work", "key") == "SUPPORTDESK_KEY_MY_WORK"
    assert "SUPPORTDESK_KEY_MY_WORK" in str(refused.value.hint)
    (folder / "keys").mkdir()
    file = folder / "keys" / "my work"
    file.write_text("sk-ofAFile\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(InputError, match="others may read"):
        secret_of(account, "key", str(folder))
    file.chmod(0o600)
    assert secret_of(account, "key", str(folder)) == "sk-ofAFile"
    monkeypatch.setenv("SUPPORTDESK_KEY_MY_WORK", "sk-ofTheEnvironment")
    assert secret_of(account, "key", str(folder)) == "sk-ofTheEnvironment"
    with pytest.raises(InputError):
        secret_of(account, "access", str(folder))


@pytest.mark.parametrize(
    "text", ['[gateways.a]\nkey = "sk-x"\nurl = "https://x"', "[gateways]\na = 1", "[gateways.a]\ncontract = 'x'"]
)
def test_a_key_never_stands_in_the_settings(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        load_settings(str(file))
