"""One shift of five, two moments in it, always the same and known to nobody without the secret."""

from __future__ import annotations

from collections import Counter

from releve.ledger.engine.drawing import drawn_moments

SHIFTS = [f"{person}/{day}" for person in range(100) for day in range(200)]


def test_one_shift_of_five_is_drawn() -> None:
    drawn = [drawn_moments(b"a secret", shift, 450) for shift in SHIFTS]
    assert 0.19 < sum(one is not None for one in drawn) / len(SHIFTS) < 0.21


def test_the_same_secret_draws_the_same_and_another_one_differs() -> None:
    first, again, other = (
        [drawn_moments(seed, shift, 450) for shift in SHIFTS[:500]]
        for seed in (b"a secret", b"a secret", b"another")
    )
    assert first == again
    assert first != other


def test_two_different_moments_lie_within_the_shift_and_anywhere_in_it_alike() -> None:
    found = [one for shift in SHIFTS if (one := drawn_moments(b"a secret", shift, 450))]
    assert all(0 <= first < second < 450 for first, second in found)
    fifths = Counter(minute // 90 for pair in found for minute in pair)
    assert all(abs(count / (2 * len(found)) - 0.2) < 0.02 for count in fifths.values())


def test_a_very_short_shift_is_not_asked_about() -> None:
    assert [one for shift in SHIFTS[:200] if (one := drawn_moments(b"a secret", shift, 59))] == []
