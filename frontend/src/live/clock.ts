import { useSyncExternalStore } from 'react';

const SECOND = 1_000;
/** Below it a new offset is the network's jitter, and clocks must not jump for it. */
const JITTER_MS = 400;

let offset = 0;
let tick = Math.floor(Date.now() / SECOND) * SECOND;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const serverNow = () => Date.now() + offset;

function update(): void {
  const second = Math.floor(serverNow() / SECOND) * SECOND;
  if (second === tick) return;
  tick = second;
  for (const listener of listeners) listener();
}

function schedule(): void {
  timer = setTimeout(
    () => {
      update();
      schedule();
    },
    SECOND - (serverNow() % SECOND) + 5,
  );
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    update();
    schedule();
    document.addEventListener('visibilitychange', update);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', update);
  };
}

/** How far the server's clock is ahead of this one (ms). */
export function setClockOffset(value: number): void {
  if (Math.abs(value - offset) < JITTER_MS) return;
  offset = value;
  update();
}

/** The server's time at the last whole second (ms). One timer drives every clock of the page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => tick);
}
