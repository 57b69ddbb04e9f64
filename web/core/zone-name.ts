import i18next from 'i18next';

/** Cities whose IANA names have lost what people here write them with. */
const written: Record<string, string> = {
  Araguaina: 'Araguaína',
  Asuncion: 'Assunção',
  Belem: 'Belém',
  Bogota: 'Bogotá',
  Cuiaba: 'Cuiabá',
  Eirunepe: 'Eirunepé',
  Maceio: 'Maceió',
  Santarem: 'Santarém',
  'Sao Paulo': 'São Paulo',
};

/** A time zone as people read it: `São Paulo (America)` for `America/Sao_Paulo`. */
export function zoneName(zone: string): string {
  const [region = '', ...places] = zone.replaceAll('_', ' ').split('/');
  if (places.length === 0) return zone;
  const place = places
    .reverse()
    .map((part) => written[part] ?? part)
    .join(', ');
  return `${place} (${i18next.t(`core:zone.${region}`, { defaultValue: region })})`;
}
