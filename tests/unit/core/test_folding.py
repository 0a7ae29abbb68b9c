import unicodedata

import pytest

from faktura.core.folding import folded


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Łukasz", "lukasz"),
        ("ŁÓDŹ", "lodz"),
        ("Søren Ærø", "soren aero"),
        ("Đorđe", "dorde"),
        ("Þóra Sigurðardóttir", "thora sigurdardottir"),
        ("Straße", "strasse"),
        ("Cœur", "coeur"),
        ("I\u015f\u0131k", "isik"),
        ("İstanbul", "istanbul"),
        ("Ｊｏｓé", "jose"),
        ("  ANA \t Maria\n", "ana maria"),
        ("Ελένη", "ελενη"),
        ("王伟", "王伟"),
        ("", ""),
    ],
)
def test_a_text_is_compared_without_case_and_accents(written: str, expected: str) -> None:
    """Before: letters that do not decompose (`ł`, `ø`, `đ`) kept two spellings of a name apart."""
    assert folded(written) == expected
    assert folded(unicodedata.normalize("NFD", written)) == folded(unicodedata.normalize("NFC", written))
    assert folded(folded(written)) == expected
