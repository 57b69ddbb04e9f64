import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { useProblemWords } from '../../../core/words.js';
import { showError, showUndo } from '../../../ui/feedback.js';
import { PutOff } from '../../../ui/problem.js';
import { useSettle } from '../activities/use-settle.js';
import { usePipelines } from '../dictionaries.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';

type Staged = CrmRecord & { stageId: number | null; lostReasonId?: number | null; pipelineId?: number | null };

interface Waiting<T> {
  record: T;
  stage: Stage;
  done(): void;
  refused(error: unknown): void;
}

/**
 * Moving a record to a stage, from its panel or the board. A stage of the lost ones first asks for the reason.
 * @param toConvert whether a record has to become something before it is won.
 */
export function useMoves<T extends Staged>(kind: CrmKind<T>, toConvert: (record: T) => boolean = () => false) {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const words = useProblemWords();
  const pipelines = usePipelines();
  const settle = useSettle();
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
  /** Moves it, or asks what has to be known first, and rejects when the person thought better of it. What was converted has said so itself. */
  const moveOrAsk = async (record: T, stage: Stage): Promise<'moved' | 'converted'> => {
    if (stage.semantic === 'lost' || (stage.semantic === 'won' && toConvert(record))) {
      await new Promise<void>((done, refused) => setWaiting({ record, stage, done, refused }));
      return stage.semantic === 'won' ? 'converted' : 'moved';
    }
    await move(record, stage.id);
    return 'moved';
  };
  const end = (answered: boolean) => {
    if (answered) waiting?.done();
    else waiting?.refused(new PutOff());
    setWaiting(null);
  };
  return {
    lost: waiting?.stage.semantic === 'lost' && {
      title: waiting.record.title ?? String(waiting.record.id),
      onConfirm: async (reasonId: number) => {
        await move(waiting.record, waiting.stage.id, reasonId);
        end(true);
      },
      onClose: () => end(false),
    },
    converting: waiting?.stage.semantic === 'won' && { record: waiting.record, onClose: end },
    /** Answers whether it is there now; what stood against it has been said. */
    onStage: async (record: T, stage: Stage): Promise<boolean> => {
      if (stage.id === record.stageId || moving.current.has(record.id)) return false;
      moving.current.add(record.id);
      const before = record.stageId;
      try {
        if ((await moveOrAsk(record, stage)) === 'converted') return true;
      } catch (error) {
        if (!(error instanceof PutOff)) showError({ text: words(error) });
        return false;
      } finally {
        moving.current.delete(record.id);
      }
      const into = pipelines.find(({ id }) => id === stage.pipelineId && id !== record.pipelineId);
      const link = await settle(typeOf(kind) as 'crm.lead' | 'crm.deal', record.id, stage.semantic);
      showUndo({
        ...(link ? { link } : {}),
        text: t('moved', { title: record.title, stage: stage.name, ...(into ? { context: 'pipeline', pipeline: into.name } : {}) }),
        onUndo: () => (before === null ? undefined : move(record, before, record.lostReasonId ?? undefined)),
      });
      return true;
    },
  };
}
