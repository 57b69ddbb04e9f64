import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dealEndpoints, stageEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { useMay } from '../../../core/session.js';
import { showUndo } from '../../../ui/feedback.js';
import { useWork } from '../records/use-work.js';

/** Closes a deal whose client has paid: moves it to the won stage of its pipeline, as its board does. Whoever may not see stages is led to the deal. */
export function useWin(): (dealId: number) => void {
  const { t } = useTranslation('crm');
  const go = useGo();
  const may = useMay();
  const work = useWork();
  /** On their way: a second click of a double click moves nothing. */
  const moving = useRef(new Set<number>());
  const move = (id: number, stageId: number) => call(dealEndpoints.move, { params: { id }, body: { stageId } });
  const win = async (id: number) => {
    const deal = await call(dealEndpoints.get, { params: { id } });
    // Somebody else did meanwhile.
    if (deal.closedAt) return;
    const query = { pipelineId: deal.pipelineId ?? 0, semantic: 'won', sort: 'position' };
    const won = may('crm.stage.read') ? (await call(stageEndpoints.list, { query })).items.find(({ movesTo }) => movesTo === null) : undefined;
    const { stageId: before, title } = deal;
    if (!won || before === null) return go(`/crm/deals/${id}`);
    await move(id, won.id);
    showUndo({ text: t('moved', { title, stage: won.name }), onUndo: () => work.undo(() => move(id, before)) });
  };
  return (id) => {
    if (moving.current.has(id)) return;
    moving.current.add(id);
    void work(() => win(id)).finally(() => moving.current.delete(id));
  };
}
