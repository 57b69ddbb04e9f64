import { useTranslation } from 'react-i18next';
import type { Channel, Money } from '../../../server/contracts/core/fields.js';
import { PersonName } from '../avatar.js';
import { Icon } from '../icon.js';
import { Link } from '../link.js';
import { PhoneLink } from '../phone-link.js';
import p from '../pieces.module.css';
import { RichText } from '../rich-text/rich-text.js';
import { useFormat, useReference, When } from '../ui-context.js';
import { type FieldDef, isEmpty } from './field-def.js';
import s from './field-view.module.css';

function ReferenceView({ type, id, plain }: { type: string; id: number; plain?: boolean | undefined }) {
  const { t } = useTranslation('ui');
  const found = useReference(type, id);
  if (found === undefined) return <span className={p.text3}>…</span>;
  if (!found?.title) return <span className={p.text3}>{t('fields.hidden', { id })}</span>;
  if (found.deleted) return <span className={p.text3}>{t('fields.inBin', { title: found.title })}</span>;
  if (type === 'core.person') return <PersonName name={found.title} />;
  if (plain || !found.url) return found.title;
  return <Link to={found.url}>{found.title}</Link>;
}

function PeopleView({ ids }: { ids: number[] }) {
  return (
    <span className={s.channels}>
      {ids.map((id) => (
        <ReferenceView key={id} type="core.person" id={id} />
      ))}
    </span>
  );
}

function FileView({ id }: { id: number }) {
  const found = useReference('core.file', id);
  if (!found?.title) return <span className={p.text3}>…</span>;
  return (
    <a href={`.${found.url ?? `/api/v1/files/${id}`}`} className={s.file} download>
      <Icon name="clip" size={16} />
      {found.title}
    </a>
  );
}

function ChannelsView({ value, of, plain }: { value: Channel[]; of: 'phone' | 'email'; plain?: boolean | undefined }) {
  const { t } = useTranslation('ui');
  return (
    <span className={s.channels}>
      {value.map((channel) => (
        <span key={channel.kind + channel.value}>
          {plain ? channel.value : of === 'phone' ? <PhoneLink phone={channel.value} /> : <a href={`mailto:${channel.value}`}>{channel.value}</a>}
          {value.length > 1 && !plain && <span className={s.kind}>{t(`channel.${channel.kind}`, { defaultValue: channel.kind })}</span>}
        </span>
      ))}
    </span>
  );
}

/** A value of any kind in words; an empty one is a grey dash. `plain`: without links, for list cells and choices. */
export function FieldView({ def, value, near, plain }: { def: FieldDef; value: unknown; near?: boolean; plain?: boolean }) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const { field } = def;
  if (isEmpty(value)) return <span className={p.text3}>–</span>;
  switch (field.kind) {
    case 'int':
      return <span className={p.n}>{field.unit ? f.duration(value as number) : f.number(value as number)}</span>;
    case 'quantity':
      return <span className={p.n}>{f.quantity(value as number)}</span>;
    case 'percent':
      return <span className={p.n}>{f.percent(value as number)}</span>;
    case 'money':
      return <span className={p.n}>{f.money(value as Money)}</span>;
    case 'yesNo':
      return t(value ? 'yes' : 'no');
    case 'day':
      return (
        <time className={p.n} dateTime={value as string} title={near ? f.dayFull(value as string) : undefined}>
          {near ? f.day(value as string) : f.dayFull(value as string)}
        </time>
      );
    case 'instant':
      return <When at={value as string} className={p.n} />;
    case 'choice':
      return def.optionLabel?.(value as string) ?? (value as string);
    case 'channels':
      return <ChannelsView value={value as Channel[]} of={field.of} plain={plain} />;
    case 'person':
      return <ReferenceView type="core.person" id={value as number} />;
    case 'people':
      return <PeopleView ids={value as number[]} />;
    case 'words':
      return (value as string[]).join(', ');
    case 'ref': {
      const chosen = def.choices?.find((choice) => choice.value === value);
      return chosen ? chosen.label : <ReferenceView type={field.type} id={value as number} plain={plain} />;
    }
    case 'file':
      return <FileView id={value as number} />;
    case 'longText':
      return field.rich ? <RichText html={value as string} /> : <span className={s.long}>{value as string}</span>;
    case 'json':
      return <code className={s.json}>{JSON.stringify(value)}</code>;
    default:
      return String(value);
  }
}
