import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { KindChoices, MailChoice, NoticeChoice, NoticeKindSetting } from '../../../server/contracts/core/notices.js';
import { mailChoices } from '../../../server/contracts/core/notices.js';
import { Button } from '../../ui/button.js';
import { BareSelect, Tick } from '../form/field.js';
import { moduleName } from '../module-words.js';
import p from '../settings/settings.module.css';
import s from './notices.module.css';

const moduleOf = (id: string): string => id.slice(0, id.indexOf('.'));

interface Choosing {
  byMail: boolean;
  /** Words of the step that takes a choice back. */
  backLabel: string;
  onChange(choices: KindChoices): void;
}

function KindLine({ kind, byMail, backLabel, onChange }: Choosing & { kind: NoticeKindSetting }) {
  const { t } = useTranslation('core');
  const id = useId();
  const choose = (choice: Partial<NoticeChoice>) => onChange({ [kind.id]: { portal: kind.portal, mail: kind.mail, ...choice } });
  return (
    <div className={s.kind}>
      <div className={s.what}>
        <span id={id}>
          {kind.label}
          {kind.needed && <small>{t('noticeSettings.needed')}</small>}
        </span>
        {kind.own && (
          <Button small look="quiet" icon="undo" className={s.back} aria-label={`${backLabel}: ${kind.label}`} onClick={() => onChange({ [kind.id]: null })}>
            {backLabel}
          </Button>
        )}
      </div>
      <Tick label={t('noticeSettings.portal')} about={id} checked={kind.portal} disabled={kind.needed} onChange={(portal) => choose({ portal })} />
      <BareSelect
        name={`${t('noticeSettings.mail')}: ${kind.label}`}
        value={kind.mail}
        disabled={!byMail}
        options={mailChoices.map((value) => ({ value, label: t(`noticeSettings.by.${value}`) }))}
        onChange={(mail) => choose({ mail: mail as MailChoice })}
      />
    </div>
  );
}

/** What is told of, module by module, and where: chosen by a person for themselves, or by the company for those who have not. */
export function Kinds({ kinds, title, text, ...choosing }: Choosing & { kinds: readonly NoticeKindSetting[]; title: string; text: string }) {
  const { t } = useTranslation('core');
  const modules = [...new Set(kinds.map(({ id }) => moduleOf(id)))];
  return (
    <section className={`${p.card} ${s.part}`}>
      <div>
        <h2>{title}</h2>
        <p className={p.quiet}>{text}</p>
      </div>
      {modules.map((module) => (
        <section key={module} className={s.group}>
          <h3>{module === 'core' ? t('noticeSettings.core') : moduleName(module)}</h3>
          {kinds
            .filter(({ id }) => moduleOf(id) === module)
            .map((kind) => (
              <KindLine key={kind.id} kind={kind} {...choosing} />
            ))}
        </section>
      ))}
    </section>
  );
}
