import i18next from 'i18next';

function first(keys: string[], otherwise: string): string {
  const found = keys.find((key) => i18next.exists(key));
  return found ? i18next.t(found) : otherwise;
}

/** A module's name as its own texts give it; its id where it is off and has none here. */
export const moduleName = (id: string): string => first([`${id}:name`, `${id}:rail`], id);

/** A field of a kind of record as its module names it; undefined for what has no name on the screens. */
export function fieldName(type: string, field: string): string | undefined {
  const dot = type.indexOf('.');
  const [module, kind] = [type.slice(0, dot), type.slice(dot + 1)];
  return first([`${module}:${kind}.field.${field}`, `${module}:field.${field}`], '') || undefined;
}

/** An option of a choice as its module names it; what names a kind of record is called as those are. */
export function optionName(type: string, field: string, option: string): string {
  const module = type.slice(0, type.indexOf('.'));
  if (/^[a-z]+\.[a-z-]+$/.test(option)) return recordsName(option);
  return first([`${module}:option.${field}.${option}`, `${module}:${field}.${option}`], option);
}

/** Records of a kind in the plural: `crm.deal` is `crm:records.deal` or `crm:deal.plural`. */
export function recordsName(type: string): string {
  const dot = type.indexOf('.');
  const [module, kind] = [type.slice(0, dot), type.slice(dot + 1)];
  return first([`${module}:records.${kind}`, `${module}:${kind}.plural`], type);
}

/** A record of a kind in the singular: `crm.deal` is `crm:deal.one`; undefined where its module has no word for it. */
export const recordName = (type: string): string | undefined => first([`${type.replace('.', ':')}.one`], '') || undefined;
