import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company, CompanyPatch } from '../../../../server/contracts/core/company.js';
import { settingsEndpoints } from '../../../../server/contracts/core/settings.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { showUndo } from '../../../ui/feedback.js';
import { Icon } from '../../../ui/icon.js';
import { ApiProblem, addressOf, call } from '../../api.js';
import { sendFile } from '../../files/send-file.js';
import { FormProblem } from '../../form/field.js';
import f from '../../form/form.module.css';
import { showAccent } from '../../look/accent.js';
import { smallLogo } from '../../look/small-logo.js';
import { queryClient } from '../../query.js';
import { useSessionState } from '../../session.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { companyKey } from './key.js';
import l from './look.module.css';

/** Colours that go with everything; the first is the portal's own. */
const presets = [
  { name: 'petrol', colour: null, shown: '#0b6b70' },
  { name: 'blue', colour: '#2458b8', shown: '#2458b8' },
  { name: 'indigo', colour: '#4b4bb5', shown: '#4b4bb5' },
  { name: 'plum', colour: '#8a3a86', shown: '#8a3a86' },
  { name: 'raspberry', colour: '#b0305f', shown: '#b0305f' },
  { name: 'copper', colour: '#a34b1d', shown: '#a34b1d' },
  { name: 'moss', colour: '#4a7020', shown: '#4a7020' },
  { name: 'graphite', colour: '#4d5358', shown: '#4d5358' },
] as const;

/** Logo and colour. Both are kept at once and can be taken back. */
export function LookPart({ company }: { company: Company }) {
  const { t } = useTranslation('core');
  const { reload } = useSessionState();
  const words = useProblemWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const keep = async (body: Pick<CompanyPatch, 'logoId' | 'accent'>) => {
    queryClient.setQueryData(companyKey, await call(settingsEndpoints.changeCompany, { body }));
    await reload();
  };
  const work = async (what: () => Promise<unknown>, otherwise: string) => {
    setProblem(null);
    setBusy(true);
    try {
      await what();
    } catch (error) {
      setProblem(error instanceof ApiProblem ? (error.errors[0]?.message ?? words(error)) : otherwise);
    } finally {
      setBusy(false);
    }
  };
  const changeLogo = (next: () => Promise<number | null>, done: string) =>
    work(async () => {
      const before = company.logo?.id ?? null;
      await keep({ logoId: await next() });
      showUndo({ text: done, onUndo: () => keep({ logoId: before }) });
    }, t('company.look.notAPicture'));
  const changeAccent = (accent: string | null) => {
    if (accent === company.accent) return;
    void work(async () => {
      await keep({ accent });
      showUndo({ text: t('company.look.accentChanged'), onUndo: () => keep({ accent: company.accent }) });
    }, t('problem.unexpected')).finally(() => showAccent(queryClient.getQueryData<Company>(companyKey)?.accent ?? null));
  };
  return (
    <section className={`${s.card} ${f.form}`}>
      <div>
        <h3>{t('company.look.title')}</h3>
        <p className={s.quiet}>{t('company.look.text')}</p>
      </div>
      <FormProblem>{problem}</FormProblem>
      <LogoField
        company={company}
        busy={busy}
        onChoose={(file) => void changeLogo(async () => (await sendFile(await smallLogo(file))).id, t('company.look.logoChanged'))}
        onRemove={() => void changeLogo(async () => null, t('company.look.logoRemoved'))}
      />
      <AccentField accent={company.accent} onChoose={changeAccent} />
    </section>
  );
}

function LogoField({
  company: { logo, name },
  busy,
  onChoose,
  onRemove,
}: {
  company: Company;
  busy: boolean;
  onChoose: (file: File) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation('core');
  const input = useRef<HTMLInputElement>(null);
  const picture = (alt: string) => logo && <img src={addressOf(settingsEndpoints.logo, { params: { hash: logo.hash } })} alt={alt} />;
  return (
    <div className={l.logo}>
      {logo && (
        <div className={l.grounds}>
          <span className={l.light}>{picture(t('company.look.logoLight', { name }))}</span>
          <span className={l.dark}>
            <span>{picture(t('company.look.logoDark', { name }))}</span>
          </span>
        </div>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/svg+xml"
        aria-label={t('company.look.chooseLogo')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onChoose(file);
          event.target.value = '';
        }}
      />
      <div className={f.actions}>
        <Button icon="upload" busy={busy} onClick={() => input.current?.click()}>
          {t(logo ? 'company.look.changeLogo' : 'company.look.chooseLogo')}
        </Button>
        {logo && (
          <Button look="quiet" icon="trash" onClick={onRemove}>
            {t('company.look.removeLogo')}
          </Button>
        )}
      </div>
    </div>
  );
}

function AccentField({ accent, onChoose }: { accent: string | null; onChoose: (accent: string | null) => void }) {
  const { t } = useTranslation('core');
  const ownId = useId();
  const preset = presets.find(({ colour }) => colour === accent);
  return (
    <fieldset className={l.accent}>
      <legend>{t('company.look.accent')}</legend>
      <div className={l.swatches}>
        {presets.map(({ name, colour, shown }) => (
          <button
            key={name}
            type="button"
            className={cx(l.swatch, preset?.name === name && l.chosen)}
            aria-pressed={preset?.name === name}
            aria-label={t(`company.look.colour.${name}`)}
            title={t(`company.look.colour.${name}`)}
            onClick={() => onChoose(colour)}
          >
            <span style={{ background: shown }}>{preset?.name === name && <Icon name="check" size={16} />}</span>
          </button>
        ))}
        <label htmlFor={ownId} className={cx(l.own, !preset && l.chosen)}>
          <OwnColour key={accent} id={ownId} accent={accent} onChoose={onChoose} />
          {t('company.look.own')}
        </label>
      </div>
      <p className={f.message}>{t('company.look.accentHelp')}</p>
    </fieldset>
  );
}

/** The browser's own chooser: the page shows each colour while it is looked for; the one it is left with is kept. */
function OwnColour({ id, accent, onChoose }: { id: string; accent: string | null; onChoose: (accent: string | null) => void }) {
  const [value, setValue] = useState(accent ?? '#0b6b70');
  // React hears `input` as change; the browser's `change` comes when the chooser is closed.
  const kept = (node: HTMLInputElement | null) => {
    if (!node) return;
    const close = () => onChoose(node.value);
    node.addEventListener('change', close);
    return () => node.removeEventListener('change', close);
  };
  return (
    <input
      ref={kept}
      id={id}
      type="color"
      value={value}
      onChange={(event) => {
        setValue(event.target.value);
        showAccent(event.target.value);
      }}
    />
  );
}
