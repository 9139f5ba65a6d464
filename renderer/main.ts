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

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
