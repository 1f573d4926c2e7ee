import { act, renderHook } from '@testing-library/react';
import { useLiveData } from './useLiveData';

const pause = () => 5_000;

function setHidden(isHidden: boolean) {
  jest.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
}
const pass = (milliseconds: number) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(milliseconds);
  });

describe('useLiveData', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('loads again after each pause', async () => {
    let count = 0;
    const load = async () => ++count;
    const { result } = renderHook(() => useLiveData(load, pause));
    expect(result.current.status).toBe('loading');
    await pass(0);
    expect(result.current).toMatchObject({ status: 'ready', data: 1 });
    await pass(5_000);
    expect(result.current).toMatchObject({ data: 2 });
  });

  it('loads nothing while the page is hidden, and at once when it is seen again', async () => {
    const load = jest.fn(async () => 'data');
    renderHook(() => useLiveData(load, pause));
    await pass(0);
    act(() => setHidden(true));
    await pass(60_000);
    expect(load).toHaveBeenCalledTimes(1);
    act(() => setHidden(false));
    await pass(0);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('keeps its data when a later load fails, and says so', async () => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockResolvedValueOnce('data')
      .mockRejectedValueOnce(new Error('down'))
      .mockResolvedValue('new data');
    const { result } = renderHook(() => useLiveData(load, pause));
    await pass(5_000);
    expect(result.current).toMatchObject({
      status: 'ready',
      data: 'data',
      staleBecause: new Error('down'),
    });
    await pass(5_000);
    expect(result.current).toMatchObject({ data: 'new data' });
    expect(result.current).toHaveProperty('staleBecause', undefined);
  });

  it('never shows the answer of an earlier loader', async () => {
    const slow = () =>
      new Promise<string>(resolve => setTimeout(() => resolve('old'), 100));
    const quick = async () => 'new';
    const { result, rerender } = renderHook(({ load }) => useLiveData(load), {
      initialProps: { load: slow as () => Promise<string> },
    });
    rerender({ load: quick });
    await pass(200);
    expect(result.current).toMatchObject({ status: 'ready', data: 'new' });
  });

  it('stops when it is no longer needed', async () => {
    const load = jest.fn(async (_: AbortSignal) => 'data');
    const { unmount } = renderHook(() => useLiveData(load, pause));
    await pass(0);
    unmount();
    await pass(60_000);
    expect(load).toHaveBeenCalledTimes(1);
    expect(load.mock.calls[0][0].aborted).toBe(true);
  });
});
