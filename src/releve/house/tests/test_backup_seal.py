"""A sealed stream comes back as it was, and whatever happened to it shows."""

from __future__ import annotations

import random
import stat
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from releve.house.backup.keys import KEY_BYTES, is_private, key_name, make_key, read_key
from releve.house.backup.sealing import (
    CHUNK_BYTES,
    HEADER_BYTES,
    MAGIC,
    TAG_BYTES,
    Sealer,
    unsealed,
)
from releve.kit.faults import BadInputError

KEY = bytes(range(KEY_BYTES))
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
SEED = 20_261_126


def sealed(data: bytes, key: bytes = KEY) -> bytes:
    """Return a sealed stream."""
    file = BytesIO()
    sealer = Sealer(file, key)
    sealer.write(data)
    sealer.close()
    return file.getvalue()


def opened(stream: bytes, key: bytes = KEY) -> bytes:
    """Return what a sealed stream holds; raises BadInputError."""
    return b"".join(unsealed(BytesIO(stream), key))


def refused(stream: bytes, key: bytes = KEY) -> str:
    """Return why a stream is refused, or nothing."""
    try:
        opened(stream, key)
    except BadInputError as fault:
        return str(fault)
    return ""


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.integers(-2, 2), st.integers(0, 3))
@example(b"", 0, 0)
def test_any_bytes_come_back(begin: bytes, around: int, chunks: int) -> None:
    data = (begin + bytes(max(0, chunks * CHUNK_BYTES + around)))[: 3 * CHUNK_BYTES]
    assert opened(sealed(data)) == data


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2 * CHUNK_BYTES), max_size=5))
def test_how_it_was_written_makes_no_difference(sizes: list[int]) -> None:
    file = BytesIO()
    sealer = Sealer(file, KEY)
    for size in sizes:
        sealer.write(bytes(size))
    sealer.close()
    assert opened(file.getvalue()) == bytes(sum(sizes))


def test_two_streams_of_the_same_bytes_share_nothing_but_the_header() -> None:
    first, second = sealed(b"ward" * 100), sealed(b"ward" * 100)
    assert first[: len(MAGIC) + 10] == second[: len(MAGIC) + 10]
    assert first[HEADER_BYTES:] != second[HEADER_BYTES:]


def test_one_bit_turned_anywhere_is_found() -> None:
    stream = sealed(bytes(2 * CHUNK_BYTES + 700))
    chance = random.Random(SEED)  # noqa: S311 - places to sample, no secret
    everywhere = [*range(HEADER_BYTES), *chance.sample(range(len(stream)), 400), len(stream) - 1]
    missed = []
    for place in everywhere:
        bit = 1 << chance.randrange(8)
        damaged = stream[:place] + bytes([stream[place] ^ bit]) + stream[place + 1 :]
        if not refused(damaged):
            missed.append((place, bit))
    assert missed == []


def test_a_stream_cut_anywhere_is_found() -> None:
    stream = sealed(bytes(3 * CHUNK_BYTES))
    edges = [HEADER_BYTES + number * SEALED_CHUNK for number in range(3)]
    cuts = [0, 5, HEADER_BYTES - 1, len(stream) - 1, *edges, *(edge + 1 for edge in edges)]
    assert [cut for cut in cuts if not refused(stream[:cut])] == []
    assert refused(stream[: edges[1]]) == "the backup is cut short; take another copy"


@pytest.mark.parametrize(
    "order", [(1, 0, 2), (0, 0, 1, 2), (0, 2), (0, 1, 2, 2), (2,), (0, 1, 1, 2)]
)
def test_chunks_moved_doubled_or_missing_are_found(order: tuple[int, ...]) -> None:
    stream = sealed(bytes(2 * CHUNK_BYTES + 9))
    header, body = stream[:HEADER_BYTES], stream[HEADER_BYTES:]
    chunks = [body[start : start + SEALED_CHUNK] for start in range(0, len(body), SEALED_CHUNK)]
    assert opened(header + b"".join(chunks)) == bytes(2 * CHUNK_BYTES + 9)
    assert refused(header + b"".join(chunks[number] for number in order))


def test_a_chunk_of_another_stream_under_the_same_key_is_found() -> None:
    one, other = sealed(bytes(CHUNK_BYTES + 1)), sealed(bytes(CHUNK_BYTES + 1))
    edge = HEADER_BYTES + SEALED_CHUNK
    assert "part 1" in refused(one[:HEADER_BYTES] + other[HEADER_BYTES:edge] + one[edge:])


def test_bytes_after_the_end_are_found() -> None:
    assert [end for end in (b"\0", b"x" * SEALED_CHUNK) if not refused(sealed(b"ward") + end)] == []


def test_another_key_is_named() -> None:
    other = bytes(KEY_BYTES)
    assert refused(sealed(b"ward"), other) == (
        f"the backup was sealed with key {key_name(KEY).hex()}, "
        f"and this is key {key_name(other).hex()}"
    )


def test_a_newer_form_and_a_file_of_another_kind_are_told_apart() -> None:
    stream = sealed(b"ward")
    newer = stream[: len(MAGIC)] + b"\0\2" + stream[len(MAGIC) + 2 :]
    assert "form 2, which a newer Relève reads" in refused(newer)
    assert "no backup of Relève" in refused(b"PK\3\4" + stream)


def test_a_key_file_is_new_private_and_32_bytes(tmp_path: Path) -> None:
    file = tmp_path / "key"
    name = make_key(file)
    assert (len(read_key(file)), key_name(read_key(file)).hex()) == (KEY_BYTES, name)
    assert (stat.S_IMODE(file.stat().st_mode), is_private(file)) == (0o600, True)
    with pytest.raises(BadInputError, match="exists already"):
        make_key(file)
    assert key_name(read_key(file)).hex() == name
    file.chmod(0o640)
    assert not is_private(file)


@pytest.mark.parametrize("content", [b"", bytes(31), bytes(33)])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(BadInputError, match="32 bytes"):
        read_key(tmp_path / "key")
    with pytest.raises(BadInputError, match="cannot be read"):
        read_key(tmp_path / "none")
