import type { Transport } from '../../shared/lib/wire.ts';
import type { HostedServices } from './hosted-services.ts';

/** The transport of a caller in the same process: the command line and the tests. */
export function inProcessTransport(services: Pick<HostedServices, 'dispatch' | 'listen'>): Transport {
  return {
    call: (name, input, job) => services.dispatch(name, input, job),
    cancel: (job) => services.dispatch.cancel(job),
    listen: (onEvent) => services.listen(onEvent),
  };
}
