import { type FocusEvent, type PointerEvent, useState } from 'react';

/** Whether the pointer or the keyboard's focus is in a list: nothing may move under it then. */
export function useHold() {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const handlers = {
    // A pointer that the page opened under, after the press on «Войти», is not at work in the list.
    onPointerMove: (event: PointerEvent) => setPointed(event.pointerType !== 'touch'),
    onPointerLeave: () => setPointed(false),
    // A click leaves the focus behind; only a visible one says that somebody is at work there.
    onFocus: (event: FocusEvent) => setFocused(event.target.matches(':focus-visible')),
    onBlur: () => setFocused(false),
  };
  return { isHeld: isPointed || isFocused, handlers };
}
