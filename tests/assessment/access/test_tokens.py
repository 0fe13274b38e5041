"""Secrets: long, random, and known by their hash only."""

import hashlib

from assessment.access.tokens import new_token, token_hash, well_formed


def test_tokens_are_long_distinct_and_well_formed() -> None:
    """A thousand tokens are a thousand different ones of 256 bits."""
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(well_formed(token) for token in tokens)
    assert {len(token) for token in tokens} == {43}


def test_hash_is_sha256_of_the_token() -> None:
    """The stored hash can be checked by any other program."""
    assert token_hash("abc") == hashlib.sha256(b"abc").digest()


def test_shape_is_exact() -> None:
    """Trailing line ends, other alphabets and other lengths are not ours."""
    token = new_token()
    for wrong in (token + "\n", token[:-1], token + "a", "密" * 43, token.replace(token[0], "/", 1)):
        assert not well_formed(wrong)
