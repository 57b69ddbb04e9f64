import t from 'tap';
import { proveEveryPage } from '../support/every-page.js';
import { salesPages } from '../support/sales-pages.js';

t.test('every page of sales in English, light, on a wide screen', (t) => proveEveryPage(t, salesPages, { language: 'en', dark: false, phone: false }));
