import t from 'tap';
import { crmPages, proveEveryPage } from '../support/every-page.js';

t.test('every page of the CRM in English, light, on a wide screen', (t) => proveEveryPage(t, crmPages, { language: 'en', dark: false, phone: false }));
