import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rightEndpoints } from '../../../server/contracts/core/rights.js';
import { Refusal } from '../../ui/states.js';
import { call } from '../api.js';
import { useGo } from '../navigation.js';
import { useHeading } from '../shell/heading.js';
import s from './states.module.css';
import { Waiting } from './waiting.js';

interface Grantor {
  name: string;
}

function Place({ text, grantor }: { text: string; grantor?: Grantor | undefined }) {
  const { t } = useTranslation('core');
  const go = useGo();
  return (
    <div className={s.place}>
      <Refusal
        title={t('refused.title')}
        text={text}
        {...(grantor ? { person: { name: grantor.name, note: t('refused.grantor') } } : {})}
        second={{ label: t('notFound.home'), onClick: () => go('/') }}
      />
    </div>
  );
}

/** Says which right is missing, in words, and who can give it. */
function Explained({ right }: { right: string }) {
  const { t } = useTranslation('core');
  const query = useQuery({ queryKey: ['core.right', right], queryFn: () => call(rightEndpoints.explain, { query: { permission: right } }) });
  if (query.isPending) return <Waiting rows={3} />;
  return <Place text={query.data?.detail ?? t('refused.text')} grantor={query.data?.grantedBy[0]} />;
}

/** A page that the person's roles do not open. */
export function Refused({ text, right }: { text?: string; right?: string }) {
  const { t } = useTranslation('core');
  useHeading(t('refused.where'));
  return right ? <Explained right={right} /> : <Place text={text ?? t('refused.text')} />;
}
