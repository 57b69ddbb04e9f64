import t from 'tap';
import { languagesOf, messagesOf, namesByStem, type Side, stemOf } from '../support/messages.js';
import { filesBelow, foldersIn } from '../support/repository.js';

const modules = foldersIn('server/modules').filter((id) => filesBelow(`server/modules/${id}`).length > 0);
/** Whether every module has a folder there; one without records needs neither contracts nor tables. */
const sides = { 'server/contracts': false, migrations: false, 'web/modules': true, 'tests/modules': true };
const languages = ['en', 'pt-BR'];

t.test('there are modules', async (t) => {
  t.ok(modules.length >= 2, modules.join(', '));
  for (const id of modules) t.match(id, /^[a-z]+$/, `${id} is one lower-case word`);
});

for (const [side, forEach] of Object.entries(sides)) {
  t.test(`${side} has ${forEach ? 'a folder for each module, and' : 'no folder'} for nothing that is none`, async (t) => {
    const filled = foldersIn(side).filter((id) => id !== 'core' && filesBelow(`${side}/${id}`).length > 0);
    t.same(filled, forEach ? modules : modules.filter((id) => filled.includes(id)));
  });
}

for (const id of modules) {
  t.test(`the module ${id} has what is loaded of it by name`, async (t) => {
    for (const file of ['manifest.ts', 'module.ts']) t.ok(filesBelow(`server/modules/${id}`).includes(`server/modules/${id}/${file}`), file);
    t.ok(filesBelow(`web/modules/${id}`).includes(`web/modules/${id}/entry.tsx`), 'entry.tsx');
    for (const side of ['web', 'server'])
      for (const language of languages)
        t.ok(filesBelow(`${side}/messages/${language}`).includes(`${side}/messages/${language}/${id}.json`), `${side}, ${language}`);
  });
}

for (const side of ['web', 'server'] satisfies Side[]) {
  const namespaces = (language: string) => filesBelow(`${side}/messages/${language}`).map((file) => file.split('/').at(-1));

  t.test(`${side}: every language has the same files and texts`, async (t) => {
    t.same(languagesOf(side), languages);
    const stems = (language: string) => [...new Set([...messagesOf(side, language).keys()].map(stemOf))].sort();
    t.ok(stems('en').length > 50, 'the texts were read');
    for (const language of languages) {
      t.same(namespaces(language), namespaces('en'), `${language}: files`);
      t.same(stems(language), stems('en'), `${language}: keys`);
    }
  });

  t.test(`${side}: every text says something, with the same names filled in`, async (t) => {
    const english = namesByStem(messagesOf(side, 'en'));
    t.ok(english.size > 0);
    for (const language of languages) {
      const messages = messagesOf(side, language);
      const empty = [...messages].filter(([, text]) => typeof text !== 'string' || text.trim() === '').map(([key]) => key);
      t.same(empty, [], `${language}: empty or no text`);
      const own = namesByStem(messages);
      const differing = [...own].filter(([stem, names]) => english.has(stem) && names.join() !== english.get(stem)?.join()).map(([stem]) => stem);
      t.same(differing, [], `${language}: other names than English`);
    }
  });

  t.test(`${side}: what can be one or many has the plural forms of its language`, async (t) => {
    for (const language of languages) {
      const keys = new Set(messagesOf(side, language).keys());
      const plurals = [...keys].filter((key) => /_(one|many|few|two)$/.test(key));
      t.same(
        plurals.filter((key) => !keys.has(`${stemOf(key)}_other`) || !keys.has(`${stemOf(key)}_one`)),
        [],
        `${language}: a plural form without _one or _other`,
      );
    }
  });
}
