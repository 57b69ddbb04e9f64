import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BackupPlan, type Backups, backupEndpoints, type KeepRules, type RehearsalPace } from '../../../../server/contracts/core/backups.js';
import { Button } from '../../../ui/button.js';
import { confirm, showError } from '../../../ui/feedback.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { FormDone, FormProblem, SelectField, TextField, Tick } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { useSession } from '../../session.js';
import { useUnsaved } from '../../unsaved.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { weekdayOf } from '../weekday.js';
import b from './backups.module.css';
import { refreshBackups } from './data.js';
import { KeyDialog } from './key-dialog.js';

interface Draft extends Omit<BackupPlan, 'keep' | 'second'> {
  keep: Record<keyof KeepRules, string>;
  second: string;
}
const draftOf = ({ keep, second, ...plan }: BackupPlan): Draft => ({
  ...plan,
  second: second ?? '',
  keep: { daily: String(keep.daily), weekly: String(keep.weekly), monthly: String(keep.monthly) },
});
const rules = ['daily', 'weekly', 'monthly'] as const;
const paces: RehearsalPace[] = ['daily', 'weekly', 'monthly'];

/** When, where, how many, how they are tried, and whether what leaves this machine is encrypted. */
export function PlanForm({ backups: { plan, keyId } }: { backups: Backups }) {
  const { t } = useTranslation('core');
  const { language, time } = useFormat();
  const { weekStart } = useSession().company;
  const words = useProblemWords('form');
  const [before, setBefore] = useState(() => draftOf(plan));
  const [draft, setDraft] = useState(before);
  const [saved, setSaved] = useState(false);
  const [shownKey, setShownKey] = useState<string | null>(null);
  const set = (change: Partial<Draft>) => {
    setSaved(false);
    setDraft({ ...draft, ...change });
  };
  const isWhole = (text: string) => /^\d{1,3}$/.test(text.trim());
  const form = useForm(
    async () => {
      const { keep, second, ...rest } = draft;
      const numbers = { daily: Number(keep.daily), weekly: Number(keep.weekly), monthly: Number(keep.monthly) };
      const body: Partial<BackupPlan> = { ...rest, keep: numbers, ...(second.trim() === before.second ? {} : { second: second.trim() || null }) };
      const now = draftOf(await call(backupEndpoints.plan, { body }));
      setBefore(now);
      setDraft(now);
      setSaved(true);
      await refreshBackups();
    },
    () => ({
      ...(draft.days.length > 0 ? {} : { days: t('backups.needDay') }),
      ...Object.fromEntries(rules.filter((rule) => !isWhole(draft.keep[rule])).map((rule) => [`keep.${rule}`, t('backups.needNumber')])),
    }),
  );
  useUnsaved(JSON.stringify(draft) !== JSON.stringify(before));
  const makeKey = async () => {
    if (keyId && !(await confirm({ title: t('backups.newKeyTitle'), text: t('backups.newKeyText'), action: t('backups.newKey') }))) return;
    try {
      const { key } = await call(backupEndpoints.key);
      setShownKey(key);
      setBefore({ ...before, sealed: true });
      setDraft({ ...draft, sealed: true });
    } catch (error) {
      showError({ text: words(error) });
    }
    await refreshBackups();
  };
  const days = Array.from({ length: 7 }, (_, at) => (at + weekStart) % 7);
  return (
    <form ref={form.form} className={`${f.form} ${s.card} ${b.form}`} onSubmit={(event) => void form.submit(event)} noValidate>
      <FormProblem>{form.problem}</FormProblem>
      <fieldset className={b.group}>
        <legend>{t('backups.when')}</legend>
        <div className={b.days}>
          {days.map((day) => (
            <Tick
              key={day}
              label={weekdayOf(day, language, 'short')}
              checked={draft.days.includes(day)}
              onChange={(on) => set({ days: on ? [...draft.days, day].sort() : draft.days.filter((one) => one !== day) })}
            />
          ))}
        </div>
        {form.errors.days && <FormProblem>{form.errors.days}</FormProblem>}
        <div className={f.two}>
          <SelectField
            label={t('backups.hour')}
            value={String(draft.hour)}
            onChange={(hour) => set({ hour: Number(hour) })}
            error={form.errors.hour}
            options={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: time(`${String(hour).padStart(2, '0')}:00`) }))}
          />
          <SelectField
            label={t('backups.pace')}
            value={draft.rehearsal}
            onChange={(rehearsal) => set({ rehearsal: rehearsal as RehearsalPace })}
            help={t('backups.paceHelp')}
            options={paces.map((pace) => ({ value: pace, label: t(`backups.paces.${pace}`) }))}
          />
        </div>
      </fieldset>
      <fieldset className={b.group}>
        <legend>{t('backups.keep')}</legend>
        <div className={b.three}>
          {rules.map((rule) => (
            <TextField
              key={rule}
              label={t(`backups.rules.${rule}`)}
              inputMode="numeric"
              value={draft.keep[rule]}
              onChange={(value) => set({ keep: { ...draft.keep, [rule]: value } })}
              error={form.errors[`keep.${rule}`]}
            />
          ))}
        </div>
        <p className={s.quiet}>{t('backups.keepHelp')}</p>
      </fieldset>
      <TextField
        label={t('backups.second')}
        optional
        value={draft.second}
        onChange={(second) => set({ second })}
        error={form.errors.second}
        help={t('backups.secondHelp')}
        placeholder={t('backups.secondExample')}
        autoComplete="off"
        spellCheck={false}
      />
      <div className={b.group}>
        <Tick
          label={t('backups.sealed')}
          help={t(keyId ? 'backups.sealedHelp' : 'backups.sealedNoKey')}
          checked={draft.sealed && keyId !== null}
          disabled={!keyId}
          onChange={(sealed) => set({ sealed })}
        />
        <div className={f.actions}>
          <Button icon="key" look="default" onClick={() => void makeKey()}>
            {t(keyId ? 'backups.newKey' : 'backups.makeKey')}
          </Button>
        </div>
      </div>
      <FormDone>{saved && t('form.saved')}</FormDone>
      <div className={f.actions}>
        <Button type="submit" look="default" busy={form.busy}>
          {t('backups.save')}
        </Button>
      </div>
      {shownKey && <KeyDialog value={shownKey} onClose={() => setShownKey(null)} />}
    </form>
  );
}
