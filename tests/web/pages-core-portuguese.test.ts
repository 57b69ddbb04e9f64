import t from 'tap';
import { corePages, proveEveryPage } from '../support/every-page.js';

t.test('every page of core in Portuguese, dark, on a phone', (t) => proveEveryPage(t, corePages, { language: 'pt-BR', dark: true, phone: true }));
