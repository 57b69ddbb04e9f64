import { useMantineColorScheme } from '@mantine/core';
import { sessionEndpoints } from '../../../../server/contracts/core/session.js';
import { showError } from '../../../ui/feedback.js';
import type { IconName } from '../../../ui/icon.js';
import { call } from '../../api.js';
import { languages } from '../../i18n.js';
import { useOutbox } from '../../offline/outbox.js';
import { useOnlyLooks, useSessionState } from '../../session.js';
import { useMayLose } from '../../unsaved.js';
import { useProblemWords } from '../../words.js';

const schemes: { id: 'auto' | 'light' | 'dark'; icon: IconName }[] = [
  { id: 'auto', icon: 'settings' },
  { id: 'light', icon: 'sun' },
  { id: 'dark', icon: 'moon' },
];

/** What people choose for themselves alone, in the menu below their picture and among the commands. */
export function useMyChoices() {
  const { session, replace, signOut } = useSessionState();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const words = useProblemWords();
  const waiting = useOutbox().length > 0;
  const mayLose = useMayLose();
  const looks = useOnlyLooks();
  const fail = (error: unknown) => void showError({ text: words(error) });
  return {
    // It is stored with the person; the look of the screen stays in this browser.
    languages: (looks ? [] : languages).map((id) => ({
      id,
      isChosen: session.person.language === id,
      choose: () => void call(sessionEndpoints.changeMe, { body: { language: id } }).then(replace, fail),
    })),
    schemes: schemes.map(({ id, icon }) => ({ id, icon, isChosen: colorScheme === id, choose: () => setColorScheme(id) })),
    leave: async () => {
      if (!waiting || (await mayLose())) await signOut().catch(fail);
    },
  };
}
