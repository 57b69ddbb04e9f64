import t from 'tap';
import { corePages, proveEveryPage } from '../support/every-page.js';

t.test('every page of core in English, light, on a wide screen', (t) => proveEveryPage(t, corePages, { language: 'en', dark: false, phone: false }));
