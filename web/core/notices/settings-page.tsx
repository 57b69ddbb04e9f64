import { useTranslation } from 'react-i18next';
import type { DigestTime, NoticeSettingsChange, QuietHours } from '../../../server/contracts/core/notices.js';
import { showError } from '../../ui/feedback.js';
import { useFormat } from '../../ui/ui-context.js';
import { SelectField, Tick } from '../form/field.js';
import f from '../form/form.module.css';
import { OwnPage } from '../profile/own-page.js';
import { useSession } from '../session.js';
import { Loaded } from '../settings/loaded.js';
import p from '../settings/settings.module.css';
import { useHeading } from '../shell/heading.js';
import { useProblemWords } from '../words.js';
import { zoneName } from '../zone-name.js';
import { useChangeNoticeSettings, useNoticeSettings } from './data.js';
import { Kinds } from './kinds.js';
import s from './notices.module.css';

type Change = (body: NoticeSettingsChange) => void;

const halfHours = Array.from({ length: 48 }, (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`);

/** The times of a day to choose from, as people here write them. */
function useHalfHours(): { value: string; label: string }[] {
  const f = useFormat();
  return halfHours.map((value) => ({ value, label: f.time(value) }));
}

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const workingDays = [1, 2, 3, 4, 5];

/** Days of the week to choose; the last one cannot be taken away. */
function Days({ label, days, onChange }: { label: string; days: readonly number[]; onChange: (days: number[]) => void }) {
  const { language } = useFormat();
  const { weekStart } = useSession().company;
  // From the day with which the week of the company begins, 0 for Sunday.
  const shown = everyDay.map((_, n) => ((weekStart + n + 6) % 7) + 1);
  // The fifth of January 2026 was a Monday.
  const name = (day: number, style: 'short' | 'long') =>
    new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 0, 4 + day))).replace('.', '');
  const toggle = (day: number) => onChange(everyDay.filter((each) => (each === day ? !days.includes(day) : days.includes(each))));
  return (
    <fieldset className={s.days}>
      <legend>{label}</legend>
      {shown.map((day) => (
        <label key={day} className={s.day}>
          <input
            type="checkbox"
            aria-label={name(day, 'long')}
            checked={days.includes(day)}
            onChange={() => (days.length > 1 || !days.includes(day)) && toggle(day)}
          />
          <span aria-hidden="true">{name(day, 'short')}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Quiet({ quiet, onChange }: { quiet: QuietHours | null; onChange: Change }) {
  const { t } = useTranslation('core');
  const { timeZone } = useSession().person;
  const times = useHalfHours();
  const set = (change: Partial<QuietHours>) => quiet && onChange({ quiet: { ...quiet, ...change } });
  return (
    <section className={`${p.card} ${s.part}`}>
      <div>
        <h2>{t('noticeSettings.quiet')}</h2>
        <p className={p.quiet}>{t('noticeSettings.quietText', { zone: zoneName(timeZone) })}</p>
      </div>
      <Tick
        label={t('noticeSettings.quietOn')}
        checked={quiet !== null}
        onChange={(on) => onChange({ quiet: on ? { days: workingDays, from: '19:00', to: '08:00' } : null })}
      />
      {quiet && (
        <>
          <Days label={t('noticeSettings.quietDays')} days={quiet.days} onChange={(days) => set({ days })} />
          <div className={s.times}>
            <SelectField label={t('noticeSettings.from')} value={quiet.from} options={times} onChange={(from) => set({ from })} />
            <SelectField
              label={t('noticeSettings.to')}
              value={quiet.to}
              options={times}
              onChange={(to) => set({ to })}
              help={quiet.to === quiet.from ? t('noticeSettings.allDay') : quiet.to < quiet.from ? t('noticeSettings.nextDay') : undefined}
            />
          </div>
        </>
      )}
    </section>
  );
}

function Digest({ digest, needed, onChange }: { digest: DigestTime | null; needed: boolean; onChange: Change }) {
  const { t } = useTranslation('core');
  const times = useHalfHours();
  return (
    <section className={`${p.card} ${s.part}`}>
      <div>
        <h2>{t('noticeSettings.digest')}</h2>
        <p className={p.quiet}>{t('noticeSettings.digestText')}</p>
      </div>
      <Tick
        label={t('noticeSettings.digestOn')}
        checked={digest !== null}
        onChange={(on) => onChange({ digest: on ? { days: workingDays, at: '08:00' } : null })}
        help={!digest && needed ? t('noticeSettings.digestNeeded') : undefined}
      />
      {digest && (
        <>
          <Days label={t('noticeSettings.digestDays')} days={digest.days} onChange={(days) => onChange({ digest: { ...digest, days } })} />
          <div className={s.times}>
            <SelectField label={t('noticeSettings.at')} value={digest.at} options={times} onChange={(at) => onChange({ digest: { ...digest, at } })} />
          </div>
        </>
      )}
    </section>
  );
}

/** How I am told: of what, where, when not, and once a day. Each choice counts at once. */
export default function NoticeSettingsPage() {
  const { t } = useTranslation('core');
  useHeading(t('noticeSettings.title'));
  const words = useProblemWords();
  const query = useNoticeSettings();
  const change = useChangeNoticeSettings();
  const onChange: Change = (body) => change.mutate(body, { onError: (error) => showError({ text: words(error) }) });
  return (
    <OwnPage className={`${p.narrow} ${f.form}`}>
      <Loaded query={query}>
        {(settings) => (
          <>
            <Kinds
              kinds={settings.kinds}
              byMail={settings.mail}
              title={t('noticeSettings.kinds')}
              text={t(settings.mail ? 'noticeSettings.kindsText' : 'noticeSettings.noMail')}
              backLabel={t('noticeSettings.usual')}
              onChange={(kinds) => onChange({ kinds })}
            />
            <Quiet quiet={settings.quiet} onChange={onChange} />
            <Digest digest={settings.digest} needed={settings.kinds.some(({ mail }) => mail === 'digest')} onChange={onChange} />
            <p className={p.quiet} role="status">
              {change.isPending ? t('noticeSettings.saving') : t('noticeSettings.saved')}
            </p>
          </>
        )}
      </Loaded>
    </OwnPage>
  );
}
