import type { TestPortal, Visitor } from './portal.js';

interface TusAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any;
}

/** Speaks tus with the portal as one visitor. */
export function tusOf(portal: TestPortal, who: Visitor) {
  const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit): Promise<TusAnswer> => {
    const answer = await fetch(`${portal.url}/api/v1/${path}`, {
      method,
      headers: { cookie: who.cookie, 'tus-resumable': '1.0.0', ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const metadata = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
      .join(',');
  return {
    send,
    begin: (size: number | string, values: Record<string, string> = { filename: 'a.bin' }) =>
      send('POST', 'uploads', { 'upload-length': String(size), 'upload-metadata': metadata(values) }),
    offsetOf: async (token: string) => {
      const answer = await send('HEAD', `uploads/${token}`);
      return answer.status === 200 ? Number(answer.headers.get('upload-offset')) : answer.status;
    },
    append: (token: string, offset: number | string, part: BodyInit, headers: Record<string, string> = {}) =>
      send('PATCH', `uploads/${token}`, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...headers }, part),
    finish: (token: string) => send('POST', `uploads/${token}/finish`),
  };
}
