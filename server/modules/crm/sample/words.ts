/** A made-up small company's clients; addresses of mail end in `.example`, which belongs to nobody. */
export interface SampleWords {
  /** Title, industry, address, phone, beginning of its mail address. */
  companies: readonly (readonly [string, string, string, string, string])[];
  /** First name, last name, position, number of the company. */
  contacts: readonly (readonly [string, string, string, number])[];
  /** Title, first name, last name, company, hundreds of its worth. */
  leads: readonly (readonly [string, string, string, string, number])[];
  /** Title, number of the contact, hundreds of its worth, days until it should close. */
  deals: readonly (readonly [string, number, number, number])[];
  /** Kind, title, hours from now. The n-th is planned on the n-th deal that is open. */
  activities: readonly (readonly ['call' | 'meeting' | 'mail' | 'todo', string, number])[];
  notes: readonly string[];
}

const english: SampleWords = {
  companies: [
    ['Harbour Kitchens', 'Restaurants', '12 Quay Street, Bristol', '+44 117 496 0101', 'office@harbour-kitchens'],
    ['Northfield School', 'Education', '4 Mill Lane, Leeds', '+44 113 496 0102', 'bursar@northfield-school'],
    ['Bramble & Daughters', 'Retail', '88 High Street, Bath', '+44 1225 496 103', 'hello@bramble-daughters'],
    ['Ridgeway Dental', 'Health', '21 Park Row, Sheffield', '+44 114 496 0104', 'desk@ridgeway-dental'],
    ['Tidewater Hotel', 'Hotels', '1 The Parade, Brighton', '+44 1273 496 105', 'manager@tidewater-hotel'],
    ['Fenn Logistics', 'Transport', 'Unit 7, Dock Road, Hull', '+44 1482 496 106', 'orders@fenn-logistics'],
    ['Oakhurst Builders', 'Construction', '60 Station Road, Derby', '+44 1332 496 107', 'site@oakhurst-builders'],
    ['Larkspur Studio', 'Design', '9 Foundry Yard, Glasgow', '+44 141 496 0108', 'studio@larkspur'],
  ],
  contacts: [
    ['Imogen', 'Hart', 'Owner', 0],
    ['Callum', 'Reid', 'Head chef', 0],
    ['Priya', 'Nair', 'Bursar', 1],
    ['Owen', 'Bramble', 'Manager', 2],
    ['Dr Hannah', 'Cole', 'Partner', 3],
    ['Felix', 'Moreau', 'General manager', 4],
    ['Sadia', 'Khan', 'Purchasing', 4],
    ['Tom', 'Fenn', 'Director', 5],
    ['Grace', 'Okafor', 'Operations', 5],
    ['Liam', 'Doyle', 'Site manager', 6],
    ['Ella', 'Whitmore', 'Office manager', 6],
    ['Mina', 'Park', 'Studio lead', 7],
  ],
  leads: [
    ['Shelving for a new branch', 'Nora', 'Blythe', 'Blythe Books', 38],
    ['Asked for a price list', 'Hugo', 'Lane', 'Lane Interiors', 0],
    ['Refit of two treatment rooms', 'Ayesha', 'Malik', 'Calm Clinic', 92],
    ['Counter and display for a bakery', 'Ben', 'Sutton', 'Sutton Bakery', 54],
    ['Call back about delivery times', 'Ruth', 'Abbot', 'Abbot & Co', 12],
    ['Forty desks before September', 'Daniel', 'Osei', 'Westgate College', 160],
    ['Met at the trade fair', 'Clara', 'Jensen', 'Nordic Rooms', 75],
    ['Reception desk', 'Peter', 'Vance', 'Vance Legal', 46],
    ['Wardrobes for nine flats', 'Zoe', 'Marsh', 'Marsh Lettings', 128],
    ['Looking for one chair', 'Alan', 'Pike', '', 2],
  ],
  deals: [
    ['Kitchen island and shelving', 0, 84, 20],
    ['Second dining room', 1, 146, 35],
    ['Library furniture', 2, 312, 14],
    ['Shop counter', 3, 57, 6],
    ['Waiting room', 4, 73, 10],
    ['Bar stools, 40 pieces', 6, 64, 3],
    ['Lobby refit', 5, 428, 28],
    ['Warehouse racks', 7, 239, 12],
    ['Canteen tables', 8, 118, -2],
    ['Show home, phase 1', 9, 276, 18],
    ['Site office', 10, 39, 5],
    ['Meeting room for twelve', 11, 92, 8],
    ['Breakfast room', 5, 187, -12],
    ['Staff lockers', 7, 66, -20],
    ['Terrace furniture', 0, 103, -9],
  ],
  activities: [
    ['call', 'Ask how the quote was received', -20],
    ['meeting', 'Measure the room', 3],
    ['mail', 'Send wood samples', 5],
    ['call', 'Agree on a delivery date', 22],
    ['todo', 'Check stock of oak panels', 27],
    ['call', 'Follow up on the deposit', 50],
    ['meeting', 'Show the drawings', 76],
    ['todo', 'Prepare the final invoice', 98],
  ],
  notes: ['Prefers to be called before ten.', 'Compares us with one other supplier; price matters less than the date.', 'Wants everything in oak.'],
};

