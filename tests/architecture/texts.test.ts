import t from 'tap';
import { messagesOf, type Side, stemOf } from '../support/messages.js';
import { filesBelow, readText } from '../support/repository.js';
import { namedKeys, visibleTexts } from '../support/visible-texts.js';

/** Texts that are the same in every language, each with the reason why. */
const allowed: { text: string; reason: string }[] = [
  { text: 'Sede', reason: 'The name of the product.' },
  { text: 'Authorization: Bearer …', reason: 'A header as programs send it.' },
  { text: 'http://192.168.0.10:8080', reason: 'An address, as an example.' },
  { text: 'smtp.example.com', reason: 'An address, as an example.' },
  { text: 'Esc', reason: 'What is written on the key.' },
  { text: 'Ctrl K', reason: 'What is written on the keys.' },
];

t.test('a text written into code is found wherever a person would read it', async (t) => {
  const source = [
    '<p>Hello there</p>;',
    '<input placeholder="Your name" className="field" />;',
    "<Button label={ready ? 'Save now' : t('wait')} />;",
    "<p aria-label={name ?? 'Nobody'}>{count > 0 && 'Some left'}</p>;",
    '<p title={`Deal ' + '$' + '{id}`}>{t("done")} · {amount} %</p>;',
  ].join('\n');
  t.same(
    visibleTexts('planted.tsx', source).map(({ line, text }) => `${line} ${text}`),
    ['1 Hello there', '2 Your name', '3 Save now', '4 Nobody', '4 Some left', '5 Deal'],
  );
});

t.test('no visible text is written into the code of the screens', async (t) => {
  const files = filesBelow('web').filter((file) => file.endsWith('.tsx'));
  t.ok(files.length >= 60, `${files.length} files were read`);
  const found = files.flatMap((file) =>
    visibleTexts(file, readText(file))
      .filter(({ text }) => !allowed.some((each) => each.text === text))
      .map(({ line, text }) => `${file}:${line} ${text}`),
  );
  t.same(found, []);
});

t.test('a key that code names is found by its namespace', async (t) => {
  const source = "const { t } = useTranslation('ui');\nt('cancel'); t('core:none'); register({ labelKey: 'crm:lead.title' }); fetch('http://x');";
  t.same(
    namedKeys('planted.tsx', source, new Set(['core', 'crm', 'ui'])).map(({ line, key, namespaces }) => `${line} ${namespaces.join()} ${key}`),
    ['2 ui cancel', '2  core:none', '2  crm:lead.title'],
  );
});

for (const side of ['web', 'server'] satisfies Side[]) {
  t.test(`${side}: every text that code names is there`, async (t) => {
    const stems = new Set([...messagesOf(side, 'en').keys()].map(stemOf));
    const namespaces = new Set([...stems].map((key) => key.split(':')[0] ?? ''));
    const groups = new Set([...stems].flatMap((key) => key.split('.').map((_part, index, parts) => parts.slice(0, index + 1).join('.'))));
    const files = filesBelow(side).filter((file) => /\.tsx?$/.test(file));
    const keys = files.flatMap((file) => namedKeys(file, readText(file), namespaces).map((named) => ({ file, ...named })));
    t.ok(keys.length >= 20, `${keys.length} keys were read`);
    const missing = keys.filter(
      ({ key, namespaces: own }) => !(key.includes(':') ? groups.has(key) : own.some((namespace) => stems.has(`${namespace}:${key}`))),
    );
    t.same(
      missing.map(({ file, line, key }) => `${file}:${line} ${key}`),
      [],
    );
  });
}
