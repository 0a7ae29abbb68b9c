"""What every operator that paints has in common: the graphics state, its colours, and the layers."""

from copy import copy
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from faktura.capture.files.drawn.graphics_state import State, brightness, components, matrix_of
from faktura.capture.files.drawn.icc_profile import is_ordinary
from faktura.capture.files.drawn.plane import product
from faktura.capture.files.drawn.sheet import Sheet
from faktura.capture.files.pdf_stream import as_list, entry

_MAX_PROFILE_BYTES = 100_000
_PLAIN_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB"}
_DEFAULT_SPACES = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
"""They give the plain colours other meanings."""


class Pen:
    """Follows the state of one content stream."""

    def __init__(self, sheet: Sheet, resources: DictionaryObject, state: State) -> None:
        self._sheet, self._resources, self._state = sheet, resources, state
        self._saved: list[State] = []
        self._layers: list[bool] = []
        self._spaces: dict[str, Any] = {}
        if any(self._resource("/ColorSpace", name) is not None for name in _DEFAULT_SPACES):
            self._state.is_odd = True

    @property
    def _is_odd(self) -> bool:
        return self._state.is_odd or any(self._layers)

    def _set(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self._state, name, value)

    def _save(self) -> None:
        self._saved.append(copy(self._state))

    def _restore(self) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _transform(self, *matrix: float) -> None:
        self._set(matrix=product(matrix_of(matrix), self._state.matrix))

    def _gray(self, level: float) -> None:
        self._set(space="/DeviceGray", brightness=brightness([level]))

    def _rgb(self, *levels: float) -> None:
        self._set(space="/DeviceRGB", brightness=brightness(levels))

    def _cmyk(self, *levels: float) -> None:
        self._set(space="/DeviceCMYK", brightness=brightness(levels))

    def _colour_space(self, name: str) -> None:
        if name not in self._spaces:
            found = self._resource("/ColorSpace", name)
            self._spaces[name] = name if found is None else _plain_space(found)
        space = self._spaces[name]
        self._set(space=space, brightness=None if components(space) is None else 0.0)

    def _colour(self, *levels: Any) -> None:
        is_plain = components(self._state.space) == len(levels) and all(isinstance(one, float) for one in levels)
        self._set(brightness=brightness(levels) if is_plain else None)

    def _extended_state(self, name: str) -> None:
        found = self._resource("/ExtGState", name)
        if not isinstance(found, DictionaryObject):
            return
        alpha, mode, mask = (entry(found, "/ca"), entry(found, "/CA")), entry(found, "/BM"), entry(found, "/SMask")
        if any(one is not None for one in (*alpha, mode, mask)):
            is_plain = all(one is None or float(one) == 1 for one in alpha)
            is_plain = is_plain and mode in (None, "/Normal", "/Compatible") and mask in (None, "/None")
            self._set(is_odd=not is_plain)
        if (width := entry(found, "/LW")) is not None:
            self._set(width=float(width))
        if entry(found, "/Font") is not None:
            self._set(font=None)

    def _resource(self, kind: str, name: str) -> Any:
        named = entry(self._resources, kind)
        return entry(named, name) if isinstance(named, DictionaryObject) else None

    def _begin_layer(self, tag: str, *_properties: Any) -> None:
        self._layers.append(tag == "/OC")

    def _end_layer(self) -> None:
        if self._layers:
            self._layers.pop()


def _plain_space(space: Any) -> Any:
    """The plain space that a space with an ordinary profile is like; any other space as it is."""
    parts = as_list(space)
    profile = parts[1] if len(parts) > 1 and parts[0] == "/ICCBased" else None
    if not isinstance(profile, StreamObject) or len(profile._data) > _MAX_PROFILE_BYTES:
        return space
    components = int(entry(profile, "/N") or 0)
    return _PLAIN_SPACES[components] if is_ordinary(profile.get_data(), components) else space