/** The same clients in the United States; numbers 555-01xx are given to nobody. */
const american: SampleWords = {
  ...english,
  companies: [
    ['Harbor Kitchens', 'Restaurants', '12 Quay Street, Portland, ME 04101', '+1 207 555 0101', 'office@harbor-kitchens'],
    ['Northfield School', 'Education', '4 Mill Lane, Columbus, OH 43215', '+1 614 555 0102', 'bursar@northfield-school'],
    ['Bramble & Daughters', 'Retail', '88 Main Street, Burlington, VT 05401', '+1 802 555 0103', 'hello@bramble-daughters'],
    ['Ridgeway Dental', 'Health', '21 Park Avenue, Denver, CO 80202', '+1 303 555 0104', 'desk@ridgeway-dental'],
    ['Tidewater Hotel', 'Hotels', '1 Ocean Drive, Norfolk, VA 23510', '+1 757 555 0105', 'manager@tidewater-hotel'],
    ['Fenn Logistics', 'Transport', '700 Dock Road, Houston, TX 77002', '+1 713 555 0106', 'orders@fenn-logistics'],
    ['Oakhurst Builders', 'Construction', '60 Station Road, Sacramento, CA 95814', '+1 916 555 0107', 'site@oakhurst-builders'],
    ['Larkspur Studio', 'Design', '9 Foundry Street, Chicago, IL 60607', '+1 312 555 0108', 'studio@larkspur'],
  ],
};

