from local import demo_people


def test_nobody_is_named_who_cannot_sign_in() -> None:
    named = set(demo_people.WELCOME)

    assert {"rosa", "clara", "olga"} < named
    assert named.isdisjoint({"dana", "nobody"})
