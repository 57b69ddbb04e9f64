import './look/tokens.css';
import './look/base.css';
import './look/mantine.js';
import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { guessLanguage, startTexts } from './i18n.js';

const place = document.getElementById('app');
if (!place) throw new Error('The page has no place for the app');
// Nothing can be said before there are words, not even what went wrong.
await startTexts(guessLanguage());
const page = createRoot(place);
// In small steps, so that what arrives meanwhile is not kept waiting.
startTransition(() => page.render(<App />));
