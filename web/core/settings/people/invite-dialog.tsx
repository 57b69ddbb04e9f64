import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Person, peopleEndpoints } from '../../../../server/contracts/core/people.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { call } from '../../api.js';
import { FormDone, FormProblem } from '../../form/field.js';
import { queryClient } from '../../query.js';
import { Waiting } from '../../states/waiting.js';
import { useProblemWords } from '../../words.js';
import { CopyLine } from '../copy-line.js';

/** Makes a link by which the person chooses a password, and shows it to be handed on. */
export function InviteDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  // One link per opening: asked once, never from a cache.
  const query = useQuery({
    queryKey: ['core.person', 'invite', person.id],
    queryFn: async () => {
      const link = await call(peopleEndpoints.invite, { params: { id: person.id } });
      void queryClient.invalidateQueries({ queryKey: ['core.person', 'list'] });
      return link;
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <Dialog
      opened
      title={t('people.inviteTitle', { name: person.name })}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      {query.isPending && <Waiting rows={2} />}
      <FormProblem>{query.isError && words(query.error)}</FormProblem>
      {query.isSuccess && (
        <>
          <FormDone>{query.data.mailed && t('people.mailed', { email: person.email })}</FormDone>
          <p>{t(query.data.mailed ? 'people.linkToo' : 'people.linkOnly', { name: person.name })}</p>
          <CopyLine label={t('people.link')} value={query.data.url} />
        </>
      )}
    </Dialog>
  );
}
