"""Files are whole or absent."""

from __future__ import annotations

from pathlib import Path
from stat import S_IMODE

import pytest

from releve.kit.faults import BadInputError
from releve.kit.files import check_place, new_file, whole_file, write_text
from releve.kit.words import use_language


def test_a_file_takes_its_name_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    with whole_file(path) as draft:
        draft.write_text("new")
        seen_meanwhile = path.exists()
    assert (seen_meanwhile, path.read_text()) == (False, "new")


def test_an_error_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("old")

    def write_half() -> None:
        with whole_file(path) as draft:
            draft.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("plan.csv", "old")]


def test_a_private_file_is_its_owner_s_alone_from_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text("old")
    path.chmod(0o644)
    with whole_file(path, is_private=True) as draft:
        draft.write_text("new")
        seen_meanwhile = mode(draft)
    assert (seen_meanwhile, mode(path), path.read_text()) == (0o600, 0o600, "new")
    write_text(tmp_path / "other.json", "new", is_private=True)
    assert mode(tmp_path / "other.json") == 0o600


def mode(path: Path) -> int:
    """Return who may read and write a file."""
    return S_IMODE(path.stat().st_mode)


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "latest.csv"
    link.symlink_to(tmp_path / "plan.csv")
    write_text(link, "new")
    assert (link.is_symlink(), (tmp_path / "plan.csv").read_text()) == (True, "new")


def test_a_device_is_written_to_and_stays_a_device() -> None:
    write_text(Path("/dev/null"), "anything")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(("name", "said"), [("absent/plan.csv", "does not exist"), (".", "folder")])
def test_a_place_that_cannot_be_written_is_bad_input(tmp_path: Path, name: str, said: str) -> None:
    with use_language("en"), pytest.raises(BadInputError, match=said):
        write_text(tmp_path / name, "x")


@pytest.mark.parametrize("name", ["", "nothing/plan.csv", "plan.csv/again.csv", "x" * 300])
def test_a_place_is_looked_at_before_anything_is_done_for_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.csv").write_text("old")
    with use_language("en"), pytest.raises(BadInputError) as fault:
        check_place(tmp_path / name)
    assert str(fault.value).startswith(f"{tmp_path / name}: ")
    assert [one.name for one in tmp_path.iterdir()] == ["plan.csv"]


def test_a_place_that_can_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    link = tmp_path / "latest.csv"
    link.symlink_to(tmp_path / "plan.csv")
    for place in (tmp_path / "plan.csv", link, Path("/dev/null")):
        check_place(place)
    assert [one.name for one in tmp_path.iterdir()] == ["latest.csv"]


def test_a_folder_that_may_not_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_asked: False)
    with use_language("en"), pytest.raises(BadInputError, match="Permission denied"):
        check_place(tmp_path / "plan.csv")


def test_a_new_file_is_private_and_takes_its_name_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    with new_file(path) as draft:
        draft.write(b"new")
        seen_meanwhile = path.exists()
    assert (seen_meanwhile, path.read_bytes()) == (False, b"new")
    assert (path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (0o600, [path])


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    path, link = tmp_path / "a.backup", tmp_path / "link"
    link.symlink_to(path)  # to nowhere as yet

    def make(place: Path) -> None:
        with new_file(place) as draft:
            draft.write(b"new")

    def make_while_another_comes() -> None:
        with new_file(path) as draft:
            draft.write(b"new")
            path.write_bytes(b"old")

    for taken in (make_while_another_comes, lambda: make(path), lambda: make(link)):
        with pytest.raises(BadInputError):
            taken()
    assert path.read_bytes() == b"old"
    assert {*tmp_path.iterdir()} == {path, link}


def test_a_new_file_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def write_half() -> None:
        with new_file(tmp_path / "a.backup") as draft:
            draft.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    with pytest.raises(BadInputError, match="folder does not exist"), new_file(tmp_path / "x/a"):
        pass
    assert list(tmp_path.iterdir()) == []
