import { storageFolder } from '../../server/src/storage/storageFolder.ts';

/** Where what is built once a machine is kept: outside the repository, by the platform's custom. */
export const cacheFolder = (): string => storageFolder(process.env);
