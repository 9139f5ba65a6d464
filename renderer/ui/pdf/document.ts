import { getDocument, InvalidPDFException, PasswordException, PDFWorker, TextLayer, VerbosityLevel } from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { AppError } from '../../../shared/lib/errors.ts';

/** Where a page is drawn. */
export interface PageTarget {
  canvas: HTMLCanvasElement;
  /** Takes the text of the page, for selecting and for screen readers. */
  text: HTMLElement;
  /** CSS pixels a point (1/72 inch). */
  scale: number;
}

/** A PDF that is open for reading. */
export interface OpenPdf {
  readonly pages: number;
  /** Size of a page in points. */
  size(page: number): Promise<{ width: number; height: number }>;
  /** Draws a page, counted from 1. Cancelling ends `done` without an error. */
  draw(page: number, target: PageTarget): { done: Promise<void>; cancel(): void };
  close(): void;
}

/** Pixels of one canvas; a page beyond it is drawn less finely instead of failing. */
const maximumPixels = 4096 * 4096;

interface ScriptPolicy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/** The policy of the page lets no script start but this one file of the product. */
function startWorker(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  policy ??= trustedTypes?.createPolicy('tizilim-pdf-worker', {
    createScriptURL: (address) => {
      if (address === workerAddress) return address;
      throw new TypeError('not the reader of pages');
    },
  });
  return new Worker(policy?.createScriptURL(workerAddress) ?? workerAddress, { type: 'module' });
}

function failureOf(error: unknown): unknown {
  if (error instanceof PasswordException)
    return new AppError('invalid', 'the PDF is encrypted', { reason: 'pdf-encrypted', cause: error });
  if (error instanceof InvalidPDFException)
    return new AppError('corrupt', 'the PDF cannot be read', { reason: 'pdf-corrupt', cause: error });
  return error;
}

/**
 * Opens a PDF in a thread of its own. Nothing is fetched: fonts come from the file or from this computer. The bytes are
 * handed over and cannot be used afterwards. Fails with reason `pdf-encrypted` or `pdf-corrupt`.
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const port = startWorker();
  const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
  const loading = getDocument({
    data: bytes,
    worker,
    verbosity: VerbosityLevel.ERRORS,
    // The policy of the page allows no WebAssembly.
    useWasm: false,
    enableXfa: false,
  });
  function close(): void {
    void loading.destroy().finally(() => {
      worker.destroy();
      port.terminate();
    });
  }
  const document = await loading.promise.catch((error: unknown) => {
    close();
    throw failureOf(error);
  });

  async function size(number: number): Promise<{ width: number; height: number }> {
    const { width, height } = (await document.getPage(number)).getViewport({ scale: 1 });
    return { width, height };
  }

  function draw(number: number, { canvas, text, scale }: PageTarget): { done: Promise<void>; cancel(): void } {
    let stop: (() => void) | undefined;
    let isCancelled = false;
    async function paint(): Promise<void> {
      const page = await document.getPage(number);
      if (isCancelled) return;
      const viewport = page.getViewport({ scale });
      const finest = Math.sqrt(maximumPixels / (viewport.width * viewport.height));
      const ratio = Math.min(globalThis.devicePixelRatio || 1, finest);
      canvas.width = Math.max(1, Math.floor(viewport.width * ratio));
      canvas.height = Math.max(1, Math.floor(viewport.height * ratio));
      const picture = page.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] });
      stop = () => picture.cancel();
      await picture.promise;
      const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport });
      stop = () => layer.cancel();
      await layer.render();
      page.cleanup();
    }
    return {
      done: paint().catch((error: unknown) => {
        if (!isCancelled) throw failureOf(error);
      }),
      cancel: () => {
        isCancelled = true;
        stop?.();
      },
    };
  }

  return { pages: document.numPages, size, draw, close };
}
