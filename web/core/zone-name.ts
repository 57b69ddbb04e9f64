import i18next from 'i18next';

/** Cities whose IANA names have lost what people everywhere write them with. */
const written: Record<string, string> = {
  Araguaina: 'Araguaína',
  Asuncion: 'Asunción',
  Belem: 'Belém',
  Bogota: 'Bogotá',
  Cancun: 'Cancún',
  Cordoba: 'Córdoba',
  Cuiaba: 'Cuiabá',
  Eirunepe: 'Eirunepé',
  Maceio: 'Maceió',
  Merida: 'Mérida',
  Noronha: 'Fernando de Noronha',
  Santarem: 'Santarém',
  'Sao Paulo': 'São Paulo',
  Tucuman: 'Tucumán',
};

/** Well-known places that are called otherwise in a language; browsers know the names of countries, but not of cities. */
const called: Record<string, Record<string, string>> = {
  'pt-BR': {
    'Addis Ababa': 'Adis Abeba',
    Algiers: 'Argel',
    Amman: 'Amã',
    Amsterdam: 'Amsterdã',
    Asuncion: 'Assunção',
    Athens: 'Atenas',
    Azores: 'Açores',
    Baghdad: 'Bagdá',
    Bahrain: 'Bahrein',
    Beirut: 'Beirute',
    Belgrade: 'Belgrado',
    Berlin: 'Berlim',
    Bermuda: 'Bermudas',
    Brussels: 'Bruxelas',
    Bucharest: 'Bucareste',
    Budapest: 'Budapeste',
    Calcutta: 'Calcutá',
    Canary: 'Canárias',
    'Cape Verde': 'Cabo Verde',
    Cayenne: 'Caiena',
    Copenhagen: 'Copenhague',
    Damascus: 'Damasco',
    Easter: 'Ilha de Páscoa',
    Faeroe: 'Ilhas Faroé',
    Guyana: 'Guiana',
    Helsinki: 'Helsinque',
    Istanbul: 'Istambul',
    Jakarta: 'Jacarta',
    Jerusalem: 'Jerusalém',
    Johannesburg: 'Joanesburgo',
    Kabul: 'Cabul',
    Karachi: 'Carachi',
    Katmandu: 'Catmandu',
    Khartoum: 'Cartum',
    Lisbon: 'Lisboa',
    Ljubljana: 'Liubliana',
    London: 'Londres',
    Luxembourg: 'Luxemburgo',
    Madrid: 'Madri',
    Maldives: 'Maldivas',
    Mauritius: 'Maurício',
    'Mexico City': 'Cidade do México',
    Mogadishu: 'Mogadíscio',
    Montevideo: 'Montevidéu',
    Moscow: 'Moscou',
    Nairobi: 'Nairóbi',
    'New York': 'Nova York',
    Nicosia: 'Nicósia',
    Panama: 'Panamá',
    Prague: 'Praga',
    'Puerto Rico': 'Porto Rico',
    Qatar: 'Catar',
    Reunion: 'Reunião',
    Riyadh: 'Riad',
    Rome: 'Roma',
    'Santo Domingo': 'São Domingos',
    'Sao Tome': 'São Tomé',
    Seoul: 'Seul',
    Shanghai: 'Xangai',
    Singapore: 'Singapura',
    Sofia: 'Sófia',
    Stockholm: 'Estocolmo',
    Tahiti: 'Taiti',
    Tehran: 'Teerã',
    Tirane: 'Tirana',
    Tokyo: 'Tóquio',
    Tripoli: 'Trípoli',
    Tunis: 'Túnis',
    Vatican: 'Vaticano',
    Vienna: 'Viena',
    Warsaw: 'Varsóvia',
    Yerevan: 'Erevan',
    Zurich: 'Zurique',
  },
};

/** A time zone as people read it: `São Paulo (America)` for `America/Sao_Paulo`. */
export function zoneName(zone: string): string {
  const [region = '', ...places] = zone.replaceAll('_', ' ').split('/');
  if (places.length === 0) return zone;
  const here = called[i18next.language];
  const place = places
    .reverse()
    .map((part) => here?.[part] ?? written[part] ?? part)
    .join(', ');
  return `${place} (${i18next.t(`core:zone.${region}`, { defaultValue: region })})`;
}
