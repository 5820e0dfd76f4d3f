"""Rules are found in a checkout, an editable install and a wheel; the operator's own lie over them."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from supportdesk import paths
from supportdesk.errors import RulesError

ROOT = Path(__file__).resolve().parents[1]
WHERE = "from supportdesk.paths import shipped_rules; print(shipped_rules())"


def where(*, path: list[str], folder: Path) -> Path:
    """Return what a fresh interpreter finds that has no site packages but `path`."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    done = subprocess.run(
        [sys.executable, "-S", "-c", WHERE], capture_output=True, text=True, check=True, cwd=folder, env=environ
    )
    return Path(done.stdout.strip())


def test_rules_are_found_in_a_checkout(tmp_path: Path) -> None:
    assert where(path=[str(ROOT)], folder=tmp_path) == ROOT / "rules"


def test_rules_are_found_by_an_editable_install(tmp_path: Path) -> None:
    # what `pip install -e` leaves is a .pth line in site-packages that names the checkout
    site = tmp_path / "site"
    site.mkdir()
    (site / "_supportdesk.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    script = f"import site; site.addsitedir({str(site)!r}); {WHERE}"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )  # fmt: skip
    assert Path(done.stdout.strip()) == ROOT / "rules"


@pytest.mark.slow
def test_a_wheel_finds_its_rules_and_starts_from_the_shipped_cache(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the build backend is not installed")
    import zipfile

    script = (
        "import os, sys\nos.chdir(sys.argv[1])\n"
        "from hatchling.build import build_wheel\nprint(build_wheel(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(tmp_path)], capture_output=True, text=True, check=True
    )
    elsewhere = tmp_path / "elsewhere"
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        wheel.extractall(elsewhere)
    assert where(path=[str(elsewhere)], folder=tmp_path) == elsewhere / "supportdesk" / "rules"
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    load = (
        "import sys\nfrom supportdesk.judging.compile import load_knowledge\nknowledge = load_knowledge()\n"
        "print(len(knowledge.rules) > 20, [name for name in ('yaml', 'sqlglot', 'hashlib') if name in sys.modules])"
    )
    packages = sysconfig.get_paths()["platlib"]
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(elsewhere), packages]),
        "SUPPORTDESK_CACHE": str(blocked / "no"),
    }
    done = subprocess.run(
        [sys.executable, "-S", "-c", load], capture_output=True, text=True, check=True, cwd=tmp_path, env=environ
    )
    assert done.stdout.split(maxsplit=1) == ["True", "[]\n"]


def test_an_installation_without_rules_says_so(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="no rules"):
        paths.shipped_rules(str(tmp_path / "supportdesk"))


def test_the_operators_file_goes_before_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    assert paths.rules_folders() == [str(ROOT / "rules")]
    (tmp_path / "own" / "errors").mkdir(parents=True)
    (tmp_path / "own" / "errors" / "mine.yaml").write_text("", encoding="utf-8")
    assert paths.rules_folders() == [str(ROOT / "rules"), str(tmp_path / "own")]
    assert paths.rules_file("errors/mine.yaml") == str(tmp_path / "own" / "errors" / "mine.yaml")
    assert paths.rules_file("facts.yaml") == str(ROOT / "rules" / "facts.yaml")
    assert paths.rules_file("nothing.yaml") == str(ROOT / "rules" / "nothing.yaml")


def test_the_settings_name_the_operators_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPPORTDESK_RULES", raising=False)
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").write_text(f"rules_dir = {str(tmp_path / 'mine')!r}\n", encoding="utf-8")
    assert paths.own_rules() == str(tmp_path / "mine")


@pytest.mark.skipif(sys.platform != "linux", reason="the rule is that of Linux; platformdirs has the others")
@pytest.mark.parametrize("kind", ["cache", "config", "data"])
@pytest.mark.parametrize("chosen", [None, "/somewhere", "", "relative"])
def test_user_folders_are_those_of_platformdirs(
    kind: str, chosen: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import platformdirs

    variable = f"XDG_{kind.upper()}_HOME"
    monkeypatch.setenv("HOME", str(tmp_path))
    if chosen is None:
        monkeypatch.delenv(variable, raising=False)
    else:
        monkeypatch.setenv(variable, chosen)
    expected = getattr(platformdirs, f"user_{kind}_dir")("supportdesk", appauthor=False)
    if chosen == "relative":
        # the specification says that a relative path is to be ignored
        expected = str(
            tmp_path / {"cache": ".cache", "config": ".config", "data": ".local/share"}[kind] / "supportdesk"
        )
    assert paths.user_folder(kind) == expected
