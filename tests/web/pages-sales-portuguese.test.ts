import t from 'tap';
import { proveEveryPage } from '../support/every-page.js';
import { salesPages } from '../support/sales-pages.js';

t.test('every page of sales in Portuguese, dark, on a phone', (t) => proveEveryPage(t, salesPages, { language: 'pt-BR', dark: true, phone: true }));
