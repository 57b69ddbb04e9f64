import './look/tokens.css';
import './look/base.css';
import './look/mantine.js';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';

const place = document.getElementById('app');
if (!place) throw new Error('The page has no place for the app');
createRoot(place).render(<App />);
