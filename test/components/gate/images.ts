import { accessSync, constants, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** What a deploy job's image holds: a shell, and perhaps something that speaks HTTP. Node never. */
export interface Image {
  name: string;
  /** Name of the program that runs the script, with its first arguments. */
  shell: string[];
  /** Programs on PATH: name there → name on this machine. */
  programs: Record<string, string>;
}

const tools = ['mktemp', 'rm', 'cat', 'grep', 'sed', 'tail'];
const gnuTools = Object.fromEntries(tools.map(tool => [tool, tool]));
const busyboxTools = Object.fromEntries(
  [...tools, 'timeout'].map(tool => [tool, 'busybox']),
);

export const curlImage: Image = {
  name: 'dash and curl',
  shell: ['dash'],
  programs: { ...gnuTools, curl: 'curl' },
};
export const wgetImage: Image = {
  name: 'dash and GNU wget',
  shell: ['dash'],
  programs: { ...gnuTools, wget: 'wget' },
};
export const busyboxImage: Image = {
  name: 'BusyBox alone',
  shell: ['busybox', 'sh'],
  programs: { ...busyboxTools, wget: 'busybox' },
};
export const busyboxCurlImage: Image = {
  name: 'BusyBox and curl',
  shell: ['busybox', 'sh'],
  programs: { ...busyboxTools, wget: 'busybox', curl: 'curl' },
};
export const bareImage: Image = {
  name: 'dash alone',
  shell: ['dash'],
  programs: gnuTools,
};

/** Full path of a program of this machine. */
export function findProgram(name: string): string {
  const found = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map(folder => path.join(folder, name))
    .find(isExecutable);
  if (!found) {
    throw new Error(
      `There is no ${name} on PATH. On Debian: apt-get install busybox-static curl dash wget`,
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Makes the folder that is the whole PATH of a job in that image. */
export function makePath(image: Image, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, program] of Object.entries(image.programs)) {
    symlinkSync(findProgram(program), path.join(folder, name));
  }
  return folder;
}
