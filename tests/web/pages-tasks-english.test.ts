import t from 'tap';
import { proveEveryPage } from '../support/every-page.js';
import { taskPages } from '../support/tasks-pages.js';

t.test('every page of tasks in English, light, on a wide screen', (t) =>
  proveEveryPage(t, taskPages, { language: 'en', dark: false, phone: false }, ['tasks']),
);
