/** Where to go after sign-in: a path of this site, else the first page. */
export function safeNext(value: unknown): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value)) return '/';
  return value.startsWith('/login') ? '/' : value;
}
