"""Files are whole or absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from releve.kit.faults import BadInputError
from releve.kit.files import whole_file, write_text
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
