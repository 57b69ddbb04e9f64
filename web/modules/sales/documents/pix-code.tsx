import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { copyText } from '../../../core/clipboard.js';
import { Button } from '../../../ui/button.js';
import s from './paper.module.css';

/** Modules of white around the code, without which readers do not find it. */
const quiet = 4;

/** The squares of a QR code as one path. */
async function pathOf(text: string): Promise<{ path: string; size: number }> {
  // Fetched with the first code that is shown: few documents have one.
  const { create } = await import('qrcode');
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) if (data[y * size + x]) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
  return { path, size: size + 2 * quiet };
}

/** A Pix payment to be read by a phone, or to be copied on the phone itself. @param t in the language of the document. */
export function PixCode({ code, t }: { code: string; t: TFunction }) {
  const [copied, setCopied] = useState(false);
  const { data } = useQuery({ queryKey: ['qr', code], queryFn: () => pathOf(code), staleTime: Number.POSITIVE_INFINITY });
  return (
    <div className={s.pix}>
      <svg viewBox={`0 0 ${data?.size ?? 1} ${data?.size ?? 1}`} role="img" aria-label={t('paper.pixCode')} shapeRendering="crispEdges">
        {data && <path d={data.path} />}
      </svg>
      <div>
        <b>{t('paper.pixCode')}</b>
        <p>{t('paper.pixHow')}</p>
        <Button small icon={copied ? 'check' : 'copy'} onClick={async () => setCopied(await copyText(code))}>
          {t('paper.pixCopy')}
        </Button>
        <p role="status">{copied && t('paper.pixCopied')}</p>
      </div>
    </div>
  );
}
