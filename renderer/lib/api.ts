import { contract, type ApiContract } from '../../shared/api.ts';
import type { Client } from '../../shared/lib/contract.ts';
import { createClient } from '../../shared/lib/wire.ts';
import { detectHost, jobPrefix, type Host } from './host.ts';

/** The host of this window: file dialogs and the transport. */
export const host: Host = detectHost();

/** Every call of the product, typed by the contract. A failed call rejects with an AppError. */
export const api: Client<ApiContract> = createClient(contract, host.transport, jobPrefix());
