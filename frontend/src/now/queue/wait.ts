import type { Limits } from '@/api/live';

export type WaitLevel = 'good' | 'over' | 'long' | 'overdue';

/** Whole seconds between an ISO time and `now` (ms), never negative. */
export function secondsSince(iso: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
}

/** How bad a wait is; each limit belongs to the worse side but the good one. */
export function waitLevel(seconds: number, limits: Limits): WaitLevel {
  if (seconds >= limits.first_step_seconds) return 'overdue';
  if (seconds >= limits.poor_seconds) return 'long';
  return seconds > limits.good_seconds ? 'over' : 'good';
}
