// Libraries that merge: two replicas with a common past, each as a map of cells to values. What they
// keep of the past, and which of two values stands, is their own affair.

import { createMergeableStore } from './tinybase/tinybase.js';
import * as Y from './yjs/yjs.js';

/** The changes of a list up to where the two parted, and those after it. */
const parted = (list) => [list.slice(0, list.length / 2), list.slice(list.length / 2)];

export class Yjs {
  constructor([ours, theirs]) {
    const doc = (past, changes) => {
      const made = new Y.Doc();
      if (past) Y.applyUpdate(made, past);
      made.transact(() => changes.forEach(({ cell, value }) => made.getMap('cells').set(cell, value)));
      return Y.encodeStateAsUpdate(made);
    };
    const past = doc(null, parted(ours)[0]);
    this.updates = [ours, theirs].map((list) => doc(past, parted(list)[1]));
  }

  unite() {
    this.doc = new Y.Doc();
    this.updates.forEach((update) => Y.applyUpdate(this.doc, update));
  }

  get size() {
    return this.doc.getMap('cells').size;
  }
}

export class Automerge {
  constructor([ours, theirs]) {
    const { init, change, clone } = globalThis.Automerge;
    const write = (changes) => (doc) => {
      doc.cells ??= {};
      changes.forEach(({ cell, value }) => (doc.cells[cell] = value));
    };
    const past = change(init(), write(parted(ours)[0]));
    this.docs = [ours, theirs].map((list) => change(clone(past), write(parted(list)[1])));
  }

  unite() {
    const { merge, clone } = globalThis.Automerge;
    this.doc = merge(clone(this.docs[0]), this.docs[1]);
  }

  get size() {
    return Object.keys(this.doc.cells).length;
  }
}

export class TinyBase {
  constructor([ours, theirs]) {
    const store = (name, past, changes) => {
      const made = createMergeableStore(name);
      if (past) made.setMergeableContent(past);
      made.transaction(() => changes.forEach(({ cell, value }) => made.setCell('cells', cell, 'value', value)));
      return made.getMergeableContent();
    };
    const past = store('past', null, parted(ours)[0]);
    this.contents = [ours, theirs].map((list, place) => store(`side${place}`, past, parted(list)[1]));
  }

  unite() {
    this.store = createMergeableStore('united');
    this.store.setMergeableContent(this.contents[0]);
    this.store.applyMergeableChanges(this.contents[1]);
  }

  get size() {
    return this.store.getRowCount('cells');
  }
}
