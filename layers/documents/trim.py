"""Postpone what fpdf2 imports for work that no document of ours needs, until something does that work.

    python trim.py <folder with fpdf in it>

The modules that fpdf2 imports for fonts (ours are cut by HarfBuzz), paths of SVG, colour profiles, signatures and
encryption take almost half of the time of its import. Nothing is taken away: each function that needs such a module
imports it. Every line to be changed must be there exactly once, so another version of fpdf2 may stop the build.
"""

import sys
from pathlib import Path

from source_change import Change, change

NOTICE = "# Changed on 2026-11-29 by Faktura's layers/documents/trim.py: it imports some modules when it needs them.\n"
"""The first line of each changed file. The licence of fpdf2 asks for it."""


_TIFF = "from PIL import TiffImagePlugin"
CHANGES = {
    "fpdf/fonts.py": Change(
        dict.fromkeys(
            (
                "from fontTools import ttLib\n",
                "from fontTools.pens.ttGlyphPen import TTGlyphPen\n",
                "from fontTools.varLib import instancer\n",
                "from .font_type_3 import get_color_font_object\n",
            ),
            "",
        ),
        {
            "        try:\n            self.ttfont = ttLib.TTFont(": "from fontTools import ttLib",
            "            instancer.instantiateVariableFont(": "from fontTools.varLib import instancer",
            "            pen = TTGlyphPen(": "from fontTools.pens.ttGlyphPen import TTGlyphPen",
            "        self.color_font = (": "from .font_type_3 import get_color_font_object",
        },
    ),
    "fpdf/fpdf.py": Change(
        {
            # without endesive, the attempt now ends before the other import
            "    from cryptography.hazmat.primitives.serialization import pkcs12\n    from endesive import signer\n": (
                "    from endesive import signer\n    from cryptography.hazmat.primitives.serialization import pkcs12\n"
            ),
            "from .encryption import StandardSecurityHandler\n": "",
        },
        {"        self._security_handler = Standard": "from .encryption import StandardSecurityHandler"},
    ),
    "fpdf/image_parsing.py": Change(
        {"import Image, ImageCms, TiffImagePlugin, features as": "import Image, features as"},
        {
            '    try:\n        profile: "ImageCmsProfile" = ImageCms.': "from PIL import ImageCms",
            '        if (\n            img.format == "TIFF"\n': _TIFF,
            "    strip_offsets = img.tag_v2[": _TIFF,
            "    tmp_strip_size = (img.size[0] + 7)": _TIFF,
        },
    ),
    "fpdf/line_break.py": Change(
        {"from uuid import uuid4\n": ""},
        {"        self.uuid = uuid4()": "from uuid import uuid4"},
    ),
    "fpdf/output.py": Change(
        {
            "from fontTools import subset as ftsubset\n": "",
            "from .font_type_3 import Type3Font\n": "",
            "    from .fonts import PDFFontDescriptor\n": (  # for types only
                "    from .font_type_3 import Type3Font\n    from .fonts import PDFFontDescriptor\n"
            ),
        },
        {"                options = ftsubset.Options(": "from fontTools import subset as ftsubset"},
    ),
    "fpdf/sign.py": Change(
        {"from unittest.mock import patch\n": ""},
        {"    sign = patch(": "from unittest.mock import patch"},
    ),
    "fpdf/svg.py": Change(
        {"from fontTools.svgLib.path import (\n    parse_path,  # pyright: ignore[reportUnknownVariableType]\n)\n": ""},
        {"    pen = PathPen(pdf_path)\n": "from fontTools.svgLib.path import parse_path"},
    ),
}


if __name__ == "__main__":
    change(Path(sys.argv[1]), CHANGES, NOTICE)
