import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  port: number;
  received: ParsedMail[];
  close(): Promise<void>;
}

/**
 * A real mail server on this machine.
 * @param options.refuse the answer to a recipient: a code and a text, or nothing to take the mail.
 * @param options.login name and password that it wants.
 */
export async function startMailServer(
  options: { port?: number; refuse?: (recipient: string) => [code: number, text: string] | undefined; login?: [string, string] } = {},
): Promise<MailServer> {
  const received: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: options.login === undefined,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      if (auth.username === options.login?.[0] && auth.password === options.login?.[1]) done(null, { user: auth.username });
      else done(Object.assign(new Error(`No ${auth.password} here`), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      const refusal = options.refuse?.(address);
      done(refusal ? Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }) : null);
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        received.push(mail);
        done();
      }, done);
    },
  });
  // A connection that breaks is the sender's to report.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
