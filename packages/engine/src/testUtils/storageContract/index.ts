export { storageContract, type StorageUnderTest } from './storageContract';
