import t from 'tap';
import { proveEveryPage } from '../support/every-page.js';

t.test('every page in English, light, on a wide screen', (t) => proveEveryPage(t, { language: 'en', dark: false, phone: false }));
