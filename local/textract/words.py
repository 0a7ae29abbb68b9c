"""Reads the words of an image with rapidocr, at any rotation or tilt of the page."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from faktura.capture.page.layout import Box, Word

THREADS = 2
CLEAR = 0.93
"""With this mean score of its longest lines a page is upright. Upside down they reach 0.85."""
SAMPLE = 8
READABLE = 0.5
"""A line with a lower score is a stain or a logo."""

Quads = NDArray[np.float32]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class TextLine:
    """A recognised line: corners, text, score (0 to 1) and its pieces (text, score, corners)."""

    quad: NDArray[np.float32]
    text: str
    score: float
    pieces: list[Any]


@dataclass(frozen=True)
class Frame:
    """Maps the upright page, in which words are measured, to the page that was sent.

    `turns` quarter turns anticlockwise and then a rotation of `tilt` radians about the origin made it upright.
    """

    width: float
    height: float
    turns: int = 0
    tilt: float = 0.0

    def sent(self, x: float, y: float) -> tuple[float, float]:
        """A point of the upright page as fractions of the sent page's width and height."""
        x, y = (x * math.cos(self.tilt) - y * math.sin(self.tilt), x * math.sin(self.tilt) + y * math.cos(self.tilt))
        across, down = (self.width, self.height) if self.turns % 2 == 0 else (self.height, self.width)
        for _ in range(self.turns):
            x, y, across, down = down - y, x, down, across
        return min(max(x / self.width, 0.0), 1.0), min(max(y / self.height, 0.0), 1.0)


def read_words(image: Image.Image) -> tuple[list[Word], Frame]:
    """The words of an RGB page, and the frame of the upright page."""
    pixels: Pixels = np.ascontiguousarray(np.asarray(image)[:, :, ::-1])
    found = _engine()(pixels, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return [], Frame(image.width, image.height)
    quads, turns = np.asarray(found.boxes, dtype=np.float32), 0
    if _lies_on_its_side(quads):
        pixels, quads, turns = _turned(pixels), _turned_quads(quads, pixels.shape[1]), 1
    lines = _recognised(pixels, quads)
    if _is_upside_down(pixels, lines):
        pixels, quads = _turned(_turned(pixels)), _flipped_quads(quads, pixels.shape)
        lines, turns = _recognised(pixels, quads), turns + 2
    tilt = _tilt(np.stack([line.quad for line in lines]))
    return [word for line in lines for word in _line_words(line, tilt)], Frame(image.width, image.height, turns, tilt)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The OCR engine, loaded for the first page. Its models take 0.8 s and 100 MB."""
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(THREADS)
    _do_not_spin()
    settings = {"intra_op_num_threads": THREADS, "inter_op_num_threads": 1}
    onnx = {f"EngineConfig.onnxruntime.{name}": value for name, value in settings.items()}
    return RapidOCR(params={**onnx, "Global.log_level": "error", "Global.max_side_len": 20_000})


def _do_not_spin() -> None:
    """Let threads that wait sleep: ONNX Runtime's keep their cores busy, which others need. rapidocr is pinned."""
    from rapidocr.inference_engine.onnxruntime.main import OrtInferSession

    options_of = OrtInferSession._init_sess_opts

    def options(settings: Any) -> Any:
        made = options_of(settings)
        made.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return made

    OrtInferSession._init_sess_opts = staticmethod(options)


def _turned(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels))


def _turned_quads(quads: Quads, width: int) -> Quads:
    """The corners after a quarter turn anticlockwise: the top right one becomes the top left one."""
    moved = np.stack((quads[..., 1], width - quads[..., 0]), axis=-1)
    return np.ascontiguousarray(np.roll(moved, -1, axis=1))


def _flipped_quads(quads: Quads, shape: tuple[int, ...]) -> Quads:
    moved = np.stack((shape[1] - quads[..., 0], shape[0] - quads[..., 1]), axis=-1)
    return np.ascontiguousarray(np.roll(moved, 2, axis=1))


def _sides(quads: Quads) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1), np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)


def _lies_on_its_side(quads: Quads) -> bool:
    across, down = _sides(quads)
    return bool(down[down > 2 * across].sum() > across[across > 2 * down].sum())


def _is_upside_down(pixels: Pixels, lines: list[TextLine]) -> bool:
    """Whether the longest lines have a low score and a better one upside down."""
    longest = sorted(lines, key=lambda line: -float(np.linalg.norm(line.quad[1] - line.quad[0])))[:SAMPLE]
    clarity = float(np.mean([line.score for line in longest]))
    if clarity >= CLEAR:
        return False
    crops = _engine().crop_text_regions(pixels, np.stack([line.quad for line in longest]))
    flipped = _engine().recognize_txt([np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops])
    return float(np.mean(flipped.scores)) > clarity


def _tilt(quads: Quads) -> float:
    """The median slope of the text in radians, weighted by the length of lines."""
    across, down = _sides(quads)
    edges = (quads[:, 1] - quads[:, 0])[across > 3 * down]
    if not len(edges):
        return 0.0
    slopes = sorted((math.atan2(float(dy), float(dx)), math.hypot(float(dx), float(dy))) for dx, dy in edges)
    half = sum(length for _, length in slopes) / 2
    heavy = accumulate(length for _, length in slopes)
    tilt = next(slope for (slope, _), so_far in zip(slopes, heavy, strict=True) if so_far >= half)
    return tilt if abs(tilt) > 0.002 else 0.0


def _recognised(pixels: Pixels, quads: Quads) -> list[TextLine]:
    engine = _engine()
    engine.return_word_box = True
    crops = engine.crop_text_regions(pixels, quads)
    read = engine.recognize_txt(crops)
    boxed = engine.cal_rec_boxes(crops, quads, read).word_results
    found = zip(quads, read.txts, read.scores, boxed, strict=True)
    return [TextLine(quad, text, float(score), list(pieces)) for quad, text, score, pieces in found]


def _line_words(line: TextLine, tilt: float) -> Iterator[Word]:
    """The line's words. Its pieces are words, or single letters if a letter is not ASCII."""
    if line.score < READABLE:
        return
    box, done, at = _level(line.quad, tilt), 0, 0
    for token in line.text.split():
        start = line.text.index(token, done)
        done = start + len(token)
        taken, spelt = [], ""
        while at < len(line.pieces) and len(spelt) < len(token):
            spelt += line.pieces[at][0]
            taken.append(line.pieces[at])
            at += 1
        left, right = (box.left + box.width * share / len(line.text) for share in (start, done))
        if spelt == token:
            exact = Box.around(_level(np.asarray(piece[2], dtype=np.float32), tilt) for piece in taken)
            left, right = max(exact.left, box.left), min(exact.right, box.right)
        yield Word(token, Box(left, box.top, max(right, left + 1), box.bottom), 100 * line.score)


def _level(quad: Quads, tilt: float) -> Box:
    """The quad's box on the level page. Top and bottom are those at its middle, so a tilt does not enlarge it."""
    cos, sin = math.cos(tilt), math.sin(tilt)
    level = [(float(x) * cos + float(y) * sin, float(y) * cos - float(x) * sin) for x, y in quad]
    top, bottom = (level[0][1] + level[1][1]) / 2, (level[2][1] + level[3][1]) / 2
    return Box(min(x for x, _ in level), min(top, bottom), max(x for x, _ in level), max(top, bottom))
