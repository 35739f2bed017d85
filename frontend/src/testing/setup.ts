import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { chooseLanguage } from '@/i18n';

/** What Mantine asks of a browser and jsdom lacks. */
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
  }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Object.defineProperty(document, 'fonts', {
  value: { addEventListener: () => {}, removeEventListener: () => {} },
});

beforeEach(async () => {
  await chooseLanguage('ru');
  vi.stubGlobal('fetch', (request: Request) => {
    throw new Error(`A test asked for ${request.url} without a mock`);
  });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
