"""The fonts that PDFs are set in: cuts of free fonts, made by `layers/documents/cut_fonts.py`; see LICENSE.md."""
