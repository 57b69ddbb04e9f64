import t from 'tap';
import { proveEveryPage } from '../support/every-page.js';
import { emptySalesPages } from '../support/sales-pages.js';

t.test('the pages of sales before anything was sold in English, light, on a wide screen', (t) =>
  proveEveryPage(t, emptySalesPages, { language: 'en', dark: false, phone: false }),
);
t.test('the pages of sales before anything was sold in Portuguese, dark, on a phone', (t) =>
  proveEveryPage(t, emptySalesPages, { language: 'pt-BR', dark: true, phone: true }),
);
