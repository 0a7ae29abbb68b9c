"""Sort keys of long texts."""

from faktura.core.sort_key import sort_key


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert sort_key("a#", "R-2026") == "a#R-2026"


def test_texts_that_do_not_fit_have_different_keys_that_do() -> None:
    keys = {sort_key("journals#", "🧾" * 255 + end) for end in "ab"}

    assert len(keys) == 2
    assert all(key.startswith("journals#") and len(key.encode()) <= 1_024 for key in keys)
