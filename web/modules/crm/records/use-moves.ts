import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { showError, showUndo } from '../../../ui/feedback.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';

type Staged = CrmRecord & { stageId: number | null };

interface Waiting<T> {
  record: T;
  stageId: number;
  done(): void;
  refused(error: unknown): void;
}

/** Moving a record to a stage, from its panel or the board; a stage of the lost ones first asks for the reason. */
export function useMoves<T extends Staged>(kind: CrmKind<T>) {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<Waiting<T> | null>(null);
  /** On their way to another stage: a second click of a double click moves nothing. */
  const moving = useRef(new Set<number>());
  const move = async (record: T, stageId: number, lostReasonId?: number) => {
    await call(
      kind.endpoints.move as NonNullable<typeof kind.endpoints.move>,
      { params: { id: record.id }, body: { stageId, ...(lostReasonId ? { lostReasonId } : {}) } } as never,
    );
    await client.invalidateQueries({ queryKey: [typeOf(kind)] });
  };
  /** Resolves when the reason was given and the record is moved; rejects when the person thought better of it. */
  const askWhy = (record: T, stageId: number) => new Promise<void>((done, refused) => setWaiting({ record, stageId, done, refused }));
  return {
    move,
    askWhy,
    lost: waiting && {
      title: waiting.record.title ?? String(waiting.record.id),
      onConfirm: async (reasonId: number) => {
        try {
          await move(waiting.record, waiting.stageId, reasonId);
          waiting.done();
        } catch (error) {
          showError({ text: error instanceof Error ? error.message : t('failed') });
          waiting.refused(error);
        }
        setWaiting(null);
      },
      onClose: () => {
        waiting.refused(new Error('cancelled'));
        setWaiting(null);
      },
    },
    onStage: async (record: T, stage: Stage) => {
      if (stage.id === record.stageId || moving.current.has(record.id)) return;
      moving.current.add(record.id);
      const before = record.stageId;
      try {
        if (stage.semantic === 'lost') return await askWhy(record, stage.id);
        await move(record, stage.id);
      } catch (error) {
        if (stage.semantic !== 'lost') showError({ text: error instanceof Error ? error.message : t('failed') });
        return;
      } finally {
        moving.current.delete(record.id);
      }
      showUndo({ text: t('moved', { title: record.title, stage: stage.name }), onUndo: () => (before === null ? undefined : move(record, before)) });
    },
  };
}
