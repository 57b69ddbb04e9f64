import { useTranslation } from 'react-i18next';
import type { Role } from '../../../../server/contracts/core/rights.js';
import { isWider, type Scope, scopes } from '../../../../server/contracts/core/scopes.js';
import { moduleName, recordsName } from '../../module-words.js';
import { roleName } from '../people/data.js';
import { actionWord, byModule, inARow, type KindGroup, permissionLabel } from './permissions.js';
import r from './roles.module.css';

/** The widest scope in which the roles have a right, and which of them have it in that one. */
function widest(roles: readonly Role[], permission: string): { scope: Scope; names: string[] } | undefined {
  let best: { scope: Scope; names: string[] } | undefined;
  for (const role of roles) {
    const scope = role.grants[permission];
    if (!scope) continue;
    if (isWider(scope, best?.scope)) best = { scope, names: [roleName(role)] };
    else if (scope === best?.scope) best.names.push(roleName(role));
  }
  return best;
}

interface Line {
  scope: Scope;
  names: string[];
  permissions: string[];
}

/** Rights of one kind that reach equally far through the same roles, together; the widest first. */
function linesOf(kind: KindGroup, roles: readonly Role[]): Line[] {
  const lines = new Map<string, Line>();
  for (const permission of kind.permissions) {
    const best = widest(roles, permission);
    if (!best) continue;
    const key = `${best.scope}/${best.names.join('/')}`;
    const line = lines.get(key) ?? { ...best, permissions: [] };
    line.permissions.push(permission);
    lines.set(key, line);
  }
  return [...lines.values()].sort((a, b) => scopes.indexOf(b.scope) - scopes.indexOf(a.scope));
}

interface SameRights {
  types: string[];
  lines: Line[];
}

/** Kinds with which one may do the same through the same roles, told once. */
function alike(kinds: readonly { kind: KindGroup; lines: Line[] }[]): SameRights[] {
  const found = new Map<string, SameRights>();
  for (const { kind, lines } of kinds) {
    const key = JSON.stringify(
      kind.type.startsWith('core.') ? kind.type : lines.map(({ scope, names, permissions }) => [scope, names, permissions.map(actionWord)]),
    );
    const same = found.get(key);
    if (same) same.types.push(kind.type);
    else found.set(key, { types: [kind.type], lines });
  }
  return [...found.values()];
}

/** What several roles allow together, and for each right which of them gives it. */
export function RightsOf({ roles, permissions, whole }: { roles: readonly Role[]; permissions: readonly string[]; whole: readonly string[] }) {
  const { t, i18n } = useTranslation('core');
  const groups = byModule(permissions)
    .map(({ moduleId, kinds }) => ({ moduleId, kinds: kinds.map((kind) => ({ kind, lines: linesOf(kind, roles) })).filter(({ lines }) => lines.length > 0) }))
    .filter(({ kinds }) => kinds.length > 0);
  if (groups.length === 0) return <p className={r.none}>{t('roles.nothing')}</p>;
  const says = ({ permissions: granted, scope }: Line): string => {
    if (granted[0]?.startsWith('core.')) return granted.map(permissionLabel).join(', ');
    const key = scope === 'all' && granted.every((permission) => whole.includes(permission)) ? 'whole' : scope;
    return t(`roles.says.${key}`, { actions: inARow(granted.map(actionWord), i18n.language) });
  };
  return groups.map(({ moduleId, kinds }) => (
    <section key={moduleId} className={r.rights}>
      <h4>{moduleId === 'core' ? t('roles.portal') : moduleName(moduleId)}</h4>
      <dl>
        {alike(kinds).map(({ types, lines }) => (
          <div key={types.join()}>
            {moduleId !== 'core' && <dt>{types.map(recordsName).join(', ')}</dt>}
            {lines.map((line) => (
              <dd key={`${line.scope}/${line.names.join()}`}>
                {says(line)} <small>{t('roles.through', { roles: inARow(line.names, i18n.language) })}</small>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  ));
}
