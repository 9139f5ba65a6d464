// Bundled to one CommonJS file by build/vite.preload.ts: a sandboxed preload can be neither a module nor load files.
import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';

contextBridge.exposeInMainWorld('tizilim', createBridge(ipcRenderer));
