import type { ReactNode } from 'react';
import s from './settings.module.css';

/** Title, one sentence, and what the page begins with. */
export function PageHead({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <header className={s.head}>
      <div>
        <h2>{title}</h2>
        {text && <p>{text}</p>}
      </div>
      {children && <div className={s.headActions}>{children}</div>}
    </header>
  );
}
