import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Dependency, dependencyEndpoints, dependencyKinds } from '../../../../server/contracts/tasks/endpoints.js';
import { call } from '../../../core/api.js';
import { useSession } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { FieldMessage } from '../../../ui/fields/labelled-field.js';
import { NumberEdit } from '../../../ui/fields/number-edit.js';
import { RefEdit } from '../../../ui/fields/ref-edit.js';
import pieces from '../../../ui/pieces.module.css';
import { messagesOf, problemOf } from '../../../ui/problem.js';
import { useWhyNotSaved } from '../../../ui/use-why-not-saved.js';
import { type LagUnit, lagUnitsOf } from './lag.js';
import s from './panel.module.css';

const sides = ['on', 'blocks'] as const;
/** Whether a task waits for the other one, or the other one for it. */
export type Side = (typeof sides)[number];

interface Typed {
  side: Side;
  kind: Dependency['kind'];
  otherId: number | null;
  lag: number | null;
  unit: LagUnit;
}
const nothing: Typed = { side: 'on', kind: 'end-start', otherId: null, lag: null, unit: 'days' };

interface DependencyFormProps {
  taskId: number;
  /** One that is there already, to be changed. */
  present?: { id: number; typed: Typed };
  /** After it was stored. */
  onDone(): Promise<void> | void;
  onClose(): void;
}

/** How a task hangs together with another one: which comes first, and how much working time lies in between. */
export function DependencyForm({ taskId, present, onDone, onClose }: DependencyFormProps) {
  const { t } = useTranslation(['tasks', 'ui']);
  const whyNotSaved = useWhyNotSaved();
  const id = useId();
  const draft = useDraft(`tasks.task.${taskId}.dependency.${present?.id ?? ''}`, present?.typed ?? nothing);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const lagUnits = lagUnitsOf(useSession().company.workingHours);
  const [busy, setBusy] = useState(false);
  const { side, kind, otherId, lag, unit } = draft.value;
  const set = (change: Partial<Typed>) => draft.set({ ...draft.value, ...change });
  const store = (other: number) => {
    const body = { kind, lagMinutes: Math.round((lag ?? 0) * lagUnits[unit]) };
    if (present) return call(dependencyEndpoints.change, { params: { id: present.id }, body });
    return call(dependencyEndpoints.create, { body: { ...body, ...(side === 'on' ? { fromId: other, toId: taskId } : { fromId: taskId, toId: other }) } });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || errors.typed) return;
    if (otherId === null && !present) return setErrors({ other: t('ui:fields.needed') });
    setBusy(true);
    try {
      await store(otherId ?? 0);
      draft.clear();
      await onDone();
      onClose();
    } catch (reason) {
      const { lagMinutes, ...others } = messagesOf(problemOf(reason));
      // Whatever is wrong between the two is said where the other one is chosen.
      setErrors(lagMinutes ? { lag: lagMinutes } : { other: Object.values(others)[0] ?? whyNotSaved(reason) });
    } finally {
      setBusy(false);
    }
  };
  const lagError = errors.typed ?? errors.lag;
  return (
    <form noValidate className={s.link} onSubmit={(event) => void submit(event)}>
      <div>
        <label htmlFor={`${id}-kind`}>{t('depends.kind')}</label>
        <select
          id={`${id}-kind`}
          className={pieces.input}
          // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
          autoFocus
          value={`${side} ${kind}`}
          onChange={(event) => {
            const [nextSide, nextKind] = event.target.value.split(' ') as [Side, Dependency['kind']];
            set({ side: nextSide, kind: nextKind });
          }}
        >
          {sides.map(
            (each) =>
              (!present || each === side) && (
                <optgroup key={each} label={t(`depends.${each}.group`)}>
                  {dependencyKinds.map((one) => (
                    <option key={one} value={`${each} ${one}`}>
                      {t(`depends.${each}.${one}`)}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </select>
      </div>
      {!present && (
        <div>
          <label htmlFor={`${id}-other`}>{t('depends.other')}</label>
          <RefEdit
            id={`${id}-other`}
            type="tasks.task"
            required
            value={otherId}
            invalid={Boolean(errors.other)}
            describedBy={errors.other ? `${id}-other-message` : undefined}
            onChange={(next) => {
              set({ otherId: next });
              setErrors(({ other: _, ...rest }) => rest);
            }}
          />
        </div>
      )}
      {errors.other && (
        <FieldMessage id={`${id}-other-message`} look="bad">
          {errors.other}
        </FieldMessage>
      )}
      <div>
        <label htmlFor={`${id}-lag`}>
          {t('depends.lag')} <span>{t('ui:fields.optional')}</span>
        </label>
        <span className={s.lag}>
          <NumberEdit
            id={`${id}-lag`}
            decimals={1}
            value={lag}
            invalid={Boolean(lagError)}
            describedBy={`${id}-lag-${lagError ? 'message' : 'help'}`}
            onChange={(next, typed) => {
              set({ lag: next });
              setErrors(({ lag: _lag, typed: _typed, ...rest }) => (typed ? { ...rest, typed } : rest));
            }}
          />
          <select className={pieces.input} aria-label={t('depends.unit')} value={unit} onChange={(event) => set({ unit: event.target.value as LagUnit })}>
            {(['days', 'hours'] as const).map((each) => (
              <option key={each} value={each}>
                {t(`depends.units.${each}`)}
              </option>
            ))}
          </select>
        </span>
        {lagError ? (
          <FieldMessage id={`${id}-lag-message`} look="bad">
            {lagError}
          </FieldMessage>
        ) : (
          <p id={`${id}-lag-help`} className={s.help}>
            {t('depends.lagHelp')}
          </p>
        )}
      </div>
      <div className={s.askFoot}>
        <Button onClick={onClose}>{t('ui:cancel')}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {t(present ? 'depends.save' : 'depends.add')}
        </Button>
      </div>
    </form>
  );
}
