import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Ending {
  teardown(work: () => Promise<void>): void;
}

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into deliveries of every shape
  body: any;
}

export interface Receiver {
  /** With the name `localhost`. */
  url: string;
  port: number;
  received: Received[];
  /** How the next ones are answered; 200 unless said. */
  answer(with_: number | ((response: ServerResponse, delivery: Received) => void)): void;
}

/** A real receiver of webhooks on this machine. */
export async function startReceiver(t: Ending): Promise<Receiver> {
  const received: Received[] = [];
  let answer: (response: ServerResponse, delivery: Received) => void = (response) => response.end('ok');
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const delivery = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) };
      received.push(delivery);
      answer(response, delivery);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/hook`,
    port,
    received,
    answer(with_) {
      answer = typeof with_ === 'number' ? (response) => response.writeHead(with_).end() : with_;
    },
  };
}