const portuguese: SampleWords = {
  companies: [
    ['Cantina do Porto', 'Restaurantes', 'Rua do Cais, 12, Santos', '+55 13 3555-0101', 'contato@cantinadoporto'],
    ['Colégio Campo Verde', 'Educação', 'Av. das Acácias, 400, Campinas', '+55 19 3555-0102', 'compras@colegiocampoverde'],
    ['Empório das Irmãs', 'Varejo', 'Rua Direita, 88, Ouro Preto', '+55 31 3555-0103', 'ola@emporiodasirmas'],
    ['Clínica Sorriso Claro', 'Saúde', 'Rua XV de Novembro, 210, Curitiba', '+55 41 3555-0104', 'recepcao@sorrisoclaro'],
    ['Hotel Maré Alta', 'Hotelaria', 'Av. Beira-Mar, 1, Florianópolis', '+55 48 3555-0105', 'gerencia@marealta'],
    ['Rota Sul Logística', 'Transporte', 'Rod. BR-116, km 18, Porto Alegre', '+55 51 3555-0106', 'pedidos@rotasul'],
    ['Construtora Ipê', 'Construção', 'Rua das Obras, 60, Goiânia', '+55 62 3555-0107', 'obra@construtoraipe'],
    ['Estúdio Jacarandá', 'Design', 'Rua Augusta, 900, São Paulo', '+55 11 3555-0108', 'estudio@jacaranda'],
  ],
  contacts: [
    ['Helena', 'Prado', 'Proprietária', 0],
    ['Caio', 'Teixeira', 'Chefe de cozinha', 0],
    ['Patrícia', 'Nunes', 'Compras', 1],
    ['Otávio', 'Reis', 'Gerente', 2],
    ['Dra. Renata', 'Campos', 'Sócia', 3],
    ['Fábio', 'Moreira', 'Gerente geral', 4],
    ['Simone', 'Carvalho', 'Compras', 4],
    ['Tomás', 'Ferraz', 'Diretor', 5],
    ['Graça', 'Oliveira', 'Operações', 5],
    ['Leandro', 'Dias', 'Mestre de obras', 6],
    ['Elisa', 'Viana', 'Administração', 6],
    ['Mônica', 'Pires', 'Coordenadora', 7],
  ],
  leads: [
    ['Estantes para a nova loja', 'Nara', 'Batista', 'Livraria Batista', 190],
    ['Pediu a tabela de preços', 'Hugo', 'Leal', 'Leal Interiores', 0],
    ['Reforma de duas salas', 'Aline', 'Matos', 'Clínica Calma', 460],
    ['Balcão para padaria', 'Bento', 'Souto', 'Padaria do Souto', 270],
    ['Ligar sobre prazo de entrega', 'Rute', 'Abreu', 'Abreu & Cia', 60],
    ['Quarenta carteiras até fevereiro', 'Daniel', 'Assis', 'Faculdade Poente', 800],
    ['Conhecemos na feira', 'Clara', 'Jordão', 'Casa Nórdica', 375],
    ['Balcão de recepção', 'Pedro', 'Vilela', 'Vilela Advogados', 230],
    ['Guarda-roupas para nove apartamentos', 'Zélia', 'Marques', 'Marques Imóveis', 640],
    ['Procura uma cadeira só', 'Alan', 'Pinho', '', 10],
  ],
  deals: [
    ['Ilha de cozinha e prateleiras', 0, 420, 20],
    ['Segundo salão', 1, 730, 35],
    ['Móveis da biblioteca', 2, 1560, 14],
    ['Balcão da loja', 3, 285, 6],
    ['Sala de espera', 4, 365, 10],
    ['Banquetas, 40 unidades', 6, 320, 3],
    ['Reforma do saguão', 5, 2140, 28],
    ['Estantes do depósito', 7, 1195, 12],
    ['Mesas do refeitório', 8, 590, -2],
    ['Apartamento decorado, fase 1', 9, 1380, 18],
    ['Escritório da obra', 10, 195, 5],
    ['Sala de reunião para doze', 11, 460, 8],
    ['Salão do café da manhã', 5, 935, -12],
    ['Armários dos funcionários', 7, 330, -20],
    ['Móveis da varanda', 0, 515, -9],
  ],
  activities: [
    ['call', 'Perguntar o que acharam do orçamento', -20],
    ['meeting', 'Medir a sala', 3],
    ['mail', 'Enviar amostras de madeira', 5],
    ['call', 'Combinar a data de entrega', 22],
    ['todo', 'Conferir o estoque de carvalho', 27],
    ['call', 'Cobrar o sinal', 50],
    ['meeting', 'Mostrar o projeto', 76],
    ['todo', 'Preparar a fatura final', 98],
  ],
  notes: ['Prefere que liguem antes das dez.', 'Compara com outro fornecedor; o prazo pesa mais que o preço.', 'Quer tudo em carvalho.'],
};

/** @param language of the portal. @param country of the company, ISO 3166 alpha-2. */
export const sampleWords = (language: string, country: string | null): SampleWords =>
  language.startsWith('pt') ? portuguese : country === 'US' ? american : english;
