import t from 'tap';
import { proveEveryPage } from '../support/every-page.js';
import { taskPages } from '../support/tasks-pages.js';

t.test('every page of tasks in Portuguese, dark, on a phone', (t) => proveEveryPage(t, taskPages, { language: 'pt-BR', dark: true, phone: true }, ['tasks']));
