import { type SetupAnswers, setupEndpoints } from '../../../server/contracts/core/setup.js';
import { call } from '../api.js';

const kept = 'sede.setup.code';

/** The one-time code from the address that was printed at start; taken out of the address so that it is not passed on by accident. */
export function codeFromAddress(): string {
  const found = /[#&]code=([^&]+)/.exec(location.hash)?.[1];
  if (found) {
    history.replaceState(null, '', location.pathname + location.search);
    return keepCode(decodeURIComponent(found));
  }
  return sessionStorage.getItem(kept) ?? '';
}

/** Kept until the tab is closed, so that a reload does not ask again. */
export function keepCode(code: string): string {
  sessionStorage.setItem(kept, code);
  return code;
}
export const forgetCode = (): void => sessionStorage.removeItem(kept);

/** Under which the state of the set-up is kept in the browser. */
export const setupKey = (code: string, language: string) => ['setup', code, language];

/** The set-up's calls, each with the code. */
export function setupClient(code: string) {
  const headers = { 'x-setup-code': code };
  return {
    state: (language: string) => call(setupEndpoints.state, { query: { language }, headers }),
    save: (answers: SetupAnswers) => call(setupEndpoints.save, { body: answers, headers }),
    testMail: (body: { smtp: string; from: string; to: string }) => call(setupEndpoints.testMail, { body, headers }),
    finish: (answers: SetupAnswers) => call(setupEndpoints.finish, { body: answers, headers }),
    progress: () => call(setupEndpoints.progress, { headers }),
  };
}
export type SetupClient = ReturnType<typeof setupClient>;
