import t from 'tap';
import { proveEveryPage } from '../support/every-page.js';

t.test('every page in Portuguese, dark, on a phone', (t) => proveEveryPage(t, { language: 'pt-BR', dark: true, phone: true }));
