import { readFileSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './explainedError.mjs';
import { say } from './progress.mjs';

const pollMilliseconds = 500;

/**
 * Holds a lock file with the owner's pid while `work` runs; whoever comes second says so and waits. A lock
 * whose owner is gone (killed, machine restarted) is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  await acquire(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function acquire(file) {
  await mkdir(path.dirname(file), { recursive: true });
  let toldAbout;
  for (;;) {
    if (await tryCreate(file)) return;
    const owner = await readOwner(file);
    if (owner === undefined) continue;
    if (!isAlive(owner)) {
      await takeAway(file, owner);
      continue;
    }
    if (toldAbout !== owner) {
      say(`… waiting: process ${owner} is setting up (${file})`);
      toldAbout = owner;
    }
    await new Promise(resolve => setTimeout(resolve, pollMilliseconds));
  }
}

/** @param {string} file */
async function tryCreate(file) {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(`${process.pid}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * The pid in the lock; 0 where nothing was written in time, undefined where the lock is gone.
 *
 * @param {string} file
 */
async function readOwner(file) {
  for (let attempt = 0; attempt < 10; attempt++) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    if (/^\d+\n$/.test(text)) return Number(text);
    // Its owner is between creating and writing.
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return 0;
}

/**
 * Renames before removing: of two that found the same dead owner, one renames and the other starts over.
 *
 * @param {string} file
 * @param {number} owner
 */
async function takeAway(file, owner) {
  const aside = `${file}.${owner}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await readOwner(aside);
  // A third process was faster and this is its new lock: give it back.
  if (moved !== owner) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
export function isAlive(pid) {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/**
 * Ended, but its parent has not asked yet how: in containers nobody may ever ask.
 *
 * @param {number} pid
 */
function isZombie(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
