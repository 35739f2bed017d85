import { useState } from 'react';

/** `value`, or the one before while `isHeld`; `release` shows the newest all the same. */
export function useHeld<T>(value: T, isHeld: boolean): { shown: T; release: () => void } {
  const [shown, setShown] = useState(value);
  if (!isHeld && shown !== value) setShown(value);
  return { shown: isHeld ? shown : value, release: () => setShown(value) };
}
