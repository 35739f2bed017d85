import type { ClosedRequest, OpenRequest } from '@/api/live';

export const FOLD_AFTER_MS = 6_000;

export interface Closing {
  /** How it closed; null where the snapshot no longer tells. */
  outcome: ClosedRequest | null;
  foldAt: number;
}

export interface QueueRow {
  request: OpenRequest;
  closing: Closing | null;
}

interface Scene {
  open: OpenRequest[];
  closed: ClosedRequest[];
  now: number;
  /** The pointer or the focus is in the list: nothing is inserted or removed. */
  isHeld: boolean;
}

const openRow = (request: OpenRequest): QueueRow => ({ request, closing: null });
const byAge = (a: QueueRow, b: QueueRow) =>
  Date.parse(a.request.asked_at) - Date.parse(b.request.asked_at);

/** The rows after a snapshot or a second; the same array where nothing changed. */
export function nextRows(rows: QueueRow[], scene: Scene): QueueRow[] {
  const open = new Map(scene.open.map((request) => [request.message_id, request]));
  const kept = rows
    .map((row) => nextRow(row, open.get(row.request.message_id), scene))
    .filter(({ closing }) => scene.isHeld || !closing || closing.foldAt > scene.now);
  const next = scene.isHeld ? kept : insert(kept, scene.open);
  const isSame = next.length === rows.length && next.every((row, index) => row === rows[index]);
  return isSame ? rows : next;
}

function nextRow(row: QueueRow, request: OpenRequest | undefined, scene: Scene): QueueRow {
  if (request) return request === row.request && !row.closing ? row : openRow(request);
  if (row.closing) return row;
  const outcome = scene.closed.find(({ message_id }) => message_id === row.request.message_id);
  const foldAt = outcome ? scene.now + FOLD_AFTER_MS : scene.now;
  return { ...row, closing: { outcome: outcome ?? null, foldAt } };
}

function insert(rows: QueueRow[], open: OpenRequest[]): QueueRow[] {
  const fresh = unseen(rows, open);
  return fresh.length > 0 ? [...rows, ...fresh.map(openRow)].sort(byAge) : rows;
}

/** Open requests that the list does not show. */
export function unseen(rows: QueueRow[], open: OpenRequest[]): OpenRequest[] {
  const shown = new Set(rows.map(({ request }) => request.message_id));
  return open.filter(({ message_id }) => !shown.has(message_id));
}
