/** `auto`: plain at first, encrypted as soon as the server offers it (STARTTLS). */
export type Security = 'tls' | 'auto';

/** A mail server as people know it; kept by the portal as one address such as `smtps://user:secret@host:465`. */
export interface MailServer {
  host: string;
  port: string;
  user: string;
  password: string;
  security: Security;
}

export const noServer: MailServer = { host: '', port: '465', user: '', password: '', security: 'tls' };

export const usualPort: Record<Security, string> = { tls: '465', auto: '587' };

/** What the portal shows in place of a password it keeps; sent back, it stands for that password. */
export const keptPassword = '***';

/** Puts a mail server into one address; user and password may contain any sign. */
export function toAddress(server: MailServer): string {
  const secret = server.password ? `:${encodeURIComponent(server.password)}` : '';
  const who = server.user ? `${encodeURIComponent(server.user)}${secret}@` : '';
  return `${server.security === 'tls' ? 'smtps' : 'smtp'}://${who}${server.host.trim()}:${server.port.trim() || usualPort[server.security]}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray % in an address that somebody wrote by hand.
    return part;
  }
}

/** The reverse; null for what is not such an address. */
export function fromAddress(address: string): MailServer | null {
  const parts = /^(smtps?):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?@]+|\[[^\]]+\])(?::(\d+))?\/?$/.exec(address);
  if (!parts) return null;
  const [, scheme, user = '', password = '', host = '', port] = parts;
  const security: Security = scheme === 'smtps' ? 'tls' : 'auto';
  return { host, port: port ?? usualPort[security], user: decoded(user), password: decoded(password), security };
}
