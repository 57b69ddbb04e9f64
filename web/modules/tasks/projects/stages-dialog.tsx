import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { projectEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { ProjectStage } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { useProblemWords } from '../../../core/words.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { ChoiceEdit } from '../../../ui/fields/plain-edits.js';
import pieces from '../../../ui/pieces.module.css';
import { Sortable } from '../../../ui/sortable/sortable.js';
import { useFaultFocus } from '../../../ui/use-fault-focus.js';
import { useWork } from '../use-work.js';
import s from './projects.module.css';
import { useColours } from './use-project-defs.js';
import { useStages } from './use-stages.js';

/** A column as it is being edited; new ones have numbers below zero until they are stored. */
type Edited = Pick<ProjectStage, 'id' | 'name' | 'colour' | 'limit'>;

const mostInStage = 10_000;

const isNameless = ({ name }: Edited): boolean => name.trim() === '';
/** What was typed is told of, not quietly made something else. */
const isLimitWrong = ({ limit }: Edited): boolean => limit !== null && !(Number.isInteger(limit) && limit >= 1 && limit <= mostInStage);

/** The columns of a project's board: their order, names, colours and limits, stored together. */
export function StagesDialog({ projectId, onClose }: { projectId: number; onClose(): void }) {
  const { t } = useTranslation(['tasks', 'ui']);
  const work = useWork();
  const words = useProblemWords('form');
  const colours = useColours();
  const stored = useStages(projectId).data?.items;
  const [edited, setEdited] = useState<readonly Edited[] | null>(null);
  const [moveTo, setMoveTo] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement | null>(null);
  const [tried, setTried] = useState(0);
  useFaultFocus(form, tried);
  useEffect(() => {
    if (stored && edited === null) setEdited(stored.map(({ id, name, colour, limit }) => ({ id, name, colour, limit })));
  }, [stored, edited]);
  if (!edited || !stored) return null;
  const gone = stored.filter(({ id }) => !edited.some((one) => one.id === id));
  const places = edited.filter(({ id, name }) => id > 0 && name.trim() !== '');
  const change = (id: number, patch: Partial<Edited>) => setEdited(edited.map((one) => (one.id === id ? { ...one, ...patch } : one)));
  const save = async () => {
    setTried((times) => times + 1);
    if (edited.some(isNameless)) return setError(t('stages.needName'));
    if (edited.some(isLimitWrong)) return setError(t('stages.needLimit', { most: mostInStage }));
    setBusy(true);
    setError(null);
    try {
      const stages = edited.map(({ id, name, colour, limit }) => ({ ...(id > 0 ? { id } : {}), name: name.trim(), colour, limit }));
      const to = gone.length > 0 ? (moveTo ?? places[0]?.id) : undefined;
      await call(projectEndpoints.setStages, { params: { id: projectId }, body: { stages, ...(to === undefined ? {} : { moveTo: to }) } });
      await work(async () => undefined);
      onClose();
    } catch (reason) {
      setError(words(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      title={t('stages.title')}
      onClose={onClose}
      onSubmit={(sent) => {
        form.current = sent;
        if (!busy) void save();
      }}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {t('stages.save')}
          </Button>
        </>
      }
    >
      <p className={s.hint}>{t('stages.hint')}</p>
      <Sortable
        label={t('stages.title')}
        items={edited}
        nameOf={({ name }) => name}
        canMove
        onMove={async (stage, to) => {
          const rest = edited.filter(({ id }) => id !== stage.id);
          setEdited([...rest.slice(0, to), stage, ...rest.slice(to)]);
        }}
      >
        {(stage) => (
          <div className={s.stage}>
            <input
              className={pieces.input}
              aria-label={t('stages.name')}
              maxLength={120}
              value={stage.name}
              aria-invalid={(tried > 0 && isNameless(stage)) || undefined}
              onChange={(event) => change(stage.id, { name: event.target.value })}
            />
            <ChoiceEdit<number>
              id={`stage-colour-${stage.id}`}
              label={t('field.colour')}
              value={stage.colour}
              options={colours}
              onChange={(colour) => change(stage.id, { colour })}
            />
            <input
              className={pieces.input}
              type="number"
              min={1}
              max={mostInStage}
              aria-label={t('stages.limit')}
              placeholder={t('stages.limit')}
              value={stage.limit ?? ''}
              aria-invalid={(tried > 0 && isLimitWrong(stage)) || undefined}
              onChange={(event) => change(stage.id, { limit: event.target.value === '' ? null : Number(event.target.value) })}
            />
            <IconButton
              icon="trash"
              label={t('stages.remove', { name: stage.name })}
              disabled={edited.length === 1}
              onClick={() => setEdited(edited.filter(({ id }) => id !== stage.id))}
            />
          </div>
        )}
      </Sortable>
      <div className={s.foot}>
        <Button
          icon="plus"
          look="quiet"
          onClick={() => setEdited([...edited, { id: Math.min(0, ...edited.map(({ id }) => id)) - 1, name: '', colour: null, limit: null }])}
        >
          {t('stages.add')}
        </Button>
      </div>
      {gone.length > 0 && places.length > 0 && (
        <div className={s.stageHead}>
          <label htmlFor="stages-move-to">{t('stages.moveTo', { names: gone.map(({ name }) => name).join(', ') })}</label>
          <ChoiceEdit<number>
            id="stages-move-to"
            required
            value={moveTo ?? places[0]?.id ?? null}
            options={places.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setMoveTo}
          />
        </div>
      )}
      {error && (
        <p role="alert" className={s.error}>
          {error}
        </p>
      )}
    </Dialog>
  );
}
