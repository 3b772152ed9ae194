"""Files that are written beside their place: what can go wrong, and what is left then."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import matplotlib
import pytest
from full_disk import full_disk
from maps import grid

import clusterer as cl
from clusterer._support.writing import check_place, replacing

ENDINGS = ["csv", "geojson", "gpkg"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="it has no such limits and links")


def write(path: Path, text: str = "new") -> None:
    with replacing(path) as draft:
        draft.write_text(text)


@pytest.fixture(scope="module")
def partition() -> cl.Evaluation:
    return cl.Problem(grid(6, 8), []).evaluate({}, rest_alone=True)


@pytest.fixture
def old(tmp_path):
    """Return a file that is there already."""
    path = tmp_path / "plan.txt"
    path.write_text("old")
    return path


def test_the_new_file_takes_the_place_of_the_old_one(old):
    write(old)
    assert old.read_text() == "new"
    assert [*old.parent.iterdir()] == [old]


def test_the_old_file_is_there_until_the_new_one_is_complete(old):
    with replacing(old) as draft:
        draft.write_text("new")
        assert old.read_text() == "old"
        assert draft.suffix == old.suffix


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), SystemExit(1)])
def test_whatever_fails_the_old_file_stays_and_nothing_is_left(old, error):
    def fail():
        with replacing(old) as draft:
            draft.write_text("half of it")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert old.read_text() == "old"
    assert [*old.parent.iterdir()] == [old]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_what_the_system_refuses_is_told_in_words(old, number):
    with pytest.raises(OSError, match=r"plan\.txt") as caught, replacing(old):
        raise OSError(number, os.strerror(number))
    assert caught.value.errno == number
    assert caught.value.strerror.startswith(f"cannot write {old}: {os.strerror(number)}; ")
    assert old.read_text() == "old"


def test_a_folder_that_takes_no_file_is_told_in_words(old, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied", "somewhere")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(PermissionError, match=r"Permission denied; allow writing to .*, or choose"):
        write(old)
    assert old.read_text() == "old"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.mkdir(), "it is a folder"),
        (lambda path: (path.write_text("old"), path.chmod(0o444)), "the file is read-only; allow"),
        (lambda path: path.parent.rmdir(), "there is no folder .*; make it first"),
        (
            lambda path: (path.parent.rmdir(), path.parent.write_text("")),
            "folder is a file and no folder",
        ),
    ],
    ids=["a folder", "a read-only file", "no folder", "a file for a folder"],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_in_the_way_is_told_in_words(make, told, ending, partition, tmp_path):
    path = tmp_path / "folder" / f"plan.{ending}"
    path.parent.mkdir()
    make(path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(cl.InputError, match=rf"cannot write .*: .*{told}"):
        partition.to_file(path)
    with pytest.raises(cl.InputError, match=told):
        check_place(path)
    assert sorted(tmp_path.rglob("*")) == before


@posix
def test_a_device_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "plan.csv")
    with pytest.raises(cl.InputError, match="it is no file"):
        check_place(tmp_path / "plan.csv")


@posix
def test_a_link_leads_to_the_file_that_is_replaced(old, tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(old)
    write(link)
    assert link.is_symlink()
    assert old.read_text() == "new"


@posix
def test_the_new_file_is_for_the_eyes_that_the_old_one_was_for(old):
    old.chmod(0o640)
    write(old)
    assert old.stat().st_mode & 0o777 == 0o640


@posix
@pytest.mark.parametrize("part", [0.01, 0.5, 0.8])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_harms_no_old_file(ending, part, partition, tmp_path):
    # GDAL calls some files complete that are not, so what is written is read again.
    path = partition.to_file(tmp_path / f"plan.{ending}")
    before = path.read_bytes()
    with full_disk(int(part * len(before))), pytest.raises(OSError, match="cannot write") as caught:
        partition.to_file(path)
    assert caught.value.strerror
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


@posix
@pytest.mark.parametrize("ending", ["geojson", "gpkg"])
def test_what_is_called_written_is_there(ending, partition, tmp_path):
    path = partition.to_file(tmp_path / f"plan.{ending}")
    size = path.stat().st_size
    for short in (1, 2, 3, 100, 5_000, 9_000):
        path.unlink(missing_ok=True)
        try:
            with full_disk(size - short):
                partition.to_file(path)
        except OSError:
            assert not path.exists()
            continue
        for layer in gpd.list_layers(path)["name"]:
            assert len(gpd.read_file(path, layer=layer)) == 48


# On the command line.


@pytest.fixture
def before(tmp_path):
    """Return a folder with files of an earlier run, and what is in them."""
    with matplotlib.rc_context():
        yield {
            path: path.write_text("old") and path.read_bytes()
            for path in (
                tmp_path / f"london.{end}" for end in ("png", "gpkg", "csv", "certificate.json")
            )
        }


def assert_unharmed(before: dict[Path, bytes]) -> None:
    folder = next(iter(before)).parent
    assert sorted(folder.iterdir()) == sorted(before)
    assert {path: path.read_bytes() for path in before} == before


@posix
def test_the_command_line_harms_no_old_file_on_a_full_disk(refused, before, tmp_path):
    with full_disk(2_000):
        told = refused("london", "--max-size", 2, "--certificate", "--out", tmp_path)
    assert told.startswith(f"clusterer: cannot write to --out {str(tmp_path)!r}: ")
    assert "\n" not in told
    assert_unharmed(before)


@posix
def test_a_certificate_is_written_as_a_whole(refused, before, tmp_path, monkeypatch):
    certificate = tmp_path / "london.certificate.json"
    monkeypatch.setattr("clusterer.cli.commands.solve.FILES", {})
    with full_disk(2_000):
        told = refused("london", "--max-size", 2, "--certificate", "--out", tmp_path)
    assert str(certificate) in told
    assert_unharmed(before)


@pytest.mark.parametrize("end", ["png", "gpkg", "csv", "certificate.json"])
def test_what_is_in_the_way_is_told_before_the_solve(end, refused, before, tmp_path, monkeypatch):
    monkeypatch.setattr(cl, "solve", None)
    (tmp_path / f"london.{end}").chmod(0o444)
    told = refused("london", "--max-size", 2, "--certificate", "--out", tmp_path)
    assert told == (
        f"clusterer: cannot write to --out {str(tmp_path)!r}: {tmp_path / f'london.{end}'}: the "
        "file is read-only; allow writing to it, or choose another name"
    )
    assert_unharmed(before)


def test_output_that_goes_nowhere_is_told_in_a_line(refused, tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("clusterer.cli.commands.solve.print_plan", full)
    told = refused("london", "--max-size", 2, "--out", tmp_path)
    assert told == "clusterer: cannot go on: No space left on device"
