import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../../server/contracts/core/audit.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from '../settings.module.css';
import a from './audit.module.css';

const inOneLine = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(inOneLine).join(', ')
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, inner]) => `${key}: ${inOneLine(inner)}`)
          .join(', ')
      : String(value);

/** All that the log holds about one entry, and the way to the others of its person or record. */
export function EntryDialog({ entry, onClose, onNarrow }: { entry: AuditEntry; onClose(): void; onNarrow(by: Record<string, string>): void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const details = Object.entries(entry.data);
  return (
    <Dialog
      opened
      title={t('audit.entry', { id: entry.id })}
      onClose={onClose}
      footer={
        (entry.actorId !== null || entry.target !== null) && (
          <>
            {entry.actorId !== null && (
              <Button look="quiet" icon="user" onClick={() => onNarrow({ person: String(entry.actorId) })}>
                {t('audit.allOfPerson')}
              </Button>
            )}
            {entry.target !== null && (
              <Button look="quiet" icon="filter" onClick={() => onNarrow({ target: entry.target as string })}>
                {t('audit.allOfRecord')}
              </Button>
            )}
          </>
        )
      }
    >
      <dl className={a.facts}>
        <dt>{t('audit.when')}</dt>
        <dd>{f.instantFull(entry.at)}</dd>
        <dt>{t('audit.who')}</dt>
        <dd>{entry.actor ?? t(entry.actorId === null ? 'roles.portal' : 'audit.nobody')}</dd>
        <dt>{t('audit.what')}</dt>
        <dd>
          {entry.what} <small className={s.mono}>{entry.action}</small>
        </dd>
        {entry.target !== null && (
          <>
            <dt>{t('audit.record')}</dt>
            <dd>
              {entry.record} <small className={s.mono}>{entry.target}</small>
            </dd>
          </>
        )}
        {details.map(([key, value]) => [
          <dt key={key} className={s.mono}>
            {key}
          </dt>,
          <dd key={`${key} is`}>{inOneLine(value)}</dd>,
        ])}
        <dt>{t('audit.hash')}</dt>
        <dd className={s.mono}>{entry.hash}</dd>
      </dl>
    </Dialog>
  );
}
