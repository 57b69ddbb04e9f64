import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkAnswer, BulkPreview, BulkRequest } from '../../../../server/contracts/core/bulk.js';
import type { Endpoint } from '../../../../server/contracts/core/endpoint.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Bar } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { FormProblem } from '../../form/field.js';
import { useProblemWords } from '../../words.js';
import s from './bulk-dialog.module.css';
import { settle } from './runs.js';
import { useLeftWords, useRunWords } from './use-run-words.js';

export type BulkEndpoint = Endpoint<{ body: BulkRequest; reply: BulkAnswer }>;

interface BulkDialogProps {
  title: string;
  endpoint: BulkEndpoint;
  /** What is to be done; null until the person has chosen all it needs. */
  request: BulkRequest | null;
  /** What is asked beforehand, where that does not depend on all that the person chooses. */
  asked?: BulkRequest | null;
  /** The word on the button, such as "Assign". */
  action: string;
  danger?: boolean;
  /** So many are chosen: said until it is known of how many it can be done. */
  count: number;
  readyWords?: ReadyWords;
  /** The controls. */
  children?: ReactNode;
  onDone(): void;
  onClose(): void;
}

/** Of how many it can be done, in words of the action where it has its own. */
type ReadyWords = (preview: BulkPreview) => string;

function Preview({ preview, readyWords }: { preview: BulkPreview; readyWords: ReadyWords | undefined }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const leftWords = useLeftWords();
  return (
    <div className={s.preview} role="status">
      <p>
        <b>{readyWords?.(preview) ?? t('bulk.ready', { count: preview.ready, ready: f.number(preview.ready), total: f.number(preview.total) })}</b>
      </p>
      {preview.left.map((left) => (
        <p key={left.reason}>{leftWords(left)}</p>
      ))}
    </div>
  );
}

/** Asks before many records are changed, and says of how many and why not of the others. */
export function BulkDialog({ title, endpoint, request, asked = request, action, danger, count, readyWords, children, onDone, onClose }: BulkDialogProps) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const words = useRunWords();
  const problem = useProblemWords('form');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const preview = useQuery({
    queryKey: ['core.bulk', endpoint.path, asked],
    queryFn: ({ signal }) => call(endpoint, { body: { ...(asked as BulkRequest), preview: true }, signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const found = asked === null || preview.isError ? undefined : preview.data?.preview;
  const isReady = request !== null && found !== undefined && found.ready > 0 && !preview.isPlaceholderData;
  const run = async () => {
    if (request === null) return;
    setBusy(true);
    setFailure(null);
    try {
      const answer = await call(endpoint, { body: request });
      if (answer.run) settle(answer.run, words);
      onDone();
    } catch (error) {
      setFailure(problem(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look={danger ? 'dangerFilled' : 'primary'} busy={busy} disabled={!isReady} onClick={() => void run()}>
            {action}
          </Button>
        </>
      }
    >
      <FormProblem>{failure ?? (preview.isError && asked !== null ? problem(preview.error) : null)}</FormProblem>
      <div className={s.fields}>{children}</div>
      {found ? (
        <Preview preview={found} readyWords={readyWords} />
      ) : asked === null ? (
        <div className={s.preview}>
          <p>{t('ui:list.selected', { count, shown: f.number(count) })}</p>
        </div>
      ) : (
        !preview.isError && <Bar width="60%" />
      )}
    </Dialog>
  );
}
