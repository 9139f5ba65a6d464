import './tokens.css';
import './app.css';
import './extra.css';
import './work.css';
import './assessments/questionnaire.css';
import './assessments/conclusions.css';
import './dossiers/dossiers.css';
import './verification/verification.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { keepUnsaved } from './lib/unsaved.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
keepUnsaved(window, document);
mount(App, { target });
