"""What makes a password acceptable (GB/T 22239-2019 8.1.4.1): length, classes, nothing everybody guesses."""

from __future__ import annotations

import secrets

import pytest

from app.domain import passwords

GOOD = "Hailan-jiang7"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Hai-jian7", "at least"),
        ("H7-" + "a" * 126, "at least"),
        ("hailanjiang", "mixes three"),
        ("hailanjiang7", "mixes three"),
        ("Hailanjiang", "mixes three"),
        ("Hai-LiJing-7", "user name"),
        ("LIJING-hai77", "user name"),
        ("My-Pa$$w0rd-1", "easy to guess"),
        ("Woaini-52000", "easy to guess"),
        ("Hao123456-x", "easy to guess"),
        ("Yo0shi-2026x", None),
        ("海兰江边-Hai-7", None),
        (GOOD, None),
    ],
)
def test_weak_passwords_are_refused_with_what_helps(password, why):
    found = passwords.weakness(password, username="lijing")
    assert (why in found.say % found.values) if why else found is None


def test_ten_characters_are_enough_and_nine_are_not():
    assert passwords.weakness("Hailan-ji7", username="lijing") is None
    assert passwords.weakness("Hailan-j7", username="lijing").rule == "password"


def test_a_proposed_password_is_always_acceptable_and_never_the_same():
    made = {passwords.suggestion(secrets.choice) for _ in range(200)}
    assert len(made) == 200
    assert {passwords.weakness(one, username="lijing") for one in made} == {None}
