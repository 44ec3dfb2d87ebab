import { setImmediate } from 'node:timers/promises';
import { Background } from '../../../src/log/background';
import { Log } from '../../../src/log/log';
import { RequestContext, type RequestFacts } from '../../../src/log/request-context';

const facts = (id: string): RequestFacts => ({ id, api: 'native', ip: '192.0.2.1', userAgent: null, acceptLanguage: null, traceparent: null });

describe('the request that work is done for', () => {
  it('is known across promises, to each work its own, and to nobody outside', async () => {
    const context = new RequestContext();
    const seen = async (id: string) =>
      context.run(facts(id), async () => {
        await setImmediate();
        return context.current()?.id;
      });
    expect(await Promise.all([seen('one'), seen('two')])).toEqual(['one', 'two']);
    expect(context.current()).toBeNull();
  });

  it('stays known to another request when one is over', async () => {
    const context = new RequestContext();
    let ended: () => void = () => undefined;
    const later = new Promise<string | undefined>((resolve) => {
      ended = context.enter(
        facts('long'),
        () =>
          void setImmediate()
            .then(setImmediate)
            .then(() => resolve(context.current()?.id)),
      );
    });
    context.enter(facts('short'), () => undefined)();
    expect(await later).toBe('long');
    ended();
    expect(context.current()).toBeNull();
  });

  it('stays known to work that goes on after the answer', async () => {
    const context = new RequestContext();
    const background = new Background(Log.to('silent'), context);
    let seen: string | undefined;
    const ended = context.enter(facts('answered'), () =>
      background.run('work', async () => {
        await setImmediate();
        seen = context.current()?.id;
      }),
    );
    ended();
    await background.drain();
    expect(seen).toBe('answered');
  });
});
