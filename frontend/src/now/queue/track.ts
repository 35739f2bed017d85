import type { OpenRequest, Step } from '@/api/live';

/** The time axis that all rows share, in seconds since the question. */
export interface TrackAxis {
  end: number;
  ticks: number[];
}

export type MarkShape = 'sent' | 'planned' | 'next' | 'failed' | 'missed' | 'unknown' | 'skipped';

export interface Mark {
  key: string;
  /** 0 to 1 along the axis. */
  position: number;
  shape: MarkShape;
  /** Another target than the first step's, such as the head curators. */
  isOther: boolean;
}

const MAX_TICKS = 4;
const LONGEST_AXIS_SECONDS = 3_600;
const DEFAULT_TICKS = [600, 1_200, 1_800, 2_400];

const offsetOf = (request: OpenRequest, iso: string) =>
  Math.round((Date.parse(iso) - Date.parse(request.asked_at)) / 1000);

/** An axis that ends at the last step in sight, with a tick for each step or evenly fewer. */
export function trackAxis(requests: OpenRequest[]): TrackAxis {
  const offsets = requests.flatMap((request) =>
    request.steps.map(({ due_at }) => offsetOf(request, due_at)),
  );
  const within = [...new Set(offsets)].filter((seconds) => seconds <= LONGEST_AXIS_SECONDS);
  const ticks = thinned(within.sort((a, b) => a - b));
  const last = ticks.at(-1);
  return last ? { end: last, ticks } : { end: 2_400, ticks: DEFAULT_TICKS };
}

function thinned(offsets: number[]): number[] {
  const every = Math.ceil(offsets.length / MAX_TICKS);
  return offsets.filter((_, index) => (offsets.length - 1 - index) % every === 0);
}

/** Where `seconds` lie on the axis, 0 to 1; past its end they stay there. */
export function positionOf(seconds: number, axis: TrackAxis): number {
  return Math.min(1, Math.max(0, seconds / axis.end));
}

/** The steps of one request as marks. `isFrozen`: the bot is away, what is due was missed. */
export function trackMarks(
  request: OpenRequest,
  axis: TrackAxis,
  now: number,
  isFrozen: boolean,
): Mark[] {
  const usual = usualTarget(request.steps);
  return request.steps
    .filter(({ due_at }) => offsetOf(request, due_at) <= axis.end)
    .map((step) => ({
      key: `${step.step}.${step.repetition}`,
      position: positionOf(offsetOf(request, step.due_at), axis),
      shape: markShape(step, now, isFrozen),
      isOther: step.target !== usual,
    }));
}

/** Whom the plan's first step calls. */
function usualTarget(steps: Step[]): string | undefined {
  return [...steps].sort((a, b) => a.step - b.step)[0]?.target;
}

function markShape(step: Step, now: number, isFrozen: boolean): MarkShape {
  if (step.status !== 'planned' && step.status !== 'due') return step.status;
  if (isFrozen) return Date.parse(step.due_at) <= now ? 'missed' : 'planned';
  return step.is_next ? 'next' : 'planned';
}

/** The band that «Беру» holds, 0 to 1; null where nothing is held. */
export function heldBand(
  request: OpenRequest,
  axis: TrackAxis,
): { from: number; to: number } | null {
  if (!request.claimed_at || !request.hold_until) return null;
  return {
    from: positionOf(offsetOf(request, request.claimed_at), axis),
    to: positionOf(offsetOf(request, request.hold_until), axis),
  };
}

export type Caption =
  | { kind: 'held' | 'next' | 'retry'; seconds: number; target: string }
  | { kind: 'sending' | 'failed' | 'unknown' | 'unsent'; target: string }
  | { kind: 'all-sent'; count: number }
  | { kind: 'none' };

/** What happens next with this request's alerts, in one line. */
export function trackCaption(request: OpenRequest, now: number, isFrozen: boolean): Caption {
  const until = (iso: string) => Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000));
  const next = request.steps.find(({ is_next }) => is_next);
  const latest = request.steps.filter(isTried).at(-1);
  const target = next?.target ?? '';
  if (request.hold_until && Date.parse(request.hold_until) > now) {
    return { kind: 'held', seconds: until(request.hold_until), target };
  }
  if (latest?.status === 'failed') return failure(latest, next, until);
  if (latest?.status === 'unknown') return { kind: 'unknown', target };
  if (!next) return lastCaption(request.steps);
  if (Date.parse(next.due_at) > now) return { kind: 'next', seconds: until(next.due_at), target };
  return { kind: isFrozen ? 'unsent' : 'sending', target };
}

const isTried = ({ status }: Step) => ['sent', 'failed', 'unknown'].includes(status);

function failure(failed: Step, next: Step | undefined, until: (iso: string) => number): Caption {
  const again = failed.retry_at ?? next?.due_at;
  const target = next?.target ?? failed.target;
  return again ? { kind: 'retry', seconds: until(again), target } : { kind: 'failed', target };
}

function lastCaption(steps: Step[]): Caption {
  const count = steps.filter(({ status }) => status === 'sent').length;
  return count > 0 ? { kind: 'all-sent', count } : { kind: 'none' };
}
