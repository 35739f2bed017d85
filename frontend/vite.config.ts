import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { mockApi } from './mock/mock-api.ts';

const proxied = ['/api', '/admin', '/static'];
const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:5000';

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'mock' ? [mockApi()] : [])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    proxy: mode === 'mock' ? {} : Object.fromEntries(proxied.map((path) => [path, backend])),
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 800 },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    unstubGlobals: true,
  },
}));
