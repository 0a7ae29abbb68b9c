// Drawing a box upon a page with the mouse; with a finger or a pen while words are picked, for else they scroll.
import { useRef, useState } from "../library/view.js";

const MIN_MOVE = 5; // pixels; less is a press

/** `{ handlers, box, hasDrawn(), pointOf(event) }`: the terms of the element, the box so far, and whether the last press drew. */
export function useDrawing(stage, turn, isPicking, onBox) {
  const [box, setBox] = useState(null);
  const begun = useRef(null);
  const drew = useRef(false);
  const pointOf = (event) => within(stage.current.getBoundingClientRect(), event, turn);
  const handlers = {
    onPointerDown: (event) => {
      drew.current = false;
      if (event.button !== 0 || (event.pointerType !== "mouse" && !isPicking)) return;
      begun.current = { at: pointOf(event), x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event) => {
      const from = begun.current;
      if (!from || (!drew.current && Math.hypot(event.clientX - from.x, event.clientY - from.y) < MIN_MOVE)) return;
      if (!drew.current) stage.current.setPointerCapture(event.pointerId);
      drew.current = true;
      setBox(between(from.at, pointOf(event)));
    },
    onPointerUp: (event) => {
      if (begun.current && drew.current) onBox(between(begun.current.at, pointOf(event)));
      begun.current = null;
      setBox(null);
    },
    onPointerCancel: () => {
      begun.current = null;
      setBox(null);
    },
  };
  return { handlers, box, pointOf, hasDrawn: () => drew.current };
}

/** The point of an event as fractions of the page, whichever way the page is turned. */
export function within(area, { clientX, clientY }, turn) {
  const x = (clientX - area.left) / area.width;
  const y = (clientY - area.top) / area.height;
  const [across, down] = { 0: [x, y], 90: [y, 1 - x], 180: [1 - x, 1 - y], 270: [1 - y, x] }[turn];
  return { x: Math.min(Math.max(across, 0), 1), y: Math.min(Math.max(down, 0), 1) };
}

function between(one, other) {
  const [left, top] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return { left, top, width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) };
}
