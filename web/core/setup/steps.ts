import type { SetupAnswers } from '../../../server/contracts/core/setup.js';

export const steps = ['company', 'you', 'modules', 'mail', 'summary'] as const;
export type Step = (typeof steps)[number];

/** Where an interrupted set-up goes on. The password is never kept, so that step is only complete once it was typed. */
export function firstOpen(answers: SetupAnswers): Step {
  if (!answers.company?.name) return 'company';
  if (!answers.admin?.name || !answers.admin.email || !answers.admin.password) return 'you';
  if (!answers.modules) return 'modules';
  return answers.mail === undefined ? 'mail' : 'summary';
}

/** The step on which a wrong answer is mended; paths as the server names them: `company.name`. */
export function stepOf(path: string): Step {
  const root = path.split('.')[0];
  if (root === 'admin') return 'you';
  return root === 'modules' || root === 'mail' ? root : 'company';
}
