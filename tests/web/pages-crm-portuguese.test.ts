import t from 'tap';
import { crmPages, proveEveryPage } from '../support/every-page.js';

t.test('every page of the CRM in Portuguese, dark, on a phone', (t) => proveEveryPage(t, crmPages, { language: 'pt-BR', dark: true, phone: true }));
