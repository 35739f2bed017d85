import { expect, it } from 'vitest';
import { safeNext } from './next-path';

it.each([
  ['/requests/1?x=2', '/requests/1?x=2'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/login?next=/', '/'],
  [undefined, '/'],
])('after sign-in %j leads to %j', (next, path) => {
  expect(safeNext(next)).toBe(path);
});
