import { useState } from 'react';
import { Icon, type IconName } from '../../ui/icon.js';
import s from './files.module.css';
import { pictureAddress, previewKind } from './preview-kind.js';

const icons: [RegExp, IconName][] = [
  [/^image\//, 'gallery'],
  [/^(video|audio)\//, 'play'],
  [/pdf|word|opendocument\.text|^text\//, 'document'],
  [/sheet|excel|csv/, 'cols'],
  [/zip|compressed|tar/, 'archive'],
];
const iconOf = (mediaType: string): IconName => icons.find(([pattern]) => pattern.test(mediaType))?.[1] ?? 'doc';

/** A file's small picture, or the sign of its kind. @param file.id is there once it is stored. */
export function FileFace({ file }: { file: { id?: number; name: string; mediaType: string } }) {
  const [isBroken, setBroken] = useState(false);
  const hasPicture = file.id !== undefined && !isBroken && previewKind(file) === 'picture';
  return (
    <span className={s.face}>
      {hasPicture ? (
        <img src={pictureAddress(file.id as number, 256)} alt="" loading="lazy" onError={() => setBroken(true)} />
      ) : (
        <Icon name={iconOf(file.mediaType)} size={18} />
      )}
    </span>
  );
}
