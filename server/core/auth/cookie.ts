import { sessionCookie } from './authenticate.js';
import { sessionDays } from './sessions.js';

/** The `Set-Cookie` of a session; an empty secret takes the cookie away. */
export function sessionCookieFor(secret: string, { secure, basePath }: { secure: boolean; basePath: string }): string {
  const age = secret === '' ? 0 : sessionDays * 86_400;
  return `${sessionCookie}=${secret}; Path=${basePath || '/'}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
