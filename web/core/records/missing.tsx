import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rightEndpoints } from '../../../server/contracts/core/rights.js';
import { showError, showNote } from '../../ui/feedback.js';
import { localeOf } from '../../ui/format.js';
import { EmptyState, ErrorState, type StateAction } from '../../ui/states.js';
import { ApiProblem, call, isUnreachable } from '../api.js';
import { useGo } from '../navigation.js';
import { useSession } from '../session.js';
import { NotKept } from '../states/not-kept.js';
import { useProblemWords } from '../words.js';

interface RecordRef {
  type: string;
  id: number;
}

const isGone = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

/** Whether there is nothing to show: what was read once stays while the portal cannot be reached, so that nobody is thrown out of their typing. */
export const isMissing = ({ data, isError, error }: { data: unknown; isError: boolean; error: unknown }): boolean =>
  isError && (data === undefined || isGone(error));

/** Why one may not see a record, whether there is one or not, and asking for it. */
function WhyNot({ of: { type, id }, back }: { of: RecordRef; back: StateAction }) {
  const { t, i18n } = useTranslation('core');
  const words = useProblemWords();
  const permission = `${type}.read`;
  const why = useQuery({
    queryKey: ['core.right', permission, 'record'],
    queryFn: () => call(rightEndpoints.explain, { query: { permission, ofRecord: true } }),
  });
  const [asked, setAsked] = useState(false);
  const ask = async () => {
    try {
      const { askedOf } = await call(rightEndpoints.ask, { body: { type, id } });
      setAsked(true);
      const people = new Intl.ListFormat(localeOf(i18n.language)).format(askedOf.map(({ name }) => name));
      showNote({ text: t('gone.asked', { people }) });
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  return (
    <EmptyState
      icon="lock"
      title={t('gone.title')}
      text={
        <>
          {t('gone.text')}
          {why.data && (
            <>
              <br />
              <b>{t('gone.why')}</b> {why.data.detail}
            </>
          )}
        </>
      }
      action={back}
      {...(why.data && why.data.grantedBy.length > 0 && !asked ? { second: { label: t('gone.ask'), onClick: () => void ask() } } : {})}
    />
  );
}

/** A record that is not there or not for this person, that is not kept for now, or that could not be read. @param of the record, where its address was asked for. */
export function Missing({ error, back, onRetry, of }: { error: unknown; back: string; onRetry(): void; of?: RecordRef }) {
  const { t } = useTranslation('core');
  const go = useGo();
  const words = useProblemWords('reading');
  const { permissions } = useSession();
  const toList = { label: t('gone.back'), onClick: () => go(back) };
  // Whoever sees all records of the kind knows that there is none.
  if (isGone(error) && of && permissions[`${of.type}.read`] !== 'all') return <WhyNot of={of} back={toList} />;
  if (isGone(error)) return <EmptyState icon="search" title={t('gone.title')} text={t('gone.text')} action={toList} />;
  if (isUnreachable(error)) return <NotKept action={toList} />;
  return <ErrorState text={words(error)} onRetry={onRetry} {...(error instanceof ApiProblem && error.requestId ? { requestId: error.requestId } : {})} />;
}
