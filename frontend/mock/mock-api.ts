import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { emptyFixture, liveFixture } from '../src/testing/live-fixture.ts';

type Answer = [status: number, body: unknown];

const started = Date.now();
let isSignedIn = true;
let scene = 'evening';

const me = {
  id: '1',
  username: 'demo',
  name: 'Вера Соколова',
  role: 'head',
  is_staff: true,
  is_demo: false,
};

function live(): Answer {
  if (!isSignedIn) return [401, { detail: 'Authentication credentials were not provided.' }];
  if (scene === 'broken') return [503, { detail: 'The database does not answer.' }];
  if (scene === 'empty') return [200, { ...emptyFixture(started), is_demo: true }];
  const snapshot = liveFixture(started);
  if (scene === 'silent') {
    snapshot.bot = {
      ...snapshot.bot,
      state: 'silent',
      seen_at: new Date(started - 338_000).toISOString(),
    };
  }
  return [200, snapshot];
}

function answer(method: string, path: string): Answer {
  if (path.startsWith('/api/scene/')) {
    scene = path.split('/')[3] ?? 'evening';
    return [200, { scene }];
  }
  if (path === '/api/live/') return live();
  if (path === '/api/auth/') return [200, { is_demo: scene === 'empty', is_signed_in: isSignedIn }];
  if (path === '/api/auth/logout/') isSignedIn = false;
  if (method === 'POST' && path !== '/api/auth/logout/') isSignedIn = true;
  if (path === '/api/auth/logout/') return [204, null];
  return isSignedIn ? [200, { ...me, is_demo: scene === 'empty' }] : [401, { detail: 'No.' }];
}

/** Answers /api/ in `npm run dev:mock`; /api/scene/NAME/ switches: evening, empty, silent, broken. */
export function mockApi(): Plugin {
  return {
    name: 'mock-api',
    configureServer(server) {
      server.middlewares.use((request: IncomingMessage, response: ServerResponse, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        if (!path.startsWith('/api/')) return next();
        const [status, body] = answer(request.method ?? 'GET', path);
        response.statusCode = status;
        response.setHeader('Content-Type', 'application/json');
        response.setHeader('X-Server-Time', new Date().toISOString());
        response.end(body === null ? '' : JSON.stringify(body));
      });
    },
  };
}
