import { fileEndpoints } from '../../../server/contracts/core/files.js';
import { Icon, type IconName } from '../../ui/icon.js';
import { addressOf } from '../api.js';
import s from './files.module.css';

const icons: [RegExp, IconName][] = [
  [/^image\//, 'gallery'],
  [/^(video|audio)\//, 'play'],
  [/pdf|word|opendocument\.text|^text\//, 'document'],
  [/sheet|excel|csv/, 'cols'],
  [/zip|compressed|tar/, 'archive'],
];
const iconOf = (mediaType: string): IconName => icons.find(([pattern]) => pattern.test(mediaType))?.[1] ?? 'doc';

export const fileAddress = (id: number): string => addressOf(fileEndpoints.get, { params: { id } });

/** A file's small picture, or the sign of its kind. */
export function FileFace({ file }: { file: { id?: number; mediaType: string } }) {
  return (
    <span className={s.face}>
      <Icon name={iconOf(file.mediaType)} size={18} />
    </span>
  );
}
