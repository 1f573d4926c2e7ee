import '@testing-library/jest-dom';

// Typing into a dialog takes a second on an idle machine, and several on one that runs every suite.
jest.setTimeout(20_000);
