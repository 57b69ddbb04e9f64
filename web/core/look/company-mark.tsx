import type { CompanyLogo } from '../../../server/contracts/core/company.js';
import { settingsEndpoints } from '../../../server/contracts/core/settings.js';
import { cx } from '../../ui/cx.js';
import { addressOf } from '../api.js';
import s from './company-mark.module.css';

/** The logo as it is on paper: in the dark it stands on white, so that dark letters can be read. `name` where the company's name is not beside it. */
export function CompanyMark({ logo, height, width, name = '' }: { logo: CompanyLogo; height: number; width: number; name?: string }) {
  const scale = Math.min(height / logo.height, width / logo.width);
  return (
    <span className={s.mark}>
      <img
        src={addressOf(settingsEndpoints.logo, { params: { hash: logo.hash } })}
        alt={name}
        width={Math.max(1, Math.round(logo.width * scale))}
        height={Math.max(1, Math.round(logo.height * scale))}
      />
    </span>
  );
}

/** Logo and name at the head of a page for people outside. A wide logo most likely holds the name, which then stands smaller. */
export function CompanyHead({ logo, name, className }: { logo: CompanyLogo; name: string; className?: string | undefined }) {
  const isWide = logo.width > logo.height * 1.8;
  return (
    <div className={cx(s.head, className)}>
      <CompanyMark logo={logo} height={isWide ? 56 : 48} width={240} />
      <b className={cx(isWide && s.small)}>{name}</b>
    </div>
  );
}
