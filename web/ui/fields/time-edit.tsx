import { useTranslation } from 'react-i18next';
import { readMoment } from '../../../server/contracts/core/read-moment.js';
import { useFormat } from '../ui-context.js';
import type { ControlProps } from './control.js';
import { TypedEdit } from './typed-edit.js';

/** A figure alone is hours, or hours and minutes: `8`, `830`, `1730`, `8.30`. */
const clockOfFigures = (text: string): string =>
  text
    .trim()
    .replace(/^(\d{1,2})\.(?=\d{2}(?!\d))/, '$1:')
    .replace(/^(\d{1,2}?)(\d{2})?$/, (_, hours, minutes) => `${hours}:${minutes ?? '00'}`);

/** Midnight of no day: the readers of times need some day to stand on. */
const anyDay = { day: '2026-01-01', time: '00:00' };

/** A time of day (`HH:MM`) of 24 hours, typed as people write it: `8:30`, `8h`, `17`, `5 pm`. */
export function TimeEdit(props: ControlProps<string | null>) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const parse = (text: string) => {
    const read = readMoment(clockOfFigures(text), anyDay);
    return read?.time && !read.day ? { value: read.time } : t('day.notTime');
  };
  return <TypedEdit<string> {...props} letters tells="calm" placeholder={f.time('08:30')} show={f.time} parse={parse} />;
}
