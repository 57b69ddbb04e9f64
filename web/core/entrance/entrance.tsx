import { type ReactNode, useEffect } from 'react';
import type { Portal } from '../../../server/contracts/core/session.js';
import { Icon } from '../../ui/icon.js';
import { CompanyHead } from '../look/company-mark.js';
import s from './entrance.module.css';
import { LanguageChoice } from './language-choice.js';

/** The frame of the pages before sign-in: language at the top, the company's logo and name, one card. */
export function Entrance({
  company,
  logo,
  title,
  text,
  children,
}: {
  company: string;
  logo: Portal['logo'];
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · ${company}`;
  }, [title, company]);
  return (
    <div className={s.page}>
      <header className={s.head}>
        <LanguageChoice />
      </header>
      <main className={s.main}>
        {logo ? (
          <CompanyHead logo={logo} name={company} className={s.brand} />
        ) : (
          <div className={s.brand}>
            <span className={s.logo}>
              <Icon name="sede" size={22} />
            </span>
            <b>{company}</b>
          </div>
        )}
        <section className={s.card}>
          <h1>{title}</h1>
          {text && <p className={s.text}>{text}</p>}
          {children}
        </section>
      </main>
    </div>
  );
}
