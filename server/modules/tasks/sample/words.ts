/** A task of the sample: title, stage of its project (null: without one), about how many hours to its deadline, priority, tags. */
export type SampleTask = readonly [
  title: string,
  stage: number | null,
  hours: number | null,
  priority: 'low' | 'normal' | 'high' | 'urgent',
  tags: readonly string[],
];

interface SampleWords {
  project: string;
  about: string;
  tasks: readonly SampleTask[];
}

const en: SampleWords = {
  project: 'Stand at the building fair',
  about: 'Everything until the doors open: the stand, the samples, the invitations.',
  tasks: [
    ['Book the stand', 2, -72, 'high', ['fair']],
    ['Choose which products are shown', 1, 5, 'high', ['fair']],
    ['Order banners from the printer', 1, 30, 'normal', ['fair', 'print']],
    ['Write the invitation to our clients', 0, 52, 'normal', ['fair']],
    ['Find a van for the samples', 0, 150, 'low', ['fair']],
    ['Plan who is on the stand on which day', 0, 200, 'normal', ['fair']],
    ['Call the accountant about the new tax rate', null, -20, 'urgent', ['office']],
    ['Answer the complaint about the hinges', null, 3, 'high', ['clients']],
    ['Renew the insurance of the warehouse', null, 260, 'normal', ['office']],
    ['Tidy up the price list', null, null, 'low', []],
  ],
};
const pt: SampleWords = {
  project: 'Estande na feira da construção',
  about: 'Tudo até as portas abrirem: o estande, as amostras, os convites.',
  tasks: [
    ['Reservar o estande', 2, -72, 'high', ['feira']],
    ['Escolher os produtos que vão para a feira', 1, 5, 'high', ['feira']],
    ['Encomendar os banners na gráfica', 1, 30, 'normal', ['feira', 'gráfica']],
    ['Escrever o convite para os clientes', 0, 52, 'normal', ['feira']],
    ['Arranjar uma van para as amostras', 0, 150, 'low', ['feira']],
    ['Fazer a escala de quem fica no estande', 0, 200, 'normal', ['feira']],
    ['Ligar para o contador sobre a nova alíquota', null, -20, 'urgent', ['escritório']],
    ['Responder à reclamação sobre as dobradiças', null, 3, 'high', ['clientes']],
    ['Renovar o seguro do galpão', null, 260, 'normal', ['escritório']],
    ['Arrumar a tabela de preços', null, null, 'low', []],
  ],
};

export const sampleWords = (language: string): SampleWords => (language.startsWith('pt') ? pt : en);
