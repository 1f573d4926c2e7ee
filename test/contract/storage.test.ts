import { storageContract } from '@safepoint/engine/testUtils';
import { makeFilesystemStorage } from '../support/makeFilesystemStorage';

storageContract('filesystem', makeFilesystemStorage);
